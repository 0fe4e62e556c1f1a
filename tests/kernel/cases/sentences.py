"""A rule of the case as a sentence: where it stands, who does what, and what follows or why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.kernel.cases.world import Life, a_case

Do = tuple[str, str, Mapping[str, Any]]


@dataclass(frozen=True)
class Sentence:
    """At `stage`, after `first`, by `wait`: `who` does `kind`; `writes` these events or is `refused` with this code."""

    says: str
    stage: str
    who: str
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    writes: tuple[str, ...] = ()
    status: str = ""
    refused: str = ""
    first: tuple[Do, ...] = ()
    wait: str = ""

    def life(self) -> Life:
        life = a_case(at=self.stage) if self.stage else Life()
        if self.wait:
            life.until(self.wait)
        for who, kind, data in self.first:
            life.does(who, kind, **data)
        return life


def may(says: str, stage: str, who: str, kind: str, writes: str, status: str, **more: Any) -> Sentence:
    return Sentence(says, stage, who, kind, writes=tuple(writes.split()), status=status, **more)


def may_not(says: str, stage: str, who: str, kind: str, refused: str, **more: Any) -> Sentence:
    return Sentence(says, stage, who, kind, refused=refused, **more)


def d(**data: Any) -> Mapping[str, Any]:
    return data


def check(sentence: Sentence) -> None:
    """It goes as it is said; a refusal changes nothing."""
    life = sentence.life()
    if sentence.refused:
        stood = life.case
        assert life.refusal(sentence.who, sentence.kind, **sentence.data) == sentence.refused
        assert life.case is stood
    else:
        assert life.does(sentence.who, sentence.kind, **sentence.data) == list(sentence.writes)
        assert life.status == sentence.status


def spoken(sentence: Sentence) -> str:
    """How the test is called."""
    return f"{sentence.kind}: {sentence.says}"
