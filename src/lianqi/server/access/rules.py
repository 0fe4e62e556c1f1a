"""The rule of an address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from lianqi.kernel.mechanism.rules import DUTIES

Audience = Literal["public", "person", "enterprise", "token"]
View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "lianqi_rule"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may come in: anybody (`public`), who works for the park (`person`), an enterprise's contact, or another
    system with a `token`, which the interface itself looks at.

    `duties`: a person must carry one of them in the park they are working in; none asked if empty.
    """

    audience: Audience
    duties: frozenset[str] = frozenset()

    def admits(self, carried: frozenset[str]) -> bool:
        """Whether somebody of the right audience who carries these duties may come in."""
        return not self.duties or bool(self.duties & carried)


PUBLIC = Rule("public")
SIGNED_IN = Rule("person")
ENTERPRISE = Rule("enterprise")
TOKEN = Rule("token")


def duty(*duties: str) -> Rule:
    """Whoever carries one of these duties. ValueError for a duty that the kernel does not know."""
    unknown = set(duties) - set(DUTIES)
    if unknown or not duties:
        raise ValueError(f"no such duty: {', '.join(sorted(unknown)) or 'none was named'}")
    return Rule("person", frozenset(duties))


def access(rule: Rule) -> Callable[[View], View]:
    """Declare the rule of a view: `@access(duty("triage"))`, or `access(PUBLIC)(LoginView.as_view())` in a urls.py."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, rule)
        return view

    return declare


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The declared rule; None where none was declared, which lets nobody in."""
    rule = getattr(view, _ATTRIBUTE, None)
    return rule if isinstance(rule, Rule) else None
