"""The files these tests read, and how a broken file says what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lianqi.kernel.mechanism.loader import Mechanism, load
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.calendar_file import load_calendar

HERE = Path(__file__).parent
MECHANISMS = HERE.parents[2] / "mechanisms"
SOUND = (HERE / "sound.yaml").read_text("utf-8")
SHIPPED = sorted(path.parent.name for path in MECHANISMS.glob("*/mechanism.yaml"))


@dataclass(frozen=True, slots=True)
class Broken:
    """A file with one mistake; its first lines say which rule or code answers, where, and with which words."""

    path: Path
    text: str
    expected: str
    line: int
    zh: str
    en: str


def broken(folder: str) -> list[Broken]:
    """Every broken file of a folder."""
    return [_read(path) for path in sorted((HERE / "broken" / folder).glob("*.yaml"))]


def _read(path: Path) -> Broken:
    text = path.read_text("utf-8")
    said = dict(re.findall(r"^# (rule|code|line|zh|en): (.*)$", text, re.MULTILINE))
    return Broken(path, text, said.get("rule") or said["code"], int(said["line"]), said["zh"], said["en"])


@cache
def shipped(name: str) -> Mechanism:
    """A mechanism of the mechanisms folder."""
    path = MECHANISMS / name / "mechanism.yaml"
    return load(path.read_text("utf-8"), name=f"{name}/mechanism.yaml")


@cache
def sound(*changes: tuple[str, str]) -> Mechanism:
    """The sound mechanism with some words replaced, each of which must stand in it."""
    text = SOUND
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return load(text, name="sound.yaml")


@cache
def calendar() -> Calendar:
    """The published calendar."""
    return load_calendar((MECHANISMS / "calendars" / "cn.yaml").read_text("utf-8"), name="cn.yaml")
