"""Two versions of a mechanism set side by side, in sentences: what an enterprise or a unit would notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lianqi.kernel.mechanism import explain_loop
from lianqi.kernel.mechanism.lint import lint_days
from lianqi.kernel.mechanism.loader import Mechanism
from lianqi.kernel.mechanism.measure import say
from lianqi.kernel.mechanism.rules import Text
from lianqi.kernel.mechanism.schema import Entry, Words
from lianqi.kernel.mechanism.words import BOUND_NAMES, FIGURE_NAMES, LIGHT_NAMES, LIMIT_NAMES, LOOP_NAMES
from lianqi.kernel.workdays.durations import Duration

#: Parts whose entries are named by a code and may come and go.
_LISTED: Mapping[str, Text] = {
    "roles": Text("角色", "role"),
    "channels": Text("反映渠道", "channel"),
    "kinds": Text("类型", "kind"),
    "units": Text("单位", "unit"),
    "classes": Text("类别", "class"),
    "not_accepted": Text("不予受理情形", "reason for not accepting"),
    "return_reasons": Text("退回理由", "reason for returning"),
    "complexities": Text("事项难度", "complexity"),
    "references": Text("依据", "reference"),
}
_PARTS: Mapping[str, Mapping[str, Text]] = {
    "limits": LIMIT_NAMES,
    "bounds": BOUND_NAMES,
    "lights": LIGHT_NAMES,
    "figures": FIGURE_NAMES,
    **LOOP_NAMES,
}


def diff(former: Mechanism, new: Mechanism) -> tuple[Text, ...]:
    """Every change from `former` to `new`, one sentence each; nothing where the two say the same."""
    cases = (*_texts(former, new), *_came_and_went(former, new), *_duties(former, new))
    return (*cases, *_values(former, new), *_loop(former, new))


def _loop(former: Mechanism, new: Mechanism) -> Iterator[Text]:
    """What changed in visits, the reception day, the board and the bulletin beside their dated values."""
    day = max(lint_days(former)[-1], lint_days(new)[-1])
    old, now = (list(explain_loop.told(one, on=day)) for one in (former, new))
    for said in old:
        if said not in now:
            yield Text(f"不再规定：{said.zh}", f"No longer said: {said.en}")
    for said in now:
        if said not in old:
            yield Text(f"新规定：{said.zh}", f"Newly said: {said.en}")


def _texts(former: Mechanism, new: Mechanism) -> Iterator[Text]:
    if former.id != new.id:
        yield Text(f"编码由{former.id}改为{new.id}。", f"The code is {new.id} instead of {former.id}.")
    if former.title != new.title:
        yield Text(
            f"名称由“{former.title.zh}”改为“{new.title.zh}”。",
            f"The title is “{new.title.en}”, was “{former.title.en}”.",
        )
    since, was = new.shape.in_force_from, former.shape.in_force_from
    if since != was:
        yield Text(f"施行日期由{was}改为{since}。", f"In force from {since} instead of {was}.")


def _came_and_went(former: Mechanism, new: Mechanism) -> Iterator[Text]:
    for part, label in _LISTED.items():
        old, now = _entries(former, part), _entries(new, part)
        for code in sorted(now.keys() - old.keys()):
            yield Text(f"新增{label.zh}“{now[code].zh}”。", f"New {label.en}: “{now[code].en}”.")
        for code in sorted(old.keys() - now.keys()):
            yield Text(f"取消{label.zh}“{old[code].zh}”。", f"No longer a {label.en}: “{old[code].en}”.")
        for code in sorted(now.keys() & old.keys()):
            if (old[code].zh, old[code].en) != (now[code].zh, now[code].en):
                yield Text(
                    f"{label.zh}“{old[code].zh}”改称“{now[code].zh}”。",
                    f"The {label.en} “{old[code].en}” is now “{now[code].en}”.",
                )
    yield from _ladder(former, new)
    yield from _classes(former, new)


def _entries(mechanism: Mechanism, part: str) -> Mapping[str, Text]:
    if part == "classes":
        return {placed.rule.id: placed.rule.name for placed in mechanism.classes()}
    found: dict[str, Text] = {}
    for code, value in getattr(mechanism.shape, part).items():
        words = value if isinstance(value, Words) else value.name
        found[code] = Text(words.zh, words.en)
    return found


def _ladder(former: Mechanism, new: Mechanism) -> Iterator[Text]:
    old = [Text(rung.name.zh, rung.name.en) for rung in former.shape.ladder]
    now = [Text(rung.name.zh, rung.name.en) for rung in new.shape.ladder]
    if old != now:
        yield Text(
            f"办理层级由“{' → '.join(t.zh for t in old)}”改为“{' → '.join(t.zh for t in now)}”。",
            f"The ladder is “{' → '.join(t.en for t in now)}”, was “{' → '.join(t.en for t in old)}”.",
        )


def _classes(former: Mechanism, new: Mechanism) -> Iterator[Text]:
    old = {placed.rule.id: placed.rule for placed in former.classes()}
    for placed in new.classes():
        was, now = old.get(placed.rule.id), placed.rule
        if was is None:
            continue
        if was.unit != now.unit:
            yield Text(
                f"类别“{now.name.zh}”的主办单位由{_unit(former, was.unit).zh}改为{_unit(new, now.unit).zh}。",
                f"Class “{now.name.en}” goes to {_unit(new, now.unit).en} instead of {_unit(former, was.unit).en}.",
            )
        if was.complexity != now.complexity:
            yield Text(
                f"类别“{now.name.zh}”的答复时限改按“{now.complexity}”计（原为“{was.complexity}”）。",
                f"Class “{now.name.en}” is answered as “{now.complexity}” instead of “{was.complexity}”.",
            )
        if set(was.words) != set(now.words):
            more, less = sorted(set(now.words) - set(was.words)), sorted(set(was.words) - set(now.words))
            yield Text(
                f"类别“{now.name.zh}”的词：增加{'、'.join(more) or '无'}；减少{'、'.join(less) or '无'}。",
                f"Words of class “{now.name.en}”: added {', '.join(more) or 'none'}; removed "
                f"{', '.join(less) or 'none'}.",
            )


def _unit(mechanism: Mechanism, code: str) -> Text:
    return mechanism.names().get(f"unit.{code}", Text(code or "（未定）", code or "none"))


def _duties(former: Mechanism, new: Mechanism) -> Iterator[Text]:
    for code, role in new.shape.roles.items():
        was = former.shape.roles.get(code)
        if was is not None and set(was.duties) != set(role.duties):
            more, less = sorted(set(role.duties) - set(was.duties)), sorted(set(was.duties) - set(role.duties))
            yield Text(
                f"角色“{role.name.zh}”的职责：增加{'、'.join(more) or '无'}；减少{'、'.join(less) or '无'}。",
                f"Duties of “{role.name.en}”: added {', '.join(more) or 'none'}; removed {', '.join(less) or 'none'}.",
            )


def _values(former: Mechanism, new: Mechanism) -> Iterator[Text]:
    old, now = dict(former.dated()), dict(new.dated())
    for path, entries in now.items():
        label = label_of(new, path)
        if path not in old:
            yield Text(
                f"新增“{label.zh}”：{_series(entries, 'zh')}。", f"New value {label.en}: {_series(entries, 'en')}."
            )
        elif _series(entries, "en") != _series(old[path], "en"):
            yield Text(
                f"“{label.zh}”由{_series(old[path], 'zh')}改为{_series(entries, 'zh')}。",
                f"{label.en.capitalize()}: {_series(entries, 'en')}, was {_series(old[path], 'en')}.",
            )
    for path in old:
        if path not in now:
            label = label_of(former, path)
            yield Text(f"取消“{label.zh}”。", f"No longer a value: {label.en}.")


def label_of(mechanism: Mechanism, path: tuple[str | int, ...]) -> Text:
    """What a value is called: a limit, a bound, a light, an answer limit, a rung's limit, a signature, a share."""
    part, names = str(path[0]), mechanism.names()
    if part in _PARTS and len(path) == 2:
        return _PARTS[part][str(path[1])]
    if part == "limits":
        answer = names.get(f"complexity.{path[2]}", Text(str(path[2]), str(path[2])))
        return Text(f"答复时限（{answer.zh}）", f"answer limit ({answer.en})")
    if part == "ladder":
        name = mechanism.shape.ladder[int(path[1])].name
        return Text(f"{name.zh}的时限", f"limit of {name.en}")
    if part == "signatures":
        return (
            Text("部门负责人审核", "review by the head of unit")
            if path[1] == "review"
            else Text("领导签发", "signature")
        )
    return Text(f"第{int(path[1]) + 1}项目标占比", f"share of aim {int(path[1]) + 1}")


def _series(entries: tuple[Entry, ...], lang: str) -> str:
    """All values of one thing through time: 5个工作日；2027-01-01起3个工作日."""
    parts = []
    for index, entry in enumerate(entries):
        said = said_of(entry.value, lang)
        if index == 0:
            parts.append(said)
        else:
            parts.append(f"{entry.start}起{said}" if lang == "zh" else f"{said} from {entry.start}")
    return ("；" if lang == "zh" else "; ").join(parts)


def said_of(value: Any, lang: str) -> str:
    if isinstance(value, Duration):
        return say(value, lang)
    if isinstance(value, bool):
        return {"zh": ("不需要", "需要"), "en": ("not required", "required")}[lang][value]
    return str(value)
