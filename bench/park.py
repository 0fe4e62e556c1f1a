"""An invented park as the starter mechanism runs it, grown to the size that is measured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARK = "bench"
INSIDE_UNITS = 26
ENTERPRISES = 1_200
#: Everything but commands is dated by this clock: Friday 11 December 2026, 10:00 in the park.
NOW = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)
OPENED = datetime(2025, 1, 1, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Park:
    """Who and what there is. `units` are the inside ones, outside ones come on top: 32 in all.

    Every unit has a handler, a head and a leader in charge (`handler:unit-01`, …); `people` has the others by role.
    """

    people: Mapping[str, str]
    units: tuple[str, ...]
    enterprises: tuple[str, ...]
    contacts: Mapping[str, str]

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)), "utf-8")

    @classmethod
    def read(cls, path: Path) -> Park:
        said = json.loads(path.read_text("utf-8"))
        return cls(said["people"], tuple(said["units"]), tuple(said["enterprises"]), said["contacts"])


def open_park(*, enterprises: int = ENTERPRISES) -> Park:
    """Write the park through the use-cases that a clerk runs."""
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.mechanisms.operations import activate, publish_calendar
    from lianqi.server.registry import operations as registry

    calendar = (ROOT / "mechanisms" / "calendars" / "cn.yaml").read_text("utf-8")
    rules = (ROOT / "mechanisms" / "starter" / "mechanism.yaml").read_text("utf-8")
    with one_transaction():
        registry.ensure_park(code=PARK, name="样本园区", actor="system", now=OPENED)
        codes = _units(rules)
        publish_calendar(park=PARK, text=calendar, name="cn.yaml", actor="system", now=OPENED)
        activate(
            park=PARK,
            text=rules,
            name="starter",
            since=date(2025, 1, 1),
            actor="system",
            now=OPENED,
            before_people=True,
        )
        ids, contacts = _enterprises(enterprises)
        people = _people(codes, ids)
    return Park(people, codes, ids, contacts)


def _units(rules: str) -> tuple[str, ...]:
    from lianqi.kernel.mechanism.loader import load
    from lianqi.server.registry import operations as registry

    named = load(rules, name="starter").units().values()
    codes = tuple(f"unit-{number:02d}" for number in range(1, INSIDE_UNITS - sum(not u.outside for u in named) + 1))
    inside = tuple(unit.code for unit in named if not unit.outside)
    drafts = [registry.UnitDraft(u.code, u.name.zh, u.outside, u.counterpart) for u in named]
    drafts += [registry.UnitDraft(code, f"第{number}科") for number, code in enumerate(codes, start=1)]
    registry.store_units(park=PARK, drafts=drafts, actor="system", now=OPENED)
    return inside + codes


def _enterprises(count: int) -> tuple[tuple[str, ...], dict[str, str]]:
    from lianqi.server.registry import operations as registry
    from lianqi.server.registry.models import EnterpriseContact
    from lianqi.server.registry.operations.drafts import DraftContact

    drafts = []
    for number in range(count):
        draft = registry.new_enterprise(park=PARK, name=f"样本{number:04d}机电有限公司", now=OPENED)
        draft.add_contact(DraftContact(name=f"联系人{number:04d}", phone=""))
        drafts.append(draft)
    registry.store(park=PARK, drafts=drafts, actor="system", now=OPENED)
    contacts = dict(EnterpriseContact.objects.filter(park=PARK).values_list("enterprise_id", "id"))
    return tuple(draft.row.id for draft in drafts), contacts


def _people(codes: tuple[str, ...], enterprises: tuple[str, ...]) -> dict[str, str]:
    from lianqi.server.people import operations as people
    from lianqi.server.registry.queries import units

    ids = {unit.code: unit.id for unit in units(park=PARK)}
    wanted = [(role, role, "") for role in ("liaison", "centre", "adjudicator", "principal", "inspector")]
    for role in ("handler", "unit-head", "leader-in-charge"):
        wanted += [(f"{role}:{code}", role, code) for code in codes]
    found: dict[str, str] = {}
    members = []
    for name, role, unit in wanted:
        member = people.new_member(park=PARK, name=name, phone="", now=OPENED)
        member.set("roles", [role])
        member.set("unit_id", ids[unit] if unit else None)
        if role == "liaison":
            # 联点企业: an officer looks after some fifty.
            for enterprise in enterprises[:50]:
                member.link(enterprise, role)
        members.append(member)
        found[name] = member.row.person_id
    people.store_members(park=PARK, drafts=members, actor="system", now=OPENED)
    return found
