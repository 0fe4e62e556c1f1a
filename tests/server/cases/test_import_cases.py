"""A table of what enterprises said: every row a case, or named with its reason; a second run changes nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from lianqi import sheets
from lianqi.server.cases import gate, queries
from lianqi.server.cases.import_cases import CaseImporter, Defaults, moment
from lianqi.server.cases.models import Case
from lianqi.server.imports import Summary, reason, run, sources
from lianqi.server.imports.contract import RowRejected
from lianqi.server.ledger.models import Command, Event
from lianqi.server.ledger.queries import read_content
from lianqi.server.mechanisms import queries as mechanisms
from tests.server.cases.park import Park

HEADER = "编号,标题,内容,企业名称,反映时间,渠道,类型,事项类别\n"


def taken(
    park: Park, tmp_path: Path, rows: str, *, header: str = HEADER, dry_run: bool = False, **given: object
) -> tuple[Summary, list[str]]:
    """The file imported by 周敏, and why its rejected rows were rejected."""
    file = tmp_path / "heap.csv"
    file.write_text(header + rows, "utf-8")
    calendar = mechanisms.calendar_of(park.code)
    mechanism = mechanisms.in_force(park=park.code, on=park.now.date())
    defaults = {"channel": "form", "kind": "problem", **given}
    importer = CaseImporter(
        park=park.code,
        actor=park["周敏"],
        source="heap",
        mechanism=mechanism,
        calendar=calendar,
        defaults=Defaults(**defaults),  # type: ignore[arg-type]  # as the caller says
    )
    summary = run(sources(sheets.read(file), fields=importer.fields), importer, dry_run=dry_run, batch=2)
    return summary, [
        f"{result.code}: {reason(result, importer.catalogue, lang='zh')}" for _, result in summary.rejected
    ]


def test_a_row_becomes_a_case_with_its_own_words_and_first_time(park: Park, tmp_path: Path) -> None:
    row = "W-1,屋顶漏水,三号厂房下雨就漏,海棠机电,2026/6/1 9:05,入企走访,诉求,厂房和产权\n"
    summary, why = taken(park, tmp_path, row)
    assert (summary.counts["added"], why) == (1, [])
    row_ = Case.objects.get(park=park.code)
    assert (row_.external_number, row_.channel, row_.kind, row_.class_id) == ("W-1", "visit", "request", "premises")
    assert read_content(park=park.code, id=row_.words) == "屋顶漏水\n三号厂房下雨就漏".encode()
    assert mechanisms.calendar_of(park.code).local(row_.first_word_at).isoformat() == "2026-06-01T09:05:00+08:00"


def test_a_second_run_changes_nothing(park: Park, tmp_path: Path) -> None:
    rows = "W-1,,漏水,海棠机电,2026-06-01,,,\n,,路灯不亮,木棉食品,,,,\n,,路灯不亮,木棉食品,,,,\n"
    first, _ = taken(park, tmp_path, rows)
    assert first.counts["added"] == 3, "two people may say the very same; without numbers both count"
    events, commands = Event.objects.count(), Command.objects.count()
    second, _ = taken(park, tmp_path, rows)
    assert (second.counts["unchanged"], second.changes) == (3, 0)
    assert (Event.objects.count(), Command.objects.count()) == (events, commands)


LISTED = 'W-1,,"1、屋顶漏水；2、三号路路灯不亮",海棠机电,2026-06-01,,,\nW-2,,停电频繁,木棉食品,,,,\n'


def said_in(park: Park) -> list[str]:
    rows = Case.objects.filter(park=park.code).order_by("no")
    return [(read_content(park=park.code, id=row.words) or b"").decode() for row in rows]


def test_a_numbered_list_in_one_cell_is_one_case_and_is_told(park: Park, tmp_path: Path) -> None:
    summary, _ = taken(park, tmp_path, LISTED)
    assert (summary.counts["added"], summary.several) == (2, ((2, 2),))
    assert said_in(park) == ["1、屋顶漏水；2、三号路路灯不亮", "停电频繁"]


def test_asked_to_split_each_entry_is_a_case_of_its_own_and_every_row_is_accounted_for(
    park: Park, tmp_path: Path
) -> None:
    dry, _ = taken(park, tmp_path, LISTED, split=True, dry_run=True)
    assert not Case.objects.filter(park=park.code).exists()
    summary, _ = taken(park, tmp_path, LISTED, split=True)
    assert (dry.counts, dry.several) == (summary.counts, summary.several) and summary.rows == 2
    assert (summary.counts["added"], summary.several) == (2, ((2, 2),))
    assert said_in(park) == ["屋顶漏水", "三号路路灯不亮", "停电频繁"]
    assert Case.objects.filter(park=park.code, external_number="W-1").count() == 2
    again, _ = taken(park, tmp_path, LISTED, split=True)
    assert (again.counts["unchanged"], again.changes) == (2, 0)


@pytest.mark.parametrize("split", [True, False])
def test_a_row_imported_one_way_is_not_imported_once_more_the_other_way(
    park: Park, tmp_path: Path, split: bool
) -> None:
    taken(park, tmp_path, LISTED, split=split)
    before = said_in(park)
    summary, why = taken(park, tmp_path, LISTED, split=not split)
    assert (summary.counts["unchanged"], summary.counts["rejected"]) == (1, 1)
    code, _, said = why[0].partition(": ")
    assert code == "case.import.split-otherwise" and "--split" in said
    assert said_in(park) == before, "none of its other matters was recorded either"


def test_a_killed_import_is_gone_on_with(park: Park, tmp_path: Path) -> None:
    taken(park, tmp_path, "W-1,,漏水,海棠机电,,,,\n")
    summary, _ = taken(park, tmp_path, "W-1,,漏水,海棠机电,,,,\nW-2,,停电,海棠机电,,,,\n")
    assert (summary.counts["unchanged"], summary.counts["added"]) == (1, 1)


def test_a_dry_run_says_the_same_and_writes_nothing(park: Park, tmp_path: Path) -> None:
    rows = "W-1,,漏水,海棠机电,,,,\nW-2,,停电,没有的公司,,,,\n"
    events = Event.objects.count()
    dry, why = taken(park, tmp_path, rows, dry_run=True)
    assert Event.objects.count() == events
    real, again = taken(park, tmp_path, rows)
    assert (dry.counts, why) == (real.counts, again)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("W-1,,,海棠机电,,,,\n", "case.import.no-words"),
        ("W-1,,漏水,,,,,\n", "case.import.no-enterprise"),
        ("W-1,,漏水,没有的公司,,,,\n", "case.import.enterprise-unknown"),
        ("W-1,,漏水,海棠机电,昨天,,,\n", "import.value.date"),
        ("W-1,,漏水,海棠机电,2026-02-30,,,\n", "import.value.date"),
        ("W-1,,漏水,海棠机电,2099-01-01,,,\n", "case.record.first-word-in-future"),
        ("W-1,,漏水,海棠机电,,信鸽,,\n", "import.value.unknown"),
        ("W-1,,漏水,海棠机电,,,心愿,\n", "import.value.unknown"),
        ("W-1,,漏水,海棠机电,,,,天气\n", "import.value.unknown"),
        (f"{'9' * 65},,漏水,海棠机电,,,,\n", "import.value.too-long"),
    ],
)
def test_a_bad_row_is_named_and_stops_no_other(park: Park, tmp_path: Path, row: str, code: str) -> None:
    summary, why = taken(park, tmp_path, row + "W-0,,停电,海棠机电,,,,\n")
    assert summary.counts["added"] == 1
    assert why[0].startswith(code + ": ")
    assert re.search("请|须", why[0]), "it says what to do"


def test_a_number_used_for_two_things_is_named(park: Park, tmp_path: Path) -> None:
    rows = "W-1,,漏水,海棠机电,,,,\nW-1,,停电,海棠机电,,,,\nW-1,,漏水,海棠机电,,,,\n"
    summary, why = taken(park, tmp_path, rows)
    assert (summary.counts["added"], summary.counts["unchanged"]) == (1, 1)
    code, _, said = why[0].partition(": ")
    assert code == "case.import.number-twice" and said.startswith("外部编号“W-1”在第 2 行")


def test_a_row_that_changed_since_it_was_imported_is_named_and_the_case_stands(park: Park, tmp_path: Path) -> None:
    taken(park, tmp_path, "W-1,,漏水,海棠机电,,,,\n")
    _, why = taken(park, tmp_path, "W-1,,不漏了,海棠机电,,,,\n")
    assert why[0].startswith("case.import.imported-otherwise")
    assert Case.objects.filter(park=park.code).count() == 1


def test_two_enterprises_of_one_name_are_not_guessed_between(park: Park, tmp_path: Path) -> None:
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.registry import operations as registry

    with one_transaction():
        twin = registry.new_enterprise(park=park.code, name="海棠机电", now=park.now)
        registry.store(park=park.code, drafts=[twin], actor="system", now=park.now)
    _, why = taken(park, tmp_path, "W-1,,漏水,海棠机电,,,,\n")
    assert why[0].startswith("case.import.enterprise-ambiguous")


def test_rows_without_an_enterprise_go_where_somebody_said(park: Park, tmp_path: Path) -> None:
    summary, _ = taken(park, tmp_path, "W-1,,漏水,,,,,\n", enterprise=park["木棉食品"])
    assert summary.counts["added"] == 1
    assert queries.cases(gate.whole(park.code), enterprise=park["木棉食品"]).items


def test_unknown_channels_are_taken_as_the_default_only_when_asked(park: Park, tmp_path: Path) -> None:
    row = "W-1,,漏水,海棠机电,,信鸽,,\n"
    assert taken(park, tmp_path, row)[0].counts["rejected"] == 1
    assert taken(park, tmp_path, row, lenient=True, channel="letter")[0].counts["added"] == 1
    assert Case.objects.get(park=park.code).channel == "letter"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("2020/1/6 12:09:38", "2020-01-06T12:09:00+08:00"),
        ("2020年1月6日", "2020-01-06T00:00:00+08:00"),
        ("2020-01-06T08:00:00", "2020-01-06T08:00:00+08:00"),
        ("04/12/2018 11:11:26 PM", "2018-04-12T23:11:00+08:00"),
        ("04/12/2018 12:05:00 AM", "2018-04-12T00:05:00+08:00"),
    ],
)
def test_times_are_read_as_files_write_them(park: Park, said: str, wanted: str) -> None:
    calendar = mechanisms.calendar_of(park.code)
    assert calendar.local(moment(said, calendar=calendar)).isoformat() == wanted


def test_a_time_that_is_none_is_refused(park: Park) -> None:
    for said in ("6月", "2020-13-01", "2020-01-01 25:00", "13/13/2018"):
        with pytest.raises(RowRejected):
            moment(said, calendar=mechanisms.calendar_of(park.code))


def test_real_messages_all_become_cases(park: Park, shared_data: Path) -> None:
    """Each eighth of 4,696, in more than one batch."""
    book = sheets.read(shared_data / "messages" / "labelled.csv")
    importer = CaseImporter(
        park=park.code,
        actor=park["周敏"],
        source="labelled",
        mechanism=mechanisms.in_force(park=park.code, on=park.now.date()),
        calendar=mechanisms.calendar_of(park.code),
        defaults=Defaults("form", "problem", park["海棠机电"]),
    )
    (whole,) = sources(book, fields=importer.fields)
    some = replace(whole, sheet=replace(whole.sheet, rows=whole.sheet.rows[::8]))
    summary = run([some], importer)
    assert summary.rows == 587 == summary.counts["added"]
    assert Case.objects.filter(park=park.code).count() == 587
