"""Every write of tokens: issue, revoke, note that one was used."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import DatabaseError, transaction

from lianqi.kernel.decision import NewEvent, Refused
from lianqi.server.api.models import ServiceAccount, Token
from lianqi.server.api.refusals import ApiRefusal
from lianqi.server.api.scopes import SCOPES
from lianqi.server.ids import new_id
from lianqi.server.ledger.storage import require_transaction
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.mechanisms import queries as mechanisms
from lianqi.server.people import operations as people
from lianqi.server.people.queries import members
from lianqi.server.registry.audit import Written, record
from lianqi.server.registry.queries import units
from lianqi.server.registry.refusals import RegistryRefusal

#: Nobody remembers a key that is older than this: it is given again on purpose.
MOST_DAYS = 366
#: What a token's text begins with, so that one that was left lying about is recognised.
PREFIX = "lianqi"
_USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token. `text` is what the other system sends; it is told once and kept nowhere."""

    id: str
    text: str
    expires_at: datetime


def secret_hash(*, park: str, secret: str) -> str:
    """What is stored of a secret: SHA-256, bound to the park. A secret has 256 bits, so a plain hash is enough."""
    return sha256(f"{park}\n{secret}".encode()).hexdigest()


def issue(*, park: str, person: str, name: str, scopes: Iterable[str], days: int, actor: str, now: datetime) -> Issued:
    """Give a member of the park (a person or a service account) a token, inside the caller's transaction.

    Refused: `api.token.days`, `api.token.scopes`; LedgerRefusal `case.actor-unknown` for who is no member.
    """
    require_transaction()
    wanted = sorted(set(scopes))
    if not 1 <= days <= MOST_DAYS:
        raise ApiRefusal("api.token.days", {"most": MOST_DAYS})
    if not wanted or set(wanted) - set(SCOPES):
        raise ApiRefusal("api.token.scopes", {"known": list(SCOPES)})
    if not members(park=park, persons=[person]):
        raise LedgerRefusal(Refused("case.actor-unknown", {"actor": person}))
    secret = secrets.token_urlsafe(32)
    row = Token.objects.create(
        park=park,
        id=new_id(now=now),
        secret_hash=secret_hash(park=park, secret=secret),
        person=person,
        name=name,
        scopes=wanted,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    said = {"person": person, "scopes": wanted, "days": days}
    record(park=park, written=[Written(row.id, (NewEvent("token.issued", said),), fresh=True)], actor=actor, now=now)
    return Issued(row.id, f"{PREFIX}.{park}.{secret}", row.expires_at)


def revoke(*, park: str, token: str, actor: str, now: datetime) -> bool:
    """End a token at once, inside the caller's transaction; False if it was ended before.

    Refused: `api.token.absent`.
    """
    require_transaction()
    row = Token.objects.select_for_update().filter(park=park, id=token).first()
    if row is None:
        raise ApiRefusal("api.token.absent", {"token": token})
    if row.revoked_at is not None:
        return False
    Token.objects.filter(park=park, id=token).update(revoked_at=max(now, row.created_at))
    record(park=park, written=[Written(token, (NewEvent("token.revoked", {}),))], actor=actor, now=now)
    return True


def service_account(*, park: str, name: str, roles: Sequence[str], unit: str, actor: str, now: datetime) -> str:
    """The id of the park's service account of this name, made where there is none, with these roles in this unit
    (its code, or ""). It is a member like any other, told in the log by its name. Inside the caller's transaction.

    Refused: `api.token.roles` for a role the mechanism in force does not have, `registry.unit.unknown`.
    """
    require_transaction()
    _check_roles(park, roles, now)
    known = ServiceAccount.objects.filter(park=park, name=name).values_list("person", flat=True).first()
    if known is None:
        draft = people.new_member(park=park, name=name, phone="", now=now)
        ServiceAccount.objects.create(park=park, person=draft.row.person_id, name=name, created_at=now)
    else:
        (draft,) = (one for one in people.draft_members(park=park) if one.row.person_id == known)
    if roles or known is None:
        draft.set("roles", sorted(set(roles)))
        draft.set("unit_id", _unit_id(park, unit) if unit else None)
    people.store_members(park=park, drafts=[draft], actor=actor, now=now)
    return str(draft.row.person_id)


def note_use(token: Token, *, now: datetime) -> None:
    """Remember that the token was used, at most once a minute. A full disk keeps nobody from reading."""
    if token.last_used_at is not None and now - token.last_used_at < _USED_EVERY:
        return
    with suppress(DatabaseError), transaction.atomic():
        Token.objects.filter(park=token.park, id=token.id).update(last_used_at=now)


def _check_roles(park: str, roles: Sequence[str], now: datetime) -> None:
    today = mechanisms.calendar_of(park).local(now).date()
    known = mechanisms.in_force(park=park, on=today).shape.roles
    for role in roles:
        if role not in known:
            raise ApiRefusal("api.token.roles", {"given": role, "known": list(known)})


def _unit_id(park: str, code: str) -> str:
    found = [unit.id for unit in units(park=park) if code in (unit.code, unit.name)]
    if not found:
        raise RegistryRefusal("registry.unit.unknown", {"given": code})
    return str(found[0])
