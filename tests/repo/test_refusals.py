"""Every refusal has a stable code, a sentence in both languages and a test that meets it."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from tests.repo.sources import SRC, catalogue, files, name, strings, syntax

CODE = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)+")
#: Names of what a refusal is made with.
REFUSES = re.compile(r"(Refused|Refusal|Error|Invalid|refuse|problem)$")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: What a Chinese sentence that tells its reader what to do cannot do without.
NEXT_STEP = re.compile("请|可|须|应|由|先|再|只能|无需|不必|改|写|选")
CODES = sorted(catalogue())
#: The first part of a code names its room; a string that begins so and looks like a code is one.
ROOMS = {code.partition(".")[0] for code in CODES}


def named_in(path: Path) -> set[str]:
    """The codes that this file names, known or not.

    In the kernel and the engines whatever looks like a code is one. In the server a string like `ledger.event` may
    also be the name of a table; there the first argument of whatever refuses counts.
    """
    if "server" in path.parts or "command_line" in path.parts:
        calls = (node for node in ast.walk(syntax(path)) if isinstance(node, ast.Call) and node.args)
        texts = {
            c.args[0].value
            for c in calls
            if isinstance(c.args[0], ast.Constant) and REFUSES.search(ast.unparse(c.func))
        }
    else:
        texts = {text for _, text in strings(syntax(path))}
    codes = {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}
    return {code for code in codes if code.partition(".")[0] in ROOMS and not code.endswith((".yaml", ".py", ".json"))}


def spoken(message: Any) -> tuple[str, str]:
    """Both sentences, however the room that says them keeps them."""
    return message if isinstance(message, tuple) else (message.zh, message.en)


def placeholders(sentence: str) -> set[str]:
    """The details a sentence uses, without the language that some of them carry (nearest_zh, nearest_en)."""
    fields = {re.sub(r"^(zh|en)$", "name_\\1", field) for _, field, _, _ in string.Formatter().parse(sentence) if field}
    return {re.sub(r"_(zh|en)$", "", field) for field in fields}


def test_there_are_refusals_to_look_at() -> None:
    assert len(CODES) > 40


def test_every_code_in_the_source_stands_in_a_catalogue() -> None:
    unknown = {name(path): named_in(path) - set(CODES) for path in files(".py", under="src")}
    assert {path: codes for path, codes in unknown.items() if codes} == {}


@cache
def constants() -> dict[str, str]:
    """`module.NAME` → the code that stands there as a constant."""
    return {
        f"{module(path)}.{ast.unparse(node.targets[0])}": node.value.value
        for path in files(".py", under="src")
        for node in syntax(path).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value in CODES
    }


def module(path: Path) -> str:
    return ".".join(path.relative_to(SRC).with_suffix("").parts)


def spoken_of(path: Path) -> Counter[str]:
    """How often this file names each code: by itself or by its constant, imported, qualified or its own."""
    tree = syntax(path)
    named = Counter(text for _, text in strings(tree))
    known = constants()
    bound = {
        key.rpartition(".")[2]: code
        for key, code in known.items()
        if SRC in path.parents and key.startswith(module(path) + ".")
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if code := known.get(f"{node.module}.{alias.name}"):
                    bound[alias.asname or alias.name] = code
                inside = f"{node.module}.{alias.name}."
                prefix = alias.asname or alias.name
                bound |= {f"{prefix}.{key.removeprefix(inside)}": known[key] for key in known if key.startswith(inside)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            named.update(filter(None, [bound.get(ast.unparse(node))]))
    return named


def test_every_sentence_is_said_somewhere() -> None:
    said = sum((spoken_of(path) for path in files(".py", under="src")), Counter[str]())
    # As the key of the catalogue, as the value of a constant where it has one, and where something refuses with it.
    least = {code: 3 if code in constants().values() else 2 for code in CODES}
    assert [code for code in CODES if said[code] < least[code]] == [], "nothing refuses with it"


def test_every_code_is_met_by_a_test() -> None:
    met = {code for path in files(".py", under="tests") for code in spoken_of(path)}
    for path in (*files(".yaml", under="tests"), *files(".yaml", under="mechanisms")):
        met |= set(re.findall(r"[a-z][a-z0-9_-]*(?:\.[a-z0-9][a-z0-9_-]*)+", path.read_text("utf-8")))
    assert [code for code in CODES if code not in met] == []


def test_every_refusal_says_what_to_do_next() -> None:
    mute = {
        code: spoken(message)[0] for code, message in catalogue().items() if not NEXT_STEP.search(spoken(message)[0])
    }
    assert mute == {}


def test_both_sentences_say_the_same_in_their_own_language() -> None:
    for code in CODES:
        zh, en = spoken(catalogue()[code])
        assert CHINESE.search(zh) and not CHINESE.search(en), code
        assert placeholders(zh) == placeholders(en), f"{code}: both sentences fill in the same details"
        assert re.search(r"[。？！](（[^）]*）|”|{\w+})?$", zh), f"{code}: a whole sentence"
        assert re.search(r"[.?!]( \([^)]*\)|”|\)| ?{\w+})?$", en), f"{code}: a whole sentence"


def test_every_http_status_means_something_to_the_caller() -> None:
    known = {401, 403, 404, 409, 413, 422, 429, 503, 507}
    assert {code: m.status for code, m in catalogue().items() if getattr(m, "status", 422) not in known} == {}
