"""A draw that anybody can do again."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.kernel.sampling import draw, seed_of

FRAME = st.lists(st.text(min_size=1, max_size=8), max_size=40)


def test_the_rule_as_it_is_written_gives_the_draw() -> None:
    seed = sha256(b"root\nboard\n2026Q2").hexdigest()
    assert seed_of(root="root", purpose="board", period="2026Q2") == seed
    by_hand = sorted(["a", "b", "c", "d"], key=lambda entry: sha256(f"{seed}\n{entry}".encode()).hexdigest())
    assert draw(["d", "a", "c", "b"], count=2, seed=seed) == tuple(by_hand[:2])


@given(FRAME, st.integers(0, 50), st.text(max_size=8))
def test_a_draw_takes_from_the_frame_alone_each_once_and_as_many_as_there_are(
    frame: list[str], count: int, seed: str
) -> None:
    drawn = draw(frame, count=count, seed=seed)
    assert len(drawn) == len(set(drawn)) == min(count, len(set(frame)))
    assert set(drawn) <= set(frame)
    assert draw(list(reversed(frame)), count=count, seed=seed) == drawn, "the order of the frame changes nothing"


@given(FRAME, st.text(max_size=8))
def test_more_voters_are_the_same_voters_and_some_more(frame: list[str], seed: str) -> None:
    assert draw(frame, count=5, seed=seed) == draw(frame, count=9, seed=seed)[:5]


def test_what_could_be_read_in_two_ways_is_no_seed() -> None:
    with pytest.raises(ValueError, match="line feed"):
        seed_of(root="a\nb", purpose="board", period="2026Q2")
    with pytest.raises(ValueError, match="-1"):
        draw(["a"], count=-1, seed="s")


def test_over_many_draws_everybody_has_the_same_chance() -> None:
    frame = [f"e{at}" for at in range(10)]
    times = dict.fromkeys(frame, 0)
    for at in range(2_000):
        for one in draw(frame, count=3, seed=str(at)):
            times[one] += 1
    assert all(500 < count < 700 for count in times.values()), times
