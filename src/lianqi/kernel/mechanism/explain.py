"""A mechanism in sentences, for a leader to read before it is in force: who is owed what by when, and what if not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from lianqi.kernel.mechanism import explain_loop
from lianqi.kernel.mechanism.loader import Mechanism, value_on
from lianqi.kernel.mechanism.measure import say, working_days, worst_case
from lianqi.kernel.mechanism.rules import CaseRules, Rung, Text
from lianqi.kernel.mechanism.words import DUTY_NAMES
from lianqi.kernel.workdays.durations import Duration

_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its sentences."""

    title: Text
    sentences: tuple[Text, ...]


def explain(mechanism: Mechanism, *, on: date, lang: str) -> str:
    """The mechanism as it stands on a day, in Chinese ("zh") or English ("en"), as plain text."""
    lines = [_pick(mechanism.title, lang), ""]
    for number, section in enumerate(sections(mechanism, on=on), 1):
        title = _pick(section.title, lang)
        lines.append(f"{_NUMERALS[number - 1]}、{title}" if lang == "zh" else f"{number}. {title}")
        indent = "　　" if lang == "zh" else "   "
        lines += [indent + _pick(sentence, lang) for sentence in section.sentences]
        lines.append("")
    return "\n".join(lines)


def sections(mechanism: Mechanism, *, on: date) -> tuple[Section, ...]:
    """The same as data, for a screen or a document."""
    told = _Telling(mechanism, mechanism.rules(on=on), on)
    parts = (
        (Text("总的要求", "In short"), told.opening()),
        (Text("企业怎样反映", "How an enterprise is heard"), told.intake()),
        (Text("谁负责什么", "Who is charged with what"), told.duties()),
        (Text("什么时候做到", "By when"), told.limits()),
        (Text("分级办理", "The ladder"), told.ladder()),
        (Text("不能按时怎么办", "What if not"), told.default()),
        (Text("退回、延期、暂停和挂账", "Returns, extensions, pauses and plans"), told.bounds()),
        (Text("办得好不好由企业说了算", "The enterprise says whether it was good"), told.judgement()),
        (Text("不予受理和保密反映", "What is not accepted, and what is confidential"), told.doors()),
        (
            Text("走访、接待日、红黄榜和通报", "Visits, reception day, board and bulletin"),
            explain_loop.told(mechanism, on=on),
        ),
        (Text("依据和变动", "Sources and changes"), told.sources()),
    )
    listed = [Section(title, tuple(sentences)) for title, sentences in parts]
    return tuple(section for section in listed if section.sentences)


def _pick(text: Text, lang: str) -> str:
    return text.zh if lang == "zh" else text.en


def both(length: Duration) -> Text:
    """A length in both languages."""
    return Text(say(length, "zh"), say(length, "en"))


def _often(count: int) -> Text:
    """How often: 最多2次 / at most twice."""
    often = {1: "once", 2: "twice"}.get(count, f"{count} times")
    return Text(f"最多{count}次", f"at most {often}")


def _titled(name: str) -> str:
    """An English title inside a sentence: the service centre."""
    return f"the {name[0].lower()}{name[1:]}" if name else name


class _Telling:
    def __init__(self, mechanism: Mechanism, rules: CaseRules, on: date) -> None:
        self._mechanism, self._rules, self._on = mechanism, rules, on
        self._names = mechanism.names()

    def _roles(self, *duties: str) -> Text:
        """The roles charged with one of these duties, by name."""
        named = [self._names[f"role.{code}"] for code, held in self._rules.roles.items() if held & set(duties)]
        zh = "、".join(name.zh for name in named) or "（无人）"
        return Text(zh, ", ".join(_titled(name.en) for name in named) or "nobody")

    def opening(self) -> Iterator[Text]:
        shape = self._mechanism.shape
        yield Text(shape.about.zh, shape.about.en)
        yield Text(
            f"自{shape.in_force_from}起施行；以下为{self._on}有效的规定，规则文件校验码{self._rules.digest[:12]}。",
            f"In force from {shape.in_force_from}; what follows holds on {self._on}, file digest "
            f"{self._rules.digest[:12]}.",
        )

    def intake(self) -> Iterator[Text]:
        shape = self._mechanism.shape
        channels, kinds = list(shape.channels.values()), list(shape.kinds.values())
        yield Text(
            f"反映渠道：{'、'.join(words.zh for words in channels)}。由{self._roles('record').zh}登记，"
            "也可由企业自己填写；"
            "别人代填的注明代填。",
            f"Channels: {', '.join(words.en for words in channels)}. Written down by {self._roles('record').en},"
            " or by the "
            "enterprise itself; what others write for it is marked so.",
        )
        leaves = [placed for placed in self._mechanism.classes() if placed.leaf]
        inside = [unit for unit in self._mechanism.units().values() if not unit.outside]
        yield Text(
            f"分为{'、'.join(words.zh for words in kinds)}，按{len(shape.classes)}个领域、{len(leaves)}个小类交给"
            f"{len(inside)}个责任单位。",
            f"Told apart as {', '.join(words.en.lower() for words in kinds)}; {len(shape.classes)} areas with "
            f"{len(leaves)} "
            f"classes lead to {len(inside)} units.",
        )
        for contact in shape.contacts:
            yield Text(f"{contact.name.zh}：{contact.phone}。", f"{contact.name.en}: {contact.phone}.")

    def duties(self) -> Iterator[Text]:
        for code, role in self._mechanism.shape.roles.items():
            held = [DUTY_NAMES[duty] for duty in role.duties if duty in self._rules.roles[code]]
            yield Text(
                f"{role.name.zh}：{'；'.join(name.zh for name in held)}。",
                f"{role.name.en}: {'; '.join(name.en for name in held)}.",
            )
        steps = [Text("经办人拟稿", "the handler drafts")]
        if self._rules.review:
            steps.append(Text(f"{self._roles('review').zh}审核", f"{self._roles('review').en} reviews"))
        if self._rules.sign:
            steps.append(Text(f"{self._roles('sign').zh}签发", f"{self._roles('sign').en} signs"))
        yield Text(
            f"答复企业前：{'，'.join(step.zh for step in steps)}。",
            f"Before an answer goes out: {', '.join(step.en for step in steps)}.",
        )

    def limits(self) -> Iterator[Text]:
        limits = self._rules.limits
        triage, contact = both(limits.triage), both(limits.contact)
        yield Text(
            f"登记后{triage.zh}内，由{self._roles('triage').zh}交办或说明不予受理。",
            f"Within {triage.en} of being written down, {self._roles('triage').en} dispatches it or says why it "
            "is not accepted.",
        )
        yield Text(
            f"交办后{contact.zh}内联系企业。时限自交办起算，不等签收。",
            f"Within {contact.en} of dispatch the unit contacts the enterprise. The clock starts at dispatch, "
            "not at receipt.",
        )
        for complexity, length in limits.answer.items():
            name = self._names.get(f"complexity.{complexity}", Text(complexity, complexity))
            yield Text(
                f"{name.zh}：交办后{both(length).zh}内答复。",
                f"{name.en}: answered within {both(length).en} of dispatch.",
            )
        assist, redo = both(limits.assist), both(limits.redo)
        yield Text(
            f"协办单位{assist.zh}内反馈；企业不认可的，{redo.zh}内重新答复。",
            f"Assisting units report within {assist.en}; where the enterprise does not agree, it is answered "
            "again within "
            f"{redo.en}.",
        )

    def ladder(self) -> Iterator[Text]:
        for index, rung in enumerate(self._rules.ladder):
            yield self._rung(index, rung)
            note = self._mechanism.shape.ladder[index].note
            if note is not None:
                yield Text(note.zh, note.en)
        for target in self._mechanism.shape.targets:
            entry = value_on(target.share, on=self._on, since=self._mechanism.shape.in_force_from)
            names = [self._names[f"rung.{rung}"] for rung in target.rungs if f"rung.{rung}" in self._names]
            if entry is not None:
                zh, en = ("以上", "at least ") if target.at_least else ("", "")
                yield Text(
                    f"目标占比："
                    f"{'、'.join(name.zh for name in names)}{'合计' if len(names) > 1 else ''}{entry.value}%{zh}。",
                    f"Aim: {', '.join(name.en for name in names)}: {en}{entry.value} %.",
                )

    def _rung(self, index: int, rung: Rung) -> Text:
        owner = self._roles(rung.owner)
        if index < 2:
            return Text(
                f"第{index + 1}级 {rung.name.zh}：由{owner.zh}办理。", f"Rung {index + 1}, {rung.name.en}: {owner.en}."
            )
        return Text(
            f"第{index + 1}级 {rung.name.zh}：由{owner.zh}负责，提级后{both(rung.limit).zh}内拿出结果。",
            f"Rung {index + 1}, {rung.name.en}: {owner.en}, with an outcome within {both(rung.limit).en}.",
        )

    def default(self) -> Iterator[Text]:
        lights = self._rules.lights
        yellow, red, up = both(lights.yellow_before), both(lights.red_after), both(lights.up_after)
        yield Text(
            f"到期前{yellow.zh}亮黄灯，超期{red.zh}亮红灯，灯由系统按时点亮，不由人决定。逾期一经发生，永久记录。",
            f"Yellow light {yellow.en} before due, red light {red.en} after, by the clock and by nobody's "
            "leave. What was late "
            "stays late.",
        )
        above = self._rules.ladder[2].name
        yield Text(
            f"责任单位超期{up.zh}仍不答复的，事项自动提级到{above.zh}；会议、专家逾期的继续往上提。",
            f"A unit that has not answered {up.en} after due loses the case upward, to the next rung "
            f"({above.en}); a rung that is late "
            "itself passes it on.",
        )
        lead = self._roles("lead")
        yield Text(
            f"分办、裁定、回访、上会一旦逾期，{lead.zh}可以直接补位。没有一件事会因为没人办而停住。",
            f"Once triage, a ruling, a call-back or a meeting is late, {lead.en} may stand in. Nothing stops "
            "because nobody "
            "acts.",
        )
        days = working_days(worst_case(self._rules))
        yield Text(
            f"把每一步都用到头（含重新启动，不含挂账），各级按时限走完约{days}个工作日；要更快，请减少次数或缩短时限。",
            f"With every step used to the end (reopening included, plans apart) a case takes about {days} "
            "working days; for less, allow fewer steps or shorter limits.",
        )

    def bounds(self) -> Iterator[Text]:
        yield self._returns()
        yield self._extensions()
        yield self._pauses()
        yield self._reclassings()
        yield self._plans()
        yield self._stages()

    def _returns(self) -> Text:
        limits, count = self._rules.limits, self._rules.bounds.returns
        if not count:
            return Text("交办后不得退回。", "What is dispatched may not be returned.")
        within, ruling, judge = both(limits.return_within), both(limits.ruling), self._roles("adjudicate")
        return Text(
            f"退回{_often(count).zh}，须在交办后{within.zh}内提出并说明理由；第{count}次退回即由{judge.zh}在{ruling.zh}内"
            "裁定，裁定为终局。",
            f"It may be returned {_often(count).en}, within {within.en} of dispatch and with a reason; return number "
            f"{count} is ruled on by {judge.en} within {ruling.en}, and the ruling is final.",
        )

    def _extensions(self) -> Text:
        limits, count = self._rules.limits, self._rules.bounds.extensions
        if not count:
            return Text("答复时限不得延期。", "The answer's due time may not be extended.")
        before, longest = both(limits.extension_ask_before), both(limits.extension_longest)
        return Text(
            f"延期{_often(count).zh}，须提前{before.zh}申请，每次不超过{longest.zh}。",
            f"It may be extended {_often(count).en}, asked {before.en} before due, by no more than {longest.en}.",
        )

    def _pauses(self) -> Text:
        limits, count = self._rules.limits, self._rules.bounds.pauses
        if not count:
            return Text("不得暂停计时。", "The clock may not be paused.")
        longest, ruling = both(limits.pause_longest), both(limits.objection_ruling)
        return Text(
            f"暂停计时{_often(count).zh}，每次不超过{longest.zh}，理由和期限告知企业；企业可以提出异议，{ruling.zh}内裁定。",
            f"The clock may be paused {_often(count).en}, for no more than {longest.en}; the enterprise is told "
            "why and "
            f"until when, and may object, which is ruled on within {ruling.en}.",
        )

    def _reclassings(self) -> Text:
        count, ruling = self._rules.bounds.reclassings, both(self._rules.limits.objection_ruling)
        if not count:
            return Text("交办后不得调整分类。", "The class may not be changed after dispatch.")
        return Text(
            f"交办后调整分类{_often(count).zh}，每次告知企业；企业可以提出异议，{ruling.zh}内裁定，"
            "成立的恢复原分类和时限。",
            f"The class may be changed after dispatch {_often(count).en}; the enterprise is told and may object, which "
            f"is ruled on within {ruling.en}: where it is right, the former class and due time stand again.",
        )

    def _plans(self) -> Text:
        count, latest = self._rules.bounds.plans, both(self._rules.limits.plan_longest)
        if not count:
            return Text(
                "不得挂账：现在办不了的也要答复。", "Nothing may be planned: what cannot be done is answered too."
            )
        return Text(
            f"现在办不了的列入计划（挂账），{_often(count).zh}，每次写明复核日，最远{latest.zh}；挂账不算办结。",
            f"What cannot be done now is planned, {_often(count).en}, each time with a review date at most {latest.en} "
            "away; a plan is not counted as closed.",
        )

    def _stages(self) -> Text:
        count, apart = self._rules.bounds.stage_replies, both(self._rules.limits.stage_reply_longest)
        if not count:
            return Text(
                "由区外单位办理的，转办并跟踪，到期即须答复。",
                "What a body outside must do is referred, tracked and answered.",
            )
        return Text(
            f"由区外单位办理的，转办并跟踪：阶段性答复{_often(count).zh}，间隔不超过{apart.zh}，每次写明下次答复日期。",
            f"What a body outside must do is referred and tracked: stage replies {_often(count).en}, no more than "
            f"{apart.en} apart, each naming the date of the next.",
        )

    def judgement(self) -> Iterator[Text]:
        limits, bounds = self._rules.limits, self._rules.bounds
        word, rung, often = both(limits.word), self._roles("call_back"), _often(max(1, bounds.call_backs))
        yield Text(
            f"答复后由企业认可或不认可；{word.zh}没有表态的，由{rung.zh}回访，{often.zh}。未表态单独统计，不算认可。",
            f"The enterprise agrees or does not; where it says nothing for {word.en}, {rung.en} rings, "
            f"{often.en}. Silence "
            "is counted apart and is not agreement.",
        )
        if bounds.redos:
            yield Text(
                f"企业不认可的重办，{_often(bounds.redos).zh}，仍不认可的提级。",
                f"Where it does not agree, the unit does it again, {_often(bounds.redos).en}; after that it goes up.",
            )
        else:
            yield Text("企业不认可的，直接提级。", "Where it does not agree, it goes up a rung at once.")
        strike_off, recheck = both(limits.strike_off), both(limits.recheck_after)
        yield Text(
            f"当场解决的，企业认可即销号；其余在企业表态后{strike_off.zh}内核查销号。销号{recheck.zh}后回头看。",
            "What was solved on the spot is struck off when the enterprise agrees; the rest is checked and struck off "
            f"within {strike_off.en} of its word. After {recheck.en} it is asked again.",
        )
        if bounds.reopens:
            reopen, often = both(limits.reopen_within), _often(bounds.reopens)
            yield Text(
                f"销号后{reopen.zh}内可以重新启动，{often.zh}。",
                f"It may be reopened within {reopen.en} of that, {often.en}.",
            )
        else:
            yield Text("销号后不再重新启动，另行反映。", "It is not reopened after that; a new matter is raised.")
        few = self._rules.too_few
        yield Text(
            f"不足{few}件的比率注明样本不足，不排名。",
            f"A rate over fewer than {few} is marked as such and ranks nobody.",
        )

    def doors(self) -> Iterator[Text]:
        for reason in self._mechanism.shape.not_accepted.values():
            yield Text(f"{reason.name.zh}：{reason.door.zh}", f"{reason.name.en}: {reason.door.en}")
        inspect, above = self._roles("inspect"), self._roles("oversee_inspection")
        yield Text(
            f"保密反映直达{inspect.zh}，其他角色和单位看不到；逾期或需要回避的由{above.zh}补位。",
            f"A confidential report goes straight to {inspect.en}, unseen by every other role and unit; "
            f"{above.en} stands in "
            "where that is late or must step aside.",
        )

    def sources(self) -> Iterator[Text]:
        cited = [reference for _, reference, _ in self._mechanism.citations()]
        for code, words in self._mechanism.shape.references.items():
            count = cited.count(code)
            yield Text(
                f"{words.zh}（{count}处引用）。", f"{words.en} (cited {count} {'time' if count == 1 else 'times'})."
            )
        for path, entries in self._mechanism.dated():
            for earlier, later in pairwise(entries):
                named = self._names.get(f"complexity.{path[-1]}", Text(str(path[-1]), str(path[-1])))
                yield Text(
                    f"{named.zh}：自{later.start}起由{_said(earlier.value, 'zh')}改为{_said(later.value, 'zh')}。",
                    f"{named.en}: from {later.start}, {_said(later.value, 'en')} instead of "
                    f"{_said(earlier.value, 'en')}.",
                )


def _said(value: object, lang: str) -> str:
    return say(value, lang) if isinstance(value, Duration) else str(value)
