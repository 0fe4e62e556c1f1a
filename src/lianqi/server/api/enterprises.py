"""Enterprises as the register knows them: public names and numbers. Names and phones of people are not in it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router

from lianqi.server.api.answers import ALWAYS, NAMED
from lianqi.server.api.asking import Bearer, asker
from lianqi.server.api.cursors import keys, mark
from lianqi.server.api.refusals import ApiRefusal
from lianqi.server.api.scopes import READ
from lianqi.server.api.values import Cursor, Limit, Line, Told
from lianqi.server.registry import queries
from lianqi.server.registry.models import Enterprise

router = Router(tags=["enterprises · 经营主体"])


class EnterpriseRow(Told):
    """An enterprise as lists show it."""

    id: str
    name: str
    credit_code: str | None
    project_code: str | None
    own_number: str | None
    scale: str
    status: str


class EnterpriseName(Told):
    """A name it goes or went by: current, former (曾用名) or alias."""

    name: str
    kind: str
    until: date | None


class EnterpriseContact(Told):
    """Somebody who speaks for it, by their id alone: what `contact` of a new case names."""

    id: str
    legal_representative: bool


class EnterpriseDetail(EnterpriseRow):
    """An enterprise with its names and contacts."""

    address: str
    registered_on: date | None
    names: list[EnterpriseName]
    contacts: list[EnterpriseContact]


class EnterprisePage(Told):
    """Some enterprises, in the order they were registered."""

    items: list[EnterpriseRow]
    next: str | None


@router.get(
    "",
    operation_id="list_enterprises",
    summary="List enterprises · 企业名录",
    auth=Bearer(READ),
    response={200: EnterprisePage, **ALWAYS},
)
def list_enterprises(
    request: HttpRequest, named: Line = "", status: Line = "", cursor: Cursor = "", limit: Limit = 50
) -> EnterprisePage:
    """The enterprises of the park. `named` finds one by any of its numbers or names, former ones too; several come
    back where a name is not enough.
    """
    park = asker(request).park
    ids = queries.resolve_enterprise(park=park, said=named) if named.strip() else None
    after = keys(cursor, count=1)[0] if cursor else ""
    found = queries.enterprises(park=park, ids=ids, status=status, after=after, limit=limit + 1)
    items = [_row(one) for one in found[:limit]]
    return EnterprisePage(items=items, next=mark(items[-1].id) if len(found) > limit else None)


@router.get(
    "/{enterprise}",
    operation_id="show_enterprise",
    summary="One enterprise · 企业详情",
    auth=Bearer(READ),
    response={200: EnterpriseDetail, **NAMED},
)
def show_enterprise(request: HttpRequest, enterprise: Annotated[Line, Path()]) -> EnterpriseDetail:
    """One enterprise with every name it went by."""
    park = asker(request).park
    found = queries.enterprises(park=park, ids=(enterprise,), limit=1)
    if not found:
        raise ApiRefusal("api.enterprise.unknown", {"enterprise": enterprise})
    called = [EnterpriseName.model_validate(name) for name in queries.names_of(park=park, enterprise=enterprise)]
    people = [EnterpriseContact.model_validate(one) for one in queries.contacts_of(park=park, enterprise=enterprise)]
    return EnterpriseDetail(
        **_row(found[0]).model_dump(),
        address=found[0].address,
        registered_on=found[0].registered_on,
        names=called,
        contacts=people,
    )


def _row(one: Enterprise) -> EnterpriseRow:
    return EnterpriseRow.model_validate(one)
