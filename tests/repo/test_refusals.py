"""Every refusal has a stable code, a sentence in both languages and a test that meets it."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import Any

import pytest

from tests.repo.sources import catalogue, files, name, strings, syntax

CODE = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODES = sorted(catalogue())
#: The first part of a code names its room; a string that begins so and looks like a code is one.
ROOMS = {code.partition(".")[0] for code in CODES}


def named_in(path: Path) -> set[str]:
    """The codes that this file names, known or not."""
    candidates = {text for _, text in strings(syntax(path)) if CODE.fullmatch(text)}
    return {
        text for text in candidates if text.partition(".")[0] in ROOMS and not text.endswith((".yaml", ".py", ".json"))
    }


def spoken(message: Any) -> tuple[str, str]:
    """Both sentences, however the room that says them keeps them."""
    return message if isinstance(message, tuple) else (message.zh, message.en)


def placeholders(sentence: str) -> set[str]:
    """The details a sentence uses, without the language that some of them carry (nearest_zh, nearest_en)."""
    fields = {field for _, field, _, _ in string.Formatter().parse(sentence) if field}
    return {re.sub(r"_(zh|en)$", "", field) for field in fields}


def test_there_are_refusals_to_look_at() -> None:
    assert len(CODES) > 40


@pytest.mark.parametrize("path", files(".py", under="src"), ids=name)
def test_every_code_in_the_source_stands_in_a_catalogue(path: Path) -> None:
    assert sorted(named_in(path) - set(CODES)) == []


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_refused_with_somewhere_and_tested(code: str) -> None:
    said = [name(p) for p in files(".py", under="src") if code in p.read_text("utf-8")]
    assert len(said) > 0
    tests = (*files(".py", ".yaml", under="tests"), *files(".yaml", under="mechanisms"))
    assert any(re.search(rf"{re.escape(code)}(?![\w.-])", p.read_text("utf-8")) for p in tests), "no test meets it"


@pytest.mark.parametrize("code", CODES)
def test_both_sentences_say_the_same_in_their_own_language(code: str) -> None:
    zh, en = spoken(catalogue()[code])
    assert CHINESE.search(zh) and not CHINESE.search(en)
    assert placeholders(zh) == placeholders(en), "both sentences fill in the same details"
    assert zh.rstrip("）)”").endswith(("。", "？", "！")) and len(zh) >= 10
    assert en.rstrip(")”").endswith((".", "?", "!")) and len(en) >= 20


def test_every_http_status_means_something_to_the_caller() -> None:
    odd = {
        code: m.status
        for code, m in catalogue().items()
        if getattr(m, "status", 422) not in {403, 404, 409, 413, 422, 507}
    }
    assert odd == {}
