"""The demo on screen: the worker and the pages as two processes, until somebody presses Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

_LIANQI = (sys.executable, "-m", "lianqi.command_line.main")
#: Seconds that a process may take to end once it was told to.
_PATIENCE = 15


def free(port: int) -> bool:
    """Whether nobody on this machine listens on the port."""
    with socket.socket() as asked:
        # A server that has just ended keeps its port for a while; that one may be taken over.
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def run(out: Path, *, port: int, environment: Mapping[str, str]) -> int:
    """Serve the pages on this port and let the worker work, until either ends or this process is told to stop.

    Returns the exit code of the pages: other than 0 where the port was taken.
    """
    known = {**os.environ, **environment}
    with (out / "worker.log").open("a", encoding="utf-8") as log:
        worker = subprocess.Popen((*_LIANQI, "worker"), env=known, stdout=log, stderr=log)
        pages = subprocess.Popen((*_LIANQI, "serve", "--port", str(port)), env=known)
        signal.signal(signal.SIGTERM, _stop)
        try:
            return pages.wait()
        except KeyboardInterrupt:
            # The terminal has told both already.
            return 0
        finally:
            for one in (pages, worker):
                _end(one)


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
