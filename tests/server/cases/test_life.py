"""The life of one case on the server, from the first word to the question after 28 days, and what stays of it."""

from __future__ import annotations

from lianqi.server.cases import gate, queries, reactions
from lianqi.server.cases.models import Case
from lianqi.server.cases.operations import tick
from lianqi.server.ledger.exporting import export_log
from lianqi.server.ledger.operations import erase_subject, one_transaction, projection_digest, rebuild
from lianqi.verify.log import verify_log
from tests.server.cases.park import Park

PHONE = "13900000000"


def live(park: Park) -> str:
    """刘芳's roof, from her first word to the last question; the number of her case."""
    number = park.a_case(f"三号厂房屋顶漏水，请打我电话{PHONE}", contact=park["刘芳"], on_behalf=True)
    park.later(hours=2)
    steps: list[tuple[str, str, dict[str, object], float]] = [
        ("陈立", "dispatch", {"class_id": "premises", "complexity": "general", "main_unit": "construction"}, 3),
        ("何工", "contact", {"by": "phone", "note": "明天上午看现场"}, 24),
        ("何工", "draft", {"answer": "屋顶已换防水层", "end": "solved"}, 2),
        ("罗局", "review", {"approved": True}, 2),
        ("江主任", "sign", {"approved": True}, 24),
        ("刘芳", "confirm", {"grade": 5}, 2),
        ("陈立", "close", {"end": "solved"}, 29 * 24),
        ("陈立", "recheck", {"result": "yes", "note": "雨后未再漏"}, 1),
    ]
    for who, kind, data, hours in steps:
        done = park.does(who, kind, number, **data)
        assert done.refusal is None, (kind, done.refusal)
        park.later(hours=hours)
        tick(park=park.code, now=park.now)
    return number


def test_every_event_stands_in_its_order(park: Park) -> None:
    number = live(park)
    told = queries.life(gate.whole(park.code), number)
    assert [line.type for line in told.lines] == [
        "recorded",
        "commitment-made",
        "commitment-discharged",
        "dispatched",
        "commitment-made",
        "commitment-made",
        "commitment-discharged",
        "contacted",
        "drafted",
        "reviewed",
        "signed",
        "commitment-discharged",
        "answered",
        "commitment-made",
        "commitment-discharged",
        "confirmed",
        "commitment-made",
        "commitment-discharged",
        "closed",
        "commitment-made",
        "commitment-discharged",
        "rechecked",
    ]
    assert told.row.status == "settled"
    assert not told.state.open_commitments()
    said = [line.said.zh for line in told.lines]
    assert said[3] == "交办：主办建设管理局，类别厂房和产权（5个工作日）"
    assert said[12] == "答复企业（已解决）"
    assert said[15] == "企业认可（企业本人，5分）"
    assert told.lines[15].actor == "刘芳（企业）"
    assert "计入" in told.lines[5].why.zh and "working days" in told.lines[5].why.en


def test_every_line_of_the_log_reads_in_both_languages(park: Park) -> None:
    for line in queries.life(gate.whole(park.code), live(park)).lines:
        assert "—" not in line.said.zh and "—" not in line.said.en, line
        assert not any("\u4e00" <= character <= "\u9fff" for character in line.said.en), line


def test_刘芳_is_forgotten_and_the_log_still_verifies(park: Park) -> None:
    number = live(park)
    reactions.catch_up(park=park.code)
    before = b"".join(export_log(park=park.code, with_contents=True))
    assert verify_log(before.splitlines(keepends=True)).holds
    assert PHONE in (queries.life(gate.whole(park.code), number).words or "")

    with one_transaction():
        gone = erase_subject(park=park.code, subject=park["刘芳"], basis="pipl.47", actor=park["陈立"], now=park.now)
    reactions.catch_up(park=park.code)

    assert gone >= 2, "her words, and her name in the registry"
    after = b"".join(export_log(park=park.code, with_contents=True))
    assert verify_log(after.splitlines(keepends=True)).holds
    told = queries.life(gate.whole(park.code), number)
    assert told.words is None, "what she said is gone"
    assert told.answer == "屋顶已换防水层", "what the park answered stays"
    assert all("刘芳" not in line.actor for line in told.lines)


def test_the_tables_are_rebuilt_byte_for_byte_before_and_after_erasure(park: Park) -> None:
    live(park)
    park.dispatched("门口路灯不亮")
    written = projection_digest(park=park.code)
    rebuild(park=park.code, progress=lambda *_: None)
    assert projection_digest(park=park.code) == written

    with one_transaction():
        erase_subject(park=park.code, subject=park["刘芳"], basis="pipl.47", actor=park["陈立"], now=park.now)
    rebuild(park=park.code, progress=lambda *_: None)
    assert projection_digest(park=park.code) == written


def test_a_rebuild_fills_what_somebody_emptied(park: Park) -> None:
    number = live(park)
    written = projection_digest(park=park.code)
    Case.objects.filter(park=park.code).update(status="triage", light="red")
    assert projection_digest(park=park.code) != written
    rebuild(park=park.code, progress=lambda *_: None)
    assert projection_digest(park=park.code) == written
    assert Case.objects.get(park=park.code, no=number).status == "settled"
