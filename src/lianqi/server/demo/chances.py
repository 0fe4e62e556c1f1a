"""Drawing lots: everything of the demo that could have been otherwise comes from one seed."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def weighted(chance: random.Random, of: Mapping[T, float]) -> T:
    """One of these, each as likely as its weight."""
    (drawn,) = chance.choices(list(of), weights=list(of.values()))
    return drawn


def one_of(chance: random.Random, some: Sequence[T], weights: Sequence[float]) -> T:
    """One of these, by the weight in the same place."""
    (drawn,) = chance.choices(some, weights=weights)
    return drawn


def about(chance: random.Random, middle: float, spread: float) -> float:
    """A positive number around `middle` (its median); `spread` is the standard deviation of its logarithm."""
    return middle * math.exp(chance.gauss(0, spread))
