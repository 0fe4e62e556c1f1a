"""What a command of the demo says: its plain fields, its words, its instants, and what it takes from the matter."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianqi.kernel.cases import Case
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.due import due_time
from lianqi.kernel.workdays.durations import Duration
from lianqi.server.demo.arrivals import Matter
from lianqi.server.demo.cast import Cast
from lianqi.server.demo.chances import weighted
from lianqi.server.demo.material import Move
from lianqi.server.demo.words import Words


class Impossible(Exception):
    """The move needs what this matter does not have: a body outside, another case like it."""


@dataclass(frozen=True, slots=True)
class Payload:
    """Makes the data of moves. `alike`: (class, area) → the number of a case in hand that says the like."""

    words: Words
    cast: Cast
    calendar: Calendar
    chance: random.Random
    alike: Mapping[tuple[str, str], str]

    def of(self, move: Move, matter: Matter, case: Case, *, now: datetime) -> dict[str, Any]:
        """The data of this command. Raises Impossible."""
        data: dict[str, Any] = {
            name: weighted(self.chance, value) if isinstance(value, dict) else value
            for name, value in move.plain.items()
        }
        for name, taken in move.take.items():
            data[name] = self._taken(taken, matter, case)
        for name, length in move.until.items():
            data[name] = due_time(start=now, limit=Duration.parse(length), calendar=self.calendar).at
        for name, phrase in move.say.items():
            # An answer that explains is no answer that solves.
            named = "explained" if name == "answer" and data.get("end") == "explained" else phrase
            data[name] = self.words.phrase(named, matter.class_id, matter.slots)
        return data

    def _taken(self, what: str, matter: Matter, case: Case) -> Any:
        match what:
            case "wrong_unit":
                return self.chance.choice([unit for unit in self.cast.units if unit != matter.unit])
            case "assisting":
                return list(matter.assisting)
            case "assisting_unit":
                return _or_impossible(next(iter(case.record.assisting), ""))
            case "look_alike":
                found = self.alike.get((matter.class_id, matter.firm.area), "")
                return _or_impossible(found if found != matter.number else "")
            case "outside":
                return _or_impossible(matter.outside)
            case "end":
                return "explained" if case.control.word == "rejected" else case.record.end
            case _:
                return getattr(matter, what)


def _or_impossible(found: str) -> str:
    if not found:
        raise Impossible
    return found
