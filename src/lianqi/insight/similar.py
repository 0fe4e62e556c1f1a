"""What repeats: texts that are nearly the same, and problems that several enterprises share.

Two questions, two answers. *Near duplicates* are copies: the same words with small changes. *Common problems* are
different words about one matter, from several enterprises; they are counted in matters (件数) and in enterprises
(企业数), because one firm that writes ten times is not ten firms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Any

from lianqi.insight.segment import Segmenter, tells
from lianqi.insight.spelling import key
from lianqi.insight.synonyms import counted_as

COPY = 0.8  # share of common three-character runs from which two texts count as copies
_RUN = 3
_PERMUTATIONS = 64

#: How near (cosine, average over all pairs) the matters of one common problem must be.
TOPIC_NEARNESS = 0.10
_CHARACTERS = 0.35  # the share of nearness that single characters give
_SPREAD = 0.34  # a word that fewer of the matters share does not name their common problem
#: Clustering compares all pairs of one class; above this many the class is cut in portions of this size.
_PORTION = 2_500


@dataclass(frozen=True, slots=True)
class Matter:
    """One text to be compared. `enterprise` is whoever said it, "" unknown.

    Only matters of one `group` are compared. `telling` are words known to decide its class: they count double.
    """

    text: str
    enterprise: str
    group: str
    telling: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommonProblem:
    """Matters (their places in the input) that say one thing.

    `enterprises` counts distinct known enterprises, `unnamed` matters without one; `words` are what they share, most
    telling first; `representative` is the matter nearest to all others; `copies` how many repeat another's words.
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
    """Problems that at least `least` enterprises share, largest first; a matter without a name counts as one more."""
    said = [_said(matter, segmenter) for matter in matters]
    bags = [tuple(map(counted_as, words)) for words in said]
    rarity = _rarity(bags)
    copies = {p: number for number, group in enumerate(near_duplicates([m.text for m in matters])) for p in group}
    groups: dict[str, list[int]] = defaultdict(list)
    for place, matter in enumerate(matters):
        if bags[place]:
            groups[matter.group].append(place)
    found: list[CommonProblem] = []
    for places in groups.values():
        for at in range(0, len(places), _PORTION):
            for members, nearest in _clusters(places[at : at + _PORTION], bags, nearness):
                names = {matters[place].enterprise for place in members} - {""}
                unnamed = sum(not matters[place].enterprise for place in members)
                if len(names) + unnamed < least:
                    continue
                repeated = Counter(copies[place] for place in members if place in copies)
                found.append(
                    CommonProblem(
                        members=members,
                        enterprises=len(names),
                        unnamed=unnamed,
                        words=_as_said(
                            _shared([bags[place] for place in members], rarity), [said[place] for place in members]
                        ),
                        representative=nearest,
                        copies=sum(times - 1 for times in repeated.values()),
                        group=matters[nearest].group,
                    )
                )
    return tuple(sorted(found, key=lambda p: (-(p.enterprises + p.unnamed), -len(p.members), p.members)))


def _said(matter: Matter, segmenter: Segmenter) -> tuple[str, ...]:
    """The words a matter is compared by; those that tell its class stand in it twice more."""
    telling = [word for word in matter.telling if tells(word)]
    return (*segmenter.topics(matter.text), *telling, *telling)


def _as_said(shared: Sequence[str], said: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The shared words as these people said them: of several words for one thing the one that most of them used."""
    used = Counter(word for words in said for word in set(words))
    spelt: dict[str, str] = {}
    for word in sorted(used, key=lambda word: (-used[word], word != counted_as(word), word)):
        spelt.setdefault(counted_as(word), word)
    return tuple(spelt[word] for word in shared)


def _rarity(bags: Sequence[tuple[str, ...]]) -> Mapping[str, float]:
    """How rare each word is in this heap (inverse document frequency)."""
    spread = Counter(word for bag in bags for word in set(bag))
    return {word: log((1 + len(bags)) / times) for word, times in spread.items()}


def _shared(bags: Sequence[tuple[str, ...]], rarity: Mapping[str, float]) -> tuple[str, ...]:
    """The words that two or more of these matters share: the wide-spread here and rare elsewhere first."""
    different = set(bags)  # what is copied says nothing twice
    spread = Counter(word for bag in different for word in set(bag))
    shared = [word for word, times in spread.items() if times >= max(2, _SPREAD * len(different))]
    kept: list[str] = []
    for word in sorted(shared, key=lambda word: (-spread[word] * rarity[word], word)):
        if not any(word in other or other in word for other in kept):
            kept.append(word)
    return tuple(kept[:5])


def _clusters(
    places: Sequence[int], bags: Sequence[tuple[str, ...]], nearness: float
) -> list[tuple[tuple[int, ...], int]]:
    """(members, the one nearest to all others) for each cluster of two or more, by average linkage."""
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(places) < 2:
        return []
    vectors = _vectors([bags[place] for place in places])
    near = (vectors @ vectors.T).toarray()
    distance = np.clip(1.0 - near, 0.0, 1.0)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), method="average")
    clusters: dict[int, list[int]] = defaultdict(list)
    for position, label in enumerate(fcluster(tree, t=1.0 - nearness, criterion="distance")):
        clusters[int(label)].append(position)
    result: list[tuple[tuple[int, ...], int]] = []
    for positions in clusters.values():
        if len(positions) > 1:
            nearest = positions[int(near[np.ix_(positions, positions)].sum(axis=1).argmax())]
            result.append((tuple(places[position] for position in positions), places[nearest]))
    return result


def _vectors(bags: Sequence[tuple[str, ...]]) -> Any:
    """Words, and the characters they are made of: 班车, 乘车 and 公交车 share one; short forms share little else."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    whole = TfidfVectorizer(analyzer=list, sublinear_tf=True).fit_transform(bags)
    parts = TfidfVectorizer(analyzer=lambda bag: list("".join(bag)), sublinear_tf=True).fit_transform(bags)
    return hstack([whole * sqrt(1.0 - _CHARACTERS), parts * sqrt(_CHARACTERS)]).tocsr()


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
