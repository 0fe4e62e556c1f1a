"""Who is meant when somebody is to be forgotten, and who does it: found by what is still known of them."""

from __future__ import annotations

from lianqi.command_line.naming import Unclear


def actor_named(*, park: str, said: str) -> str:
    """The id of the person who works for the park and has this name, staff number or id."""
    from lianqi.server.people.queries import members

    return _one([one.person for one in members(park=park) if said in (one.person, one.number, one.name)], said)


def subject_named(*, park: str, said: str, enterprise: str | None) -> str:
    """The id whose words are to be erased: somebody of the park, a contact of `enterprise`, or the id itself."""
    from lianqi.server.ledger.queries import is_subject
    from lianqi.server.people.models import Membership
    from lianqi.server.registry.models import EnterpriseContact

    if enterprise:
        return _contact(park, said, enterprise)
    # Also who has left: their words may still be kept. A name is found below, among those who work here.
    rows = Membership.objects.filter(park=park, number=said).values_list("person_id", flat=True)
    if person := rows.first():
        return person
    if EnterpriseContact.objects.filter(park=park, id=said).exists() or is_subject(park=park, subject=said):
        return said
    return actor_named(park=park, said=said)


def _contact(park: str, said: str, enterprise: str) -> str:
    from lianqi.server.registry.queries import contacts_of, resolve_enterprise

    known = resolve_enterprise(park=park, said=enterprise)
    if len(known) != 1:
        raise Unclear(f"“{enterprise}”不能确定是哪家企业，请写统一社会信用代码。/ Write the credit code.")
    found = contacts_of(park=park, enterprise=known[0])
    return _one([one.id for one in found if said in (one.id, one.name)], said)


def _one(found: list[str], said: str) -> str:
    if len(found) == 1:
        return found[0]
    if found:
        raise Unclear(f"有{len(found)}人叫“{said}”，请写工号或编号。/ Several people; write the number or the id.")
    raise Unclear(f"没有找到“{said}”，请核对工号、姓名或编号。/ Nobody here is called {said}.")
