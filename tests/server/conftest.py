"""What the server's tests share: a database of their own for tests in which several processes take part."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture(autouse=True)
def erasure_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has an erasure list of its own."""
    path = tmp_path / "erasures.jsonl"
    monkeypatch.setattr(settings, "ERASURE_LIST", path)
    return path


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An empty database with every table, in which commits are commits; yields the environment other processes need.

    The log refuses to be emptied, so tests that commit cannot share one (`django_db(transaction=True)` would try).
    """
    with django_db_blocker.unblock():
        template = str(connection.settings_dict["NAME"])
        assert "test" in template, "never a copy of a real database"
        connection.close()
        own = _copy(template, tmp_path)
        connection.settings_dict["NAME"] = own
        try:
            yield {
                **os.environ,
                "DATABASE_URL": _url(),
                "LIANQI_HOME": str(tmp_path),
                "LIANQI_ERASURE_LIST": str(settings.ERASURE_LIST),
                "DJANGO_SETTINGS_MODULE": "lianqi.server.config.settings",
            }
        finally:
            connection.close()
            connection.settings_dict["NAME"] = template
            if connection.vendor == "postgresql":
                _maintain(f'DROP DATABASE "{own}" WITH (FORCE)')


def _copy(template: str, folder: Path) -> str:
    if connection.vendor == "sqlite":
        path = folder / "own.sqlite3"
        with closing(sqlite3.connect(template)) as old, closing(sqlite3.connect(path)) as new:
            old.backup(new)
        return str(path)
    own = f"{template}_own"
    _maintain(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
    _maintain(f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
    return own


def _maintain(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def _url() -> str:
    described = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{described['NAME']}"
    who = quote(described["USER"], safe="")
    if described["PASSWORD"]:
        who += ":" + quote(described["PASSWORD"], safe="")
    place = described["HOST"] + (f":{described['PORT']}" if described["PORT"] else "")
    texts = {key: value for key, value in described["OPTIONS"].items() if isinstance(value, str)}
    return f"postgres://{who}@{place}/{described['NAME']}?{urlencode(texts)}"
