"""The one gate of a vote's rules: may you, may you now, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from lianqi.kernel.ballots import commands
from lianqi.kernel.ballots.commands import Command
from lianqi.kernel.ballots.states import CARDS, STAGES, Marks, Paper, Stage, Vote
from lianqi.kernel.ballots.tally import tally
from lianqi.kernel.commitments import promising
from lianqi.kernel.decision import Accepted, Facts, Json, NewEvent, Outcome, Refused
from lianqi.kernel.instants import to_text
from lianqi.kernel.mechanism.duties import not_theirs
from lianqi.kernel.mechanism.loop import BoardRules
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.sampling import draw, seed_of
from lianqi.kernel.visits.quarters import Quarter
from lianqi.kernel.workdays.calendar import Calendar

#: What a draw is for: part of its seed, so that two draws of one quarter are not the same.
PURPOSE = "board"

#: kind → the duties of which one is needed (none: the system), and the stages; None: before there is a vote.
PERMITS: Mapping[str, tuple[tuple[str, ...], frozenset[Stage] | None]] = MappingProxyType(
    {
        "open": (("supervise",), None),
        "draw": ((), frozenset({Stage.FROZEN})),
        "hand-in": (("triage", "supervise"), frozenset({Stage.DRAWN})),
        "enter-paper": (("triage", "supervise"), frozenset({Stage.DRAWN})),
        "cast": ((), frozenset({Stage.DRAWN})),
        "close": (("supervise",), frozenset({Stage.DRAWN})),
        "tick": ((), frozenset({Stage.FROZEN, Stage.DRAWN})),
    }
)


def decide(
    command: Command,
    vote: Vote | None,
    *,
    rules: CaseRules,
    board: BoardRules,
    calendar: Calendar,
    facts: Facts,
    now: datetime,
) -> Outcome:
    """What follows from `command` on the quarter's vote (None: not yet opened), or why nothing does. Pure."""
    refused = guard(command.kind, vote, rules=rules, facts=facts)
    if refused is not None:
        return refused
    if isinstance(command, commands.Open):
        return _open(command, rules, board, calendar, now)
    assert vote is not None  # guarded
    match command:
        case commands.Draw():
            return _draw(command, vote)
        case commands.HandIn():
            return _hand_in(command, vote)
        case commands.EnterPaper():
            return _enter(command, vote, facts)
        case commands.Cast():
            wrong = _wrong(command.marks, vote)
            return wrong or Accepted((_counted(command.marks, vote, way="phone"),))
        case commands.Close():
            return _close(vote, now)
    until = {"vote": Quarter.parse(vote.period).closes(calendar)}
    ticked = promising.ticked(vote.commitments.values(), until=until, lights=rules.lights, calendar=calendar, now=now)
    return Accepted(tuple(ticked))


def guard(kind: str, vote: Vote | None, *, rules: CaseRules, facts: Facts) -> Refused | None:
    """The first stage of `decide`: may this actor do it (403), and now (409), whatever the payload."""
    duties, stages = PERMITS[kind]
    refused = not_theirs(needed=set(duties), facts=facts, rules=rules, code="vote.not-yours")
    if refused is not None:
        return refused
    if stages is None:
        return None if vote is None else Refused("vote.opened-already", {"period": vote.period})
    if vote is None:
        return Refused("vote.not-opened")
    if vote.stage not in stages:
        zh, en = STAGES[vote.stage]
        return Refused("vote.not-at-this-stage", {"stage": vote.stage.value, "stage_zh": zh, "stage_en": en})
    return None


def _open(command: commands.Open, rules: CaseRules, board: BoardRules, calendar: Calendar, now: datetime) -> Outcome:
    frame = sorted(set(command.frame))
    if not frame:
        return Refused("vote.frame.empty")
    opened: dict[str, Json] = {"period": command.period, "units": list(board.units), "frame": list(frame)}
    opened |= {"count": board.voters, "too_few": board.too_few}
    due = max(now, Quarter.parse(command.period).closes(calendar))
    owed = promising.made(
        kind="vote",
        number=1,
        duty="supervise",
        start=now,
        step=("until", to_text(due)),
        lights=rules.lights,
        calendar=calendar,
    )
    return Accepted((NewEvent("vote-opened", opened), owed))


def _draw(command: commands.Draw, vote: Vote) -> Outcome:
    seed = seed_of(root=command.root, purpose=PURPOSE, period=vote.period)
    voters = draw(vote.frame, count=vote.count, seed=seed)
    said = {"position": command.position, "root": command.root, "seed": seed, "voters": list(voters)}
    return Accepted((NewEvent("voters-drawn", said),))


def _hand_in(command: commands.HandIn, vote: Vote) -> Outcome:
    if command.enterprise not in vote.voters:
        return Refused("vote.voter.unknown")
    if command.enterprise in vote.handed_in:
        return Accepted(())
    return Accepted((NewEvent("paper-handed-in", {"enterprise": command.enterprise}),))


def _enter(command: commands.EnterPaper, vote: Vote, facts: Facts) -> Outcome:
    wrong = _wrong(command.marks, vote)
    if wrong is not None:
        return wrong
    former = vote.papers.get(command.number, Paper(command.number))
    if former.counted:
        return Refused("vote.paper.counted", {"number": command.number})
    if command.number not in vote.papers and len(vote.papers) >= len(vote.handed_in):
        return Refused("vote.paper.more-than-handed-in", {"handed_in": len(vote.handed_in)})
    marks = _full(command.marks, vote)
    said = {"number": command.number, "by": facts.actor.id, "marks": marks}
    events = [NewEvent("paper-entered", said)]
    others = [entry for by, entry in former.entries.items() if by != facts.actor.id]
    if marks in [dict(other) for other in others]:
        events.append(_counted(marks, vote, way="paper", number=command.number))
    return Accepted(tuple(events))


def _close(vote: Vote, now: datetime) -> Outcome:
    left = [paper.number for paper in vote.open_papers]
    missing = len(vote.handed_in) - len(vote.papers)
    if left or missing:
        return Refused("vote.close.papers-open", {"left": left, "missing": missing, "open": len(left)})
    rows = tally(vote.ballots, units=vote.units, too_few=vote.too_few)
    closed: dict[str, Json] = {"tally": [row.data() for row in rows], "ballots": len(vote.ballots)}
    ended = [event for one in vote.commitments.values() if one.is_open for event in promising.discharged(one, now=now)]
    return Accepted((NewEvent("vote-closed", closed), *ended))


def _wrong(marks: Marks, vote: Vote) -> Refused | None:
    unknown = sorted(set(marks) - set(vote.units)) + sorted({card for card in marks.values() if card not in CARDS})
    return Refused("vote.ballot.unknown", {"unknown": unknown}) if unknown else None


def _full(marks: Marks, vote: Vote) -> dict[str, str]:
    return {unit: marks.get(unit, "none") for unit in vote.units}


def _counted(marks: Marks, vote: Vote, **said: Json) -> NewEvent:
    return NewEvent("ballot-counted", {"marks": _full(marks, vote), **said})
