"""The drawing shows what the rules do: no step of an example is missing from it, and nothing a bound forbids "
"is in it."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from lianqi.kernel.cases.states import ENDS, Status
from lianqi.kernel.rehearsal.diagram import EDGES, diagram, edges
from lianqi.kernel.rehearsal.example import load_example
from lianqi.kernel.rehearsal.run import run
from tests.kernel.mechanism.files import MECHANISMS, SHIPPED, calendar, shipped, sound

DAY = date(2026, 3, 2)


def drawn(text: str) -> set[tuple[str, str]]:
    """The arrows between statuses in a drawing."""
    return set(re.findall(r"^    (\w+) --> (\w+) :", text, re.MULTILINE))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_step_that_an_example_takes_is_drawn(name: str) -> None:
    mechanism = shipped(name)
    arrows = drawn(diagram(mechanism, on=DAY, lang="zh"))
    for path in sorted((MECHANISMS / name / "examples").glob("*.yaml")):
        states = run(
            load_example(path.read_text("utf-8"), name=path.name), mechanism=mechanism, calendar=calendar()
        ).states
        for before, after in pairwise(state.control.status for state in states):
            if before is not after:
                assert (before.replace("-", "_"), after.replace("-", "_")) in arrows, f"{path.name}: {before} → {after}"


def test_every_status_can_be_reached_and_only_ends_end() -> None:
    reached = {edge.end for edge in EDGES} | {Status.TRIAGE, Status.WITHDRAWN}
    assert reached == set(Status)
    left = {edge.start for edge in EDGES}
    assert set(Status) - left == ENDS - {Status.SETTLED, Status.NOT_ACCEPTED}, "what may be reopened"


@pytest.mark.parametrize(
    ("bound", "forbidden"),
    [
        ("pauses", ("handling", "paused")),
        ("plans", ("handling", "planned")),
        ("reopens", ("closed", "handling")),
        ("redos", ("answered", "handling")),
        ("returns", ("handling", "adjudication")),
    ],
)
def test_what_a_bound_forbids_is_not_drawn(bound: str, forbidden: tuple[str, str]) -> None:
    allowed = sound()
    never = sound((f"{bound}: {{value: {getattr(allowed.rules(on=DAY).bounds, bound)}", f"{bound}: {{value: 0"))
    assert forbidden in drawn(diagram(allowed, on=DAY, lang="zh"))
    assert forbidden not in drawn(diagram(never, on=DAY, lang="zh"))


def test_the_limits_of_the_mechanism_stand_on_the_arrows() -> None:
    text = diagram(sound(("general: {value: 5wd", "general: {value: 7wd")), on=DAY, lang="zh")
    assert "handling --> answered : 答复（7个工作日）" in text
    assert "圆桌会议：3个月内" in text


def test_a_ladder_of_three_has_nothing_to_go_up_to_again() -> None:
    assert len(edges(sound().rules(on=DAY))) == len(edges(shipped("starter").rules(on=DAY))) - 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_file_gives_the_same_text_and_mermaid_can_read_it(lang: str) -> None:
    """A colon or semicolon inside a label ends it for Mermaid."""
    text = diagram(shipped("starter"), on=DAY, lang=lang)
    assert text == diagram(shipped("starter"), on=DAY, lang=lang)
    labels = re.findall(r" --> \w+ : (.*)$", text, re.MULTILINE)
    assert labels and not [label for label in labels if re.search(r"[:;{}]", label)]
    assert (re.search(r"[\u4e00-\u9fff]", "".join(labels)) is not None) == (lang == "zh")
