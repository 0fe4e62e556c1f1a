"""Who may do what, and where a case must stand: the law that no mechanism can change, as one table.

A grant is a duty, with the relation to the case that it needs; the enterprise's own acts need the relation `contact`
and no duty. Which role carries which duty is the mechanism's to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lianqi.kernel.cases.states import ENDS, OPEN, Status

_S = Status


@dataclass(frozen=True, slots=True)
class Grant:
    """One way to be entitled: this duty (any, if empty) together with this relation (any, if empty)."""

    duty: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Permit:
    """Who may, in which statuses. `None` as statuses: the case does not exist yet."""

    grants: tuple[Grant, ...]
    statuses: frozenset[Status] | None


def _permit(*grants: Grant, at: frozenset[Status] | None) -> Permit:
    return Permit(grants, at)


ENTERPRISE = Grant(relation="contact")
CENTRE = Grant("triage")
UNIT = Grant("handle", "main_unit")
HEAD = Grant("review", "main_unit")
LEADER_IN_CHARGE = Grant("sign", "main_unit")
ASSISTING = Grant("handle", "assisting_unit")
ANY_OFFICER = Grant("liaise")
OFFICER = Grant("liaise", "officer")
ADJUDICATOR = Grant("adjudicate")
CALLER = Grant("call_back")
LEADER = Grant("lead")
SUPERVISOR = Grant("supervise")
RECORDER = Grant("record")
SYSTEM = Grant(relation="system")
RUNG_OWNER = Grant(duty="@rung")  # the owner of the rung the case stands on

_HANDLING = frozenset({_S.HANDLING})
_WORKING = frozenset({_S.HANDLING, _S.TRACKING})
_UNIT_MAY_ANSWER = frozenset({_S.HANDLING, _S.TRACKING, _S.TABLED, _S.PLANNED})
_ANSWERED_BEFORE = frozenset({_S.ANSWERED, _S.VERIFICATION, _S.CLOSED, _S.SETTLED})
_WAITING_WORD = frozenset({_S.ANSWERED, _S.ON_THE_SPOT})
#: Where a case may be contested for standing there, and where its class may be.
_CONTESTABLE = frozenset({_S.PAUSED, _S.PLANNED, _S.MERGED, _S.HANDLING})
_ANY = frozenset(Status)

PERMITS: Mapping[str, Permit] = MappingProxyType(
    {
        "record": _permit(RECORDER, ANY_OFFICER, CENTRE, ENTERPRISE, at=None),
        "solve-on-the-spot": _permit(OFFICER, at=frozenset({_S.TRIAGE})),
        "not-accept": _permit(CENTRE, at=frozenset({_S.TRIAGE})),
        "classify": _permit(CENTRE, at=frozenset({_S.TRIAGE, _S.HANDLING, _S.PAUSED})),
        "dispatch": _permit(CENTRE, at=frozenset({_S.TRIAGE, _S.PLANNED})),
        "contact": _permit(UNIT, at=frozenset({_S.HANDLING, _S.TRACKING, _S.PAUSED})),
        "return": _permit(UNIT, at=_HANDLING),
        "rule": _permit(ADJUDICATOR, at=frozenset({_S.ADJUDICATION})),
        "transfer": _permit(CENTRE, at=_WORKING),
        "refer": _permit(UNIT, CENTRE, at=_HANDLING),
        "stage-reply": _permit(UNIT, at=_WORKING),
        "ask-extension": _permit(UNIT, at=_HANDLING),
        "decide-extension": _permit(ADJUDICATOR, at=_HANDLING),
        "pause": _permit(UNIT, at=_HANDLING),
        "resume": _permit(UNIT, CENTRE, at=frozenset({_S.PAUSED})),
        "object": _permit(ENTERPRISE, at=_CONTESTABLE),
        "decide-objection": _permit(ADJUDICATOR, at=_CONTESTABLE),
        "supplement": _permit(ENTERPRISE, OFFICER, at=OPEN),
        "withdraw": _permit(ENTERPRISE, at=OPEN),
        "urge": _permit(ENTERPRISE, OFFICER, CENTRE, SUPERVISOR, LEADER, at=OPEN),
        "supervise": _permit(SUPERVISOR, LEADER, at=OPEN),
        "instruct": _permit(LEADER, CENTRE, at=OPEN),
        "take-lead": _permit(LEADER, at=OPEN - {_S.ON_THE_SPOT, _S.ANSWERED, _S.VERIFICATION, _S.MERGED}),
        "draft": _permit(UNIT, at=_UNIT_MAY_ANSWER),
        "review": _permit(HEAD, at=_UNIT_MAY_ANSWER),
        "sign": _permit(LEADER_IN_CHARGE, at=_UNIT_MAY_ANSWER),
        "answer": _permit(UNIT, at=_UNIT_MAY_ANSWER),
        "file-letter": _permit(UNIT, at=_ANSWERED_BEFORE),
        "assist-reply": _permit(ASSISTING, at=OPEN),
        "confirm": _permit(ENTERPRISE, at=_WAITING_WORD | {_S.VERIFICATION}),
        "reject": _permit(ENTERPRISE, at=_WAITING_WORD | {_S.VERIFICATION}),
        "rate": _permit(ENTERPRISE, at=frozenset({_S.VERIFICATION, _S.CLOSED, _S.SETTLED})),
        "call-back": _permit(CALLER, at=_WAITING_WORD),
        "escalate": _permit(CENTRE, OFFICER, LEADER, at=_WORKING | {_S.PLANNED}),
        "resolve": _permit(RUNG_OWNER, at=frozenset({_S.TABLED})),
        "plan": _permit(CENTRE, RUNG_OWNER, at=_WORKING | {_S.TABLED, _S.PLANNED}),
        "merge": _permit(CENTRE, at=frozenset({_S.TRIAGE, _S.HANDLING})),
        "absorb": _permit(CENTRE, at=OPEN - {_S.MERGED}),
        "relay-answer": _permit(SYSTEM, at=frozenset({_S.MERGED})),
        "unmerge": _permit(CENTRE, at=frozenset({_S.MERGED})),
        "link": _permit(CENTRE, OFFICER, UNIT, at=_ANY),
        "close": _permit(CENTRE, at=frozenset({_S.VERIFICATION})),
        "recheck": _permit(CALLER, ENTERPRISE, at=frozenset({_S.CLOSED})),
        "reopen": _permit(ENTERPRISE, CENTRE, ADJUDICATOR, at=frozenset({_S.CLOSED, _S.SETTLED, _S.NOT_ACCEPTED})),
        "correct": _permit(ADJUDICATOR, at=_ANY),
        "recuse": _permit(UNIT, HEAD, ADJUDICATOR, at=OPEN | {_S.CLOSED}),
        "tick": _permit(SYSTEM, at=_ANY - ENDS),
        "move-due": _permit(SYSTEM, at=_ANY - ENDS),
        "succeed": _permit(SYSTEM, at=_ANY),
    }
)

#: Where default leads upward, a leader may do what these duties left undone.
STOOD_IN_FOR = frozenset({"triage", "adjudicate", "call_back", "convene", "consult"})
