"""docs/reference is what the code says, and leaves nothing out."""

from __future__ import annotations

import ast
from pathlib import Path

from lianqi.kernel import ballots, bulletins, meetings, visits
from lianqi.kernel.cases.evolve import EVENT_TYPES
from tests.repo.sources import files, syntax


def written() -> set[str]:
    """The types of event that handlers of commands write: the first argument of every `NewEvent` and `say`."""
    calls = (n for p in files(".py", under="src/lianqi/kernel") for n in ast.walk(syntax(p)) if isinstance(n, ast.Call))
    named = (call.args[0] for call in calls if call.args and ast.unparse(call.func).endswith(("NewEvent", ".say")))
    return {name.value for name in named if isinstance(name, ast.Constant)}


def test_every_event_that_is_written_can_be_read_back_and_is_described() -> None:
    assert "recorded" in written()
    beside = {type_ for stream in (ballots, bulletins, meetings, visits) for type_ in stream.EVENT_TYPES}
    assert sorted(written() - set(EVENT_TYPES) - beside) == []


def test_the_check_compares_the_pages_with_the_code(repository: Path) -> None:
    """Writing them takes seconds and is the check's, not every test run's."""
    assert "docs/generate.py --check" in (repository / ".ci" / "check").read_text("utf-8")
