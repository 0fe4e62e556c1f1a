"""Databases to measure in: each part begins with its own copy of a prepared one, and all are thrown away."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

TEMPLATE = "lianqi_bench_template"


class Databases(Protocol):
    """One kind of database."""

    def url(self, name: str) -> str:
        """How DATABASE_URL names it."""

    def named(self, name: str) -> str:
        """How Django's settings name it."""

    def copy(self, name: str) -> str:
        """A copy of the template under this name; its URL."""

    def drop(self, name: str) -> None:
        """Throw it away, if it is there."""


@dataclass(frozen=True, slots=True)
class SQLite:
    """Files of a folder."""

    folder: Path

    def url(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def named(self, name: str) -> str:
        return str(self._path(name))

    def copy(self, name: str) -> str:
        self.drop(name)
        # The template's last connection has closed, so its journal is empty and the file is whole.
        shutil.copyfile(self._path(TEMPLATE), self._path(name))
        return self.url(name)

    def drop(self, name: str) -> None:
        for path in self.folder.glob(f"{name}.sqlite3*"):
            path.unlink()

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """Databases of the server that DATABASE_URL names; its user must be allowed to create some."""

    server: str

    def url(self, name: str) -> str:
        return urlsplit(self.server)._replace(path=f"/{name}").geturl()

    def named(self, name: str) -> str:
        return name

    def copy(self, name: str) -> str:
        self.drop(name)
        self._maintain(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
        return self.url(name)

    def create(self) -> None:
        """An empty template."""
        self.drop(TEMPLATE)
        self._maintain(f'CREATE DATABASE "{TEMPLATE}"')

    def drop(self, name: str) -> None:
        self._maintain(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _maintain(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Databases]:
    """The databases of a kind, all gone afterwards."""
    if kind == "sqlite":
        yield SQLite(folder)
        return
    server = PostgreSQL(os.environ["DATABASE_URL"])
    server.create()
    try:
        yield server
    finally:
        server.drop(TEMPLATE)
