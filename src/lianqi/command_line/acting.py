"""Who acts when a command is given in a shell: a person by name, or whoever holds a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lianqi.command_line.naming import Names, Unclear

if TYPE_CHECKING:
    from lianqi.server.people.queries import Member

#: What a shell says for the enterprise's own person.
ENTERPRISE = ("企业", "contact", "enterprise")
SYSTEM = ("系统", "system")


def actor(names: Names, *, as_: str | None, role: str | None, enterprise: str = "", unit: str = "") -> str:
    """The id of who acts: `as_` a person (name, staff number, id) or a contact of the enterprise; or whoever holds
    `role`, of `unit` where several do. Unclear when that is nobody, or several people.
    """
    if as_ in SYSTEM or role in SYSTEM:
        return "system"
    if as_:
        contacts = _contacts(names.park, enterprise)
        found = [id for id, name in contacts if as_ in (id, name)]
        return found[0] if found else names.member(as_).person
    if role in ENTERPRISE:
        contacts = _contacts(names.park, enterprise)
        if not contacts:
            raise Unclear("该企业还没有登记联系人，请先在企业名录中登记。/ The enterprise has no contact yet.")
        return contacts[0][0]
    if role:
        return _holder(names, role, unit)
    raise Unclear("请用 --as 姓名 或 --role 角色 指明由谁办理。/ Say who acts: --as NAME or --role ROLE.")


def _contacts(park: str, enterprise: str) -> list[tuple[str, str]]:
    from lianqi.server.registry.queries import contacts_of

    return [(one.id, one.name) for one in contacts_of(park=park, enterprise=enterprise)] if enterprise else []


def _holder(names: Names, role: str, unit: str) -> str:
    from lianqi.server.people.queries import members
    from lianqi.server.registry.queries import units

    roles = {id: shape.name for id, shape in names.mechanism.shape.roles.items()}
    wanted = [id for id, name in roles.items() if role in (id, name.zh, name.en)]
    if not wanted:
        known = "、".join(f"{id}（{name.zh}）" for id, name in roles.items())
        raise Unclear(f"没有“{role}”这个角色；可选：{known}。/ There is no role {role}.")
    holders = [member for member in members(park=names.park) if wanted[0] in member.roles]
    codes = {one.id: one.code for one in units(park=names.park)}
    here = [member for member in holders if unit and codes.get(member.unit or "") == unit]
    return _one(here or holders, roles[wanted[0]].zh).person


def _one(holders: list[Member], role: str) -> Member:
    if len(holders) == 1:
        return holders[0]
    if not holders:
        raise Unclear(f"还没有人担任“{role}”，请先导入人员。/ Nobody holds this role yet; import the officers.")
    listed = "、".join(member.name or member.number or member.person for member in holders[:8])
    raise Unclear(f"有{len(holders)}人担任“{role}”（{listed}），请用 --as 指明。/ Several people; use --as.")
