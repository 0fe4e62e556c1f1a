"""Class proposals learnt from rows that people have labelled: character n-grams and a linear model.

Worth its place once a park has some hundreds of confirmed dispatches; until then `classify` needs no data at all.
The imports are inside the functions because scikit-learn takes a second to load and no web process may carry it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lianqi.insight.spelling import normal


@dataclass(frozen=True, slots=True)
class LearntProposal:
    """The class learnt; `margin` is the distance to the next class (in the model's own unit, 0 or more)."""

    class_id: str
    margin: float


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """What `train` learnt. It holds words of the texts it saw: erase a person's words, train again."""

    _grams: Any
    _model: Any

    def propose(self, texts: Sequence[str]) -> tuple[LearntProposal, ...]:
        """One proposal a text, in order."""
        import numpy as np

        if not texts:
            return ()
        scores = self._model.decision_function(self._grams.transform([normal(text) for text in texts]))
        if scores.ndim == 1:
            scores = np.stack([-scores, scores], axis=1)
        best = np.sort(scores, axis=1)
        return tuple(
            LearntProposal(class_id=str(self._model.classes_[row.argmax()]), margin=float(top[-1] - top[-2]))
            for row, top in zip(scores, best, strict=True)
        )


def train(*, texts: Sequence[str], labels: Sequence[str]) -> TrainedModel:
    """Learn from labelled texts. At least two labels are needed; otherwise ValueError."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    if len(texts) != len(labels) or len(set(labels)) < 2:
        raise ValueError("training needs as many labels as texts and at least two different labels")
    grams = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True, min_df=2 if len(texts) > 200 else 1)
    model = LinearSVC(C=0.5, random_state=0)
    model.fit(grams.fit_transform([normal(text) for text in texts]), list(labels))
    return TrainedModel(_grams=grams, _model=model)
