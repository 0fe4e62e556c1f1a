"""Every write of accounts: opened, given a new password, closed, signed out everywhere."""

from __future__ import annotations

import secrets
from datetime import datetime

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from lianqi.kernel.decision import Refused
from lianqi.server.accounts import refusals
from lianqi.server.accounts.models import Account, sign_in_name
from lianqi.server.ids import new_id
from lianqi.server.ledger.operations import Erasure
from lianqi.server.ledger.values import LedgerRefusal

#: No letters that are mistaken for digits when a password is read out.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def open_account(*, name: str, person: str, password: str, now: datetime, must_change: bool = True) -> Account:
    """An account for a person. Refused: a name that is taken, a person who has one, a weak password."""
    stored = sign_in_name(name)
    if Account.objects.filter(name=stored).exists():
        raise LedgerRefusal(Refused(refusals.NAME_TAKEN, {"name": stored}))
    if (held := Account.objects.filter(person_id=person).values_list("name", flat=True).first()) is not None:
        raise LedgerRefusal(Refused(refusals.HAS_ONE, {"name": held}))
    id = new_id(now=now)
    account = Account(
        id=id, name=stored, person_id=person, must_change=must_change, epoch=new_id(now=now), created_at=now
    )
    _set(account, password)
    account.save(force_insert=True)
    return account


def first_password() -> str:
    """A password that serves once: whoever signs in with it chooses their own."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def set_password(*, name: str, password: str, now: datetime, must_change: bool = True) -> None:
    """A new password, set by somebody else; every session of the account ends and a lock-out with them.

    Refused: a name that nobody has, a weak password.
    """
    account = find(name)
    _set(account, password)
    account.must_change, account.is_active, account.epoch = must_change, True, new_id(now=now)
    account.save(update_fields=["password", "must_change", "is_active", "epoch"])
    AccessAttempt.objects.filter(username=account.name).delete()


def password_changed(*, account: Account, now: datetime) -> None:
    """The person chose a password of their own: it need not be changed again, and other devices are signed out."""
    account.must_change, account.epoch = False, new_id(now=now)
    account.save(update_fields=["must_change", "epoch"])


def sign_out_everywhere(*, account: Account, now: datetime) -> None:
    """End every session of the account, on every device, this one included."""
    account.epoch = new_id(now=now)
    account.save(update_fields=["epoch"])


def close_account(*, name: str, now: datetime) -> None:
    """Nobody signs in with it any more; every session ends. Refused: a name that nobody has."""
    account = find(name)
    account.is_active, account.epoch = False, new_id(now=now)
    account.save(update_fields=["is_active", "epoch"])


def find(name: str) -> Account:
    """The account with this sign-in name. LedgerRefusal `account.unknown`."""
    account = Account.objects.filter(name=sign_in_name(name)).first()
    if account is None:
        raise LedgerRefusal(Refused(refusals.UNKNOWN, {"name": name}))
    return account


def forget_account(erasure: Erasure) -> None:
    """Part of an erasure: the sign-in name of a forgotten person leaves the tables with their names."""
    account = Account.objects.filter(person_id=erasure.subject).first()
    if account is None:
        return
    for attempts in (AccessAttempt, AccessFailureLog, AccessLog):
        attempts.objects.filter(username=account.name).delete()
    account.name, account.is_active, account.epoch = account.id, False, account.id
    account.set_unusable_password()
    account.save(update_fields=["name", "is_active", "epoch", "password"])


def _set(account: Account, password: str) -> None:
    with translation.override("zh-hans"):
        try:
            validate_password(password, account)
        except ValidationError as weak:
            raise LedgerRefusal(Refused(refusals.WEAK, {"faults": "".join(weak.messages)})) from weak
    account.set_password(password)
