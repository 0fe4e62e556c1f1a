"""Who is meant when somebody is to be forgotten, and who does it: found by what is still known of them."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.command_line.fields import WORDS
from lianqi.command_line.naming import Unclear
from lianqi.kernel.messages.names import COMMANDS

_KEPT: Mapping[str, str] = {
    "contact.name": "联系人姓名 / contact's name",
    "contact.phone": "联系人电话 / contact's phone",
    "person.name": "姓名 / name",
    "person.phone": "手机号 / phone",
}


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


def kept_as(kind: str) -> str:
    """What a kind of content is called, in both languages: 联系人姓名, or 不认可：理由 for words of a command."""
    if kind in _KEPT:
        return _KEPT[kind]
    _, _, named = kind.partition("case.")
    command, _, field = named.partition(".")
    if command not in COMMANDS or field not in WORDS:
        return kind
    return f"{COMMANDS[command][0]}：{WORDS[field][0].partition('，')[0]} / {COMMANDS[command][1]}"


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
