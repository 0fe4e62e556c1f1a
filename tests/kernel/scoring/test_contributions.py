"""What is counted, and what is taken back: a case counts once, and one that came back is not solved."""

from __future__ import annotations

from collections import Counter

from lianqi.kernel.cases import evolve
from lianqi.kernel.scoring import FIGURES, FIGURES_OF_UNIT, contributions, read
from tests.kernel.cases.world import Life, a_case


def counted(life: Life) -> Counter[str]:
    """Every measure of this case, summed over its log."""
    case, sums = None, Counter[str]()
    for event, written in life.log:
        at = event.at or written
        after = evolve(case, type_=event.type, data=event.data, at=at)
        for one in contributions(case, type_=event.type, data=event.data, at=at, after=after):
            sums[one.measure] += one.count
        case = after
    return sums


def test_what_陈立_struck_off_is_not_solved_any_more_once_刘芳_has_it_reopened() -> None:
    life = a_case(at="closed")
    assert counted(life)["closed-solved"] == 1
    life.does("刘芳", "reopen")
    sums = counted(life)
    assert (sums["registered"], sums["closed-solved"], sums["reopened"]) == (1, 0, 1)
    for who, kind in (
        ("何工", "draft"),
        ("罗局", "review"),
        ("江主任", "sign"),
        ("刘芳", "confirm"),
        ("陈立", "close"),
    ):
        life.does(who, kind)
    again = read(FIGURES["closing-rate"], counted(life), too_few=1)
    assert (again.numerator, again.denominator) == (1, 1), "struck off twice, one case"


def test_what_周敏_solved_on_the_spot_leaves_that_rate_when_it_comes_back() -> None:
    life = a_case(at="on-the-spot")
    life.does("刘芳", "confirm")
    assert counted(life)["on-the-spot-confirmed"] == 1
    life.does("刘芳", "reopen")
    assert counted(life)["on-the-spot-confirmed"] == 0


def test_刘芳_who_speaks_after_all_was_not_silent() -> None:
    life = a_case(at="silent")
    assert counted(life)["silent"] == 1
    life.does("刘芳", "confirm")
    heard = read(FIGURES["satisfaction-rate"], counted(life), too_few=1)
    assert (heard.numerator, heard.denominator) == (1, 1), "one answer, one word"


def test_the_mean_from_dispatch_leaves_out_what_was_answered_undispatched() -> None:
    life = a_case(at="merged")
    life.until("2026-06-10 09:30")
    life.does("系统", "relay-answer")
    assert counted(life)["answered"] == 1
    assert read(FIGURES["dispatch-to-answer"], counted(life), too_few=1).denominator == 0


def test_a_unit_is_judged_by_the_cases_it_was_given() -> None:
    life = a_case(at="disputed")
    sums = counted(life)
    assert (sums["dispatched"], sums["given"], sums["returned"]) == (1, 2, 2)
    assert read(FIGURES_OF_UNIT["return-rate"], sums, too_few=1).denominator == 2
    assert FIGURES_OF_UNIT["solve-rate"].denominator == ("given",)
    assert "on-the-spot-rate" not in FIGURES_OF_UNIT, "the officer's merit, not a unit's"


def test_what_was_turned_away_and_comes_back_was_never_struck_off() -> None:
    life = a_case(at="not-accepted")
    life.does("刘芳", "reopen")
    sums = counted(life)
    assert (sums["not-accepted"], sums["reopened"]) == (1, 1)
    assert not sums["closed-solved"] and not sums["closed-explained"]
