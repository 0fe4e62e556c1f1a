"""The job itself: forms in, a ledger with proposals out. No clock and no file is touched here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from lianqi.digest import matters
from lianqi.digest.reading import Heap
from lianqi.digest.values import BLANK, DUPLICATE, LISTED, REJECTED, Cell, Digest, Form, Line, Source, Terms
from lianqi.insight.classify import Classifier
from lianqi.insight.hardness import hard_signs
from lianqi.insight.kind import ENQUIRY, propose_kind
from lianqi.insight.masking import mask, mask_name
from lianqi.insight.similar import Matter, common_problems
from lianqi.insight.spelling import key
from lianqi.kernel.enterprises.names import match_key
from lianqi.kernel.workdays.due import Due, after, before, due_time
from lianqi.kernel.workdays.durations import Duration
from lianqi.kernel.workdays.lights import Light, light

#: Words without a name are only called a repetition when they are long enough not to be said twice by chance.
_LONG_ENOUGH = 12
#: Long letters are compared by their opening, which says what they are about.
_COMPARED = 400


def digest(heap: Heap, *, terms: Terms) -> Digest:
    """Sort a heap of forms. Every row of every file is accounted for by at least one line."""
    classifier = Classifier(terms.rules.classes)
    lines: list[Line] = []
    said: dict[tuple[str, str], int] = {}
    clock = _Clock(terms)
    for form in heap.forms:
        for line in _lines(form, heap.sources[form.source]):
            numbered = replace(line, number=len(lines) + 1)
            if numbered.state == LISTED:
                numbered = _once(numbered, said)
            if numbered.state == LISTED:
                numbered = _proposed(numbered, terms, classifier, clock)
            lines.append(numbered if terms.unmasked else _masked(numbered))
    listed = [line for line in lines if line.state == LISTED]
    texts = [
        Matter(
            text=mask(line.words[:_COMPARED]),
            enterprise=match_key(line.form.enterprise),
            group=line.class_id,
            telling=line.class_words,
        )
        for line in listed
    ]
    commons = common_problems(texts, segmenter=classifier.segmenter, least=terms.least)
    return Digest(terms, heap.sources, heap.refused, tuple(lines), commons, heap.tallies)


def _lines(form: Form, source: Source) -> list[Line]:
    """The lines of one row before anything is proposed: its matters, or why it has none."""
    bare = Line(number=0, form=form, part=1, parts=1, column="", words="", state=REJECTED)
    if source.same_as >= 0:
        return [replace(bare, state=DUPLICATE, words=_all_words(form), reason="整张表与前面的一份完全相同")]
    if matters.is_total(form.values):
        return [replace(bare, reason="合计行，不是一份表单")]
    if not form.cells:
        return [replace(bare, reason=_no_words(source))]
    answered = [cell for cell in form.cells if not matters.says_nothing(cell.text)]
    if not answered:
        said = "、".join(dict.fromkeys(f"“{cell.text}”" for cell in form.cells if cell.text))
        return [replace(bare, state=BLANK, words=_all_words(form), reason=f"填写{said}" if said else "没有填写内容")]
    found: list[tuple[Cell, str, str]] = []
    for cell in answered:
        several = matters.split(cell.text)
        found += [(cell, words, cell.text if len(several) > 1 else "") for words in several]
    result: list[Line] = []
    for part, (cell, words, whole) in enumerate(found, start=1):
        why = matters.unusable(words)
        result.append(
            replace(
                bare,
                part=part,
                parts=len(found),
                column=cell.header,
                words=words,
                whole=whole,
                state=REJECTED if why else LISTED,
                reason=why,
            )
        )
    return result


def _no_words(source: Source) -> str:
    return (
        "问卷只有选择题，没有文字诉求（选择结果见“选择题统计”）" if source.questionnaire else "表中没有可作诉求的文字列"
    )


def _all_words(form: Form) -> str:
    return "；".join(cell.text for cell in form.cells if cell.text)


def _once(line: Line, said: dict[tuple[str, str], int]) -> Line:
    """A matter that the same enterprise has said in the same words before is a repetition, not another matter."""
    who, what = match_key(line.form.enterprise), key(line.words)
    if not who and len(what) < _LONG_ENOUGH:
        return line
    first = said.setdefault((who, what), line.number)
    if first == line.number:
        return line
    whose = "同一企业" if who else "未署名，"
    return replace(line, state=DUPLICATE, reason=f"与第{first}号{whose}文字相同")


def _proposed(line: Line, terms: Terms, classifier: Classifier, clock: _Clock) -> Line:
    asked = _asked(line, terms)
    kind = propose_kind(line.words, asked=asked)
    given = next((c.id for c in terms.rules.classes.values() if c.name.zh == line.form.given_class), "")
    proposal = classifier.propose(line.words)
    class_id = given or proposal.class_id
    words = (f"表内类别“{line.form.given_class}”",) if given else proposal.words
    rule = terms.rules.classes[class_id] if class_id else None
    answer = terms.rules.limits.answer
    complexity = rule.complexity if rule else ""
    if kind.kind == ENQUIRY and complexity == "general" and "consult" in answer:
        complexity = "consult"
    limit = answer.get(complexity, terms.rules.limits.triage) if rule and rule.unit else terms.rules.limits.triage
    due, lit = clock.due(limit, line.form.said_at)
    return replace(
        line,
        kind=kind.kind,
        kind_words=kind.words,
        kind_sure=kind.sure,
        class_id=class_id,
        class_words=words,
        candidates=proposal.candidates,
        unit=rule.unit if rule else "",
        limit=limit,
        due=due,
        light=lit,
        hard=hard_signs(line.words),
    )


def _asked(line: Line, terms: Terms) -> str:
    """The kind that the form itself gives: a column of kinds first, else the header above the words."""
    for kind in sorted(terms.rules.kinds):
        if line.form.given_kind and terms.names[f"kind.{kind}"].zh == line.form.given_kind:
            return kind
    return next((cell.asked for cell in line.form.cells if cell.header == line.column), "")


def _masked(line: Line) -> Line:
    form = replace(line.form, contact=mask_name(mask(line.form.contact)), phone=mask(line.form.phone), values=())
    return replace(line, words=mask(line.words), whole=mask(line.whole), reason=mask(line.reason), form=form)


class _Clock:
    """Due times and lights; forms of one heap share few starts and limits, so each is counted once."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._zone = ZoneInfo(terms.calendar.zone)
        self._counted = lru_cache(maxsize=None)(self._count)

    def due(self, limit: Duration, said_at: datetime | None) -> tuple[Due, Light]:
        """The due time of a limit and its light now."""
        start = self._terms.received_at
        if start is None:
            start = said_at.replace(tzinfo=self._zone) if said_at else self._terms.now
        return self._counted(limit, start)

    def _count(self, limit: Duration, start: datetime) -> tuple[Due, Light]:
        calendar, lights = self._terms.calendar, self._terms.rules.lights
        due = due_time(start=start, limit=limit, calendar=calendar)
        yellow = before(due=due.at, by=lights.yellow_before, calendar=calendar)
        red = after(due=due.at, by=lights.red_after, calendar=calendar)
        return due, light(now=self._terms.now, yellow_at=yellow, red_at=red)
