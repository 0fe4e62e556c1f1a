"""办理留痕: every entry in its place, in words, for the inspector alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lianqi.kernel.messages.events import EVENTS
from lianqi.server.cases import reactions
from lianqi.server.ledger.models import Ledger
from lianqi.server.trail import finding
from lianqi.server.trail.words import SAID
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens, plain
from tests.server.cases.test_life import live

SERVER = Path(reactions.__file__).parents[1]


def positions(answer: object) -> list[int]:
    return [line.position for line in answer.context["lines"]]  # type: ignore[attr-defined]


def test_苏检_reads_every_entry_in_its_order_and_nobody_else_does(park: Park, screens: Screens) -> None:
    live(park)
    reactions.catch_up(park=park.code)
    last = Ledger.objects.filter(park=park.code).order_by("-position").first()
    assert last is not None
    seen, url = [], "/log/"
    while url:
        answer = screens["苏检"].get(url)
        seen += positions(answer)
        url = answer.context["older"]
    assert seen == list(range(last.position, 0, -1)), "without a gap, the newest first"
    assert f"--root {last.position}={last.root}" in plain(screens["苏检"].get("/log/"))
    for who in ("陈立", "李书记", "何工", "周敏"):
        assert screens[who].get("/log/").status_code == 403, who


def test_a_case_and_a_unit_and_a_type_are_found(park: Park, screens: Screens) -> None:
    number = live(park)
    other = park.a_case("门口路灯不亮", of="木棉食品")
    reactions.catch_up(park=park.code)
    lines = screens["苏检"].get(f"/log/?case={number}").context["lines"]
    assert len(lines) == 22 and {line.number for line in lines} == {number}
    assert lines[-1].said.startswith("登记为问题") and lines[0].said == "回头看：仍已解决"
    unit = screens["苏检"].get("/log/?unit=construction").context["lines"]
    assert {line.number for line in unit} == {number}
    recorded = screens["苏检"].get("/log/?type=recorded").context["lines"]
    assert [line.number for line in recorded] == [other, number]
    assert "没有符合条件的记录" in screens.text("苏检", "/log/?case=2099-0000001")


def test_who_read_a_confidential_report_stands_there(park: Park, screens: Screens) -> None:
    done = park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True)
    assert screens["苏检"].get(f"/cases/{done.number}/").status_code == 200
    reactions.catch_up(park=park.code)
    (line,) = screens["苏检"].get("/log/?kind=disclosure").context["lines"]
    assert (line.who, line.said, line.number) == ("苏检", f"查看保密反映{done.number}", done.number)
    page = screens.text("苏检", "/log/")
    assert "索要好处" not in page, "the log tells that it was said, never what"
    of_case = screens["苏检"].get(f"/log/?case={done.number}").context["lines"]
    assert line.position in [one.position for one in of_case]


def test_far_back_is_read_in_portions_that_the_reader_asks_for(
    park: Park, screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    live(park)
    reactions.catch_up(park=park.code)
    monkeypatch.setattr(finding, "_WINDOW", 5)
    monkeypatch.setattr(finding, "_WINDOWS", 2)
    answer = screens["苏检"].get("/log/?type=park.added")
    assert positions(answer) == [] and answer.context["tired"] and "更早的" in plain(answer)
    while answer.context["older"]:
        answer = screens["苏检"].get(answer.context["older"])
    assert positions(answer) == [1] or [line.said for line in answer.context["lines"]] == ["新建园区"]


@pytest.mark.parametrize("query", ["before=x", "before=99999999999999999999", "type=nothing", "kind=nothing", "unit=x"])
def test_no_address_breaks_it(park: Park, screens: Screens, query: str) -> None:
    park.a_case()
    reactions.catch_up(park=park.code)
    assert screens["苏检"].get(f"/log/?{query}").status_code == 200


def test_english_lines_hold_no_chinese(park: Park, screens: Screens) -> None:
    live(park)
    reactions.catch_up(park=park.code)
    client = screens["苏检"]
    client.cookies["django_language"] = "en"
    told = [line.said for line in client.get("/log/").context["lines"]]
    assert told and not [said for said in told if re.search(r"[\u4e00-\u9fff]", said)]


def test_every_event_that_the_server_writes_has_its_words() -> None:
    written = set()
    for folder in (SERVER, SERVER.parent / "kernel"):
        for path in folder.rglob("*.py"):
            written |= set(re.findall(r"NewEvent\(\s*\"([^\"]+)\"", path.read_text("utf-8")))
    assert len(written) > 50
    assert sorted(written - EVENTS.keys() - SAID.keys()) == []
