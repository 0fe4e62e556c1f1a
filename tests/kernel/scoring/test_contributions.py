"""What is counted, and what is taken back: a case counts once, and one that came back is not solved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lianqi.kernel.cases import evolve
from lianqi.kernel.instants import to_text
from lianqi.kernel.scoring import FIGURES, FIGURES_OF_UNIT, MEASURES, Contribution, contributions, moved, read
from tests.kernel.cases.world import Life, a_case


def told(life: Life) -> Iterator[Contribution]:
    """What the log of this case contributes, in order."""
    case, earlier = None, list[Contribution]()
    for event, written in life.log:
        at = event.at or written
        after = evolve(case, type_=event.type, data=event.data, at=at)
        found = [
            *contributions(case, type_=event.type, data=event.data, at=at, after=after),
            *moved(earlier, type_=event.type, data=event.data),
        ]
        yield from found
        earlier += found
        case = after


def counted(life: Life, **only: object) -> Counter[str]:
    """Every measure of this case, summed over its log; `only` what has these dimensions."""
    sums = Counter[str]()
    for one in told(life):
        if all(getattr(one, name) == value for name, value in only.items()):
            sums[one.measure] += one.count
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


@pytest.mark.parametrize(
    ("stage", "wait", "who", "kind", "data"),
    [
        ("closed", "2026-06-29 10:00", "刘芳", "reopen", {}),
        ("silent", "", "刘芳", "confirm", {}),
    ],
)
def test_no_day_shows_fewer_than_none(stage: str, wait: str, who: str, kind: str, data: dict[str, object]) -> None:
    life = a_case(at=stage)
    life.until(wait or "2026-07-01 10:00")
    life.does(who, kind, **data)
    days: Counter[tuple[str, date]] = Counter()
    for one in told(life):
        if one.measure in MEASURES:
            days[one.measure, one.at.date()] += one.count
    assert min(days.values()) >= 0


def test_a_lapse_that_钱总工_takes_back_leaves_the_month_it_was_counted_in() -> None:
    life = a_case(at="dispatched")
    life.until("2026-07-02 10:00")
    late = next(owed for owed in life.case.commitments.values() if owed.kind == "answer" and owed.lapsed)
    life.does("钱总工", "correct", field="lapse", value=late.id)
    lapses = [one for one in told(life) if one.measure == "answer-lapsed"]
    assert [one.count for one in lapses] == [1, -1]
    assert lapses[0].at == lapses[1].at == late.lapsed_at


def test_what_was_counted_under_a_wrong_class_or_kind_moves_with_the_ruling_at_its_own_date() -> None:
    life = a_case(at="answered")
    wrong = life.case.record.class_id
    before = counted(life, class_id=wrong)
    life.until("2026-06-20 10:00")
    life.does("钱总工", "correct", field="class", value="drainage")
    assert not any(counted(life, class_id=wrong).values())
    assert {name: n for name, n in counted(life, class_id="drainage").items() if name in MEASURES} == {
        name: n for name, n in before.items() if name in MEASURES
    }
    dates = {one.at.date() for one in told(life) if one.class_id == "drainage" and one.measure == "answered"}
    assert dates == {one.at.date() for one in told(life) if one.class_id == wrong and one.measure == "answered"}
    life.does("钱总工", "correct", field="kind", value="request")
    assert counted(life, kind="request")["registered"] == 1
    assert counted(life)["registered"] == 1, "one case, counted once"


def test_an_earlier_first_word_makes_the_answer_slower() -> None:
    life = a_case(at="answered")
    before = counted(life)["first-word-to-answer-minutes"]
    earlier = life.case.record.first_word_at - timedelta(days=3)
    life.does("钱总工", "correct", field="first-word", value=to_text(earlier))
    assert counted(life)["first-word-to-answer-minutes"] == before + 3 * 24 * 60
