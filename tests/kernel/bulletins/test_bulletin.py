"""季度通报: the centre drafts it, a leader issues it, and after that it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from lianqi.kernel.bulletins import Bulletin, Draft, Issue, Stage, decide, evolve
from lianqi.kernel.decision import Accepted, Actor, ContentRef, Facts, Outcome, Refused
from tests.kernel.mechanism.files import shipped

RULES = shipped("starter").rules(on=date(2026, 6, 1))
NOW = datetime(2026, 7, 3, 2, tzinfo=UTC)
FILE = ContentRef("f1", "0" * 64)


def asks(bulletin: Bulletin | None, command: Draft | Issue, *, role: str) -> Outcome:
    facts = Facts(Actor("somebody", "person"), "sample", roles=frozenset({role}))
    return decide(command, bulletin, rules=RULES, facts=facts)


def after(bulletin: Bulletin | None, outcome: Outcome) -> Bulletin:
    assert isinstance(outcome, Accepted), outcome
    for event in outcome.events:
        bulletin = evolve(bulletin, type_=event.type, data=event.data, at=NOW)
    assert bulletin is not None
    return bulletin


def draft(**figures: Any) -> Draft:
    return Draft(period="2026Q2", position=9, root="ab" * 32, figures=figures or {"registered": 3})


def test_a_later_draft_takes_the_place_of_an_earlier_one_until_it_is_issued() -> None:
    bulletin = after(None, asks(None, draft(registered=3), role="centre"))
    bulletin = after(bulletin, asks(bulletin, draft(registered=4), role="centre"))
    issued = after(bulletin, asks(bulletin, Issue(number=2, document=FILE), role="principal"))
    assert (issued.stage, issued.number, issued.figures["registered"]) == (Stage.ISSUED, 2, 4)
    assert issued.document == FILE and issued.position == 9
    for command, role in ((draft(), "centre"), (Issue(number=3, document=FILE), "principal")):
        refused = asks(issued, command, role=role)
        assert isinstance(refused, Refused) and refused.code == "bulletin.issued-already"


@pytest.mark.parametrize(("command", "role"), [(draft(), "principal"), (Issue(number=1, document=FILE), "centre")])
def test_who_drafts_does_not_issue_and_who_issues_does_not_draft(command: Draft | Issue, role: str) -> None:
    bulletin = after(None, asks(None, draft(), role="centre"))
    refused = asks(bulletin, command, role=role)
    assert isinstance(refused, Refused) and refused.code == "bulletin.not-yours"


def test_nothing_is_issued_that_nobody_drafted_and_nothing_drafted_from_nothing() -> None:
    assert asks(None, Issue(number=1, document=FILE), role="principal") == Refused("bulletin.not-drafted")
    empty = Draft(period="2026Q2", position=0, root="", figures={})
    assert asks(None, empty, role="centre") == Refused("bulletin.nothing-counted")
