"""`lianqi prove --park`: what a park runs by is proved in a shell, and the result stands on its page."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from lianqi.command_line.main import main
from lianqi.kernel.mechanism.rules import Text
from lianqi.proof.properties import Report, Violation
from lianqi.server.mechanisms.models import Proof
from lianqi.server.mechanisms.operations import proving
from tests.server.cases.park import ROOT, open_park


def lianqi(*words: str) -> Result:
    """What somebody types after `lianqi`."""
    return CliRunner().invoke(main, words, catch_exceptions=False)


def test_what_the_park_runs_by_is_proved_and_kept(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    park = open_park()
    monkeypatch.setattr(proving, "prove", lambda **given: Report(712, 157_913, ()))
    done = lianqi("prove", "--park", park.code)
    assert done.exit_code == 0 and "共712个状态" in done.output and "[成立]" in done.output
    assert Proof.objects.get().states == 712


def test_what_does_not_hold_ends_with_one_and_is_kept_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    park = open_park()
    wrong = Violation("end", Text("办不到终点。", "No end is reached."), (Text("陈立交办", "dispatched by 陈立"),))
    monkeypatch.setattr(proving, "prove", lambda **given: Report(3, 5, (wrong,)))
    done = lianqi("prove", "--park", park.code)
    assert done.exit_code == 1 and "[不成立]" in done.output and "陈立交办" in done.output
    assert "办不到终点" in Proof.objects.get().violations


@pytest.mark.parametrize("words", [(), (str(ROOT / "mechanisms" / "starter"), "--park", "sample")])
def test_files_or_a_park_not_both_and_not_neither(words: tuple[str, ...]) -> None:
    asked = lianqi("prove", *words)
    assert asked.exit_code == 2 and "用 --park 写明园区" in asked.output


def test_a_park_that_is_not_there_is_refused_in_words(db: None) -> None:
    refused = lianqi("prove", "--park", "nowhere")
    assert refused.exit_code == 2 and "[calendar.none-published]" in refused.output
