"""Every rule of lint has a file that breaks it, and says what to do about it in both languages."""

from __future__ import annotations

from functools import cache

import pytest

from lianqi.kernel.mechanism.lint import RULES, lint
from lianqi.kernel.mechanism.loader import load
from tests.kernel.mechanism.files import SHIPPED, Broken, broken, shipped, sound

BROKEN = broken("lint")
#: Both tests of a file look at one reading of it.
read = cache(load)


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.path.stem)
def test_a_broken_rule_is_found_where_it_stands_and_said_in_both_languages(file: Broken) -> None:
    mechanism = read(file.text, name=file.path.name)
    found = [finding for finding in lint(mechanism) if finding.rule == file.expected]
    assert [finding.line for finding in found][:1] == [file.line], lint(mechanism)
    assert file.zh in found[0].zh
    assert file.en in found[0].en


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.path.stem)
def test_one_mistake_is_reported_once_and_alone(file: Broken) -> None:
    """A clerk who made one mistake reads one sentence, not a page of consequences."""
    assert [finding.rule for finding in lint(read(file.text, name=file.path.name))] == [file.expected]


def test_the_sound_file_has_nothing_wrong_with_it() -> None:
    assert lint(sound()) == ()


def test_every_rule_has_a_broken_file() -> None:
    assert {file.expected for file in BROKEN} | {"examples-beside"} == set(RULES)


def test_every_rule_says_what_it_asks_for() -> None:
    assert all(says.endswith((".", ".”")) for says in RULES.values())


@pytest.mark.parametrize("name", SHIPPED)
def test_the_mechanisms_that_come_along_are_clean(name: str) -> None:
    assert lint(shipped(name), examples=6) == ()


def test_a_mechanism_without_examples_is_reminded_of_them() -> None:
    found = lint(sound(), examples=2)
    assert [(finding.rule, finding.severity) for finding in found] == [("examples-beside", "warning")]
    assert "examples 文件夹里有2个示例" in found[0].zh
    assert lint(sound(), examples=6) == ()


def test_a_later_value_is_held_to_the_same_rules() -> None:
    """Today's limits are fine; those of next year would make every case yellow from the start."""
    later = "yellow_before: [{from: 2026-01-01, value: 1wd, reference: decision}, "
    mechanism = sound(
        (
            "yellow_before: {value: 1wd, reference: decision}",
            later + "{from: 2027-01-01, value: 9wd, reference: decision}]",
        )
    )
    assert [finding.rule for finding in lint(mechanism)] == ["yellow-fits"]
