"""Editors are told the same shape that the loader holds files to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from lianqi.kernel.mechanism.json_schema import json_schema
from lianqi.kernel.mechanism.rules import DUTIES, Bounds, Lights, Limits
from lianqi.kernel.workdays.durations import UNITS, Duration

SCHEMA = json_schema()
PARTS: dict[str, dict[str, Any]] = {"the file": SCHEMA, **SCHEMA["$defs"]}


def strings(part: Any) -> Iterator[dict[str, Any]]:
    """Every place in the schema that asks for text."""
    if isinstance(part, dict):
        if part.get("type") == "string":
            yield part
        for inner in part.values():
            yield from strings(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from strings(inner)


@pytest.mark.parametrize("name", sorted(PARTS))
def test_every_part_is_closed_and_explained(name: str) -> None:
    """A key that is not known is underlined while it is typed, as the loader would refuse it."""
    assert PARTS[name]["additionalProperties"] is False
    assert PARTS[name]["description"]


@pytest.mark.parametrize(
    ("part", "values"), [("LimitsShape", Limits), ("BoundsShape", Bounds), ("LightsShape", Lights)]
)
def test_every_value_of_the_rules_can_be_written_and_no_other(part: str, values: type) -> None:
    assert set(PARTS[part]["properties"]) == set(values.__dataclass_fields__) == set(PARTS[part]["required"])


def test_editors_offer_the_duties_and_know_what_a_duration_looks_like() -> None:
    offered = [tuple(found["enum"]) for found in strings(SCHEMA) if "enum" in found]
    assert DUTIES in offered
    patterns = {found["pattern"] for found in strings(SCHEMA) if "working days" in found.get("description", "")}
    assert len(patterns) == 1
    pattern = patterns.pop()
    for unit in UNITS:
        assert re.search(pattern, str(Duration(15, unit)))
    assert not [text for text in ("5", "wd", "5 days", "-1wd", "1.5wd") if re.search(pattern, text)]


def test_a_dated_value_may_be_written_in_three_ways() -> None:
    alone, with_source, listed = PARTS["LimitsShape"]["properties"]["contact"]["anyOf"]
    assert alone["type"] == "string"
    assert set(PARTS[with_source["$ref"].rsplit("/", 1)[-1]]["properties"]) == {"value", "from", "reference"}
    assert (listed["type"], listed["items"], listed["minItems"]) == ("array", with_source, 1)


def test_the_schema_is_plain_json_and_always_the_same() -> None:
    assert json.dumps(json_schema(), sort_keys=True) == json.dumps(SCHEMA, sort_keys=True)
