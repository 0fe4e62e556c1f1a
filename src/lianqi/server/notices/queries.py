"""Every read of notices: the bell, the list, what went outside, and a kind reminder to be copied into a chat group."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from lianqi.kernel.decision import Refused
from lianqi.kernel.messages import names
from lianqi.server.cases import gate
from lianqi.server.cases.models import Case, Commitment
from lianqi.server.cases.queries import due
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ledger.models import Delivery
from lianqi.server.ledger.selecting import select
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.mechanisms.queries import calendar_of
from lianqi.server.notices import refusals, texts
from lianqi.server.notices.models import ROBOTS, Channel, Letter, Mailbox, Notice
from lianqi.server.notices.reach import EMAIL, HOOK, ROBOT, SMS, email_of
from lianqi.server.notices.saying import Said, say
from lianqi.server.registry.models import Enterprise, Unit
from lianqi.server.registry.queries import enterprise_names

#: The bell counts no further: 99+.
COUNTED = 99
_UNREAD = (
    "SELECT COUNT(*) FROM (SELECT 1 FROM notices_notice n WHERE n.park = %s AND n.recipient = %s AND n.read_at IS NULL"
    " AND (n.case_no = '' OR EXISTS (SELECT 1 FROM cases_caseaccess a WHERE a.park = n.park AND a.case_no = n.case_no"
    " AND a.subject IN ({told}))) LIMIT {most}) AS unread"
)
#: Where the last page ended.
Cursor = tuple[datetime, str]
#: Promises that a reminder names; it says how many more there are.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Item:
    """One notice in the list."""

    said: Said
    at: datetime
    urgent: bool
    read: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some notices, the newest first; `before` is where the next page begins, None at the end."""

    items: tuple[Item, ...]
    before: Cursor | None


@dataclass(frozen=True, slots=True)
class Outside:
    """One way out and how its messages stand; `ready` says whether what it needs is set up."""

    channel: str
    kind: str
    unit: str
    ready: bool
    counts: dict[str, int]
    last_sent: datetime | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A message that did not go out yet, or was given up (`failed`): to whom, how often tried, and why."""

    channel: str
    recipient: str
    event_id: int
    state: str
    attempts: int
    failure: str
    next_attempt_at: datetime


def unread(principal: gate.Principal) -> int:
    """How many notices somebody has not read, for a bell; no further than `COUNTED` + 1."""
    # Every page asks, so `_mine` is written out.
    told, subjects = gate.among(sorted(principal.subjects))
    ((number,),) = select(_UNREAD.format(told=told, most=COUNTED + 1), [principal.park, principal.actor.id, *subjects])
    return int(number)


def notices(
    principal: gate.Principal,
    *,
    lang: str,
    unread_only: bool = False,
    before: Cursor | None = None,
    limit: int = 50,
) -> Page:
    """Somebody's notices, the newest first, about cases that they may see now."""
    rows = _mine(principal)
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    if before is not None:
        at, id = before
        rows = rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(at=at, id__lt=id))
    found = list(rows.order_by("-at", "-id")[: limit + 1])
    shown = {one.id: one for one in found[:limit]}
    said = say(park=principal.park, notices=list(shown.values()), lang=lang)
    items = tuple(Item(one, shown[one.id].at, shown[one.id].urgent, shown[one.id].read_at is not None) for one in said)
    last = found[limit - 1] if len(found) > limit else None
    return Page(items, (last.at, last.id) if last else None)


def followed(principal: gate.Principal, id: str) -> Notice | None:
    """One of somebody's notices; None for one that is not theirs to read."""
    return _mine(principal).filter(id=id).first()


def mailbox(*, park: str, recipient: str) -> tuple[Mailbox, str]:
    """How somebody wants to be told, as it stands or by default, and their e-mail address."""
    row = Mailbox.objects.filter(park=park, recipient=recipient).first() or Mailbox(park=park, recipient=recipient)
    return row, email_of(park=park, recipient=recipient)


def outside(*, park: str) -> tuple[Outside, ...]:
    """Every way out of the house, e-mail first, with the messages that stand there by state."""
    rows = Delivery.objects.filter(park=park).values_list("channel", "state").annotate(Count("event_id")).order_by()
    counts: dict[str, dict[str, int]] = {}
    for way, state, count in rows:
        counts.setdefault(way, {})[state] = count
    sent = dict(
        Delivery.objects.filter(park=park, state="sent").values_list("channel").annotate(Max("sent_at")).order_by()
    )
    channels = Channel.objects.filter(park=park).order_by("name")
    ways = [(EMAIL, EMAIL, "", bool(settings.EMAIL_HOST))]
    ways += [(_way(one), one.kind, one.unit, _ready(one)) for one in channels]
    known = {way for way, *_ in ways}
    ways += [(way, "", "", False) for way in sorted(counts.keys() - known)]
    return tuple(Outside(way, kind, unit, ready, counts.get(way, {}), sent.get(way)) for way, kind, unit, ready in ways)


def troubles(*, park: str, limit: int = 50) -> tuple[Trouble, ...]:
    """What was given up, then what failed and is tried again, then what is held back."""
    rows = Delivery.objects.filter(park=park).filter(
        Q(state__in=("failed", "held")) | Q(state="pending", attempts__gt=0)
    )
    found = list(rows.order_by("state", "next_attempt_at", "event_id", "channel", "recipient")[:limit])
    letters = dict(
        Letter.objects.filter(park=park, id__in=[row.recipient for row in found]).values_list("id", "recipient")
    )
    return tuple(
        Trouble(
            row.channel,
            letters.get(row.recipient, row.recipient),
            row.event_id,
            row.state,
            row.attempts,
            row.failure,
            row.next_attempt_at,
        )
        for row in found
    )


def reminder(principal: gate.Principal, *, unit: str, now: datetime, lang: str) -> str:
    """A short kind text of what is overdue in a unit, to be copied into a chat group; never of what is confidential.

    Refused: `notices.unit-unknown`.
    """
    park = principal.park
    name = Unit.objects.filter(park=park, code=unit).values_list("name", flat=True).first()
    if name is None:
        raise LedgerRefusal(Refused(refusals.UNIT_UNKNOWN, {"unit": unit}))
    rows = [row for row in due(principal, unit=unit, until=now, limit=1_000).items if row.state == "open"]
    cases = _open_cases(park, {row.stream_id for row in rows})
    rows = [row for row in rows if row.stream_id in cases]
    moment = calendar_of(park).local
    said = f"{moment(now):%Y-%m-%d %H:%M}"
    if not rows:
        return str(getattr(texts.REMINDER_NONE, lang).format(unit=name, now=said))
    lines = [getattr(texts.REMINDER, lang).format(unit=name, now=said, count=len(rows))]
    for place, row in enumerate(rows[:_NAMED], start=1):
        owed = names.COMMITMENTS[row.kind][lang != "zh"]
        at = f"{moment(row.due):%Y-%m-%d %H:%M}"
        details = {"place": place, "number": row.number, "enterprise": cases[row.stream_id], "owed": owed, "due": at}
        lines.append(getattr(texts.REMINDER_LINE, lang).format_map(details))
    if len(rows) > _NAMED:
        lines.append(getattr(texts.MORE, lang).format(count=len(rows) - _NAMED))
    return "\n".join((*lines, getattr(texts.REMINDER_END, lang)))


def reminder_of_case(principal: gate.Principal, *, number: str, now: datetime, lang: str) -> str:
    """A short kind text of what is owed in one case, to be copied into a chat group: its number, its enterprise, who
    owes what until when; never a word of what was said, nor anybody's name.

    NotFound: a case that this principal may not see, and a confidential one, which is for no group.
    """
    row = gate.case_for(principal, number)
    if row.confidential:
        raise gate.NotFound(number)
    park, moment = principal.park, calendar_of(principal.park).local
    owed = Commitment.objects.filter(park=park, stream_kind=STREAM_KIND, stream_id=row.id, state="open")
    called = dict(Unit.objects.filter(park=park).values_list("code", "name"))
    firm = Enterprise.objects.filter(park=park, id=row.enterprise).values_list("name", flat=True).first() or ""
    said = {"number": number, "enterprise": firm, "now": f"{moment(now):%Y-%m-%d %H:%M}"}
    promises = sorted(owed, key=lambda one: (one.due, one.id))[:_NAMED]
    if not promises:
        return str(getattr(texts.CASE_REMINDER_NONE, lang).format_map(said))
    lines = [getattr(texts.CASE_REMINDER, lang).format_map(said)]
    for place, one in enumerate(promises, start=1):
        who = called.get(one.unit) or names.DUTIES[one.duty][lang != "zh"]
        late = getattr(texts.LATE, lang) if one.due < now else ""
        what = {"place": place, "who": who, "owed": names.COMMITMENTS[one.kind][lang != "zh"], "late": late}
        lines.append(
            getattr(texts.CASE_REMINDER_LINE, lang).format_map(what | {"due": f"{moment(one.due):%Y-%m-%d %H:%M}"})
        )
    return "\n".join((*lines, getattr(texts.REMINDER_END, lang)))


def _open_cases(park: str, ids: set[str]) -> dict[str, str]:
    """Id → name of the enterprise, of those cases that are not confidential."""
    rows = dict(Case.objects.filter(park=park, id__in=sorted(ids), confidential=False).values_list("id", "enterprise"))
    firms = enterprise_names(park=park, ids=rows.values())
    return {id: firms.get(enterprise, "") for id, enterprise in rows.items()}


def _mine(principal: gate.Principal) -> QuerySet[Notice]:
    rows = Notice.objects.filter(park=principal.park, recipient=principal.actor.id)
    return rows.filter(Q(case_no="") | gate.access(principal, number="case_no"))


def _way(channel: Channel) -> str:
    prefix = ROBOT if channel.kind in ROBOTS else SMS if channel.kind == "sms" else HOOK
    return f"{prefix}{channel.name}"


def _ready(channel: Channel) -> bool:
    needed: Sequence[str] = [channel.url_env, *filter(None, [channel.secret_env])]
    return channel.active and all(os.environ.get(variable) for variable in needed)
