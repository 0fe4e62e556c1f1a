"""How events change a vote. Event data alone decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from lianqi.kernel.ballots.states import Paper, Stage, Vote
from lianqi.kernel.commitments import EVENT_TYPES as COMMITMENT_EVENT_TYPES
from lianqi.kernel.commitments import fold
from lianqi.kernel.decision import Json

#: Event type → what it says.
EVENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "vote-opened": "who may be drawn and who is judged is fixed for this quarter",
        "voters-drawn": "the voters, by the root of the ledger at the position of the opening",
        "paper-handed-in": "an enterprise put its paper ballot into the box",
        "paper-entered": "somebody entered what stands on a paper ballot",
        "ballot-counted": "a ballot counts: two people entered the same, or it came by phone; nobody knows whose",
        "vote-closed": "the vote is over, with its tally",
    }
)


def evolve(vote: Vote | None, *, type_: str, data: Mapping[str, Json], at: datetime) -> Vote:
    """The vote after one event; ValueError for a type that no vote has."""
    if type_ == "vote-opened":
        frame, units = tuple(data["frame"]), tuple(data["units"])
        return Vote(data["period"], units, frame, count=data["count"], too_few=data["too_few"])
    assert vote is not None  # the first event opens it
    if type_ in COMMITMENT_EVENT_TYPES:
        return replace(vote, commitments=fold(vote.commitments, type_, data, at))
    match type_:
        case "voters-drawn":
            voters = tuple(data["voters"])
            return replace(vote, stage=Stage.DRAWN, seed=data["seed"], position=data["position"], voters=voters)
        case "paper-handed-in":
            return replace(vote, handed_in=vote.handed_in | {data["enterprise"]})
        case "paper-entered":
            former = vote.papers.get(data["number"], Paper(data["number"]))
            entered = replace(former, entries={**former.entries, data["by"]: data["marks"]})
            return replace(vote, papers={**vote.papers, entered.number: entered})
        case "ballot-counted":
            counted = replace(vote, ballots=(*vote.ballots, data["marks"]))
            if data["way"] == "phone":
                return replace(counted, by_phone=vote.by_phone + 1)
            paper = replace(vote.papers[data["number"]], counted=True)
            return replace(counted, papers={**vote.papers, paper.number: paper})
        case "vote-closed":
            return replace(vote, stage=Stage.CLOSED)
    raise ValueError(f"not an event of a vote: {type_}")
