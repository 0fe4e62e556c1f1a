"""A mechanism file is read whole: every mistake named with its line, every value of the right day."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.kernel.mechanism.loader import Mechanism, load
from lianqi.kernel.mechanism.problems import SENTENCES, MechanismInvalid
from lianqi.kernel.mechanism.rules import DUTIES
from lianqi.kernel.workdays.durations import Duration
from tests.kernel.mechanism.files import SHIPPED, SOUND, Broken, broken, shipped, sound

BROKEN = broken("shape")


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.path.stem)
def test_a_mistake_is_named_with_its_line_and_what_to_write(file: Broken) -> None:
    with pytest.raises(MechanismInvalid) as refused:
        load(file.text, name=file.path.name)
    problems = [problem for problem in refused.value.problems if problem.code == file.expected]
    assert [problem.line for problem in problems][:1] == [file.line], refused.value
    assert file.zh in problems[0].zh
    assert file.en in problems[0].en
    assert str(refused.value).startswith(f"{file.path.name}:")


def test_every_problem_of_a_file_has_a_broken_file() -> None:
    elsewhere = {
        "mechanism.file.too-large",  # below
        "mechanism.not-in-force",  # below
        "mechanism.not-begun",  # below
        "mechanism.moment.bad",  # test_examples
    }
    assert {file.expected for file in BROKEN} | elsewhere == set(SENTENCES)


def test_all_mistakes_are_told_at_once() -> None:
    text = SOUND.replace("general: {value: 5wd", "general: {value: 5 days").replace(
        "duties: [handle]", "duties: [handel]"
    )
    text = text.replace("pauses: {value: 1", "pauses: {value: many") + "colour: red\ncolour: blue\n"
    with pytest.raises(MechanismInvalid) as refused:
        load(text, name="several.yaml")
    codes = [problem.code for problem in refused.value.problems]
    assert codes == [
        "mechanism.value.unknown",
        "mechanism.duration.bad",
        "mechanism.value.wrong-type",
        "mechanism.key.unknown",
        "mechanism.yaml.duplicate-key",
    ]
    assert [problem.line for problem in refused.value.problems] == sorted(p.line for p in refused.value.problems)


def test_a_file_as_large_as_a_bomb_is_not_read() -> None:
    with pytest.raises(MechanismInvalid, match="超过上限"):
        load("a" * 1_000_001, name="bomb.yaml")


def test_words_of_yaml_1_1_are_words() -> None:
    """`no`, `on` and `12:30` are text as they look; only true and false are switches."""
    mechanism = sound(("[停电,", "[no, on, 12:30, 停电,"))
    assert mechanism.rules(on=date(2026, 1, 1)).classes["power"].words[:3] == ("no", "on", "12:30")


def test_the_digest_is_that_of_the_exact_text() -> None:
    assert sound().digest == hashlib.sha256(SOUND.encode()).hexdigest()
    assert load(SOUND + "\n", name="f").digest != sound().digest
    assert sound().rules(on=date(2026, 1, 1)).digest == sound().digest


@pytest.fixture(name="changing")
def changing_() -> Mechanism:
    """Answers were due in 5 working days, from 1 July in 3."""
    return sound(
        (
            "general: {value: 5wd, reference: decision}",
            "general: [{from: 2026-01-01, value: 5wd, reference: decision}, "
            "{from: 2026-07-01, value: 3wd, reference: decision}]",
        )
    )


@pytest.mark.parametrize(
    ("on", "days"), [(date(2026, 1, 1), 5), (date(2026, 6, 30), 5), (date(2026, 7, 1), 3), (date(2030, 1, 1), 3)]
)
def test_each_day_has_its_own_value(changing: Mechanism, on: date, days: int) -> None:
    assert changing.rules(on=on).limits.answer["general"] == Duration(days, "wd")


def test_a_day_before_the_mechanism_is_refused_in_one_sentence(changing: Mechanism) -> None:
    with pytest.raises(MechanismInvalid) as refused:
        changing.rules(on=date(2025, 12, 31))
    assert [problem.code for problem in refused.value.problems] == ["mechanism.not-begun"]
    assert "施行日期是 2026-01-01" in refused.value.problems[0].zh


def test_a_value_that_begins_later_is_not_guessed() -> None:
    mechanism = sound(
        ("assist: {value: 3wd, reference: decision}", "assist: [{from: 2026-07-01, value: 3wd, reference: decision}]")
    )
    with pytest.raises(MechanismInvalid) as refused:
        mechanism.rules(on=date(2026, 6, 30))
    assert [problem.path for problem in refused.value.problems] == ["limits.assist"]
    assert mechanism.rules(on=date(2026, 7, 1)).limits.assist == Duration(3, "wd")


def test_the_short_form_says_the_same_as_the_long_one() -> None:
    entry = "{from: 2026-01-01, value: 1wd, reference: decision}"
    forms = ["1wd", "{value: 1wd, reference: decision}", entry, f"[{entry}]"]
    limits = [
        sound(("contact: {value: 1wd, reference: decision}", f"contact: {form}"))
        .rules(on=date(2026, 1, 1))
        .limits.contact
        for form in forms
    ]
    assert limits == [Duration(1, "wd")] * 4


def test_a_class_takes_unit_and_complexity_from_the_class_above() -> None:
    below = ", classes: {lamps: {name: {zh: 路灯, en: Lamps}, words: [灯杆, 灯泡, 不亮, 闪, 暗]}}}"
    mechanism = sound(("井盖, 护栏]}", f"井盖, 护栏]{below}"))
    lamps = mechanism.rules(on=date(2026, 1, 1)).classes["lamps"]
    assert (lamps.unit, lamps.complexity, lamps.parent) == ("works", "general", "roads")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_mechanisms_that_come_along_compile(name: str) -> None:
    mechanism = shipped(name)
    rules = mechanism.rules(on=date(2026, 1, 5))
    assert rules.mechanism == name
    assert {duty for duties in rules.roles.values() for duty in duties} == set(DUTIES)
    assert {f"class.{code}" for code in rules.classes} <= set(mechanism.names())
    assert all(rule.unit in mechanism.units() for rule in rules.classes.values())


def test_the_one_to_one_mechanism_says_what_was_published() -> None:
    """Twelve areas, twenty-seven departments, 70 / 20 / 10."""
    mechanism = shipped("xiangtan-one-to-one")
    assert [shape.name.zh for shape in mechanism.shape.classes.values()] == [
        *("基层党建", "优化营商", "助企纾困", "惠企政策", "金融服务", "研发创新"),
        *("外贸提升", "安全环保", "疫情防控", "减税降费", "要素保障", "人才培养"),
    ]
    assert sum(not unit.outside for unit in mechanism.units().values()) == 27
    assert [target.share[-1].value for target in mechanism.shape.targets] == [70, 20, 10]


@given(at=st.integers(0, len(SOUND)), junk=st.text(alphabet=" \t\n:-[]{}&*!#'\"，停0ay", min_size=1, max_size=6))
def test_no_slip_of_the_keyboard_makes_the_loader_fall_over(at: int, junk: str) -> None:
    """Whatever is typed into a file, it loads or every problem has a place and two sentences."""
    try:
        load(SOUND[:at] + junk + SOUND[at:], name="typed.yaml")
    except MechanismInvalid as refused:
        assert refused.problems
        assert all(problem.line >= 1 and problem.zh and problem.en for problem in refused.problems)


def test_the_broken_files_differ_from_the_sound_one_only_in_their_mistake() -> None:
    """A broken file that drifts from the sound one would be broken for the wrong reason."""
    body = SOUND.split("\n", 1)[1].splitlines()
    for file in [*BROKEN, *broken("lint")]:
        lines = [line for line in file.text.splitlines() if not line.startswith("# ")]
        if Path(file.path).stem in {"empty", "not-a-mapping"}:
            continue
        assert len(set(body) ^ set(lines)) <= 6, file.path
