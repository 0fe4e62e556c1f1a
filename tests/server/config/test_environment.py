"""Zhou Kai installs Lianqi: what he writes in the environment is understood, or he is told what to write instead."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lianqi.server.config import checks, environment
from lianqi.server.config.environment import SettingsInvalid

TEST_FILE = Path("test.sqlite3")


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in ("DATABASE_URL", "LIANQI_DEBUG", "LIANQI_SECRET_KEY", "LIANQI_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LIANQI_HOME", str(tmp_path))
    return monkeypatch


class TestDatabase:
    def test_without_a_word_it_is_a_file_in_the_installations_folder(
        self, variables: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        assert environment.database(test_file=TEST_FILE)["NAME"] == str(tmp_path / "var" / "lianqi.sqlite3")
        assert (tmp_path / "var").is_dir()

    @pytest.mark.parametrize(
        ("url", "path"), [("sqlite:///here.db", "{home}/here.db"), ("sqlite:////{home}/a b", "{home}/a b")]
    )
    def test_a_path_may_be_relative_or_absolute(
        self, variables: pytest.MonkeyPatch, tmp_path: Path, url: str, path: str
    ) -> None:
        home = str(tmp_path)
        variables.setenv("DATABASE_URL", url.format(home=home.removeprefix("/").replace(" ", "%20")))
        assert environment.database(test_file=TEST_FILE)["NAME"] == path.format(home=home)

    def test_postgresql_is_named_with_everything_it_needs(self, variables: pytest.MonkeyPatch) -> None:
        variables.setenv("DATABASE_URL", "postgres://zhou:p%40ss@db.park:5433/lianqi?sslmode=require")
        made = environment.database(test_file=TEST_FILE)
        assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"]) == ("zhou", "p@ss", "db.park", "5433")
        assert (made["NAME"], made["OPTIONS"]) == (
            "lianqi",
            {"server_side_binding": True, "prepare_threshold": 2, "sslmode": "require"},
        )

    def test_an_older_pool_is_spared_prepared_statements(self, variables: pytest.MonkeyPatch) -> None:
        variables.setenv("DATABASE_URL", "postgres://zhou@pool.park/lianqi?prepared=no&sslmode=require")
        assert environment.database(test_file=TEST_FILE)["OPTIONS"] == {"sslmode": "require"}

    def test_a_socket_is_named_by_its_folder(self, variables: pytest.MonkeyPatch) -> None:
        variables.setenv("DATABASE_URL", "postgresql://postgres:@/lianqi?host=/run/postgresql")
        made = environment.database(test_file=TEST_FILE)
        assert (made["HOST"], made["OPTIONS"]) == ("", {**environment._PREPARED, "host": "/run/postgresql"})

    @pytest.mark.parametrize(
        ("url", "words"),
        [
            ("mysql://zhou:secret@db/lianqi", "knows sqlite:/// and postgres://"),
            ("postgres://zhou:secret@db", "names no database"),
            ("sqlite://var/lianqi.sqlite3", "three slashes"),
            ("sqlite:////no/such/folder/x", "no such folder"),
        ],
    )
    def test_what_it_cannot_use_it_says_without_telling_the_password(
        self, variables: pytest.MonkeyPatch, url: str, words: str
    ) -> None:
        variables.setenv("DATABASE_URL", url)
        with pytest.raises(SettingsInvalid, match=words) as refused:
            environment.database(test_file=TEST_FILE)
        assert "secret" not in str(refused.value)


class TestSecrets:
    def test_a_key_is_never_one_that_stands_in_the_source(self, variables: pytest.MonkeyPatch) -> None:
        assert environment.secret_key() != environment.secret_key()
        assert len(environment.secret_key()) >= 50

    def test_the_installations_own_key_is_used(self, variables: pytest.MonkeyPatch) -> None:
        variables.setenv("LIANQI_SECRET_KEY", "zhou-kai-rolled-dice")
        assert environment.secret_key() == "zhou-kai-rolled-dice"

    @pytest.mark.parametrize(("of_this_process", "found"), [(True, ["lianqi.E001"]), (False, [])])
    def test_before_the_web_is_let_in_a_missing_key_is_told(
        self, settings: Any, of_this_process: bool, found: list[str]
    ) -> None:
        settings.SECRET_KEY_IS_OF_THIS_PROCESS = of_this_process
        assert [error.id for error in checks.a_secret_key_of_its_own()] == found

    @pytest.mark.parametrize(("value", "meant"), [("", False), ("0", False), ("1", True)])
    def test_debugging_is_on_or_off(self, variables: pytest.MonkeyPatch, value: str, meant: bool) -> None:
        variables.setenv("LIANQI_DEBUG", value)
        assert environment.debug() is meant

    def test_debugging_is_not_guessed(self, variables: pytest.MonkeyPatch) -> None:
        variables.setenv("LIANQI_DEBUG", "true")
        with pytest.raises(SettingsInvalid, match="write 1"):
            environment.debug()

    def test_only_this_machine_is_served_unless_hosts_are_named(self, variables: pytest.MonkeyPatch) -> None:
        assert environment.allowed_hosts() == ["localhost", "127.0.0.1", "[::1]"]
        variables.setenv("LIANQI_HOSTS", "lianqi.park.cn, 10.0.0.5")
        assert environment.allowed_hosts() == ["lianqi.park.cn", "10.0.0.5"]


def test_a_new_installation_migrates_with_one_command(variables: pytest.MonkeyPatch, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "lianqi.server", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "var" / "lianqi.sqlite3").is_file()
