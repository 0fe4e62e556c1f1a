"""What the words themselves propose at 交办台: classes with the words that decided, and cases that look alike.

Plain matching of the mechanism's own words: a web process loads no trained model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from lianqi.kernel.cases.states import OPEN, Status
from lianqi.kernel.mechanism.rules import CaseClass, CaseRules
from lianqi.kernel.workdays.due import due_time
from lianqi.server.cases import gate, search
from lianqi.server.cases.models import Case
from lianqi.server.cases.setting import Setting
from lianqi.server.ledger.queries import read_contents

#: As many as there are keys for.
MOST = 9
#: The last dispatches from which it is seen what this park has most.
_RECENT = 400
_ALIKE = 0.3
_LOOKED_AT = 40
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """One class with the words that decided for it (none: it is only common here), and when the answer would be due."""

    rule: CaseClass
    words: tuple[str, ...]
    due: datetime


@dataclass(frozen=True, slots=True)
class Alike:
    """A case that may be the same matter. `share` of its pairs of characters that both have, in percent; 0 where only
    the enterprise is the same.
    """

    row: Case
    share: int
    same_enterprise: bool

    @property
    def takes_in(self) -> bool:
        """Whether another case may be merged into it; one that is over shows how it was answered."""
        return self.row.status in OPEN and self.row.status != Status.MERGED


def classes(text: str, *, place: Setting, usual: Sequence[str] = ()) -> list[Proposal]:
    """The classes whose words stand in the text, the longest matches first; then those that are usual here."""
    rules = place.rules_for_new()
    plain = search.normalised(text)
    found: list[tuple[int, CaseClass, tuple[str, ...]]] = []
    for one in rules.classes.values():
        words = tuple(word for word in one.words if search.normalised(word) in plain)
        if words:
            found.append((sum(map(len, words)), one, words))
    found.sort(key=lambda each: (-each[0], each[1].id))
    told = [(one, words) for _, one, words in found[:MOST]]
    told += [(rules.classes[id], ()) for id in usual if id in rules.classes and all(id != one.id for one, _ in told)]
    return [Proposal(one, words, _due(one, rules, place)) for one, words in told[:MOST]]


def _due(one: CaseClass, rules: CaseRules, place: Setting) -> datetime:
    return due_time(start=place.now, limit=rules.limits.answer[one.complexity], calendar=place.calendar).at


def usual(principal: gate.Principal) -> list[str]:
    """The classes of the last cases that this principal may see, the most frequent first."""
    recent = gate.visible(principal).exclude(class_id="").order_by("-no")
    count: dict[str, int] = {}
    for id in recent.values_list("class_id", flat=True)[:_RECENT]:
        count[id] = count.get(id, 0) + 1
    return sorted(count, key=lambda id: (-count[id], id))


def alike(principal: gate.Principal, row: Case, text: str, *, words: Sequence[str]) -> list[Alike]:
    """Cases that this principal may see and that may be the same matter: near in words first, of these the open ones,
    then what the same enterprise has open.
    """
    numbers: dict[str, None] = {}
    for phrase in _phrases(text, words):
        numbers |= dict.fromkeys(number for number, _ in islice(search.hits(principal, phrase), _LOOKED_AT))
    numbers.pop(row.no, None)
    seen = gate.visible(principal).exclude(no=row.no)
    near = list(seen.filter(no__in=list(numbers)))
    told = read_contents(park=row.park, ids=[one.words for one in near if one.words])
    own = set(search.bigrams(text))
    found = [
        Alike(one, share, one.enterprise == row.enterprise)
        for one in near
        if (share := _share(own, (told.get(one.words) or b"").decode("utf-8", "replace"))) >= _ALIKE * 100
    ]
    found.sort(key=lambda each: (not each.takes_in, -each.share, each.row.no))
    open_ones = seen.filter(enterprise=row.enterprise, status__in=sorted(OPEN)).order_by("-no")[:_SHOWN]
    known = {each.row.no for each in found}
    return (found[:_SHOWN] + [Alike(one, 0, True) for one in open_ones if one.no not in known])[: _SHOWN + 1]


def _share(own: set[str], text: str) -> int:
    other = set(search.bigrams(text))
    return round(100 * len(own & other) / len(own | other)) if own and other else 0


def _phrases(text: str, words: Sequence[str]) -> list[str]:
    """What to look for: the longest words that decided, and the beginning of what was said."""
    clauses = [search.normalised(clause)[:4] for clause in re.split(r"[，。；、！？,.;!?\s]+", text)]
    wanted = [search.normalised(word) for word in sorted(words, key=len, reverse=True)[:3]] + clauses[:2]
    return list(dict.fromkeys(phrase for phrase in wanted if len(phrase) >= 2))
