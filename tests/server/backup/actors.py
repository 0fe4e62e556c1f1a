"""Other processes of these tests: `python -m tests.server.backup.actors backup|restore|replace FOLDER`.

With WAIT_AT (blobs, manifest, verify, end) it says "waiting" there and stops, to be killed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import django


def wait_here(place: str) -> None:
    if os.environ.get("WAIT_AT") == place:
        print("waiting", flush=True)
        sys.stdin.readline()


def before(module: Any, name: str, place: str) -> None:
    """Have the process wait before it calls this function."""
    own = getattr(module, name)

    def waiting(*arguments: Any, **given: Any) -> Any:
        wait_here(place)
        return own(*arguments, **given)

    setattr(module, name, waiting)


def main(what: str, folder: str) -> None:
    django.setup()
    from lianqi.server.backup import backup, restoring, taking
    from lianqi.server.blobs import storage
    from tests.server.backup import world

    world.projectors.register_audit_stream("memo")
    if what == "backup":
        before(taking, "copy_blob", "blobs")
        before(storage, "write_file", "manifest")
        backup(target=Path(folder), progress=lambda done, total: None)
    else:
        before(restoring, "copy_blob", "blobs")
        before(restoring, "_verify", "verify")
        before(restoring, "hold_deliveries", "end")
        world.put_back(Path(folder), replace=what == "replace")
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
