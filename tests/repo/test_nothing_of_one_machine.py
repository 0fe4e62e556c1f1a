"""A clone works anywhere: no path of a machine, no host of a registry, no secret stands in the repository."""

from __future__ import annotations

import re
from pathlib import Path

from tests.repo.sources import ROOT, files, name

HOSTS = re.compile(r"pypi\.org|pythonhosted|npmjs\.|yarnpkg|npmmirror|tsinghua|aliyun")
PATHS = re.compile(r"(?<![\w.])/(?:work|root|home|opt|Users|mnt|srv)/\w")
LOCK_OPTIONS = re.compile(r"^\s*--(index|extra-index|find-links|trusted)", re.MULTILINE)
KEYS = re.compile(r"BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}")
#: This file has to name what it looks for.
OTHERS = tuple(path for path in files() if path != Path(__file__))


def text_of(path: Path) -> str:
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode("utf-8", errors="replace")


def test_nothing_belongs_to_one_machine() -> None:
    found = [
        f"{name(path)}, a {what}: {text[max(0, match.start() - 40) : match.end() + 40]!r}"
        for path in OTHERS
        for text in [text_of(path)]
        for what, pattern in (("host", HOSTS), ("path", PATHS), ("key", KEYS))
        for match in pattern.finditer(text)
    ]
    assert found == []


def test_a_lock_names_versions_and_hashes_only() -> None:
    locks = {name(path): path.read_text("utf-8") for path in files(".txt", under="requirements")}
    assert len(locks) > 1
    assert [lock for lock, text in locks.items() if "://" in text or LOCK_OPTIONS.search(text)] == []


def test_nothing_of_the_shared_data_was_copied_here() -> None:
    large = [name(path) for path in files() if path.stat().st_size > 400_000]
    assert large == [], "what is this large is somebody's data"
    assert not (ROOT / "shared").exists()
