"""Zhou Kai sets up a machine and gets something wrong: he is told in both languages, with a code, what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db.migrations.executor import MigrationExecutor

from lianqi.command_line import park, tables
from lianqi.command_line.main import main
from lianqi.command_line.worker import BACKGROUND
from lianqi.server.ledger import background
from tests.command_line.codes import coded


def lianqi(*words: str, code: int) -> str:
    result: Result = CliRunner().invoke(main, words)
    assert result.exit_code == code and "Traceback" not in result.output, result.output
    return result.output


def from_a_shell(home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`lianqi status` in a process of its own: settings are read when it starts."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("LIANQI_", "DATABASE_URL"))}
    command = [sys.executable, "-m", "lianqi.command_line.main", "status"]
    told = {**own, "LIANQI_HOME": str(home), **environment}
    return subprocess.run(command, cwd=home, env=told, capture_output=True, text=True, check=False, timeout=60)


def test_a_folder_that_is_not_there_is_refused_and_not_made(tmp_path: Path) -> None:
    done = from_a_shell(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/no/such/x.sqlite3")
    assert done.returncode == 1 and coded(done.stderr, "command-line.environment") and "Traceback" not in done.stderr
    assert "no such folder" in done.stderr and "请改正" in done.stderr
    assert not (tmp_path / "no").exists()


def test_the_usual_folder_is_made_where_the_installation_is_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    done = from_a_shell(tmp_path / "here", LIANQI_HOME=str(tmp_path / "nowhere"))
    assert done.returncode == 1 and coded(done.stderr, "command-line.environment")
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_is_no_database_is_named_without_what_the_driver_says(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_text("周凯的购物清单" * 100, "utf-8")
    done = from_a_shell(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/x.sqlite3")
    assert done.returncode == 1 and coded(done.stderr, "command-line.database-away")
    assert "数据库打不开" in done.stderr and "cannot be opened" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.django_db
class TestOpened:
    def test_an_older_database_is_brought_up_to_date_on_purpose(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["0099_next"])
        said = lianqi("status", code=1)
        assert coded(said, "command-line.database-older") and "请先备份，再运行 lianqi migrate" in said

    def test_files_that_are_missing_or_no_text_are_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        rules = tmp_path / "rules.yaml"
        rules.write_text("标题: 竹园\n", "gb18030")
        told = lianqi("init", "--park", "bamboo", "--name", "竹园", "--mechanism", str(rules), code=1)
        assert coded(told, "command-line.file-not-text") and "rules.yaml" in told
        (tmp_path / "folder").mkdir()
        told = lianqi("init", "--park", "bamboo", "--name", "竹园", "--mechanism", str(tmp_path / "folder"), code=1)
        assert coded(told, "command-line.file-failed")
        monkeypatch.setattr(park, "_CHECKOUT", tmp_path)
        told = lianqi("init", "--park", "bamboo", "--name", "竹园", code=1)
        assert coded(told, "command-line.file-missing") and "mechanisms/starter" in told

    def test_a_table_that_cannot_be_read_is_refused_with_its_code(self, tmp_path: Path) -> None:
        (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7")
        said = lianqi(
            "import", "enterprises", str(tmp_path / "a.xlsx"), "--park", "bamboo", "--new-park", "竹园", code=2
        )
        assert "[sheets." in said


def test_whatever_runs_beside_the_pages_is_called_by_words() -> None:
    """A new reader or duty needs its words in `lianqi.command_line.worker.BACKGROUND`."""
    running = {name for name, _ in background.consumers()} | {duty.name for duty in background.duties()}
    assert running - BACKGROUND.keys() == set()
    assert all(zh and en and zh != en for zh, en in BACKGROUND.values())


def test_a_rejects_file_takes_the_next_free_name(tmp_path: Path) -> None:
    wanted = tmp_path / "名单-退回.xlsx"
    assert tables._names(wanted) == [wanted]
    for name in ("名单-退回.xlsx", "名单-退回-2.xlsx"):
        (tmp_path / name).touch()
    assert tables._names(wanted)[-1].name == "名单-退回-3.xlsx"
