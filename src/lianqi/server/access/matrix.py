"""The permission matrix as data: what rules, gate and kernel must come to, for its page of reference and its test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from lianqi.kernel.mechanism.rules import DUTIES

AUDIENCES = ("public", "person", "enterprise")
SHOWS = ("nothing", "some", "cases", "found", "case", "park", "people")


@dataclass(frozen=True, slots=True)
class Sight:
    """Who sees a case: duties for the whole park, duties of a unit that has or had it, relations to it."""

    duties: frozenset[str]
    unit: frozenset[str]
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entitled:
    """One way to be entitled to an act: this duty (any, if empty) with this relation (any, if empty)."""

    duty: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """The row of one address. `audience` is public, person, enterprise or token; `scope` the token's."""

    name: str
    audience: str
    duties: frozenset[str]
    scope: str
    shows: str
    ask: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole file. `confidential` maps a duty to the duty of the inspection that it falls to."""

    sees: Mapping[str, Sight]
    acts: Mapping[str, tuple[Entitled, ...]]
    confidential: Mapping[str, str]
    addresses: Mapping[str, Address]


@cache
def matrix() -> Matrix:
    """The file beside this module. ValueError for a row that means nothing."""
    said = yaml.safe_load(files(__package__).joinpath("permissions.yaml").read_text("utf-8"))
    return Matrix(
        sees={
            kind: Sight(*(frozenset(row[part]) for part in ("duties", "unit", "beside")))
            for kind, row in said["sees"].items()
        },
        acts={act: tuple(_entitled(text) for text in row) for act, row in said["acts"].items()},
        confidential={duty: by for by, duties in said["confidential"].items() for duty in duties},
        addresses={name: _address(name, row) for name, row in said["addresses"].items()},
    )


def _entitled(text: str) -> Entitled:
    duty, _, relation = text.partition(" of ")
    return Entitled(duty, relation) if duty in (*DUTIES, "rung") else Entitled("", duty)


def _address(name: str, row: Mapping[str, Any]) -> Address:
    said = row["for"]
    duties = frozenset(said) if isinstance(said, list) else frozenset()
    if row["shows"] not in SHOWS or not duties <= set(DUTIES):
        raise ValueError(f"{name}: {row}")
    if isinstance(said, list):
        return Address(name, "person", duties, "", row["shows"], row.get("ask", ""))
    scope = "" if said in AUDIENCES else said
    return Address(name, "token" if scope else said, duties, scope, row["shows"], row.get("ask", ""))
