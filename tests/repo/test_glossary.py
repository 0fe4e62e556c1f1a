"""Whoever meets a word of the code finds it in docs/glossary.md, with the Chinese that screens use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from lianqi.kernel.cases.commands import KINDS
from lianqi.kernel.cases.states import Status
from lianqi.kernel.commitments.commitment import State
from lianqi.kernel.mechanism.rules import DUTIES
from lianqi.kernel.mechanism.schema import KINDS as CASE_KINDS
from lianqi.kernel.messages import names
from lianqi.kernel.workdays.durations import UNITS
from tests.repo.sources import ROOT, SRC, files, name, strings, syntax

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def rows(section: str) -> dict[str, str]:
    """identifier → Chinese, of one section; several identifiers may share a row."""
    text = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", GLOSSARY, re.MULTILINE | re.DOTALL)
    assert text is not None, f"docs/glossary.md has no section “{section}”"
    found = {}
    for line in text[1].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            found.update(dict.fromkeys(re.findall(r"`([^`]+)`", cells[0]), cells[1]))
    return found


def promised() -> set[str]:
    """The kinds of promises that the code makes: the first argument of every `promise(...)`."""
    calls = (
        node for path in files(".py", under="src") for node in ast.walk(syntax(path)) if isinstance(node, ast.Call)
    )
    return {
        call.args[0].value
        for call in calls
        if ast.unparse(call.func).endswith("promise") and call.args and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("Commands", set(KINDS)),
        ("Statuses", {status.value for status in Status}),
        ("Duties", set(DUTIES)),
        ("The case", set(CASE_KINDS)),
        ("Promises", {state.value for state in State} | promised()),
        ("Time", set(UNITS)),
    ],
)
def test_every_word_of_the_code_has_its_row(section: str, words: set[str]) -> None:
    found = rows(section)
    assert sorted(words - set(found)) == []
    assert all(CHINESE.search(found[word]) for word in words), "a row without Chinese"


@pytest.mark.parametrize(
    ("section", "words"), [("Commands", set(KINDS)), ("Statuses", {s.value for s in Status}), ("Duties", set(DUTIES))]
)
def test_no_row_outlives_its_word(section: str, words: set[str]) -> None:
    assert sorted(set(rows(section)) - words) == []


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("Commands", names.COMMANDS),
        ("Statuses", names.STATUSES),
        ("Duties", names.DUTIES),
        ("Ends", names.ENDS),
        ("Promises", names.COMMITMENTS),
        ("Promises", {light: words for light, words in names.LIGHTS.items() if light != "none"}),
        ("Promises", {word: words for word, words in names.WORDS.items() if word != "none"}),
    ],
)
def test_screens_say_what_the_glossary_says(section: str, words: Mapping[str, tuple[str, str]]) -> None:
    found = rows(section)
    assert {code: (zh, found.get(code)) for code, (zh, _) in words.items() if zh not in found.get(code, "")} == {}


FORBIDDEN = re.findall(
    r"^\| ([^|]+?) \|", GLOSSARY.partition("## Not on any screen")[2].partition("|---|---|---|")[2], re.M
)
#: Where every string is for people to read. Words that describe what enterprises say (insight, mechanisms) are not.
#: Where a word to avoid only seems to stand: 并案 and 件数 side by side are no 案件.
HARMLESS = re.compile("并案")
SPOKEN = (
    *("src/lianqi/command_line", "src/lianqi/kernel/messages", "src/lianqi/kernel/cases", "src/lianqi/kernel/scoring"),
    *("src/lianqi/kernel/workdays", "src/lianqi/sheets", "src/lianqi/digest", "src/lianqi/verify", "src/lianqi/server"),
)


def test_the_table_of_words_to_avoid_is_read() -> None:
    assert {"案件", "工单", "退件", "默认满意", "the park owes"} <= set(FORBIDDEN)


def spoken(path: Path) -> Iterable[tuple[int, str]]:
    return strings(syntax(path)) if path.suffix == ".py" else enumerate(path.read_text("utf-8").splitlines(), 1)


def test_no_screen_says_what_makes_readers_wince() -> None:
    any_of_them = re.compile("|".join(map(re.escape, FORBIDDEN)))
    found = [
        f"{name(path)}:{line}: {match[0]}"
        for room in SPOKEN
        for path in files(".py", ".html", under=room)
        for line, text in spoken(path)
        for match in any_of_them.finditer(HARMLESS.sub(" ", text))
    ]
    assert found == []


def test_the_sentences_of_mechanisms_are_as_careful() -> None:
    shown = re.compile(r"zh: *[\"']?(.*)")
    for path in files(".yaml", under="mechanisms"):
        for sentence in shown.findall(path.read_text("utf-8")):
            assert not [word for word in FORBIDDEN if word in sentence], f"{name(path)}: {sentence}"


def test_the_rooms_named_here_exist() -> None:
    assert [room for room in SPOKEN if not (SRC.parent / room).is_dir()] == []
