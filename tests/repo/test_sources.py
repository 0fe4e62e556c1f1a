"""What a reader of this repository may rely on: short files, honest names, nothing unfinished, no park's own rules."""

from __future__ import annotations

import re
from pathlib import Path

from tests.repo.sources import ROOT, SRC, files, name, syntax

#: Parks, towns and catchwords of the mechanisms in mechanisms/: they are data and belong there.
PARKS = (
    *("湘潭", "永州", "湘阴", "株洲", "九华", "岳阳", "长沙", "湖南", "湘江"),
    *("亲商优商", "拔钉", "四员五联", "不叫不到", "政企交流主题日", "茶叙"),
    *("xiangtan", "yongzhou", "xiangyin", "zhuzhou", "jiuhua", "hunan"),
)
#: Names under which anything can be hidden.
NAMELESS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "stuff", "tools"}
LONGEST = 400
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplemented|not implemented yet")

CODE = files(".py", under="src")
#: This file has to name what it looks for.
TEXTS = tuple(
    path
    for path in files(".py", ".md", ".yaml", ".toml", ".json", ".html", ".css", ".js", ".sh", ".txt", "")
    if path != Path(__file__)
)


def mechanism_ids() -> set[str]:
    """The folders of mechanisms/ that belong to one park; starter and the calendars are everybody's."""
    folders = {path.relative_to(ROOT / "mechanisms").parts[0] for path in files(under="mechanisms")}
    return {folder for folder in folders if "." not in folder} - {"starter", "calendars"}


def test_no_park_stands_in_the_code() -> None:
    words = (*PARKS, *mechanism_ids())
    texts = {name(path): path.read_text("utf-8").lower() for path in files(under="src")}
    assert [(path, word) for path, text in texts.items() for word in words if word in text] == []


def test_a_file_can_be_read_in_one_sitting() -> None:
    # Migrations are written by Django.
    lines = {name(p): len(p.read_text("utf-8").splitlines()) for p in CODE if "migrations" not in p.parts}
    long = {path: count for path, count in lines.items() if count > LONGEST}
    assert long == {}, "make it a package, split by use-case"


def test_every_file_is_named_for_what_it_holds() -> None:
    for path in files(".py"):
        parts = {part.strip("_") for part in path.relative_to(ROOT).with_suffix("").parts}
        assert not parts & NAMELESS, f"{name(path)}: say what is in it"


def test_nothing_is_left_unfinished() -> None:
    found = [
        f"{name(path)}:{n}: {line.strip()}"
        for path in TEXTS
        for n, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert found == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name(path)
        for path in CODE
        if "migrations" not in path.parts and (body := syntax(path).body) and not getattr(body[0], "value", None)
    ]
    assert silent == []


def test_the_tree_is_where_it_should_be() -> None:
    assert (SRC / "lianqi" / "kernel").is_dir() and len(CODE) > 20
