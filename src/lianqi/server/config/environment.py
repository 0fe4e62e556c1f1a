"""Typed readers of environment variables, each refusing what it cannot use with a sentence that says what it wants."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class SettingsInvalid(ValueError):
    """An environment variable that cannot be used; the text says what to write instead."""


def home() -> Path:
    """Where this installation keeps its files: LIANQI_HOME, otherwise the folder it was started in."""
    return Path(os.environ.get("LIANQI_HOME") or Path.cwd()).absolute()


def debug() -> bool:
    """Whether LIANQI_DEBUG=1: readable errors for a developer. Anything but 0, 1 or nothing is refused."""
    value = os.environ.get("LIANQI_DEBUG", "")
    if value not in ("", "0", "1"):
        raise SettingsInvalid(f"LIANQI_DEBUG is {value!r}; write 1 for a developer's machine, otherwise leave it out")
    return value == "1"


def secret_key() -> str:
    """LIANQI_SECRET_KEY; without one, a key that only this process knows.

    Never a key that stands in the source. The command line signs nothing and needs none; a single development
    server works, and forgets its sessions when it restarts. Several web processes need the variable: the check
    `config.checks` says so before they are deployed.
    """
    return os.environ.get("LIANQI_SECRET_KEY") or secrets.token_urlsafe(50)


def allowed_hosts() -> list[str]:
    """LIANQI_HOSTS, comma separated; otherwise this machine only."""
    given = [host.strip() for host in os.environ.get("LIANQI_HOSTS", "").split(",") if host.strip()]
    return given or ["localhost", "127.0.0.1", "[::1]"]


def https() -> bool:
    """Whether LIANQI_HTTPS=1: the pages are reached by https only. Anything but 0, 1 or nothing is refused."""
    value = os.environ.get("LIANQI_HTTPS", "")
    if value not in ("", "0", "1"):
        raise SettingsInvalid(f"LIANQI_HTTPS is {value!r}; write 1 where the pages are reached by https")
    return value == "1"


def single_sign_on() -> dict[str, Any]:
    """allauth's description of the OpenID Connect provider that LIANQI_OIDC_URL names; nothing without one."""
    url = os.environ.get("LIANQI_OIDC_URL", "")
    if not url:
        return {}
    client, secret = os.environ.get("LIANQI_OIDC_CLIENT", ""), os.environ.get("LIANQI_OIDC_SECRET", "")
    if not client or not secret:
        raise SettingsInvalid("LIANQI_OIDC_URL needs LIANQI_OIDC_CLIENT and LIANQI_OIDC_SECRET beside it")
    app = {
        "provider_id": "sso",
        "name": os.environ.get("LIANQI_OIDC_NAME") or "统一身份认证",
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": url},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def sign_on_hosts() -> list[str]:
    """Where a form of ours may lead besides this installation: the provider of LIANQI_OIDC_URL."""
    parts = urlsplit(os.environ.get("LIANQI_OIDC_URL", ""))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def database(*, test_file: Path) -> dict[str, Any]:
    """Django's description of the database that DATABASE_URL names; without one, var/lianqi.sqlite3 in `home()`.

    `sqlite:///relative/path`, `sqlite:////absolute/path` or `postgres://user:password@host:port/name?option=value`.
    `test_file` is where tests on SQLite keep theirs.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return _sqlite(home() / "var" / "lianqi.sqlite3", test_file)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path.removeprefix("/"))
        if parts.netloc or not path:
            raise SettingsInvalid(f"DATABASE_URL {url!r}: write sqlite:///var/lianqi.sqlite3, with three slashes")
        return _sqlite(home() / path, test_file)
    if parts.scheme in ("postgres", "postgresql"):
        return _postgresql(url)
    # The URL may hold a password: only its scheme is repeated.
    raise SettingsInvalid(f"DATABASE_URL starts with {parts.scheme!r}; Lianqi knows sqlite:/// and postgres://")


def _sqlite(path: Path, test_file: Path) -> dict[str, Any]:
    # SQLite makes the file, but not its folder. The usual one is made; another that is not there is a slip of the pen.
    if path.parent == home() / "var" and home().is_dir():
        path.parent.mkdir(exist_ok=True)
    if not path.parent.is_dir():
        raise SettingsInvalid(f"{path.parent}: no such folder for the database; make it, or correct DATABASE_URL")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # A transaction that reads and then writes must hold the write lock from its first statement. In SQLite's
            # default (deferred) mode the upgrade fails at once with "database is locked", whatever the timeout: 1,277
            # of 2,000 transactions of four processes. With IMMEDIATE the second waits its turn: 0 of 2,000.
            # It also means one transaction at a time, please: ATOMIC_REQUESTS stays off, and a use-case opens its
            # transaction in operations, as late as it can.
            "transaction_mode": "IMMEDIATE",
            # Seconds a writer waits for its turn before it is told that the database is busy.
            "timeout": 20,
            "init_command": (
                # Readers do not wait for the writer, nor the writer for readers.
                "PRAGMA journal_mode=WAL;"
                # NORMAL would survive a killed process but may lose the last commits when the power fails. What was
                # accepted here is a promise to an enterprise: it is on the disk before anybody is told.
                "PRAGMA synchronous=FULL;"
                # An erased person's words are overwritten with zeros, not left in free pages of the file.
                "PRAGMA secure_delete=ON;"
                "PRAGMA foreign_keys=ON;"
            ),
        },
        # Opening the file and saying all this takes as long as a short page. `lianqi restore` refuses to put another
        # file in the place of one that a server has open.
        "CONN_MAX_AGE": 600,
        "TEST": {"NAME": str(test_file)},
    }


#: What a command says to the database it says the same way each time: read and planned once a connection, it takes half
#: of the time there. A pool that hands a connection on after each transaction has to know of prepared statements
#: (pgbouncer does from 1.21); for an older one the address ends in ?prepared=no.
_PREPARED = {"server_side_binding": True, "prepare_threshold": 2}


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise SettingsInvalid("DATABASE_URL names no database: write postgres://user:password@host:5432/lianqi")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A socket's folder may stand where the host does, percent-encoded, or as ?host=/folder.
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {**(_PREPARED if options.pop("prepared", "yes") == "yes" else {}), **options},
        # Opening a connection costs more than a command; a broken one is noticed before it is used.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def api_requests_a_minute() -> int:
    """LIANQI_API_PER_MINUTE: a whole number from 1; otherwise 600."""
    value = os.environ.get("LIANQI_API_PER_MINUTE", "") or "600"
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise SettingsInvalid(f"LIANQI_API_PER_MINUTE is {value!r}; write a whole number from 1, or leave it out")
    return int(value)
