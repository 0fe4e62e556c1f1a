"""Who is behind a request: a person in one of their parks, or an enterprise's contact."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lianqi.kernel.decision import Refused
from lianqi.server.accounts import refusals
from lianqi.server.accounts.models import Account
from lianqi.server.cases import gate
from lianqi.server.cases.setting import Setting, setting
from lianqi.server.ledger import sight
from lianqi.server.ledger.queries import read_contents
from lianqi.server.ledger.selecting import select, text
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.people.queries import members, stand_ins_around
from lianqi.server.registry.models import EnterpriseContact
from lianqi.server.registry.queries import contact_by_code, parks

# Every page asks in which parks its reader works.
_WORKS_IN = (
    "SELECT m.park, p.name, n.bytes FROM people_membership m JOIN registry_park p ON p.code = m.park"
    " LEFT JOIN ledger_content n ON n.park = m.park AND n.id = m.name"
    " WHERE m.person_id = %s AND m.until IS NULL ORDER BY m.park"
)

#: Keys of the session.
PARK = "park"
CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Visitor:
    """`name` as the park knows them, empty once forgotten; `parks` code → name of every park they may work in; `place`
    the park's setting at the moment of the request.
    """

    kind: Literal["person", "enterprise"]
    principal: gate.Principal
    name: str
    parks: dict[str, str]
    place: Setting

    @property
    def carried(self) -> frozenset[str]:
        """The duties they carry in this park, for whichever unit."""
        return frozenset(duty for duty, _ in self.principal.duties)

    @property
    def park_name(self) -> str:
        return self.parks[self.principal.park]

    def notes(self) -> list[str]:
        """What stands above every page while somebody is on leave: for whom one acts, and who acts for oneself."""
        if self.kind != "person":
            return []
        park, me = self.principal.park, self.principal.actor.id
        today = self.place.calendar.local(self.place.now).date()
        mine, theirs = (
            [row for row in rows if row.since <= today] for rows in stand_ins_around(park=park, person=me, on=today)
        )
        persons = sorted({*(row.person_id for row in mine), *(row.absent_id for row in theirs)})
        called = {one.person: one.name for one in members(park=park, persons=persons)} if persons else {}
        told = [
            _("您正在代%(name)s办理，至%(day)s（含当天）。") % {"name": called.get(row.absent_id, ""), "day": row.until}
            for row in theirs
        ]
        return told + [
            _("您请假期间由%(name)s代办，至%(day)s（含当天）。")
            % {"name": called.get(row.person_id, ""), "day": row.until}
            for row in mine
        ]


def visitor(request: HttpRequest, *, now: datetime, seen: ExitStack) -> Visitor | None:
    """Who asks; None for nobody. Until `seen` is closed, the park they work in is in sight, and no other.

    LedgerRefusal `account.no-park` for an account that belongs to no park now.
    """
    account = request.user
    if isinstance(account, Account):
        return _person(account, request.session, now, seen)
    held = request.session.get(CONTACT)
    return _contact(*held, now=now, seen=seen) if held else None


def _person(account: Account, session: Any, now: datetime, seen: ExitStack) -> Visitor:
    go_on = seen.enter_context(sight.only(sight.EVERY_PARK))
    rows = select(_WORKS_IN, [account.person_id])
    names = {park: text(name) for park, _, name in rows}
    wanted = session.get(PARK)
    park = wanted if wanted in names else next(iter(names), sight.NOTHING)
    go_on(park)
    if not names:
        raise LedgerRefusal(Refused(refusals.NO_PARK))
    place = setting(park=park, now=now)
    principal = gate.principal_for(park=park, actor=account.person_id, now=now, place=place)
    seen.enter_context(gate.asking(principal, place))
    return Visitor("person", principal, names[park], {code: called for code, called, _ in rows}, place)


def _contact(park: str, contact: str, hashed: str, *, now: datetime, seen: ExitStack) -> Visitor | None:
    seen.enter_context(sight.only(park))
    # A code that was revoked or replaced ends its sessions at once.
    row = EnterpriseContact.objects.filter(park=park, id=contact, code_hash=hashed, left_at__isnull=True).first()
    if row is None:
        return None
    place = setting(park=park, now=now)
    principal = gate.principal_for(park=park, actor=contact, now=now, place=place)
    seen.enter_context(gate.asking(principal, place))
    name = read_contents(park=park, ids=[row.name]).get(row.name) if row.name else None
    return Visitor("enterprise", principal, text(name), {park: parks()[park]}, place)


def sign_in_contact(request: HttpRequest, *, park: str, code: str) -> bool:
    """Let the contact who holds this code in; False for a code that nobody holds."""
    with sight.only(park):
        contact = contact_by_code(park=park, code=code)
        if contact is None:
            return False
        hashed = EnterpriseContact.objects.values_list("code_hash", flat=True).get(id=contact)
    request.session.flush()
    request.session[CONTACT] = (park, contact, hashed)
    return True
