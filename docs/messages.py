"""The English of the screens. Their own language is Chinese: what a template says stands in it, and is its own key.

Each room keeps its English beside it (`locale/en/LC_MESSAGES/django.po`). `python docs/messages.py` writes every
sentence of the templates and views into these, the new ones without words yet (of the rooms named, otherwise of all);
`--compile` makes of them what Django reads; `--check` says what lacks English or is said no more. Gettext's own tools
are not on a bare machine.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).parent.parent
SERVER = ROOT / "src" / "lianqi" / "server"
#: Its sentences may be said by every room; no other room keeps them again.
SHARED = "ui"
#: One sentence, its plural ("" for none) and the file that says it.
Said = tuple[str, str, str]

_PLAIN = re.compile(r"""(?:\{%\s*translate\s+|\b_\()("([^"]*)"|'([^']*)')""")
_BLOCK = re.compile(r"\{%\s*blocktranslate\b([^%]*)%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.S)
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_CALLS = {"_", "gettext", "gettext_lazy", "ngettext"}


def said(room: str) -> Iterator[Said]:
    """Every sentence of a room's templates and code that is to be translated."""
    for path in sorted((SERVER / room).rglob("*.html")):
        text, name = path.read_text("utf-8"), path.relative_to(ROOT).as_posix()
        for match in _PLAIN.finditer(text):
            yield match[2] or match[3], "", name
        for match in _BLOCK.finditer(text):
            yield _VARIABLE.sub(r"%(\1)s", match[2].strip() if "trimmed" in match[1] else match[2]), "", name
    for path in sorted((SERVER / room).rglob("*.py")):
        yield from _of_code(path)


def own(room: str) -> list[Said]:
    """What a room says beyond the shared sentences."""
    shared = {text for text, _, _ in said(SHARED)} if room != SHARED else set()
    return [one for one in said(room) if one[0] not in shared]


def rooms() -> list[str]:
    """Every room that says something, or has a catalogue."""
    found = sorted(path.name for path in SERVER.iterdir() if path.is_dir())
    return [room for room in found if path_of(room).is_file() or own(room)]


def path_of(room: str) -> Path:
    return SERVER / room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def _of_code(path: Path) -> Iterator[Said]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            texts = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if texts:
                plural = texts[1] if node.func.id == "ngettext" and len(texts) > 1 else ""
                yield texts[0], plural, path.relative_to(ROOT).as_posix()


def catalogue(room: str) -> polib.POFile:
    """A room's English as it stands."""
    return polib.pofile(str(path_of(room)), wrapwidth=110) if path_of(room).is_file() else polib.POFile()


def problems(named: list[str]) -> list[str]:
    """What these rooms say without English, and what their catalogues keep that nobody says any more."""
    found = []
    for room in named:
        entries = {entry.msgid: entry for entry in catalogue(room)}
        now = {text: name for text, _, name in own(room)}
        found += [f"no English: {text!r} ({name})" for text, name in now.items() if not _translated(entries.get(text))]
        found += [f"said no more in {room}: {text!r}" for text in entries if text not in now]
    return found


def _translated(entry: polib.POEntry | None) -> bool:
    return entry is not None and bool(entry.translated())


def write(room: str) -> None:
    """Bring a room's catalogue up to what is said now; English that is there stays."""
    old = {entry.msgid: entry for entry in catalogue(room)}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    seen: dict[str, polib.POEntry] = {}
    for text, plural, name in own(room):
        if text not in seen:
            entry = polib.POEntry(msgid=text, msgid_plural=plural, occurrences=[])
            if plural:
                entry.msgstr_plural = old[text].msgstr_plural if text in old else {0: "", 1: ""}
            else:
                entry.msgstr = old[text].msgstr if text in old else ""
            if "%(" in text or "%d" in text:
                entry.flags = ["python-format"]
            seen[text] = entry
        if (name, "") not in seen[text].occurrences:
            seen[text].occurrences.append((name, ""))
    new.extend(sorted(seen.values(), key=lambda entry: (entry.occurrences[0][0], entry.msgid)))
    path_of(room).parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path_of(room)))


def main(arguments: list[str]) -> int:
    named = [argument for argument in arguments if not argument.startswith("--")] or rooms()
    if "--compile" in arguments:
        for room in rooms():
            catalogue(room).save_as_mofile(str(path_of(room).with_suffix(".mo")))
        return 0
    if "--check" not in arguments:
        for room in named:
            write(room)
    found = problems(named)
    print("\n".join(found) or "every sentence has its English")
    return 1 if found and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
