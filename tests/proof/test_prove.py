"""Before a park lives by a mechanism, somebody has walked every way a case can go."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

import pytest
from click.testing import CliRunner

from lianqi.command_line.main import main
from lianqi.kernel.cases import permits, word
from lianqi.kernel.cases.commands import RecordCase
from lianqi.kernel.decision import NewEvent
from lianqi.kernel.mechanism.loader import Mechanism, load
from lianqi.kernel.mechanism.rules import Bounds, CaseRules, Rung, Text
from lianqi.kernel.workdays.calendar_file import load_calendar
from lianqi.proof import explorer
from lianqi.proof.explorer import Walk
from lianqi.proof.moves import Try
from lianqi.proof.properties import PROPERTIES, Report, Violation, prove

MECHANISMS = Path(__file__).parents[2] / "mechanisms"
CHINA = load_calendar((MECHANISMS / "calendars" / "cn.yaml").read_text("utf-8"), name="cn.yaml")


def mechanism(folder: str) -> Mechanism:
    return load((MECHANISMS / folder / "mechanism.yaml").read_text("utf-8"), name=folder)


#: The module: the package hands out its function under the same name.
gate = import_module("lianqi.kernel.cases.decide")
FOLDERS = sorted({path.parent.name for path in MECHANISMS.glob("*/mechanism.yaml")} - {"starter"})


def stands(report: Report) -> None:
    assert report.violations == ()
    assert report.states > 300 and report.transitions > 10_000, "a walk that went nowhere proves nothing"


def test_the_starter_is_proved(starter: tuple[Report, Walk]) -> None:
    stands(starter[0])


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_other_mechanism_of_the_repository_is_proved(folder: str) -> None:
    read = mechanism(folder)
    stands(prove(rules=read.rules(on=date(2026, 3, 2)), calendar=CHINA, names=read.names()))


# --- mechanisms and kernels with one fault each, in a park so small that the walk is short ---


@cache
def smallest_park() -> CaseRules:
    """The starter with as few people and rungs as are still proved, no signatures, and each step once."""
    rules = mechanism("starter").rules(on=date(2026, 3, 2))
    kept = ("liaison", "centre", "handler", "principal", "inspector", "inspection-head")
    roles = {role: rules.roles[role] for role in kept}
    roles["centre"] |= {"adjudicate"}
    once = Bounds(**{spec.name: 1 for spec in fields(Bounds)})
    return replace(rules, roles=MappingProxyType(roles), ladder=rules.ladder[:3], bounds=once, review=False, sign=False)


@contextmanager
def in_the_open() -> Iterator[None]:
    """Nobody reports in confidence: those cases go half the ways again, with the inspection in everybody's place."""
    real = explorer.first_words
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explorer, "first_words", lambda **known: [word for word in real(**known) if not _secret(word)])
        yield


def _secret(word: Try) -> bool:
    return isinstance(word.command, RecordCase) and word.command.confidential


@pytest.fixture
def sound() -> Iterator[CaseRules]:
    with in_the_open():
        yield smallest_park()


def without(rules: CaseRules, duty: str) -> CaseRules:
    roles = {role: duties - {duty} for role, duties in rules.roles.items()}
    return replace(rules, roles=MappingProxyType(roles))


def broken(report: Report) -> set[str]:
    return {violation.property for violation in report.violations}


def of(report: Report, property_: str) -> Iterator[Violation]:
    return (violation for violation in report.violations if violation.property == property_)


def test_the_small_park_without_a_fault_is_proved(sound: CaseRules) -> None:
    report = prove(rules=sound, calendar=CHINA)
    assert report.proved
    assert report.states > 100 and report.transitions > 5_000, "small, and yet every room of the house"


@pytest.fixture(scope="module")
def unattended() -> Report:
    """A park in which nobody rings the enterprises, and no leader stands above the centre."""
    with in_the_open():
        return prove(rules=without(without(smallest_park(), "call_back"), "lead"), calendar=CHINA)


def test_where_nobody_rings_the_enterprise_its_answer_has_no_owner(unattended: Report) -> None:
    found = next(of(unattended, "owner"))
    assert "营商中心回访人员" in found.says.zh
    assert [step.en for step in found.steps] == ["liaison: record → solved on the spot, waiting for the enterprise"]


def test_where_a_silent_enterprise_is_never_asked_its_case_never_ends(unattended: Report) -> None:
    assert "若企业从此不作为，事项将停在这里。" in [violation.says.zh for violation in of(unattended, "end")]


def test_a_park_in_which_nobody_stands_above_the_centre_depends_on_it(unattended: Report) -> None:
    says = {violation.says.en: violation for violation in of(unattended, "end")}
    found = says["If centre falls silent, the case stays for ever."]
    assert len(found.steps) == 1, "recorded, and that is all"


def test_a_rung_whose_owner_is_nobody_is_found_by_the_shortest_way(sound: CaseRules) -> None:
    ladder = (*sound.ladder, Rung("council", Text("理事会", "Council"), "oversee_council", sound.ladder[-1].limit))
    report = prove(rules=replace(sound, ladder=ladder), calendar=CHINA)
    found = next(violation for violation in of(report, "owner") if "oversee_council" in violation.says.zh)
    assert found.steps[-1].zh.endswith("已提级，待议定")
    assert len(found.steps) <= 5


def test_a_unit_that_could_confirm_its_own_work_is_found(sound: CaseRules, monkeypatch: pytest.MonkeyPatch) -> None:
    lax = dict(permits.PERMITS)
    lax["confirm"] = replace(lax["confirm"], grants=(*lax["confirm"].grants, permits.UNIT))
    monkeypatch.setattr(gate, "PERMITS", MappingProxyType(lax))
    report = prove(rules=sound, calendar=CHINA)
    assert broken(report) == {"word"}
    found = next(of(report, "word"))
    assert found.steps[-1].zh == "handler：认可 → 已销号，待回头看"


def test_a_case_struck_off_without_its_enterprise_is_found(sound: CaseRules, monkeypatch: pytest.MonkeyPatch) -> None:
    lax = dict(permits.PERMITS)
    lax["close"] = replace(lax["close"], statuses=permits.OPEN)
    monkeypatch.setattr(gate, "PERMITS", MappingProxyType(lax))
    report = prove(rules=sound, calendar=CHINA)
    found = next(of(report, "word"))
    assert "销号" in found.says.zh
    assert found.steps[-1].en.startswith("centre: strike off")
    assert len(found.steps) == 2, "recorded, struck off: nothing shorter"


def test_a_step_without_its_bound_is_found(sound: CaseRules, monkeypatch: pytest.MonkeyPatch) -> None:
    unbounded = {kind: check for kind, check in gate.CHECKS.items() if kind != "pause"}
    monkeypatch.setattr(gate, "CHECKS", MappingProxyType(unbounded))
    report = prove(rules=sound, calendar=CHINA)
    assert broken(report) == {"bounded"}
    assert (
        report.violations[0].steps[-1].en == "handler: pause (no time left) → clock paused, waiting for the enterprise"
    )


def test_a_default_that_is_passed_over_in_silence_is_found(sound: CaseRules, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time passes and a kernel writes nothing about answers."""
    real = explorer.decide

    def forgetful(command, case, **more):  # type: ignore[no-untyped-def]
        outcome = real(command, case, **more)
        if command.kind != "tick":
            return outcome
        kept = tuple(event for event in outcome.events if (event.type, event.data.get("kind")) != ("lapsed", "answer"))
        return replace(outcome, events=(*kept, NewEvent("urged", {})))

    monkeypatch.setattr(explorer, "decide", forgetful)
    report = prove(rules=sound, calendar=CHINA)
    assert [violation.says.en for violation in of(report, "upward")] == ["Nothing follows when “answer” is not kept."]


def test_an_answer_that_nobody_has_to_ask_about_has_no_clock(sound: CaseRules, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were nobody to owe the striking off of a case whose enterprise kept silent, it would lie still."""
    forgotten = {"promise": lambda self, kind, **more: None if kind == "strike-off" else promise(self, kind, **more)}
    promise = word.Deciding.promise
    monkeypatch.setattr(word.Deciding, "promise", forgotten["promise"])
    found = next(of(prove(rules=sound, calendar=CHINA), "owner"))
    assert found.says.zh == "此时没有在计时的时限。"
    assert found.steps[-1].zh.endswith("待核查销号")


def test_a_control_without_end_is_refused_with_the_way_to_it(sound: CaseRules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorer, "MOST", 40)
    report = prove(rules=sound, calendar=CHINA)
    assert broken(report) == {"bounded"} and not report.proved
    assert "登记" in report.violations[0].steps[0].zh


# --- what the walk rests on ---


def test_a_step_that_read_two_counters_together_would_be_found(
    sound: CaseRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The walk brings one counter to its bound at a time; for a step that weighs two it would not be wide enough."""
    real = gate.CHECKS["pause"]

    def entangled(deciding):  # type: ignore[no-untyped-def]
        if deciding.control.counters.extensions == deciding.control.counters.returns:
            real(deciding)

    monkeypatch.setattr(gate, "CHECKS", MappingProxyType({**gate.CHECKS, "pause": entangled}))
    with pytest.raises(explorer.TooNarrow, match="“pause” reads extensions, pauses, returns"):
        prove(rules=sound, calendar=CHINA)


def test_time_that_read_a_counter_would_be_found(sound: CaseRules, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time passes only where the counters leave every step."""
    real = explorer.decide

    def counting(command, case, **more):  # type: ignore[no-untyped-def]
        return real(command, case, **more) if command.kind != "tick" or case.control.counters.redos < 9 else None

    monkeypatch.setattr(explorer, "decide", counting)
    with pytest.raises(explorer.TooNarrow, match="“tick” reads redos"):
        prove(rules=sound, calendar=CHINA)


def told_of_a_walk() -> str:
    """Everything that was tried in a park without a leader, in its order, and the way to every fault."""
    lines: list[str] = []
    real = explorer.decide

    def listening(command, case, **more):  # type: ignore[no-untyped-def]
        outcome = real(command, case, **more)
        here = case and (case.control.status, case.control.rung, tuple(case.commitments))
        lines.append(f"{sorted(more['facts'].roles)} {command} {here} {type(outcome).__name__}")
        return outcome

    with in_the_open(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(explorer, "decide", listening)
        report = prove(rules=without(smallest_park(), "lead"), calendar=CHINA)
    return "\n".join([*lines, *map(repr, report.violations)])


def test_two_walks_tell_the_same_in_the_same_order(repository: Path) -> None:
    """Python orders its sets anew in every process; two people who prove one mechanism read the same way to a fault."""
    program = "from tests.proof.test_prove import told_of_a_walk; print(told_of_a_walk())"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=repository,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for seed in ("1", "2")
    ]
    first, second = (process.communicate(timeout=120)[0].splitlines() for process in running)
    assert [process.returncode for process in running] == [0, 0]
    assert len(first) > 5_000 and first[-1].startswith("Violation")
    assert [(one, other) for one, other in zip(first, second, strict=True) if one != other] == []


# --- the command line ---


def test_the_shell_says_what_holds_and_shows_the_way_to_what_does_not(tmp_path: Path) -> None:
    text = (MECHANISMS / "starter" / "mechanism.yaml").read_text("utf-8")
    faulty = text
    for whole, other in (
        ("duties: [lead]", "duties: [supervise]"),
        # and shorter to walk
        ("call_backs: {value: 3", "call_backs: {value: 1"),
        ("review: {value: true", "review: {value: false"),
        ("sign: {value: true", "sign: {value: false"),
    ):
        assert whole in faulty
        faulty = faulty.replace(whole, other)
    (tmp_path / "mechanism.yaml").write_text(faulty, "utf-8")
    calendar = str(MECHANISMS / "calendars" / "cn.yaml")
    done = CliRunner().invoke(main, ["prove", str(tmp_path), "--calendar", calendar, "--on", "2026-03-02"])
    assert done.exit_code == 1, done.output
    assert f"[不成立] {PROPERTIES['end'].zh}" in done.output
    assert f"[成立] {PROPERTIES['word'].zh}" in done.output
    assert "1. 企业：登记 → 待分办" in done.output
