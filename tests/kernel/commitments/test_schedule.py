"""From what was promised to when it is due, when it warns and when its default leads upward."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqi.kernel.chain import canonical_json
from lianqi.kernel.commitments import Schedule, schedule
from lianqi.kernel.instants import to_text
from lianqi.kernel.mechanism.rules import Lights
from lianqi.kernel.workdays.derivation import Derivation
from lianqi.kernel.workdays.durations import Duration
from tests.kernel.workdays.clocks import CHINA, at, local, plain

LIGHTS = Lights(Duration(1, "wd"), Duration(1, "wd"), Duration(3, "wd"))
#: Tuesday 9 June 2026; the Dragon Boat holiday is from the 19th to the 21st.
START = at("2026-06-09 09:30")


def made(*steps: tuple[str, ...], **more: Any) -> Schedule:
    return schedule(start=START, steps=steps, lights=LIGHTS, **{"calendar": CHINA} | more)


def stamp(text: str) -> str:
    return to_text(at(text))


def test_five_working_days_with_their_lights() -> None:
    """Due on the 16th; yellow a working day before, red one after, and up three after, which leaps the holiday."""
    found = made(("limit", "5wd"))
    assert local(found.due) == "Tue 2026-06-16 17:00"
    assert local(found.yellow_at) == "Mon 2026-06-15 17:00"
    assert local(found.red_at) == "Wed 2026-06-17 17:00"
    assert local(found.up_at) == "Mon 2026-06-22 17:00"


def test_an_extension_runs_on_from_the_due_time_that_it_extends() -> None:
    assert local(made(("limit", "5wd"), ("extend", "3wd")).due) == "Mon 2026-06-22 17:00"


def test_a_pause_gives_back_what_was_left() -> None:
    paused = ("pause", stamp("2026-06-10 09:00"), stamp("2026-06-11 09:00"))
    assert local(made(("limit", "5wd"), paused).due) == "Wed 2026-06-17 17:00"


def test_a_pause_after_an_extension_moves_the_extended_date() -> None:
    paused = ("pause", stamp("2026-06-10 09:00"), stamp("2026-06-11 09:00"))
    assert local(made(("limit", "5wd"), ("extend", "2wd"), paused).due) == "Mon 2026-06-22 17:00"


def test_a_date_that_was_promised_stands_as_it_was_promised() -> None:
    assert local(made(("until", stamp("2026-06-12 10:00"))).due) == "Fri 2026-06-12 10:00"


def test_a_limit_shorter_than_its_warning_is_not_yellow_from_the_first_minute() -> None:
    found = made(("limit", "2wh"))
    assert found.yellow_at == found.due > START


def test_what_crosses_into_an_unpublished_year_is_provisional_for_good() -> None:
    """An extension beyond the calendar makes the whole promise provisional, its first limit notwithstanding."""
    known = plain(published_through=date(2026, 6, 17))
    assert not made(("limit", "5wd"), calendar=known).provisional
    assert made(("limit", "5wd"), ("extend", "3wd"), calendar=known).provisional


def test_every_step_that_counts_is_told_and_can_be_read_again() -> None:
    found = made(("limit", "5wd"), ("extend", "3wd"))
    assert [Derivation.from_data(story).at for story in found.why] == [at("2026-06-16 17:00"), found.due]
    assert canonical_json(found.data())


@pytest.mark.parametrize("steps", [(("hope", "5wd"),), (("extend", "5wd"),), (("pause", "a", "b"),)])
def test_what_is_no_step_or_has_nothing_to_stand_on_is_refused(steps: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ValueError, match="not a step"):
        made(*steps)


@settings(max_examples=60)
@given(st.integers(0, 30), st.integers(0, 30), st.sampled_from(["wd", "wh", "d", "h"]))
def test_lights_turn_in_their_order_and_longer_is_never_sooner(count: int, more: int, unit: str) -> None:
    shorter, longer = made(("limit", f"{count}{unit}")), made(("limit", f"{count + more}{unit}"))
    for found in (shorter, longer):
        assert START <= found.yellow_at <= found.due <= found.red_at <= found.up_at
    assert shorter.due <= longer.due


@settings(max_examples=40)
@given(st.integers(1, 20), st.integers(1, 20))
def test_an_extension_of_working_days_is_a_longer_limit(count: int, more: int) -> None:
    assert made(("limit", f"{count}wd"), ("extend", f"{more}wd")).due == made(("limit", f"{count + more}wd")).due
