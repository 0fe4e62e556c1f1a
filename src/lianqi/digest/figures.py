"""The counts of a ledger. Rows, matters and enterprises are three different things and are never added up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lianqi.digest.values import REJECTED, STATES, Digest, Line
from lianqi.digest.wording import unsplit
from lianqi.insight.kind import KINDS, PROBLEM, REQUEST
from lianqi.kernel.enterprises.names import match_key


@dataclass(frozen=True, slots=True)
class Split:
    """Matters counted by kind: 问题 and 诉求 apart, the rest together."""

    name: str
    problems: int
    requests: int
    others: int

    @property
    def all(self) -> int:
        return self.problems + self.requests + self.others


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over one ledger.

    `rows` by state add up to `rows_read`; `kinds` add up to `matters`; so do `classes` and `units`, each with its
    unjudged rest.
    `rejected_because` counts the rejected lines of each reason. `enterprises` counts distinct names among all rows,
    `enterprises_with_matters` among those that said something. `split_rows` had a numbered list in one cell, which was
    taken apart into `split_matters` listed matters; `unsplit_matters` were left whole and may be several.
    """

    rows_read: int
    rows: dict[str, int]
    lines: dict[str, int]
    rejected_because: tuple[tuple[str, int], ...]
    matters: int
    kinds: dict[str, int]
    classes: tuple[Split, ...]
    units: tuple[Split, ...]
    enterprises: int
    enterprises_with_matters: int
    unnamed_matters: int
    split_rows: int
    split_matters: int
    unsplit_matters: int


def figures(digest: Digest) -> Figures:
    """Count. A row with several matters counts once, as the best that became of any of them."""
    best: dict[tuple[int, int], int] = {}
    for line in digest.lines:
        place = (line.form.source, line.form.number)
        best[place] = min(best.get(place, len(STATES)), STATES.index(line.state))
    rows = Counter(STATES[state] for state in best.values())
    states = Counter(line.state for line in digest.lines)
    listed = digest.listed()
    kinds = Counter(line.kind for line in listed)
    names = {match_key(line.form.enterprise) for line in digest.lines} - {""}
    return Figures(
        rows_read=sum(source.rows for source in digest.sources),
        rows={state: rows[state] for state in STATES},
        lines={state: states[state] for state in STATES},
        rejected_because=tuple(Counter(line.reason for line in digest.lines if line.state == REJECTED).most_common()),
        matters=len(listed),
        kinds={kind: kinds[kind] for kind in KINDS if kinds[kind]},
        classes=_splits(digest, [(digest.class_name(digest.top_class(line.class_id)), line) for line in listed]),
        units=_splits(digest, [(digest.unit_name(line.unit) if line.unit else "", line) for line in listed]),
        enterprises=len(names),
        enterprises_with_matters=len({match_key(line.form.enterprise) for line in listed} - {""}),
        unnamed_matters=sum(not line.form.enterprise for line in listed),
        split_rows=len({(line.form.source, line.form.number) for line in digest.lines if line.whole}),
        split_matters=sum(bool(line.whole) for line in listed),
        unsplit_matters=sum(unsplit(line) for line in listed),
    )


def _splits(digest: Digest, named: list[tuple[str, Line]]) -> tuple[Split, ...]:
    counters: dict[str, Counter[str]] = {}
    for name, line in named:
        kind = line.kind if line.kind in (PROBLEM, REQUEST) else ""
        counters.setdefault(name, Counter())[kind] += 1
    splits = [Split(name, c[PROBLEM], c[REQUEST], c[""]) for name, c in counters.items()]
    return tuple(sorted(splits, key=lambda split: (not split.name, -split.all, split.name)))
