"""`lianqi demo`: built once and gone on with; never in a folder that holds somebody's park; a half-made one is none."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from lianqi.command_line.demo_kept import Kept, foreign_parks, kept_in
from lianqi.command_line.refusals import CATALOGUE

KEPT = Kept(
    marks="of these rules",
    until=datetime(2026, 6, 18, 7, 20, tzinfo=UTC),
    key="only here",
    password="only-here-too",
    accounts=(("centre", "陈立", "营商中心：交办台"),),
    firm="澄川机电有限公司",
    code="HA2TANG4LIU6",
)
SMALL = ("--enterprises", "20", "--days", "30")


def demo(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The command as somebody types it, whatever database this installation uses."""
    command = [sys.executable, "-m", "lianqi.command_line.main", "demo", "--out", str(out), "--build-only", *options]
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@nowhere/production"}
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment)


def test_a_park_is_built_once_and_gone_on_with(tmp_path: Path) -> None:
    first = demo(tmp_path, *SMALL)
    assert first.returncode == 0, first.stderr
    assert "http://127.0.0.1:8000/" in first.stdout and "centre     陈立" in first.stdout
    assert "全部成立" in first.stdout, "what the page of the mechanism shows was proved"
    # Until the file with the ways in is there, the park is half made.
    assert (tmp_path / "park.json").stat().st_mode & 0o077 == 0
    changed = (tmp_path / "park.sqlite3").stat().st_mtime_ns
    again = demo(tmp_path, *SMALL, "--port", "8017")
    assert again.returncode == 0 and "正在建" not in again.stdout
    assert (tmp_path / "park.sqlite3").stat().st_mtime_ns == changed
    assert "http://127.0.0.1:8017/" in again.stdout
    password = first.stdout.split("密码都是 ")[1].split()[0]
    assert password in again.stdout


def test_a_folder_with_somebodys_park_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "park.sqlite3") as theirs:
        theirs.execute("CREATE TABLE registry_park (code TEXT, name TEXT)")
        theirs.execute("INSERT INTO registry_park VALUES ('moon-bay', '月湾园区')")
    refused = demo(tmp_path, "--fresh")
    assert refused.returncode == 1
    assert (
        "月湾园区" in refused.stderr and "[command-line.demo-foreign]" in refused.stderr and "--out" in refused.stderr
    )
    assert foreign_parks(tmp_path / "park.sqlite3", own="demo") == ("月湾园区",)
    assert foreign_parks(tmp_path / "park.sqlite3", own="moon-bay") == ()
    assert "command-line.demo-foreign" in CATALOGUE


def test_a_port_that_is_taken_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "lianqi.command_line.main",
            "demo",
            "--out",
            str(tmp_path),
            "--port",
            str(port),
        ]
        refused = subprocess.run(command, capture_output=True, text=True, timeout=60)
    told = CATALOGUE["command-line.port-taken"].zh.format(port=port)
    assert refused.returncode == 1 and told in refused.stderr and "--port" in refused.stderr
    assert not list(tmp_path.iterdir())


def test_what_is_kept_is_found_again_unless_the_park_would_be_another(tmp_path: Path) -> None:
    path = tmp_path / "park.json"
    assert kept_in(path, marks=KEPT.marks) is None, "nothing was built"
    KEPT.write(path)
    assert kept_in(path, marks=KEPT.marks) == KEPT
    assert kept_in(path, marks="of other rules") is None
    replace(KEPT, password="another").write(path)
    assert kept_in(path, marks=KEPT.marks).password == "another"  # type: ignore[union-attr]
    path.write_text(path.read_text("utf-8")[:40], "utf-8")
    assert kept_in(path, marks=KEPT.marks) is None, "a torn file is none"


def test_a_database_that_was_hardly_begun_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "park.sqlite3").touch()
    assert foreign_parks(tmp_path / "park.sqlite3", own="demo") == ()
    assert foreign_parks(tmp_path / "nothing.sqlite3", own="demo") == ()
