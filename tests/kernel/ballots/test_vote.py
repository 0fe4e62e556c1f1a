"""红黄榜: a frozen frame, a draw nobody chose, ballots entered twice, a tally that ranks nobody on too few."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.kernel.ballots import KINDS, Vote, decide, evolve, tally
from lianqi.kernel.decision import Accepted, Actor, Facts, Outcome, Refused
from lianqi.kernel.mechanism.loop import BoardRules
from lianqi.kernel.mechanism.rules import Text
from lianqi.kernel.sampling import draw, seed_of
from tests.kernel.mechanism.files import calendar, shipped

RULES = shipped("starter").rules(on=date(2026, 6, 1))
BOARD = BoardRules(Text("红黄榜", "Board"), voters=3, too_few=2, units=("economy", "construction"))
NOW = datetime(2026, 6, 9, 1, 30, tzinfo=UTC)
FRAME = tuple(f"e{at}" for at in range(10))
GOOD, BAD = {"economy": "red", "construction": "red"}, {"economy": "red", "construction": "yellow"}


def asks(vote: Vote | None, kind: str, *, by: str = "chen", role: str = "centre", **data: Any) -> Outcome:
    actor = Actor(by, "system" if role == "system" else "person")
    facts = Facts(actor, "sample", roles=frozenset({role}))
    command = KINDS[kind](**data)
    return decide(command, vote, rules=RULES, board=BOARD, calendar=calendar(), facts=facts, now=NOW)


def after(vote: Vote | None, outcome: Outcome) -> Vote:
    assert isinstance(outcome, Accepted), outcome
    for event in outcome.events:
        vote = evolve(vote, type_=event.type, data=event.data, at=event.at or NOW)
    assert vote is not None
    return vote


def does(vote: Vote | None, kind: str, **data: Any) -> Vote:
    return after(vote, asks(vote, kind, **data))


def drawn() -> Vote:
    vote = does(None, "open", period="2026Q2", frame=FRAME)
    return does(vote, "draw", role="system", position=7, root="ab" * 32)


def test_the_draw_follows_from_the_root_and_outsiders_get_the_same() -> None:
    vote = drawn()
    seed = seed_of(root="ab" * 32, purpose="board", period="2026Q2")
    assert (vote.seed, vote.voters) == (seed, draw(FRAME, count=3, seed=seed))
    again = asks(vote, "draw", role="system", position=8, root="cd" * 32)
    assert isinstance(again, Refused) and again.code == "vote.not-at-this-stage"
    twice = asks(vote, "open", period="2026Q2", frame=FRAME)
    assert isinstance(twice, Refused) and twice.code == "vote.opened-already"
    assert asks(None, "open", period="2026Q2", frame=()) == Refused("vote.frame.empty")


def test_a_paper_ballot_counts_when_two_people_read_the_same_on_it() -> None:
    vote = does(drawn(), "hand-in", enterprise=drawn().voters[0])
    vote = does(vote, "enter-paper", number=1, marks=GOOD)
    assert not vote.ballots, "one person's reading is not enough"
    vote = does(vote, "enter-paper", number=1, marks=GOOD)
    assert not vote.ballots, "nor is the same person's twice"
    vote = does(vote, "enter-paper", number=1, marks=BAD, by="luo")
    assert vote.papers[1].differs() == ("construction",) and not vote.ballots
    vote = does(vote, "enter-paper", number=1, marks=BAD)
    assert vote.papers[1].counted and vote.ballots == (BAD,)
    assert asks(vote, "enter-paper", number=1, marks=GOOD) == Refused("vote.paper.counted", {"number": 1})


def test_no_more_papers_than_enterprises_that_handed_one_in() -> None:
    refused = asks(drawn(), "enter-paper", number=1, marks=GOOD)
    assert refused == Refused("vote.paper.more-than-handed-in", {"handed_in": 0})
    assert asks(drawn(), "hand-in", enterprise="somebody") == Refused("vote.voter.unknown")
    vote = does(drawn(), "hand-in", enterprise=drawn().voters[0])
    open_ = asks(vote, "close")
    assert isinstance(open_, Refused) and open_.code == "vote.close.papers-open"


def test_a_ballot_says_nothing_of_units_that_are_not_judged() -> None:
    for marks in ({"police": "red"}, {"economy": "green"}):
        refused = asks(drawn(), "cast", role="system", marks=marks)
        assert isinstance(refused, Refused) and refused.code == "vote.ballot.unknown"


def test_no_event_says_whose_a_ballot_was() -> None:
    outcome = asks(drawn(), "cast", by="ballot-box", role="system", marks=BAD)
    assert isinstance(outcome, Accepted)
    assert [event.data for event in outcome.events] == [{"marks": BAD, "way": "phone"}]


@pytest.mark.parametrize(
    ("kind", "role", "data"),
    [
        ("open", "handler", {"period": "2026Q2", "frame": FRAME}),
        ("draw", "centre", {"position": 1, "root": ""}),
        ("cast", "centre", {"marks": GOOD}),
        ("close", "liaison", {}),
    ],
)
def test_who_is_judged_or_curious_has_no_hand_in_it(kind: str, role: str, data: dict[str, Any]) -> None:
    refused = asks(None if kind == "open" else drawn(), kind, role=role, **data)
    assert isinstance(refused, Refused) and refused.code == "vote.not-yours"
    assert asks(None, "close") == Refused("vote.not-opened")


def test_closing_writes_the_tally_and_ranks_only_who_has_enough_cards() -> None:
    vote = drawn()
    for marks in ({"economy": "red"}, {"economy": "red", "construction": "yellow"}, {"economy": "yellow"}):
        vote = does(vote, "cast", role="system", marks=marks)
    outcome = asks(vote, "close")
    assert isinstance(outcome, Accepted)
    assert outcome.events[0].data["tally"] == [
        {"unit": "economy", "red": 2, "yellow": 1, "none": 0, "place": 1},
        {"unit": "construction", "red": 0, "yellow": 1, "none": 2, "place": 0},
    ]
    late = asks(after(vote, outcome), "cast", role="system", marks=GOOD)
    assert isinstance(late, Refused) and late.code == "vote.not-at-this-stage"


MARKS = st.fixed_dictionaries({unit: st.sampled_from(["red", "yellow", "none"]) for unit in ("a", "b", "c")})


@given(st.lists(MARKS, max_size=30), st.integers(1, 10))
def test_every_ballot_is_in_every_units_row_once(ballots: list[dict[str, str]], too_few: int) -> None:
    rows = tally(ballots, units=("a", "b", "c"), too_few=too_few)
    assert sorted(row.unit for row in rows) == ["a", "b", "c"]
    for row in rows:
        assert row.red + row.yellow + row.none == len(ballots)
        assert bool(row.place) == (row.cards >= too_few)
        if row.share is not None and row.low is not None and row.high is not None:
            assert row.low <= row.share <= row.high
    placed = [row for row in rows if row.place]
    assert all(one.place <= other.place for one, other in pairwise(placed))
    assert tally(list(reversed(ballots)), units=("a", "b", "c"), too_few=too_few) == rows
