"""What an actor may do by office: the duties that a mechanism binds to the roles they hold."""

from __future__ import annotations

from collections.abc import Set

from lianqi.kernel.decision import Facts, Refused
from lianqi.kernel.mechanism.rules import CaseRules


def carried(*, facts: Facts, rules: CaseRules) -> frozenset[str]:
    """Every duty that the actor carries; a role that the mechanism does not know carries none."""
    return frozenset[str]().union(*(rules.roles.get(role, ()) for role in facts.roles))


def not_theirs(*, needed: Set[str], facts: Facts, rules: CaseRules, code: str) -> Refused | None:
    """The refusal `code`, which names who may, unless the actor carries one of these duties.

    Where no duty is needed the act is the system's own, and everybody else is refused.
    """
    may = facts.actor.kind == "system" if not needed else not needed.isdisjoint(carried(facts=facts, rules=rules))
    return None if may else Refused(code, {"who": sorted(needed) or ["system"]})
