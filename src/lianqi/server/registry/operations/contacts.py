"""Contacts of enterprises: each holds a code of their own that can be revoked singly."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from lianqi.kernel.decision import NewEvent
from lianqi.kernel.enterprises.credit_code import ALPHABET
from lianqi.server.ledger.operations import Erasure
from lianqi.server.registry.audit import Written, record
from lianqi.server.registry.models import EnterpriseContact
from lianqi.server.registry.refusals import RegistryRefusal

#: 31^12 is near 2^59: nobody guesses one, so a plain hash is enough and can be looked up.
CODE_LENGTH = 12


def code_hash(*, park: str, code: str) -> str:
    """What is stored of a contact's code: SHA-256, bound to the park so that equal codes in two parks differ."""
    return sha256(f"{park}\n{code}".encode()).hexdigest()


def issue_code(*, park: str, contact: str, actor: str, now: datetime) -> str:
    """Give the contact a new code, which ends the former one; the code is returned once and kept nowhere.

    Refused: `registry.contact.gone` for who has left.
    """
    row = _locked(park, contact)
    if row.left_at is not None:
        raise RegistryRefusal("registry.contact.gone")
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    row.code_hash, row.code_issued_at = code_hash(park=park, code=code), now
    row.save(update_fields=["code_hash", "code_issued_at"])
    _record(row, "contact.code-issued", actor, now)
    return code


def revoke_code(*, park: str, contact: str, actor: str, now: datetime) -> bool:
    """End the contact's code; False if there was none."""
    row = _locked(park, contact)
    if row.code_hash is None:
        return False
    row.code_hash = row.code_issued_at = None
    row.save(update_fields=["code_hash", "code_issued_at"])
    _record(row, "contact.code-revoked", actor, now)
    return True


def contact_leaves(*, park: str, contact: str, actor: str, now: datetime) -> bool:
    """Note that this person no longer speaks for the enterprise, which ends the code; False if noted before."""
    row = _locked(park, contact)
    if row.left_at is not None:
        return False
    row.code_hash = row.code_issued_at = None
    row.left_at = max(now, row.created_at)
    row.save(update_fields=["code_hash", "code_issued_at", "left_at"])
    _record(row, "contact.left", actor, now)
    return True


def forget_contact(erasure: Erasure) -> None:
    """Part of an erasure: whoever is forgotten can no longer sign in. The words went with the content.

    Of whom only something old has gone, they are not forgotten.
    """
    if not erasure.whole:
        return
    rows = EnterpriseContact.objects.filter(park=erasure.park, id=erasure.subject)
    rows.update(code_hash=None, code_issued_at=None)


def _locked(park: str, contact: str) -> EnterpriseContact:
    return EnterpriseContact.objects.select_for_update().get(park=park, id=contact)


def _record(row: EnterpriseContact, type: str, actor: str, now: datetime) -> None:
    written = Written(row.enterprise_id, (NewEvent(type, {"contact": row.id}),))
    record(park=row.park, written=[written], actor=actor, now=now)
