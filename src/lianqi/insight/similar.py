"""What repeats: texts that are nearly the same, and problems that several enterprises share.

Two questions, two answers. *Near duplicates* are copies: the same words with small changes. *Common problems* are different
words about one matter, from several enterprises; they are counted in matters (件数) and in enterprises (企业数), because
one firm that writes ten times is not ten firms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from lianqi.insight.segment import Segmenter, key

COPY = 0.8  # share of common three-character runs from which two texts count as copies
_RUN = 3
_PERMUTATIONS = 64

#: How near (cosine, average over all pairs) the matters of one common problem must be.
TOPIC_NEARNESS = 0.10
_CHARACTERS = 0.35  # the share of nearness that single characters give
#: Clustering compares all pairs of one class; above this many the class is cut in portions of this size.
_PORTION = 2_500


@dataclass(frozen=True, slots=True)
class Matter:
    """One text to be compared. `enterprise` is whoever said it ("" unknown), `group` only matters of one group are compared.

    `telling` are words known to decide its class: they count double.
    """

    text: str
    enterprise: str
    group: str
    telling: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommonProblem:
    """Matters (their places in the input) that say one thing.

    `enterprises` counts distinct known enterprises, `unnamed` matters without one; `words` are what they share, most telling
    first; `representative` is the matter nearest to all others; `copies` how many repeat the words of another one.
    """

    members: tuple[int, ...]
    enterprises: int
    unnamed: int
    words: tuple[str, ...]
    representative: int
    copies: int
    group: str


def near_duplicates(texts: Sequence[str], *, copy: float = COPY) -> tuple[tuple[int, ...], ...]:
    """Groups of places whose texts are copies of each other, larger groups first; single texts are left out.

    `copy` is a Jaccard share of three-character runs. Candidates come from MinHash, each pair is then compared exactly.
    """
    from datasketch import MinHash, MinHashLSH

    runs = [_runs(text) for text in texts]
    index = MinHashLSH(threshold=max(copy - 0.15, 0.1), num_perm=_PERMUTATIONS)
    parent = list(range(len(texts)))
    exact: dict[frozenset[str], int] = {}
    for place, own in enumerate(runs):
        if not own:
            continue
        if own in exact:
            _join(parent, exact[own], place)
            continue
        exact[own] = place
        sketch = MinHash(num_perm=_PERMUTATIONS, seed=1)
        sketch.update_batch([run.encode() for run in sorted(own)])
        for other in sorted(index.query(sketch)):
            if len(own & runs[other]) / len(own | runs[other]) >= copy:
                _join(parent, other, place)
        index.insert(place, sketch, check_duplication=False)
    groups: dict[int, list[int]] = defaultdict(list)
    for place in range(len(texts)):
        groups[_root(parent, place)].append(place)
    found = [tuple(group) for group in groups.values() if len(group) > 1]
    return tuple(sorted(found, key=lambda group: (-len(group), group)))


def common_problems(
    matters: Sequence[Matter], *, segmenter: Segmenter, least: int, nearness: float = TOPIC_NEARNESS
) -> tuple[CommonProblem, ...]:
    """Problems that at least `least` enterprises share (or, where no enterprise is named, `least` matters), largest first."""
    topics = [segmenter.topics(matter.text) for matter in matters]
    copies = _copies([matter.text for matter in matters])
    groups: dict[str, list[int]] = defaultdict(list)
    for place, matter in enumerate(matters):
        if topics[place] or matter.telling:
            groups[matter.group].append(place)
    found: list[CommonProblem] = []
    for group, places in groups.items():
        for at in range(0, len(places), _PORTION):
            portion = places[at : at + _PORTION]
            if len(portion) >= least:
                for members, nearest in _clusters(portion, matters, topics, nearness):
                    problem = _problem(members, nearest, matters, topics, copies, group)
                    if problem.enterprises + problem.unnamed >= least:
                        found.append(problem)
    return tuple(sorted(found, key=lambda p: (-(p.enterprises + p.unnamed), -len(p.members), p.members)))


def _clusters(
    places: Sequence[int], matters: Sequence[Matter], topics: Sequence[tuple[str, ...]], nearness: float
) -> list[tuple[tuple[int, ...], int]]:
    """(members, the one nearest to all others) for each cluster of two or more, by average linkage."""
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    vectors = _vectors([(topics[place], matters[place].telling) for place in places])
    near = (vectors @ vectors.T).toarray()
    distance = np.clip(1.0 - near, 0.0, 1.0)
    np.fill_diagonal(distance, 0.0)
    labels = fcluster(
        linkage(squareform(distance, checks=False), method="average"), t=1.0 - nearness, criterion="distance"
    )
    clusters: dict[int, list[int]] = defaultdict(list)
    for position, label in enumerate(labels):
        clusters[int(label)].append(position)
    result: list[tuple[tuple[int, ...], int]] = []
    for positions in clusters.values():
        if len(positions) > 1:
            nearest = positions[int(near[np.ix_(positions, positions)].sum(axis=1).argmax())]
            result.append((tuple(places[p] for p in positions), places[nearest]))
    return result


def _vectors(bags: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]) -> Any:
    """Words, and the characters they are made of: 班车, 乘车 and 公交车 share one, which is most of what short forms share."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    def words(bag: tuple[tuple[str, ...], tuple[str, ...]]) -> list[str]:
        return [*bag[0], *bag[1], *bag[1]]

    def characters(bag: tuple[tuple[str, ...], tuple[str, ...]]) -> list[str]:
        return [character for word in words(bag) for character in word]

    whole = TfidfVectorizer(analyzer=words, sublinear_tf=True).fit_transform(bags)
    parts = TfidfVectorizer(analyzer=characters, sublinear_tf=True).fit_transform(bags)
    return hstack([whole * sqrt(1.0 - _CHARACTERS), parts * sqrt(_CHARACTERS)]).tocsr()


def _problem(
    members: tuple[int, ...],
    nearest: int,
    matters: Sequence[Matter],
    topics: Sequence[tuple[str, ...]],
    copies: Mapping[int, Hashable],
    group: str,
) -> CommonProblem:
    names = {matters[place].enterprise for place in members} - {""}
    spread: Counter[str] = Counter()
    for place in members:
        spread.update({*topics[place], *matters[place].telling})
    telling = {word for place in members for word in matters[place].telling}
    shared = [word for word, times in spread.items() if times >= 2]
    words = sorted(shared, key=lambda word: (-(spread[word] * (2 if word in telling else 1)), word))[:6]
    seen = Counter(copies[place] for place in members if place in copies)
    return CommonProblem(
        members=members,
        enterprises=len(names),
        unnamed=sum(not matters[place].enterprise for place in members),
        words=tuple(words),
        representative=nearest,
        copies=sum(times - 1 for times in seen.values()),
        group=group,
    )


def _copies(texts: Sequence[str]) -> dict[int, int]:
    return {place: number for number, group in enumerate(near_duplicates(texts)) for place in group}


def _runs(text: str) -> frozenset[str]:
    bare = key(text)
    return frozenset(bare[at : at + _RUN] for at in range(max(len(bare) - _RUN + 1, 1))) if bare else frozenset()


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place


def _join(parent: list[int], a: int, b: int) -> None:
    low, high = sorted((_root(parent, a), _root(parent, b)))
    parent[high] = low
