"""Zhou Min of the service centre imports lists of enterprises, good and bad, again and again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from lianqi import sheets
from lianqi.kernel.enterprises.names import match_key
from lianqi.server.imports import RowRejected, run, sources, values, write_rejects
from lianqi.server.imports.contract import Record
from lianqi.server.ledger.models import Content, Event
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.registry import operations, queries
from lianqi.server.registry.import_enterprises import EnterpriseImporter
from lianqi.server.registry.models import Enterprise, EnterpriseName
from tests.server.registry.tables import MONDAY, PARK, ZHOU, codes, counts, enterprises, make_park, reasons, sound_code

pytestmark = pytest.mark.django_db

QINGHE, BAILU, CHISONG = sound_code(1), sound_code(2), sound_code(3)
HEADER = ("企业名称", "统一社会信用代码")


@pytest.fixture(autouse=True)
def park(db: None) -> str:
    return make_park()


def row_of(code: str) -> Enterprise:
    return Enterprise.objects.get(park=PARK, credit_code=code)


def named(code: str) -> list[tuple[str, str]]:
    return [(name.kind, name.name) for name in queries.names_of(park=PARK, enterprise=row_of(code).id)]


def test_every_row_is_in_and_a_second_run_changes_nothing() -> None:
    table = (HEADER, ("青禾机械有限公司", QINGHE), ("白鹭食品有限公司", BAILU), ("", ""))
    assert counts(enterprises(table)) == {"added": 2}
    written = Event.objects.count()
    again = enterprises(table)
    assert counts(again) == {"unchanged": 2} and again.changes == 0 and again.rows == 2
    assert Event.objects.count() == written


def test_a_bad_row_never_stops_a_file_and_is_named_with_its_reason(tmp_path: Path) -> None:
    table = (
        (*HEADER, "规模", "注册日期", "联系电话", "项目代码", "地址"),
        ("青禾机械有限公司", QINGHE, "规上", "2004年1月2日", "13900000001", "", ""),
        ("", BAILU, "", "", "", "", ""),
        ("白鹭食品有限公司", BAILU[:-1], "", "", "", "", ""),
        ("白鹭食品有限公司", "O" + BAILU[1:], "", "", "", "", ""),
        ("白鹭食品有限公司", BAILU[:7] + "A" + BAILU[8:], "", "", "", "", ""),
        ("白鹭食品有限公司", BAILU[:16] + ("1" if BAILU[16] != "1" else "2") + BAILU[17], "", "", "", "", ""),
        ("白鹭食品有限公司", BAILU[:17] + ("1" if BAILU[17] != "1" else "2"), "", "", "", "", ""),
        ("白鹭食品有限公司", "430000000012345", "", "", "", "", ""),
        ("白鹭食品有限公司", "9.1E+17", "", "", "", "", ""),
        ("白鹭食品有限公司", BAILU, "特大", "", "", "", ""),
        ("白鹭食品有限公司", BAILU, "", "2004-02-30", "", "", ""),
        ("白鹭食品有限公司", BAILU, "", "", "见名片", "", ""),
        ("白鹭食品有限公司", BAILU, "", "", "", "二期", ""),
        ("白鹭食品有限公司", BAILU, "", "", "", "", "长" * 201),
        ("赤松电子有限公司", CHISONG, "规模以下", "2004/1/2", "0731-2000000", "2021-430000-33-03-012345", "东路1号"),
    )
    importer = EnterpriseImporter(park=PARK, actor=ZHOU)
    text = "\n".join(",".join(row) for row in table).encode()
    summary = run(sources(sheets.read_bytes(text, name="名单.csv"), fields=importer.fields), importer)
    assert counts(summary) == {"added": 2, "rejected": 13}
    said = reasons(summary, importer)
    assert {number: code for number, (code, _) in said.items()} == {
        3: "registry.name.missing",
        4: "credit-code.length",
        5: "credit-code.character",
        6: "credit-code.division",
        7: "credit-code.organisation",
        8: "credit-code.check-digit",
        9: "credit-code.old-number",
        10: "credit-code.excel-number",
        11: "import.value.unknown",
        12: "import.value.date",
        13: "import.value.phone",
        14: "project-code.shape",
        15: "import.value.too-long",
    }
    assert "规上、规下、门店、在建项目" in said[11][1]

    file = tmp_path / "退回.xlsx"
    write_rejects(file, summary=summary, importer=importer)
    (back,) = sheets.read(file).sheets
    assert back.columns == ("原行号", "退回原因", *table[0])
    assert [row.values[0] for row in back.rows] == [str(number) for number in said]
    assert back.rows[1].values[1] == said[4][1] and back.rows[1].values[3] == BAILU[:-1]
    # The file that came back can be imported as it is.
    again = run(sources(sheets.read(file), fields=importer.fields), EnterpriseImporter(park=PARK, actor=ZHOU))
    assert set(codes(again).values()) == {code for code, _ in said.values()}


def test_a_letter_o_in_a_code_is_answered_with_the_code_it_should_be() -> None:
    typed = QINGHE.replace("0", "O", 1)
    importer = EnterpriseImporter(park=PARK, actor=ZHOU)
    text = f"企业名称,统一社会信用代码\n青禾机械有限公司,{typed}\n".encode()
    summary = run(sources(sheets.read_bytes(text, name="名单.csv"), fields=importer.fields), importer)
    assert f"是否应为 {QINGHE}" in reasons(summary, importer)[2][1]


def test_a_new_name_keeps_the_old_one_as_former_name_and_an_old_list_does_not_bring_it_back() -> None:
    old, new = (HEADER, ("青禾机械有限公司", QINGHE)), (HEADER, ("青禾智造股份有限公司", QINGHE))
    enterprises(old)
    assert counts(enterprises(new)) == {"changed": 1}
    assert named(QINGHE) == [("former", "青禾机械有限公司"), ("current", "青禾智造股份有限公司")]
    former = EnterpriseName.objects.get(park=PARK, kind="former")
    assert former.until is not None
    assert counts(enterprises(old)) == {"unchanged": 1}
    assert row_of(QINGHE).name == "青禾智造股份有限公司"
    # A list without codes still finds it, by its former name.
    assert counts(enterprises((("企业名称",), ("青禾机械有限公司",)))) == {"unchanged": 1}


def test_another_spelling_is_the_same_enterprise_and_its_code_is_taken_when_it_comes() -> None:
    assert counts(enterprises((("企业名称",), ("青禾（示例）机械有限公司",)))) == {"added": 1}
    assert counts(enterprises((HEADER, ("青禾(示例)机械有限责任公司", QINGHE)))) == {"changed": 1}
    assert counts(enterprises((HEADER, (" 青禾（示例） 机械有限公司", QINGHE.lower())))) == {"unchanged": 1}
    assert Enterprise.objects.count() == 1 and row_of(QINGHE).name == "青禾（示例）机械有限公司"


def test_two_firms_of_one_name_are_two_by_their_codes_and_none_without() -> None:
    assert counts(enterprises((HEADER, ("张记餐馆", QINGHE), ("张记餐馆", BAILU)))) == {"added": 2}
    assert codes(enterprises((("企业名称",), ("张记餐馆",)))) == {2: "registry.name.ambiguous"}


def test_rows_of_one_file_that_contradict_each_other_are_not_decided_by_their_order() -> None:
    table = (
        (*HEADER, "片区"),
        ("青禾机械有限公司", QINGHE, "东片"),
        ("青禾机械有限公司", QINGHE, ""),
        ("青禾机械有限公司", "", "西片"),
        ("青禾智造有限公司", QINGHE, "东片"),
    )
    summary = enterprises(table)
    assert codes(summary) == {4: "import.row.contradicts", 5: "import.row.contradicts"}
    assert counts(summary) == {"added": 1, "unchanged": 1, "rejected": 2}
    assert counts(enterprises(table)) == {"unchanged": 2, "rejected": 2}


def test_a_number_that_belongs_to_somebody_else_is_refused() -> None:
    header = (*HEADER, "自编号")
    enterprises((header, ("青禾机械有限公司", QINGHE, "A-1"), ("白鹭食品有限公司", BAILU, "")))
    table = (
        header,
        ("青禾机械有限公司", QINGHE, "A-2"),
        ("白鹭食品有限公司", BAILU, "A-1"),
        ("赤松电子有限公司", CHISONG, "A-2"),
        ("赤松电子有限公司", CHISONG, ""),
    )
    assert codes(enterprises(table)) == {
        2: "registry.enterprise.other-number",
        3: "registry.enterprise.number-taken",
        4: "import.row.depends",  # the number stood in row 2, which was rejected
        5: "import.row.depends",  # and so did this one's code in row 4
    }
    alone = (header, ("赤松电子有限公司", CHISONG, "A-1"))
    assert codes(enterprises(alone)) == {2: "registry.enterprise.other-number"}


def test_zhou_may_keep_a_code_that_fails_and_replace_it_later() -> None:
    wrong = (HEADER, ("青禾机械有限公司", QINGHE[:-1] + "?"))
    assert counts(enterprises(wrong, accept=True)) == {"added": 1}
    row = Enterprise.objects.get(park=PARK)
    assert (row.credit_code, row.unverified_code) == (None, QINGHE[:-1] + "?")
    assert counts(enterprises(wrong, accept=True)) == {"unchanged": 1}
    assert counts(enterprises((HEADER, ("青禾机械有限公司", QINGHE)))) == {"changed": 1}
    row.refresh_from_db()
    assert (row.credit_code, row.unverified_code) == (QINGHE, "")
    assert counts(enterprises(wrong, accept=True)) == {"unchanged": 1}


def test_shops_and_projects_have_identifiers_of_their_own() -> None:
    shop = sound_code(7, category="2")
    table = (
        (*HEADER, "项目代码", "自编号", "规模"),
        ("张记餐馆", shop, "", "", ""),
        ("李记修理铺", "", "", "S-12", "门店"),
        ("青禾二期厂房", "", "２０２１４３０００３３０３０１２３４５"[:0] + "20214300003303012345", "", "在建项目"),
    )
    assert counts(enterprises(table)) == {"added": 3}
    assert row_of(shop).scale == "shop"
    assert counts(enterprises(((*HEADER, "自编号"), ("李记汽修铺", "", "S-12")))) == {"changed": 1}
    found = Enterprise.objects.get(park=PARK, project_code="2021-430000-33-03-012345")
    assert found.scale == "project" and found.credit_code is None
    assert queries.resolve_enterprise(park=PARK, said="李记修理铺") == queries.resolve_enterprise(
        park=PARK, said="S-12"
    )


def test_areas_grids_and_chains_are_made_once() -> None:
    header = (*HEADER, "片区", "网格", "产业链")
    table = (
        header,
        ("青禾机械有限公司", QINGHE, "东片", "一网格", "装备制造"),
        ("白鹭食品有限公司", BAILU, "西片", "一网格", "装备制造"),
        ("赤松电子有限公司", CHISONG, "", "散户网格", ""),
    )
    enterprises(table, dry_run=True)
    assert queries.places(park=PARK) == {"area": 0, "grid": 0, "chain": 0}
    enterprises(table)
    assert counts(enterprises(table)) == {"unchanged": 3}
    assert queries.places(park=PARK) == {"area": 2, "grid": 3, "chain": 1}


def test_a_dry_run_tells_exactly_what_a_run_will_do_and_writes_nothing() -> None:
    enterprises((HEADER, ("青禾机械有限公司", QINGHE)))
    table = (
        (*HEADER, "片区", "联系人", "联系电话"),
        ("青禾智造有限公司", QINGHE, "东片", "周敏", "13900000001"),
        ("白鹭食品有限公司", BAILU, "东片", "陈岚", "13900000002"),
        ("白鹭食品有限公司", "", "", "陈岚", "13900000002"),
        ("白鹭食品有限公司", "", "西片", "", ""),
        ("赤松电子有限公司", CHISONG[:-1], "", "", ""),
    )
    before = Event.objects.count()
    importer = EnterpriseImporter(park=PARK, actor=ZHOU)
    text = "\n".join(",".join(row) for row in table).encode()
    wanted = sources(sheets.read_bytes(text, name="名单.csv"), fields=importer.fields)
    foretold = run(wanted, importer, dry_run=True, batch=2)
    assert (Event.objects.count(), Enterprise.objects.count()) == (before, 1)
    done = run(wanted, EnterpriseImporter(park=PARK, actor=ZHOU), batch=2)
    assert (counts(foretold), codes(foretold)) == (counts(done), codes(done))
    assert counts(done) == {"changed": 1, "added": 1, "unchanged": 1, "rejected": 2}


def test_words_of_people_are_content_and_can_be_forgotten() -> None:
    table = (
        (*HEADER, "联系人", "联系电话", "法定代表人"),
        ("青禾机械有限公司", QINGHE, "周敏", "13900000001", "赵青"),
        ("青禾机械有限公司", QINGHE, "陈岚", "13900000002", "赵青"),
    )
    assert counts(enterprises(table)) == {"added": 1, "changed": 1}
    assert counts(enterprises(table)) == {"unchanged": 2}
    contacts = queries.contacts_of(park=PARK, enterprise=row_of(QINGHE).id)
    assert {(one.name, one.phone, one.legal_representative) for one in contacts} == {
        ("周敏", "13900000001", False),
        ("赵青", "", True),
        ("陈岚", "13900000002", False),
    }
    log = " ".join(Event.objects.values_list("data", flat=True))
    for words in ("周敏", "赵青", "13900000001", "青禾"):
        assert words not in log

    zhou = next(one for one in contacts if one.name == "周敏")
    from lianqi.server.ledger.operations import erase_subject

    with one_transaction():
        code = operations.issue_code(park=PARK, contact=zhou.id, actor=ZHOU, now=MONDAY)
        assert erase_subject(park=PARK, subject=zhou.id, basis="pipl.47", actor=ZHOU, now=MONDAY) == 2
    left = queries.contacts_of(park=PARK, enterprise=row_of(QINGHE).id)
    assert {one.name for one in left} == {"", "赵青", "陈岚"}
    assert queries.contact_by_code(park=PARK, code=code) is None
    assert Content.objects.filter(subject=zhou.id, bytes__isnull=False).count() == 0


def test_every_write_leaves_an_event_in_the_stream_of_its_row() -> None:
    enterprises(((*HEADER, "曾用名", "简称", "规模"), ("青禾机械有限公司", QINGHE, "青禾农机厂", "青禾", "规上")))
    enterprises((HEADER, ("青禾智造有限公司", QINGHE)))
    enterprises(((*HEADER, "状态", "地址"), ("青禾智造有限公司", QINGHE, "停产", "东路1号")))
    stream = Event.objects.filter(park=PARK, stream_kind="registry", stream_id=row_of(QINGHE).id).order_by("seq")
    assert list(stream.values_list("type", flat=True)) == [
        "enterprise.added",
        "enterprise.named",
        "enterprise.named",
        "enterprise.renamed",
        "enterprise.changed",
    ]
    assert json.loads(stream[0].data)["credit_code"] == QINGHE
    assert json.loads(stream[4].data) == {"set": {"status": "suspended"}, "texts": ["address"]}
    assert set(stream.values_list("actor", flat=True)) == {ZHOU}


NAMES = (
    "青禾机械有限公司",
    "青禾（机械）有限公司",
    "青禾机械有限责任公司",
    "白鹭食品有限公司",
    "白鹭 食品有限公司",
    "赤松",
    "",
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from((QINGHE, BAILU, "", "坏")),
        st.sampled_from(("A-1", "A-2", "")),
        st.sampled_from(("东片", "西片", "")),
        st.sampled_from(("一网格", "")),
        st.sampled_from(("13900000001", "13900000002", "")),
        st.sampled_from(("青禾", "赤松", "")),
    ),
    min_size=1,
    max_size=8,
)


@given(rows=ROWS, batch=st.integers(1, 4), accept=st.booleans())
def test_whatever_the_table_every_row_is_accounted_for_and_a_second_run_changes_nothing(
    rows: list[tuple[str, ...]], batch: int, accept: bool
) -> None:
    header = (*HEADER, "自编号", "片区", "网格", "联系电话", "简称")
    text = "\n".join(",".join(row) for row in (header, *rows)).encode()
    with transaction.atomic():
        importer = EnterpriseImporter(park=PARK, actor=ZHOU, accept_invalid_codes=accept)
        wanted = (
            sources(sheets.read_bytes(text, name="名单.csv"), fields=importer.fields) if any(map(any, rows)) else ()
        )
        foretold = run(wanted, importer, dry_run=True, batch=batch)
        runs = [
            run(wanted, EnterpriseImporter(park=PARK, actor=ZHOU, accept_invalid_codes=accept), batch=batch)
            for _ in range(2)
        ]
        first, second = runs
        assert sum(first.counts.values()) == first.rows
        assert (counts(foretold), codes(foretold)) == (counts(first), codes(first))
        assert second.changes == 0
        for row in Enterprise.objects.filter(park=PARK):
            assert row.key == match_key(row.name)
            assert [name.kind for name in queries.names_of(park=PARK, enterprise=row.id)].count("current") == 1
        transaction.set_rollback(True)


def test_real_registers_go_in_and_a_second_run_changes_nothing(shared_data: Path) -> None:
    """Each sixteenth row, two with a code that is none among them; the benchmark of imports takes all 20,448."""
    importer = EnterpriseImporter(park=PARK, actor=ZHOU)
    some = []
    for file in sorted((shared_data / "enterprises").glob("*.csv")):
        (whole,) = sources(sheets.read(file), fields=importer.fields)
        some.append(replace(whole, sheet=replace(whole.sheet, rows=whole.sheet.rows[3::16])))
    assert counts(run(some, importer)) == {"added": 1_276, "rejected": 2}
    assert counts(run(some, EnterpriseImporter(park=PARK, actor=ZHOU))) == {"unchanged": 1_276, "rejected": 2}


@pytest.mark.parametrize(
    ("said", "read"),
    [("2004-01-02", True), ("2004/1/2 12:00", True), ("20040102", True), ("２００４年１月２日", True), ("去年", False)],
)
def test_dates_are_read_as_people_write_them(said: str, read: bool) -> None:
    if read:
        assert values.day(said, column="成立日期").isoformat() == "2004-01-02"
    else:
        with pytest.raises(RowRejected):
            values.day(said, column="成立日期")


def test_a_row_that_a_unique_key_refuses_is_taken_out_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import IntegrityError

    importer = EnterpriseImporter(park=PARK, actor=ZHOU)
    take = importer.take

    def collide(records: list[Record], *, dry_run: bool) -> object:
        if any(record.get("name") == "白鹭食品有限公司" for record in records):
            raise IntegrityError
        return take(records, dry_run=dry_run)

    monkeypatch.setattr(importer, "take", collide)
    text = (
        f"企业名称,统一社会信用代码\n青禾机械有限公司,{QINGHE}\n白鹭食品有限公司,{BAILU}\n赤松电子,{CHISONG}\n".encode()
    )
    summary = run(sources(sheets.read_bytes(text, name="名单.csv"), fields=importer.fields), importer)
    assert counts(summary) == {"added": 2, "rejected": 1} and codes(summary) == {3: "import.row.conflict"}
