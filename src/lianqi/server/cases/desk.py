"""What 我的待办 shows of each thing owed: in words, with its light and how long there still is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianqi.kernel.mechanism.rules import Text
from lianqi.kernel.messages import names
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.server.cases import gate
from lianqi.server.cases.models import Case, Commitment
from lianqi.server.ledger.queries import read_contents
from lianqi.server.registry.queries import enterprise_names, unit_names
from lianqi.server.ui.days import dated
from lianqi.server.ui.refusals import lang

#: So much of what the enterprise said fits into two lines.
_EXCERPT = 90


@dataclass(frozen=True, slots=True)
class Owed:
    """One 应办事项 as a row of a list. `tone` is the colour of its edge: "", near or bad."""

    number: str
    what: str
    enterprise: str
    words: str
    who: str
    due: datetime
    due_short: str
    left: str
    light: str
    late: bool
    state: str
    provisional: bool
    confidential: bool
    why_url: str
    url: str = ""

    @property
    def tone(self) -> str:
        if self.state == "suspended":
            return ""
        return "bad" if self.late or self.light == "red" else "near" if self.light == "yellow" else ""


def owed_rows(
    principal: gate.Principal, items: Sequence[Commitment], *, calendar: Calendar, now: datetime
) -> tuple[Owed, ...]:
    """The rows of these commitments, whose cases the principal may see. Four queries, however many rows."""
    which = 1 if lang() == "en" else 0
    cases = _cases(principal, {item.stream_id for item in items})
    enterprises = enterprise_names(park=principal.park, ids=(case.enterprise for case in cases.values()))
    # A list is read in passing: a confidential report is read on its own page, where the reading is written down.
    open_words = [case.words for case in cases.values() if case.words and not case.confidential]
    words = read_contents(park=principal.park, ids=open_words)
    called = unit_names(park=principal.park)
    rows = []
    for item in items:
        case = cases[item.stream_id]
        said = (words.get(case.words) or b"").decode("utf-8", "replace")
        office = names.DUTIES[item.duty][which]
        rows.append(
            Owed(
                number=item.number,
                what=names.COMMITMENTS[item.kind][which],
                enterprise=enterprises.get(case.enterprise, ""),
                words=said if len(said) <= _EXCERPT else said[:_EXCERPT] + "……",
                who=called.get(item.unit, item.unit) if item.unit else office,
                due=item.due,
                due_short=short(item.due, calendar=calendar, now=now),
                left=left(item.due, now=now) if item.state == "open" else "",
                light=item.light,
                late=item.due < now,
                state=item.state,
                provisional=item.provisional,
                confidential=case.confidential,
                why_url=reverse("why", args=[item.number, item.id]),
                url=reverse("case", args=[item.number]),
            )
        )
    return tuple(rows)


def _cases(principal: gate.Principal, ids: set[str]) -> Mapping[str, Case]:
    return {case.id: case for case in gate.visible(principal).filter(id__in=sorted(ids))}


def short(instant: datetime, *, calendar: Calendar, now: datetime) -> str:
    """An instant on the park's clock as people say it: 今天 17:30, 6月12日（周五） 17:30, with the year if another."""
    local, today = calendar.local(instant), calendar.local(now).date()
    clock = f"{local:%H:%M}"
    days = (local.date() - today).days
    if abs(days) <= 1:
        return f"{_('明天') if days > 0 else _('昨天') if days else _('今天')} {clock}"
    return f"{dated(local.date(), year=local.year != today.year)} {clock}"


def heading(word: str) -> str:
    """A word of the catalogue where it stands alone: English ones are written for the middle of a sentence."""
    return word[:1].upper() + word[1:]


def left(due: datetime, *, now: datetime) -> str:
    """How long there still is by the clock on the wall, or how long it has been late."""
    span = abs(due - now)
    if span < timedelta(hours=1):
        days, hours, minutes = 0, 0, max(1, int(span.total_seconds() // 60))
    elif span < timedelta(days=1):
        days, hours, minutes = 0, int(span.total_seconds() // 3600), 0
    else:
        days, hours, minutes = span.days, 0, 0
    return _left(days, hours, minutes, due < now, lang())


@lru_cache(maxsize=1_024)
def _left(days: int, hours: int, minutes: int, late: bool, language: str) -> str:
    """In the words of the `language` that is in force: a list asks for the same few over and over."""
    if days:
        told = ngettext("%d天", "%d天", days) % days
    elif hours:
        told = ngettext("%d小时", "%d小时", hours) % hours
    else:
        told = ngettext("%d分钟", "%d分钟", minutes) % minutes
    return _("已超%(span)s") % {"span": told} if late else _("还有%(span)s") % {"span": told}


def lines(why: Sequence[Text]) -> list[str]:
    """A derivation in the reader's language."""
    return [line.en if lang() == "en" else line.zh for line in why]
