"""Zhou Min imports the list of units, inside and outside, with the department that tracks each outside one."""

from __future__ import annotations

import pytest

from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.registry import operations, queries
from lianqi.server.registry.import_units import UnitImporter
from tests.server.registry.tables import MONDAY, PARK, ZHOU, codes, counts, make_park, take

pytestmark = pytest.mark.django_db

HEADER = ("单位名称", "单位代码", "类别", "对口部门")
LIST = (
    HEADER,
    ("供电公司", "power", "区外", "建设局"),  # its counterpart stands further down
    ("建设局", "construction", "区内", ""),
    ("经济发展局", "", "", ""),
)


@pytest.fixture(autouse=True)
def park(db: None) -> str:
    return make_park()


def test_units_come_in_with_their_counterparts_and_a_second_run_changes_nothing() -> None:
    assert counts(take(LIST, UnitImporter(park=PARK, actor=ZHOU), dry_run=True)) == {"added": 3}
    assert queries.units(park=PARK) == ()
    assert counts(take(LIST, UnitImporter(park=PARK, actor=ZHOU))) == {"added": 3}
    assert counts(take(LIST, UnitImporter(park=PARK, actor=ZHOU))) == {"unchanged": 3}
    by_code = {unit.code: unit for unit in queries.units(park=PARK)}
    assert by_code["power"].external and by_code["power"].counterpart_id == by_code["construction"].id
    (coined,) = set(by_code) - {"power", "construction"}
    assert by_code[coined].name == "经济发展局" and coined.startswith("u-")
    types = Event.objects.filter(stream_id=by_code["power"].id).values_list("type", flat=True)
    assert list(types) == ["unit.added"]


def test_a_unit_may_change_its_name_under_its_code() -> None:
    take(LIST, UnitImporter(park=PARK, actor=ZHOU))
    changed = take((HEADER, ("住房和建设局", "construction", "", "")), UnitImporter(park=PARK, actor=ZHOU))
    assert counts(changed) == {"changed": 1}
    assert {unit.name for unit in queries.units(park=PARK)} == {"供电公司", "住房和建设局", "经济发展局"}


def test_each_mistake_is_named_and_the_other_rows_come_in() -> None:
    take(LIST, UnitImporter(park=PARK, actor=ZHOU))
    table = (
        HEADER,
        ("水务公司", "water", "区外", "水利局"),
        ("财政局", "finance", "区内", "建设局"),
        ("建设局", "other", "", ""),
        ("税务局", "税务", "", ""),
        ("", "empty", "", ""),
        ("教育局", "education", "乡镇", ""),
        ("燃气公司", "gas", "区外", "建设局"),
        ("燃气公司", "gas", "区内", ""),
    )
    summary = take(table, UnitImporter(park=PARK, actor=ZHOU))
    assert codes(summary) == {
        2: "registry.unit.unknown",
        3: "registry.unit.counterpart",
        4: "registry.unit.taken",
        5: "registry.unit.code",
        6: "registry.name.missing",
        7: "import.value.unknown",
        9: "registry.unit.counterpart",
    }
    assert counts(summary)["added"] == 1
    again = take((HEADER, ("燃气公司", "gas", "区外", "")), UnitImporter(park=PARK, actor=ZHOU))
    assert counts(again) == {"unchanged": 1}, "an empty cell takes no counterpart away"


def test_two_rows_that_contradict_each_other_are_not_decided_by_their_order() -> None:
    table = (HEADER, ("供电公司", "power", "区外", ""), ("供电所", "power", "区外", ""))
    assert codes(take(table, UnitImporter(park=PARK, actor=ZHOU))) == {3: "import.row.contradicts"}


def test_a_closed_unit_stays_where_it_is_named() -> None:
    take(LIST, UnitImporter(park=PARK, actor=ZHOU))
    with one_transaction():
        assert operations.close_unit(park=PARK, code="power", actor=ZHOU, now=MONDAY)
        assert not operations.close_unit(park=PARK, code="power", actor=ZHOU, now=MONDAY)
    assert "power" not in {unit.code for unit in queries.units(park=PARK)}
    assert "power" in {unit.code for unit in queries.units(park=PARK, closed=True)}
