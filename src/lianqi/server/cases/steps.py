"""Which steps of a case this person may take now, and why not the others: by the kernel's own guard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from lianqi.kernel.cases import Case, guard
from lianqi.kernel.cases.commands import KINDS
from lianqi.kernel.decision import Facts, Refused
from lianqi.kernel.messages import names
from lianqi.server.cases import facts, gate
from lianqi.server.cases.desk import heading
from lianqi.server.cases.setting import Setting
from lianqi.server.ui.refusals import lang, said

#: In the order in which they are offered: what somebody waits for first, what is rare last. None is left out (a test).
ORDER = (
    "dispatch",
    "rule",
    "review",
    "sign",
    "decide-extension",
    "decide-objection",
    "resolve",
    "call-back",
    "close",
    "recheck",
    "contact",
    "draft",
    "answer",
    "assist-reply",
    "file-letter",
    "solve-on-the-spot",
    "stage-reply",
    "resume",
    "pause",
    "ask-extension",
    "return",
    "refer",
    "not-accept",
    "classify",
    "merge",
    "transfer",
    "take-lead",
    "instruct",
    "supervise",
    "urge",
    "escalate",
    "plan",
    "supplement",
    "link",
    "unmerge",
    "reopen",
    "recuse",
    "correct",
    "confirm",
    "reject",
    "rate",
    "object",
    "withdraw",
)
#: Taken by the system, or before there is a case.
NOT_OFFERED = frozenset(KINDS) - frozenset(ORDER)
#: The enterprise's own: nobody in an office ever takes them.
ENTERPRISES_OWN = frozenset({"confirm", "reject", "rate", "object", "withdraw"})
#: Steps that somebody waits for: the first of them that may be taken is the page's main button.
_AWAITED = frozenset(ORDER[:14])
#: What is said beside the case may rest on an older page; everything else is refused as stale.
REBASES = frozenset({"urge", "supplement", "link"})


@dataclass(frozen=True, slots=True)
class Offer:
    """One step. `why` is the guard's sentence where it may not be taken now."""

    kind: str
    label: str
    url: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """What may be taken (`first` of all, then the rest), what may not be yet, and what is others' to take."""

    first: Offer | None
    open: Sequence[Offer]
    later: Sequence[Offer]
    others: Sequence[Offer]


def facts_of(principal: gate.Principal, case: Case, *, place: Setting) -> Facts:
    """What the guard may know of this person, without anything that a command names."""
    return facts.facts_for(principal, case, rules=place.rules_of(case), references={})


def refused(principal: gate.Principal, case: Case, kind: str, *, place: Setting) -> Refused | None:
    """Why this person may not take this step now; None if they may."""
    known = facts_of(principal, case, place=place)
    return guard(kind, case, rules=place.rules_of(case), calendar=place.calendar, facts=known, now=place.now)


def offers(principal: gate.Principal, case: Case, *, place: Setting) -> Offers:
    """Every step of this case for this person."""
    rules, known = place.rules_of(case), facts_of(principal, case, place=place)
    may: list[Offer] = []
    later: list[Offer] = []
    others: list[Offer] = []
    for kind in ORDER:
        no = guard(kind, case, rules=rules, calendar=place.calendar, facts=known, now=place.now)
        if no is None:
            may.append(offer(case, kind))
        elif no.code == "case.not-yours":
            others.append(offer(case, kind, why=said(no.code, no.details)))
        else:
            later.append(offer(case, kind, why=said(no.code, no.details)))
    first = next((one for one in may if _awaited(case, one.kind)), None)
    return Offers(first, [one for one in may if one is not first], later, others)


def _awaited(case: Case, kind: str) -> bool:
    """Whether somebody waits for this step. Whoever was reached once may be rung again, but nobody waits for it."""
    return kind in _AWAITED and (kind != "contact" or bool(case.owed("contact")))


def offer(case: Case, kind: str, *, why: str = "") -> Offer:
    """One step as a button."""
    label = heading(names.COMMANDS[kind][1 if lang() == "en" else 0])
    return Offer(kind, label, reverse("step", args=[case.record.number, kind]), why)
