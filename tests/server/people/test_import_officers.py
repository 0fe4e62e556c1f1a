"""Zhou Min imports the officers of the park: who they are, where they sit, which enterprises they are linked to."""

from __future__ import annotations

import pytest

from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import erase_subject, one_transaction
from lianqi.server.people import operations, queries
from lianqi.server.people.import_officers import OfficerImporter
from lianqi.server.people.queries import Member
from lianqi.server.registry import queries as registry
from lianqi.server.registry.import_units import UnitImporter
from tests.server.registry.tables import MONDAY, PARK, ZHOU, codes, counts, enterprises, make_park, sound_code, take

pytestmark = pytest.mark.django_db

ROLES = {"liaison": ("联络员",), "guide": ("指导员",)}
HEADER = ("姓名", "工号", "手机号", "单位", "角色", "部门负责人", "联点企业")
LIST = (
    HEADER,
    ("陈岚", "007", "13900000007", "建设局", "联络员", "", "青禾机械有限公司、白鹭食品有限公司"),
    ("赵青", "", "13900000008", "建设局", "指导员，联络员", "是", ""),
    ("赵青", "", "13900000009", "经济发展局", "联络员", "", sound_code(1)),
)


@pytest.fixture(autouse=True)
def park(db: None) -> str:
    make_park()
    take(
        (("单位名称", "单位代码"), ("建设局", "construction"), ("经济发展局", "economy")),
        UnitImporter(park=PARK, actor=ZHOU),
    )
    enterprises((("企业名称", "统一社会信用代码"), ("青禾机械有限公司", sound_code(1)), ("白鹭食品有限公司", "")))
    return PARK


def officers(
    *table: tuple[str, ...], roles: dict[str, tuple[str, ...]] | None = ROLES, dry_run: bool = False
) -> object:
    return take(table, OfficerImporter(park=PARK, actor=ZHOU, roles=roles), dry_run=dry_run)


def member(name: str, unit: str = "construction") -> Member:
    units = {row.id: row.code for row in registry.units(park=PARK)}
    (found,) = [one for one in queries.members(park=PARK) if one.name == name and units[one.unit or ""] == unit]
    return found


def test_officers_come_in_with_roles_and_links_and_a_second_run_changes_nothing() -> None:
    assert counts(officers(*LIST, dry_run=True)) == {"added": 3}
    assert queries.members(park=PARK) == ()
    assert counts(officers(*LIST)) == {"added": 3}
    written = Event.objects.count()
    assert counts(officers(*LIST)) == {"unchanged": 3}
    assert Event.objects.count() == written
    chen = member("陈岚")
    assert (chen.number, chen.phone, chen.roles) == ("007", "13900000007", ("liaison",))
    assert {role for _, role in queries.enterprises_of(park=PARK, person=chen.person)} == {"liaison"}
    assert len(queries.enterprises_of(park=PARK, person=chen.person)) == 2
    zhao = member("赵青")
    assert zhao.roles == ("guide", "liaison") and zhao.heads
    assert queries.head_of(park=PARK, unit=zhao.unit or "") == zhao.person
    (qinghe,) = registry.resolve_enterprise(park=PARK, said="青禾机械有限公司")
    linked = queries.officers_of(park=PARK, enterprise=qinghe)
    assert {person for person, _ in linked} == {chen.person, member("赵青", "economy").person}
    assert queries.roles_of(park=PARK, person=chen.person) == {"liaison"}
    assert queries.unit_of(park=PARK, person=chen.person) == chen.unit


def test_names_and_numbers_are_not_in_the_log_and_can_be_forgotten() -> None:
    officers(*LIST)
    log = " ".join(Event.objects.values_list("data", flat=True))
    assert "陈岚" not in log and "13900000007" not in log
    chen = member("陈岚")
    with one_transaction():
        assert erase_subject(park=PARK, subject=chen.person, basis="pipl.47", actor=ZHOU, now=MONDAY) == 2
    (left,) = queries.members(park=PARK, persons=[chen.person])
    assert (left.name, left.phone, left.roles) == ("", "", ("liaison",))


def test_each_mistake_is_named_and_the_other_rows_come_in() -> None:
    officers(*LIST)
    table = (
        HEADER,
        ("", "", "", "建设局", "", "", ""),
        ("孙禾", "", "", "水利局", "", "", ""),
        ("孙禾", "", "", "建设局", "书记", "", ""),
        ("孙禾", "", "", "建设局", "", "是", ""),
        ("孙禾", "", "", "建设局", "", "大概", ""),
        ("孙禾", "", "", "建设局", "", "", "赤松电子有限公司"),
        ("孙禾", "", "分机", "建设局", "", "", ""),
        ("赵青", "", "", "", "", "", ""),
        ("吴桐", "", "", "", "", "是", ""),
        ("孙禾", "011", "", "建设局", "联络员", "", "白鹭食品有限公司"),
        ("孙小禾", "011", "", "建设局", "", "", ""),
    )
    summary = officers(*table)
    assert codes(summary) == {
        2: "registry.name.missing",
        3: "registry.unit.unknown",
        4: "registry.officer.role",
        5: "registry.unit.headed",
        6: "import.value.unknown",
        7: "registry.enterprise.unknown",
        8: "import.value.phone",
        9: "registry.officer.ambiguous",
        10: "registry.unit.unknown",
        12: "import.row.contradicts",
    }
    assert counts(summary) == {"added": 1, "rejected": 10}


def test_without_a_mechanism_roles_are_written_as_their_ids() -> None:
    summary = officers(
        HEADER, ("孙禾", "", "", "", "liaison", "", ""), ("吴桐", "", "", "", "联络员", "", ""), roles=None
    )
    assert codes(summary) == {3: "registry.officer.role"} and counts(summary)["added"] == 1


def test_a_list_adds_and_never_takes_away() -> None:
    officers(*LIST)
    assert counts(officers(HEADER, ("陈岚", "007", "13900000017", "经济发展局", "指导员", "", ""))) == {"changed": 1}
    chen = member("陈岚", "economy")
    assert chen.roles == ("guide", "liaison") and chen.phone == "13900000017"
    assert len(queries.enterprises_of(park=PARK, person=chen.person)) == 2


def test_the_next_head_steps_in_when_the_former_one_stands_down_in_the_same_list() -> None:
    officers(*LIST)
    table = (
        HEADER,
        ("赵青", "", "13900000008", "建设局", "", "否", ""),
        ("陈岚", "007", "", "建设局", "", "是", ""),
    )
    assert counts(officers(*table)) == {"changed": 2}
    assert member("陈岚").heads and not member("赵青").heads


def test_who_leaves_loses_roles_and_links_and_their_links_can_end_singly() -> None:
    officers(*LIST)
    chen = member("陈岚")
    enterprise, role = queries.enterprises_of(park=PARK, person=chen.person)[0]
    today = Event.objects.order_by("-id").first()
    assert today is not None
    now = today.recorded_at
    said = {"park": PARK, "actor": ZHOU, "now": now}
    with one_transaction():
        ended = {"enterprise": enterprise, "person": chen.person, "role": role, "on": now.date()}
        assert operations.end_link(**said, **ended) and not operations.end_link(**said, **ended)
        assert len(queries.enterprises_of(park=PARK, person=chen.person)) == 1
        assert operations.member_leaves(**said, person=chen.person)
        assert not operations.member_leaves(**said, person=chen.person)
    assert queries.enterprises_of(park=PARK, person=chen.person) == ()
    assert queries.roles_of(park=PARK, person=chen.person) == frozenset()
    stream = Event.objects.filter(stream_kind="registry", type__startswith="member.").order_by("id")
    assert list(stream.values_list("type", flat=True))[-2:] == ["member.unlinked", "member.left"]


def test_a_leader_in_charge_of_several_units_is_written_in_one_row() -> None:
    table = (
        ("姓名", "角色", "分管单位"),
        ("江河", "联络员", "建设局、经济发展局"),
        ("江河", "联络员", "林业局"),
    )
    told = officers(*table)
    assert counts(told) == {"added": 1, "rejected": 1}
    assert list(codes(told).values()) == ["registry.unit.unknown"]
    (jiang,) = queries.members(park=PARK)
    units = {row.id: row.code for row in registry.units(park=PARK)}
    answered_for = queries.charges(park=PARK)[jiang.person]
    assert {units[one] for one in answered_for} == {"construction", "economy"}
    written = Event.objects.count()
    assert counts(officers(*table[:2])) == {"unchanged": 1}
    assert Event.objects.count() == written
