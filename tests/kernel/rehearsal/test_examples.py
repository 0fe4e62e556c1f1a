"""The examples that come with each mechanism are run through the real rules, and a false one is caught."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianqi.kernel.cases.permits import PERMITS
from lianqi.kernel.mechanism.problems import MechanismInvalid
from lianqi.kernel.messages import CATALOGUE
from lianqi.kernel.rehearsal.example import load_example
from lianqi.kernel.rehearsal.run import Course, run
from tests.kernel.mechanism.files import MECHANISMS, SHIPPED, calendar, shipped, sound

FILES = sorted(MECHANISMS.glob("*/examples/*.yaml"))

#: Wang Fang of a machining firm rings on a Monday; the centre dispatches on the same day.
CALLED = """
title: {zh: 来电停电, en: A call about power}
given: {zh: 王芳来电说停电。, en: Wang Fang calls about a power cut.}
when:
  - at: 2026-03-02 09:00
    by: centre
    do: record
    with: {channel: phone, case_kind: problem, words: 一早停电}
    expect: {status: triage}
  - at: 2026-03-02 10:00
    by: centre
    do: dispatch
    with: {class_id: power}
    expect: {status: handling, due: {answer: 2026-03-09 17:00}}
"""
OFFICER_RECORDS = ("duties: [triage, supervise", "duties: [record, triage, supervise")


def lived(text: str) -> Course:
    """The example under the sound mechanism, whose centre may record."""
    return run(load_example(text, name="example.yaml"), mechanism=sound(OFFICER_RECORDS), calendar=calendar())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_the_park_gets_what_it_expects(path: Path) -> None:
    course = run(
        load_example(path.read_text("utf-8"), name=path.name), mechanism=shipped(path.parts[-3]), calendar=calendar()
    )
    assert course.mismatches == ()
    assert course.events


@pytest.mark.parametrize("name", SHIPPED)
def test_each_mechanism_has_at_least_six_examples(name: str) -> None:
    assert len([path for path in FILES if path.parts[-3] == name]) >= 6


def test_what_the_examples_call_a_refusal_is_one() -> None:
    refused = {
        step.expect.refused
        for path in FILES
        for step in load_example(path.read_text("utf-8"), name=path.name).shape.when
        if step.expect.refused
    }
    assert refused and refused <= set(CATALOGUE)


def test_a_true_example_has_no_mismatch() -> None:
    assert lived(CALLED).mismatches == ()


@pytest.mark.parametrize(
    ("true", "false", "line", "sentence"),
    [
        (
            "answer: 2026-03-09 17:00",
            "answer: 2026-03-10 17:00",
            10,
            "“answer”的时限：预期2026-03-10 17:00，实际2026-03-09 17:00",
        ),
        ("expect: {status: triage}", "expect: {status: closed}", 5, "事项状态：预期closed，实际triage"),
        (
            "expect: {status: triage}",
            "expect: {refused: case.not-yours}",
            5,
            "是否被拒绝：预期case.not-yours，实际没有",
        ),
        ("expect: {status: triage}", "expect: {owed: []}", 5, "应办事项：预期没有，实际triage"),
        ("expect: {status: triage}", "expect: {says: [answered]}", 5, "写下的记录：预期answered，实际没有"),
        (
            "by: centre\n    do: dispatch",
            "by: handler\n    do: dispatch",
            10,
            "是否被拒绝：预期没有，实际case.not-yours",
        ),
        ("expect: {status: handling,", "expect: {rung: meeting,", 10, "办理层级：预期meeting，实际dispatch"),
        ("expect: {status: handling,", "expect: {accountable: triage,", 10, "当前责任：预期triage，实际handle"),
        ("expect: {status: handling,", "expect: {unit: grid,", 10, "主办单位：预期grid，实际works"),
        ("expect: {status: handling,", "expect: {lapsed: [answer],", 10, "曾经逾期：预期answer，实际没有"),
        ("expect: {status: handling,", "expect: {light: {answer: red},", 10, "“answer”的灯：预期red，实际none"),
        ("expect: {status: handling,", "expect: {provisional: [answer],", 10, "暂定时限：预期answer，实际没有"),
        ("expect: {status: handling,", "expect: {word: silent,", 10, "企业评价：预期silent，实际none"),
    ],
)
def test_a_false_expectation_is_told_with_its_line(true: str, false: str, line: int, sentence: str) -> None:
    assert true in CALLED
    found = [(mismatch.line, mismatch.zh) for mismatch in lived(CALLED.replace(true, false)).mismatches]
    assert any(at == line and sentence in said for at, said in found), found


@pytest.mark.parametrize(
    ("true", "false", "sentence"),
    [
        ("do: dispatch", "do: dispach", "没有“dispach”这个操作（是不是“dispatch”？）"),
        ("by: centre\n    do: dispatch", "by: center\n    do: dispatch", "没有“center”这个角色（是不是“centre”？）"),
        ("{class_id: power}", "{class: power}", "操作“dispatch”没有“class”一项"),
        ("{class_id: power}", "{assisting: [works]}", "操作“dispatch”还缺内容"),
        ("2026-03-02 10:00", "2026-03-01 10:00", "早于上一步"),
        ("words: 一早停电}", "words: 一早停电, first_word_at: 昨天}", "“昨天”不是时间"),
    ],
)
def test_a_step_that_cannot_be_taken_is_told_what_to_write(true: str, false: str, sentence: str) -> None:
    assert true in CALLED
    assert sentence in lived(CALLED.replace(true, false)).mismatches[-1].zh


def test_time_passes_between_steps_as_it_does_in_the_real_system() -> None:
    """Nobody answers: yellow, late, red, up the ladder - each at its own instant, though only one step looks."""
    course = lived(
        CALLED + "  - at: 2026-03-20 09:00\n    expect: {status: tabled, rung: meeting, lapsed: [answer, contact]}\n"
    )
    assert course.mismatches == ()
    turns = [event for event in course.events if event.data.get("kind") == "answer"]
    assert [event.type for event in turns] == ["commitment-made", "light-turned", "lapsed", "light-turned", "raised"]


@pytest.mark.parametrize(
    ("true", "false", "code"),
    [
        ("at: 2026-03-02 09:00", "at: 2026-03-02", "mechanism.moment.bad"),
        ("at: 2026-03-02 09:00", "at: 2026-02-30 09:00", "mechanism.moment.bad"),
        ("expect: {status: triage}", "expect: {state: triage}", "mechanism.key.unknown"),
        ("given: {zh", "givn: {zh", "mechanism.key.unknown"),
        ("    do: record", "\t do: record", "mechanism.yaml.tab"),
    ],
)
def test_an_example_that_cannot_be_read_is_told_where(true: str, false: str, code: str) -> None:
    assert true in CALLED
    with pytest.raises(MechanismInvalid) as refused:
        load_example(CALLED.replace(true, false), name="example.yaml")
    assert code in {problem.code for problem in refused.value.problems}
    assert all(problem.line for problem in refused.value.problems)


def test_the_examples_try_most_of_what_can_be_done() -> None:
    """What no example ever does is nobody's expectation: the list below is short and known."""
    done = {
        step.do
        for path in FILES
        for step in load_example(path.read_text("utf-8"), name=path.name).shape.when
        if step.do
    }
    of_the_clock = {"tick", "move-due", "succeed"}
    assert done <= set(PERMITS)
    assert len(done) >= 20, sorted(set(PERMITS) - done - of_the_clock)
