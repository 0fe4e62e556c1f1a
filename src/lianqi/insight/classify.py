"""Which class a text belongs to, proposed from the words that describe each class; no training data needed.

The proposal is a weighing of words that an official can follow: a class scores for each of its words found in the
text, more for longer words, less for words that several classes use, less where the characters only happen to stand
side by side ("路灯" in "公路灯光"). Long words count in part when most of their character pairs are there. When no
class leads clearly, the honest answer is that a person must judge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from lianqi.insight.segment import SCENE, Segmenter
from lianqi.insight.spelling import normal
from lianqi.insight.synonyms import said_instead
from lianqi.kernel.mechanism.rules import CaseClass

#: What a class must score, and by what share it must lead the next, for a proposal to be called sure.
LEAST_SCORE = 0.7
LEAST_MARGIN = 0.12

_FIRST_SAID = 1.15  # people say first what it is about, then what came of it
_ACROSS_WORDS = 0.3  # characters side by side that belong to two other words
_PART_OF_WORD = 0.9  # 公交 in 公交车
_SCENE = 0.7  # 厂房 may be only where it happened
_PARTLY = 0.4
_PARTLY_FROM = 0.66
_NAME_WEIGHT = 0.8
#: A word that a class does not list itself, but that says the same as one it lists.
_SYNONYM = 0.8
_CLAUSE = re.compile(r"[,;.!?。、；\n]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One class with its score and the words of the text that gave it, strongest first."""

    class_id: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassProposal:
    """The proposal: `class_id` is "" where nobody should rely on it; `candidates` are the best classes, best first.

    `margin` is the lead of the first over the second as a share of the first, 0 to 1.
    """

    class_id: str
    candidates: tuple[Candidate, ...]
    margin: float

    @property
    def words(self) -> tuple[str, ...]:
        """The words that decided (or would have)."""
        return self.candidates[0].words if self.candidates else ()


class Classifier:
    """Built once from the classes of a mechanism; `propose` is a pure function of the text."""

    def __init__(self, classes: Mapping[str, CaseClass]) -> None:
        parents = {item.parent for item in classes.values() if item.parent}
        described = {id: item for id, item in classes.items() if item.words or id not in parents}
        self.segmenter = Segmenter(known=(word for item in described.values() for word in item.words))
        self._order = {id: place for place, id in enumerate(described)}
        self._weights: dict[str, dict[str, float]] = {}
        for id, item in described.items():
            for word in item.words:
                self._add(word=normal(word), class_id=id, weight=1.0)
            for word in self.segmenter.topics(item.name.zh):
                self._add(word=word, class_id=id, weight=_NAME_WEIGHT)
        self._add_synonyms()
        self._pairs = {word: frozenset(_pairs(word)) for word in self._weights if len(word) >= 4}

    def _add(self, *, word: str, class_id: str, weight: float) -> None:
        if word:
            owners = self._weights.setdefault(word, {})
            owners[class_id] = max(owners.get(class_id, 0.0), weight)

    def _add_synonyms(self) -> None:
        """What people say instead of a word of a class counts for that class too, unless a mechanism uses it itself."""
        own = dict(self._weights)
        for word, owners in own.items():
            for other in said_instead(word):
                for class_id, weight in owners.items() if other not in own else ():
                    self._add(word=other, class_id=class_id, weight=weight * _SYNONYM)

    def propose(self, text: str) -> ClassProposal:
        """Weigh the text against every class; at most four candidates come back."""
        scores: dict[str, float] = {}
        evidence: dict[str, list[tuple[float, str]]] = {}
        for word, strength in self._found(normal(text)).items():
            owners = self._weights[word]
            for class_id, weight in owners.items():
                value = strength * weight / sqrt(len(owners)) / (1.0 if len(owners) == 1 else len(owners))
                scores[class_id] = scores.get(class_id, 0.0) + value
                evidence.setdefault(class_id, []).append((value, word))
        ranked = sorted(scores, key=lambda id: (-scores[id], self._order[id]))[:4]
        candidates = tuple(Candidate(class_id=id, score=scores[id], words=_strongest(evidence[id])) for id in ranked)
        return _judge(candidates)

    def _found(self, text: str) -> dict[str, float]:
        """Each class word in the text with its strength: longest words first, no character counted twice."""
        words = self.segmenter.words(text)
        starts, ends = {word.start for word in words}, {word.end for word in words}
        first_clause = _CLAUSE.search(text, 4)
        opening = first_clause.start() if first_clause else len(text)
        taken = bytearray(len(text))
        pairs = frozenset(_pairs(text))
        strengths: dict[str, float] = {}
        for word in sorted(self._weights, key=lambda w: (-len(w), w)):
            strength, times, at = 0.0, 0, text.find(word)
            while at >= 0:
                end = at + len(word)
                if not any(taken[at:end]):
                    taken[at:end] = b"\1" * len(word)
                    fit = (at in starts) + (end in ends)
                    whole = (_ACROSS_WORDS, _PART_OF_WORD, 1.0)[fit]
                    times += 1
                    strength = max(strength, whole * (_FIRST_SAID if at < opening else 1.0))
                at = text.find(word, end)
            if times:
                strengths[word] = strength * _length(word) * (1.0 + 0.25 * min(times - 1, 3))
            elif word in self._pairs:
                share = len(self._pairs[word] & pairs) / len(self._pairs[word])
                if share >= _PARTLY_FROM:
                    strengths[word] = _PARTLY * share * _length(word)
        return strengths


def _judge(candidates: tuple[Candidate, ...]) -> ClassProposal:
    if not candidates:
        return ClassProposal(class_id="", candidates=(), margin=0.0)
    first = candidates[0]
    second = candidates[1].score if len(candidates) > 1 else 0.0
    margin = (first.score - second) / first.score
    sure = first.score >= LEAST_SCORE and margin >= LEAST_MARGIN
    return ClassProposal(class_id=first.class_id if sure else "", candidates=candidates, margin=margin)


def _strongest(evidence: list[tuple[float, str]]) -> tuple[str, ...]:
    ranked = sorted(evidence, key=lambda item: (-item[0], item[1]))
    return tuple(word for _, word in ranked[:5])


def _length(word: str) -> float:
    if word in SCENE:
        return _SCENE
    return 0.5 if len(word) == 1 else 1.0 + 0.3 * min(len(word) - 2, 4)


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]
