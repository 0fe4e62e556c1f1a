"""The rules of a case as `decide` reads them: compiled from a mechanism file, for one date, immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lianqi.kernel.workdays.durations import Duration

#: What a role may be charged with. The law of who may do what is written in duties (`lianqi.kernel.cases.permits`);
#: a mechanism binds its own roles to them.
DUTIES = (
    "record",  # write down what an enterprise says (officer, centre)
    "liaise",  # be an enterprise's officer: solve on the spot, follow for life
    "triage",  # classify, dispatch, transfer, plan, merge, close (service centre)
    "handle",  # do the work of a unit: contact, draft, return, report
    "review",  # head of a unit
    "sign",  # leader in charge: sign answers
    "adjudicate",  # rule on disputed dispatch, extensions, objections, corrections
    "supervise",  # urge and supervise (督办)
    "call_back",  # ring the enterprise; never the unit judged
    "convene",  # bring a case through a meeting (round-table)
    "consult",  # bring a case through the experts
    "lead",  # stand in where a duty lapsed; instruct; take a hard case (包案)
    "inspect",  # confidential reports
    "oversee_inspection",  # stands in for the inspector
    "administer",  # keep the park's people, units and accounts; no case is shown for it
)
#: Without a role for one of these a case has nobody who moves it.
DUTIES_OF_CASES = DUTIES[: DUTIES.index("administer")]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or word in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class CaseClass:
    """A class of cases: the words that tell it, who usually acts and which answer limit applies.

    `words` are the description that proposals are made from; `unit` the code of the usual main unit or "";
    `complexity` a key of `Limits.answer`; `parent` the class above or "".
    """

    id: str
    name: Text
    words: tuple[str, ...]
    unit: str
    complexity: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder. The first two are always on the spot and dispatch; the others wait for a ruling.

    `owner` is the duty that must bring the case to an outcome within `limit`.
    """

    id: str
    name: Text
    owner: str
    limit: Duration


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each commitment may take, from the moment it is made."""

    triage: Duration
    contact: Duration
    answer: Mapping[str, Duration]  # by complexity: consult, general, complex, and classes' own (statutory) keys
    assist: Duration
    redo: Duration
    ruling: Duration
    extension_ruling: Duration
    objection_ruling: Duration
    word: Duration  # from the answer to the call-back, when the enterprise has said nothing
    strike_off: Duration
    recheck_after: Duration  # closed → asked again whether it is still solved
    return_within: Duration  # from dispatch
    extension_ask_before: Duration  # how long before due an extension must be asked
    extension_longest: Duration
    pause_longest: Duration
    stage_reply_longest: Duration  # the next stage reply may be dated no later
    plan_longest: Duration  # a review date may lie no later
    reopen_within: Duration  # from closing
    lead_longest: Duration  # a leader's date for a hard case


@dataclass(frozen=True, slots=True)
class Bounds:
    """How often each step may be taken in one case. Each is at least 0 and at most 9."""

    returns: int
    transfers: int
    extensions: int
    pauses: int
    redos: int
    plans: int
    reopens: int
    stage_replies: int
    reclassings: int
    call_backs: int


@dataclass(frozen=True, slots=True)
class Lights:
    """When a light turns and when default leads upward, relative to each due time."""

    yellow_before: Duration
    red_after: Duration
    up_after: Duration


@dataclass(frozen=True, slots=True)
class CaseRules:
    """Everything of a mechanism that a case needs. `digest` is the SHA-256 of the file, in hex."""

    mechanism: str
    digest: str
    roles: Mapping[str, frozenset[str]]  # role id → duties
    channels: frozenset[str]
    kinds: frozenset[str]  # of problem, request, suggestion, enquiry, complaint
    classes: Mapping[str, CaseClass]
    limits: Limits
    bounds: Bounds
    lights: Lights
    too_few: int  # a rate over fewer than this is shown with its interval and never ranked
    ladder: tuple[Rung, ...]
    review: bool  # an answer needs the unit head
    sign: bool  # an answer needs the leader in charge
    not_accepted_reasons: frozenset[str]
    return_reasons: frozenset[str]
