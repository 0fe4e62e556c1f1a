"""The life of a case as one mechanism runs it, as a Mermaid state diagram: same file, same text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from json import dumps

from lianqi.kernel.cases.states import Status
from lianqi.kernel.mechanism.loader import Mechanism
from lianqi.kernel.mechanism.measure import longest, say, shortest
from lianqi.kernel.mechanism.rules import CaseRules, Text
from lianqi.kernel.messages.names import STATUSES
from lianqi.kernel.workdays.durations import Duration

_S = Status


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a status to another and what it is called. `bound` names what must be above zero for it to exist."""

    start: Status
    end: Status
    label: Text
    bound: str = ""
    least: int = 1


#: Every way through a case. What a mechanism forbids by a bound of zero is left out of its drawing.
EDGES = (
    Edge(_S.TRIAGE, _S.ON_THE_SPOT, Text("当场解决", "solved on the spot")),
    Edge(_S.TRIAGE, _S.NOT_ACCEPTED, Text("不予受理，告知渠道", "not accepted, the right door")),
    Edge(_S.TRIAGE, _S.HANDLING, Text("交办（{triage}内）", "dispatched (within {triage})")),
    Edge(_S.TRIAGE, _S.MERGED, Text("并案", "merged"), "transfers"),
    Edge(_S.ON_THE_SPOT, _S.CLOSED, Text("企业认可，或回访后未表态", "agreed, or silent when rung")),
    Edge(_S.ON_THE_SPOT, _S.TRIAGE, Text("企业不认可", "not agreed")),
    Edge(_S.HANDLING, _S.ANSWERED, Text("答复（{answer}）", "answered ({answer})")),
    Edge(_S.HANDLING, _S.TRIAGE, Text("退回（{return_within}内）", "returned (within {return_within})"), "returns", 2),
    Edge(_S.HANDLING, _S.ADJUDICATION, Text("第{returns}次退回", "return number {returns}"), "returns"),
    Edge(_S.ADJUDICATION, _S.HANDLING, Text("裁定（{ruling}内，终局）", "ruled (within {ruling}, final)")),
    Edge(_S.HANDLING, _S.PAUSED, Text("暂停计时（最长{pause}）", "paused (at most {pause})"), "pauses"),
    Edge(_S.PAUSED, _S.HANDLING, Text("补齐、到期或异议成立", "supplied, time up, or objection upheld"), "pauses"),
    Edge(_S.HANDLING, _S.TRACKING, Text("转办并跟踪", "referred and tracked")),
    Edge(_S.TRACKING, _S.ANSWERED, Text("答复", "answered")),
    Edge(_S.TRACKING, _S.HANDLING, Text("改派", "transferred"), "transfers"),
    Edge(_S.HANDLING, _S.TABLED, Text("超期{up}提级", "up a rung, {up} after due")),
    Edge(_S.TRACKING, _S.TABLED, Text("超期{up}提级", "up a rung, {up} after due")),
    Edge(_S.TABLED, _S.TABLED, Text("再提一级", "up again"), "rungs", 4),
    Edge(_S.TABLED, _S.HANDLING, Text("议定交办", "settled, dispatched"), "transfers"),
    Edge(_S.TABLED, _S.ANSWERED, Text("议定答复", "settled, answered")),
    Edge(_S.HANDLING, _S.PLANNED, Text("列入计划（挂账）", "planned"), "plans"),
    Edge(_S.TRACKING, _S.PLANNED, Text("列入计划（挂账）", "planned"), "plans"),
    Edge(_S.TABLED, _S.PLANNED, Text("列入计划（挂账）", "planned"), "plans"),
    Edge(_S.PLANNED, _S.HANDLING, Text("条件具备再交办，或异议成立", "dispatched again, or objection upheld"), "plans"),
    Edge(_S.PLANNED, _S.ANSWERED, Text("答复", "answered"), "plans"),
    Edge(_S.PLANNED, _S.TABLED, Text("复核日超期{up}提级", "up a rung, {up} after the review date"), "plans"),
    Edge(_S.HANDLING, _S.MERGED, Text("并案", "merged"), "transfers"),
    Edge(_S.MERGED, _S.TRIAGE, Text("拆分，或异议成立", "handled alone again"), "transfers"),
    Edge(_S.MERGED, _S.ANSWERED, Text("随主事项答复", "answered with the main case"), "transfers"),
    Edge(_S.ANSWERED, _S.VERIFICATION, Text("企业认可，或回访后未表态", "agreed, or silent when rung")),
    Edge(_S.ANSWERED, _S.HANDLING, Text("不认可：重办（{redo}内）", "not agreed, again (within {redo})"), "redos"),
    Edge(_S.ANSWERED, _S.TABLED, Text("仍不认可：提级", "still not agreed, up a rung")),
    Edge(_S.VERIFICATION, _S.HANDLING, Text("未表态后又不认可", "silent, then not agreed"), "redos"),
    Edge(_S.VERIFICATION, _S.TABLED, Text("未表态后仍不认可", "silent, then still not agreed")),
    Edge(_S.VERIFICATION, _S.CLOSED, Text("核查销号（{strike_off}内）", "struck off (within {strike_off})")),
    Edge(_S.CLOSED, _S.SETTLED, Text("{recheck}后回头看", "asked again after {recheck}")),
    Edge(_S.CLOSED, _S.HANDLING, Text("重新启动（{reopen}内）", "reopened (within {reopen})"), "reopens"),
    Edge(_S.CLOSED, _S.TRIAGE, Text("重新启动（当场解决的）", "reopened (after the spot)"), "reopens"),
    Edge(_S.SETTLED, _S.HANDLING, Text("重新启动", "reopened"), "reopens"),
    Edge(_S.NOT_ACCEPTED, _S.TRIAGE, Text("重新启动（{reopen}内）", "reopened (within {reopen})"), "reopens"),
)
_ENDS = (_S.SETTLED, _S.NOT_ACCEPTED, _S.WITHDRAWN)


def diagram(mechanism: Mechanism, *, on: date, lang: str) -> str:
    """The drawing for a day, in Chinese ("zh") or English ("en"), as text that Mermaid renders."""
    return "\n".join([*_lines(mechanism, mechanism.rules(on=on), lang), ""])


def edges(rules: CaseRules) -> tuple[Edge, ...]:
    """The ways that exist under these rules."""
    counts = {"rungs": len(rules.ladder)}
    return tuple(
        edge for edge in EDGES if not edge.bound or counts.get(edge.bound, _bound(rules, edge.bound)) >= edge.least
    )


def _bound(rules: CaseRules, name: str) -> int:
    return int(getattr(rules.bounds, name, 0))


def _lines(mechanism: Mechanism, rules: CaseRules, lang: str) -> Iterator[str]:
    yield "---"
    yield f"title: {dumps(mechanism.title.zh if lang == 'zh' else mechanism.title.en, ensure_ascii=False)}"
    yield "---"
    yield "stateDiagram-v2"
    said = details(rules, lang)
    for status in Status:
        yield f'    state "{STATUSES[status.value][0 if lang == "zh" else 1]}" as {_name(status)}'
    yield f"    [*] --> {_name(_S.TRIAGE)} : {'登记' if lang == 'zh' else 'recorded'}"
    yield f"    [*] --> {_name(_S.ON_THE_SPOT)} : {'登记时已当场解决' if lang == 'zh' else 'recorded as solved'}"
    for edge in edges(rules):
        label = (edge.label.zh if lang == "zh" else edge.label.en).format(**said)
        yield f"    {_name(edge.start)} --> {_name(edge.end)} : {label}"
    for end in _ENDS:
        yield f"    {_name(end)} --> [*]"
    yield f"    note right of {_name(_S.WITHDRAWN)}"
    yield "        " + (
        "销号以前，企业随时可以撤回" if lang == "zh" else "The enterprise may withdraw until it is struck off"
    )
    yield "    end note"
    yield f"    note right of {_name(_S.TABLED)}"
    for rung in rules.ladder[2:]:
        name = rung.name.zh if lang == "zh" else rung.name.en
        yield f"        {name}{'：' if lang == 'zh' else ': '}{_within(rung.limit, lang)}"
    yield "    end note"


def details(rules: CaseRules, lang: str) -> dict[str, str]:
    """What stands for the names in the labels of `edges` under these rules."""
    limits, bounds = rules.limits, rules.bounds
    first, last = shortest(limits.answer.values()), longest(limits.answer.values())
    between = (
        say(first, lang) if first == last else f"{say(first, lang)}{'至' if lang == 'zh' else ' to '}{say(last, lang)}"
    )
    return {
        "triage": say(limits.triage, lang),
        "answer": between,
        "return_within": say(limits.return_within, lang),
        "returns": str(bounds.returns),
        "ruling": say(limits.ruling, lang),
        "pause": say(limits.pause_longest, lang),
        "up": say(rules.lights.up_after, lang),
        "redo": say(limits.redo, lang),
        "strike_off": say(limits.strike_off, lang),
        "recheck": say(limits.recheck_after, lang),
        "reopen": say(limits.reopen_within, lang),
    }


def _within(length: Duration, lang: str) -> str:
    return f"{say(length, lang)}内" if lang == "zh" else f"within {say(length, lang)}"


def _name(status: Status) -> str:
    return status.value.replace("-", "_")
