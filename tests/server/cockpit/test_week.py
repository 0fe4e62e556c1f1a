"""周报图: seven numbers of one week, drawn without a browser."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from lianqi.server.cases import reactions
from lianqi.server.cases.operations import tick
from lianqi.server.cases.setting import setting
from lianqi.server.cockpit.picture import WIDE, _pieces, png
from lianqi.server.cockpit.week import code_of, monday_of, week
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens
from tests.server.cases.test_life import live

#: The week of the park's first morning.
MONDAY = date(2026, 6, 8)


def a_week(park: Park) -> None:
    """One case lived to its end, one that lies; both recorded in the week of 8 June."""
    park.dispatched("门口路灯不亮", of="木棉食品")
    live(park)
    while tick(park=park.code, now=park.now).changed:
        pass
    reactions.catch_up(park=park.code)


def test_the_seven_numbers_are_those_of_the_week_and_lead_to_their_cases(park: Park, screens: Screens) -> None:
    a_week(park)
    told = week(MONDAY, place=setting(park=park.code, now=park.now))
    numbers = {one.label: one.value for one in told.numbers}
    assert len(numbers) == 7
    assert {key: numbers[key] for key in ("登记", "交办", "企业认可", "办结")} == {
        "登记": "2",
        "交办": "2",
        "企业认可": "1",
        "办结": "1",
    }
    assert numbers["按时办结率"] == "100.0%" and "样本不足" in told.numbers[4].behind
    for one in told.numbers:
        found = screens["陈立"].get(one.url).context
        counted = one.behind.split("到期")[1].split("件")[0] if one.label == "按时办结率" else one.value
        assert len(found["rows"]) == int(counted), one.label
    next_week = week(date(2026, 6, 15), place=setting(park=park.code, now=park.now))
    assert next_week.numbers[0].value == "0" and "上周2件" in next_week.numbers[0].behind


def test_the_picture_is_1080_wide_light_and_says_on_what_it_rests(park: Park, screens: Screens) -> None:
    a_week(park)
    answer = screens["陈立"].get("/cockpit/week.png?week=2026-W24")
    assert answer["Content-Type"] == "image/png" and "week-2026-W24.png" in answer["Content-Disposition"]
    picture = Image.open(BytesIO(answer.content))
    assert picture.width == WIDE and picture.height > WIDE and len(answer.content) < 200_000
    told = week(MONDAY, place=setting(park=park.code, now=park.now))
    assert "截至办理留痕第" in told.rests_on and "校验值" in told.rests_on
    assert png(told) == png(told), "the same numbers make the same picture"


def test_罗局_gets_the_picture_of_his_unit_and_周敏_none(park: Park, screens: Screens) -> None:
    a_week(park)
    told = week(MONDAY, place=setting(park=park.code, now=park.now), unit="construction")
    assert [one.label for one in told.numbers][:2] == ["交办", "办结"] and told.park == "建设管理局"
    assert Image.open(BytesIO(screens["罗局"].get("/cockpit/week.png").content)).width == WIDE
    assert screens["周敏"].get("/cockpit/week.png").status_code == 403


@pytest.mark.parametrize("text", ["", "x", "2026-W99", "2030-W01", "-W", "2026-W"])
def test_a_week_that_cannot_be_read_is_this_week(text: str) -> None:
    assert monday_of(text, today=date(2026, 6, 10)) == MONDAY


def test_weeks_are_written_as_the_calendar_counts_them() -> None:
    assert code_of(date(2026, 12, 28)) == "2026-W53" and monday_of("2026-W24", today=date(2027, 1, 1)) == MONDAY


def test_no_line_begins_with_a_mark_and_numbers_stay_whole() -> None:
    assert _pieces("办结12件，1,234次；") == ["办", "结", "12件，", "1,234次；"]
