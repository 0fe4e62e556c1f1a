"""Every read of mechanisms and calendars. Texts never change, so what was read of one is remembered by its digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.db import connection

from lianqi.kernel.decision import Refused
from lianqi.kernel.mechanism.loader import Mechanism, load
from lianqi.kernel.mechanism.loop import LoopRules, loop_rules
from lianqi.kernel.mechanism.rules import CaseRules, Text
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.calendar_file import load_calendar
from lianqi.server.ledger.selecting import select
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.mechanisms import refusals
from lianqi.server.mechanisms.models import CalendarText, MechanismText
from lianqi.server.people.models import Membership

# Every command asks for both.
_IN_FORCE = (
    "SELECT digest FROM mechanisms_activation WHERE park = %s AND since <= %s"
    " ORDER BY since DESC, activated_at DESC, id DESC LIMIT 1"
)
_PUBLISHED = "SELECT version, digest FROM mechanisms_calendartext WHERE park = %s ORDER BY place DESC LIMIT 1"
_BOTH = (
    f"SELECT version, digest, ({_IN_FORCE}) FROM mechanisms_calendartext"  # noqa: S608 - our own words
    " WHERE park = %s ORDER BY place DESC LIMIT 1"
)

_mechanisms: dict[str, Mechanism] = {}
_calendars: dict[str, Calendar] = {}
#: Park → the zone of its calendar when it was last read: the day that is supposed, until the calendar says it.
_zones: dict[str, str] = {}


def read_mechanism(text: str, *, name: str) -> Mechanism:
    """The mechanism in this text, remembered. MechanismInvalid, with every problem and `name`, if it cannot be read."""
    digest = sha256(text.encode()).hexdigest()
    if digest not in _mechanisms:
        _mechanisms[digest] = load(text, name=name)
    return _mechanisms[digest]


def read_calendar(text: str, *, name: str) -> Calendar:
    """The calendar in this text, remembered. CalendarInvalid if it cannot be read."""
    digest = sha256(text.encode()).hexdigest()
    if digest not in _calendars:
        _calendars[digest] = load_calendar(text, name=name)
    return _calendars[digest]


def mechanism_of(*, park: str, digest: str) -> Mechanism:
    """The mechanism with this digest; LookupError if the park never ran by it."""
    if digest not in _mechanisms:
        text = MechanismText.objects.filter(park=park, digest=digest).values_list("text", flat=True).first()
        if text is None:
            raise LookupError(f"{park} never had the mechanism {digest}")
        return read_mechanism(text, name=digest[:12])
    return _mechanisms[digest]


def in_force(*, park: str, on: date) -> Mechanism:
    """The mechanism under which a case of that day is recorded. LedgerRefusal `mechanism.none-active` without one."""
    digest = digest_in_force(park=park, on=on)
    if digest is None:
        raise LedgerRefusal(Refused(refusals.NONE_ACTIVE, {"park": park, "on": on.isoformat()}))
    return mechanism_of(park=park, digest=digest)


def digest_in_force(*, park: str, on: date) -> str | None:
    """The digest of the mechanism in force on a day, None before the first."""
    rows = select(_IN_FORCE, [park, connection.ops.adapt_datefield_value(on)])
    return str(rows[0][0]) if rows else None


def rules_of(mechanism: Mechanism, *, at: datetime, calendar: Calendar) -> CaseRules:
    """The values of a mechanism that hold on the day of `at`, on the park's clock."""
    return _rules(mechanism.digest, at.astimezone(_zone(calendar.zone)).date())


def names_of(mechanism: Mechanism) -> Mapping[str, Text]:
    """What people call each code of a mechanism, put together once a process."""
    _mechanisms.setdefault(mechanism.digest, mechanism)
    return _names(mechanism.digest)


def rules_of_loop(*, park: str, at: datetime) -> LoopRules:
    """Visits, reception day, board and bulletin as they hold on the day of `at`, on the park's clock.

    LedgerRefusal `calendar.none-published`, `mechanism.none-active`.
    """
    on = at.astimezone(_zone(calendar_of(park).zone)).date()
    return _loop(in_force(park=park, on=on).digest, on)


@lru_cache(maxsize=64)
def _loop(digest: str, on: date) -> LoopRules:
    return loop_rules(_mechanisms[digest], on=on)


@lru_cache(maxsize=256)
def _rules(digest: str, on: date) -> CaseRules:
    return _mechanisms[digest].rules(on=on)


@lru_cache(maxsize=64)
def _names(digest: str) -> Mapping[str, Text]:
    return MappingProxyType(dict(_mechanisms[digest].names()))


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def calendar_of(park: str) -> Calendar:
    """The park's working time as last published. LedgerRefusal `calendar.none-published` without one."""
    found = select(_PUBLISHED, [park])
    if not found:
        raise LedgerRefusal(Refused(refusals.NO_CALENDAR, {"park": park}))
    ((version, digest),) = found
    return _calendar(park, version, digest)


def standing_rules(*, park: str, at: datetime) -> tuple[Calendar, Mechanism]:
    """`calendar_of`, and the mechanism `in_force` on the day of `at` by its clock: one statement, every page asks.

    LedgerRefusal `calendar.none-published`, `mechanism.none-active`.
    """
    supposed = at.astimezone(_zone(_zones.get(park, "UTC"))).date()
    found = select(_BOTH, [park, connection.ops.adapt_datefield_value(supposed), park])
    if not found:
        raise LedgerRefusal(Refused(refusals.NO_CALENDAR, {"park": park}))
    ((version, digest, active),) = found
    calendar = _calendar(park, version, digest)
    _zones[park] = calendar.zone
    on = calendar.local(at).date()
    if active is None or on != supposed:
        return calendar, in_force(park=park, on=on)
    return calendar, mechanism_of(park=park, digest=active)


def _calendar(park: str, version: str, digest: str) -> Calendar:
    if digest not in _calendars:
        text = CalendarText.objects.values_list("text", flat=True).get(park=park, version=version)
        return read_calendar(text, name=version)
    return _calendars[digest]


def unheld(*, park: str, mechanism: Mechanism) -> tuple[str, ...]:
    """The role ids of the mechanism that nobody in the park holds now, in the order of the file."""
    held = {role for roles in _roles_held(park) for role in roles}
    return tuple(role for role in mechanism.shape.roles if role not in held)


def _roles_held(park: str) -> Iterable[list[str]]:
    return Membership.objects.filter(park=park, until__isnull=True).values_list("roles", flat=True)
