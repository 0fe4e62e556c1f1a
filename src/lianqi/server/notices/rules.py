"""Who is told what: the whole of it, as one table. A row names an event, what it is called as a notice, and to whom.

Nobody is told of what they did themselves, nor of a case that they may not see (`recipients`): of a confidential one
only the inspection and who reported it. The words stand in `texts`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

#: Audiences. Whoever carries the commitment's duty …
DEBTOR = "debtor"
#: … the handlers, the head and the leader in charge of the unit it is about (otherwise the main unit) …
HANDLERS, HEAD, LEADER = "handle", "review", "sign"
#: … the handlers of the unit that had it before, the centre, the leader named, the enterprise's officers …
FORMER, CENTRE, NAMED, OFFICER = "former", "triage", "named", "officer"
#: … and the enterprise's own contact.
CONTACT = "contact"
#: Beside the cases: the host of the reception day and who was it before, the handlers of what is on its agenda, the
#: contacts of those drawn to vote, who stands in, who is on leave.
HOST, FORMER_HOST, ITEMS, VOTERS, STAND_IN, ABSENT = "host", "former-host", "items", "voters", "stand-in", "absent"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `only`: the event's data must have one of these values. `urgent`: it goes out at once by default.

    `group`: 1 tells the chat group of the unit, 2 that of the whole park as well.
    """

    event: str
    notice: str
    to: tuple[str, ...]
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    urgent: bool = False
    group: int = 0


_PARK_WORK = ("triage", "ruling", "extension-ruling", "objection-ruling", "outcome", "word", "strike-off")

TABLE: tuple[Rule, ...] = (
    # somebody owes something; what else a dispatch promises (首次联系) is told with its answer
    Rule("commitment-made", "made", (DEBTOR, HEAD), {"kind": ("answer",)}, group=1),
    Rule("commitment-made", "made", (DEBTOR,), {"kind": ("assist",)}, group=1),
    Rule("commitment-made", "made", (DEBTOR,), {"kind": _PARK_WORK}),
    # lights; default leads upward
    Rule("light-turned", "yellow", (DEBTOR,), {"light": ("yellow",)}, group=1),
    Rule("light-turned", "red", (DEBTOR, HEAD), {"light": ("red",)}, urgent=True, group=2),
    Rule("raised", "raised", (DEBTOR, HEAD, LEADER), urgent=True, group=2),
    # inside a unit
    Rule("drafted", "draft-up", (HEAD,), {"stage": ("reviewing",)}),
    Rule("drafted", "draft-up", (LEADER,), {"stage": ("signing",)}),
    Rule("reviewed", "draft-up", (LEADER,)),
    Rule("draft-sent-back", "sent-back", (HANDLERS,)),
    Rule("extension-granted", "extended", (HANDLERS,)),
    Rule("extension-refused", "extension-refused", (HANDLERS,)),
    Rule("transferred", "moved-away", (FORMER,)),
    # from above
    Rule("urged", "urged", (HANDLERS,), group=1),
    Rule("supervised", "supervised", (HANDLERS, HEAD, LEADER), group=2),
    Rule("instructed", "instructed", (HANDLERS, HEAD, LEADER)),
    Rule("led", "led", (NAMED, HANDLERS, HEAD)),
    # what the enterprise says
    Rule("supplemented", "supplemented", (HANDLERS,)),
    Rule("confirmed", "confirmed", (HANDLERS, OFFICER)),
    Rule("rejected", "rejected", (HANDLERS, HEAD, OFFICER)),
    Rule("withdrawn", "withdrawn", (HANDLERS, CENTRE)),
    Rule("answered", "answered", (OFFICER,)),
    # what the enterprise is told
    Rule("recorded", "your-recorded", (CONTACT,)),
    Rule("not-accepted", "your-not-accepted", (CONTACT,)),
    Rule("dispatched", "your-dispatched", (CONTACT,)),
    Rule("transferred", "your-dispatched", (CONTACT,)),
    Rule("resolved", "your-dispatched", (CONTACT,), {"outcome": ("dispatch",)}),
    Rule("reclassed", "your-reclassed", (CONTACT,)),
    Rule("referred", "your-referred", (CONTACT,)),
    Rule("stage-replied", "your-stage-reply", (CONTACT,)),
    Rule("paused", "your-paused", (CONTACT,)),
    Rule("resumed", "your-resumed", (CONTACT,)),
    Rule("extension-granted", "your-extended", (CONTACT,)),
    Rule("planned", "your-planned", (CONTACT,)),
    Rule("merged", "your-merged", (CONTACT,)),
    Rule("unmerged", "your-unmerged", (CONTACT,)),
    Rule("objection-decided", "your-objection", (CONTACT,)),
    Rule("escalated", "your-escalated", (CONTACT,)),
    Rule("answered", "your-answered", (CONTACT,)),
    Rule("letter-filed", "your-letter", (CONTACT,), {"occasion": ("afterwards",)}),
    Rule("closed", "your-closed", (CONTACT,)),
)


#: A draft lies before whoever judges it, until one of these happens to it.
DRAFT_UP = "draft-up"
DRAFT_MOVED_ON = frozenset({"drafted", "reviewed", "draft-sent-back", "answered"})

#: What an office owes that has no unit lies before everybody of the office on their desk. Of that they are told once,
#: how much waits (`WAITING`), and again when more came or time presses; never case by case.
WAITING = "waiting"
_QUEUED = frozenset({"made", "yellow", "red"})

#: The same for what happens beside the cases, by kind of stream. Of visits that fall due an officer is told once, for
#: all their enterprises together (`operations.visits_due`).
BESIDE: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "meeting": (
            Rule("meeting-planned", "meeting-called", (HOST,)),
            Rule("meeting-moved", "meeting-moved", (HOST,)),
            Rule("meeting-moved", "item-moved", (ITEMS, OFFICER)),
            Rule("host-changed", "meeting-called", (HOST,)),
            Rule("host-changed", "meeting-hosted-by-another", (FORMER_HOST,)),
            Rule("item-put-on", "item-put-on", (ITEMS,)),
            Rule("item-rolled-over", "item-rolled-over", (ITEMS,)),
            Rule("enterprise-invited", "meeting-invited", (OFFICER,)),
            Rule("commitment-made", "beside-made", (DEBTOR,)),
            Rule("light-turned", "beside-near", (DEBTOR,), {"light": ("yellow",)}),
            Rule("light-turned", "beside-late", (DEBTOR,), {"light": ("red",)}, urgent=True),
        ),
        "visits": (
            Rule("visit-appointed", "your-visit", (CONTACT,)),
            Rule("visit-day-asked", "visit-day-asked", (OFFICER,)),
            Rule("visit-declined", "visit-declined", (OFFICER,)),
        ),
        "vote": (
            Rule("commitment-made", "beside-made", (DEBTOR,)),
            Rule("voters-drawn", "your-vote", (VOTERS,)),
            # to all who were drawn: whom it leaves out would have voted
            Rule("light-turned", "your-vote-closing", (VOTERS,), {"light": ("yellow",)}),
            Rule("light-turned", "beside-near", (DEBTOR,), {"light": ("yellow",)}),
            Rule("light-turned", "beside-late", (DEBTOR,), {"light": ("red",)}, urgent=True),
        ),
        "registry": (
            Rule("member.stand-in-named", "stand-in", (STAND_IN,)),
            Rule("member.stand-in-ended", "stand-in-ended", (STAND_IN, ABSENT)),
        ),
    }
)


def _by_event(table: tuple[Rule, ...]) -> Mapping[str, tuple[Rule, ...]]:
    rows: dict[str, list[Rule]] = defaultdict(list)
    for rule in table:
        rows[rule.event].append(rule)
    return MappingProxyType({event: tuple(some) for event, some in rows.items()})


_BY_EVENT = _by_event(TABLE)
_BESIDE_BY_EVENT = {kind: _by_event(table) for kind, table in BESIDE.items()}


def rules_for(event: str, data: Mapping[str, object], *, beside: str = "") -> tuple[Rule, ...]:
    """The rows that apply to an event of a case with this data, in the order of the table; or of a stream of the kind
    `beside`.
    """
    by_event = _BESIDE_BY_EVENT.get(beside, {}) if beside else _BY_EVENT
    return tuple(
        rule for rule in by_event.get(event, ()) if all(data.get(key) in values for key, values in rule.only.items())
    )


def waits(rule: Rule, audience: str, data: Mapping[str, object]) -> bool:
    """Whether this is told as one of many that wait for an office."""
    return audience == DEBTOR and rule.notice in _QUEUED and not data.get("unit")
