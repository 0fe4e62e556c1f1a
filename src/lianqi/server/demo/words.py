"""Sentences put together: the slots of a matter are drawn once, so that the answer speaks of the same place."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lianqi.server.demo.cast import Firm
from lianqi.server.demo.material import Material

#: How often a first word ends without a wish.
_PLAIN = 0.3


@dataclass(frozen=True, slots=True)
class Words:
    """The material's sentences, with one stream of chance."""

    material: Material
    chance: random.Random

    def slots(self, firm: Firm, day: date) -> dict[str, str]:
        """What the braces of the sentences stand for in one matter."""
        chance = self.chance
        drawn = {
            "road": firm.places[0],
            "place": chance.choice(firm.places),
            "shop": chance.choice(firm.shops),
            "product": chance.choice(firm.products),
            "n": str(chance.randint(2, 9)),
            "days": str(chance.randint(3, 40)),
            "many": str(chance.randint(2, 32) * 10),
            "wan": str(chance.randint(4, 230) * 2),
            "year": str(day.year),
            "month": f"{(day.month - 2 - chance.randrange(3)) % 12 + 1}月份",
        }
        for name, some in self.material.slots.items():
            drawn[name] = chance.choice(some).format(**drawn)
        return drawn

    def first(self, says: Sequence[str], slots: Mapping[str, str]) -> str:
        """A first word: one of these sentences, and most of the time a wish."""
        said = self.chance.choice(says).format(**slots)
        if self.chance.random() < _PLAIN:
            return said if said[-1] in "。？！" else f"{said}。"
        return f"{said.rstrip('。')}。{self.chance.choice(self.material.wishes)}"

    def phrase(self, name: str, class_id: str, slots: Mapping[str, str]) -> str:
        """One of the sentences of this name: the class's own, where it has some."""
        talk = self.material.classes.get(class_id)
        some = (talk.phrases.get(name) if talk else None) or self.material.phrases[name]
        return self.chance.choice(some).format(**slots)
