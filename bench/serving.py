"""Servers as an installation runs them, each in processes of its own, and what these use."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench import machine

ROOT = Path(__file__).resolve().parents[1]
#: Web processes and their threads: what `lianqi serve` starts by itself.
WORKERS, THREADS = 2, 4
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Server:
    """A running server; everything it started belongs to its process group."""

    process: subprocess.Popen[bytes]
    port: int

    def kill(self) -> None:
        """SIGKILL to all of it at once: as if the machine had lost it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """As an administrator stops it."""
        if self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()

    def workers(self) -> list[int]:
        """Process ids of those that answer requests."""
        return [pid for pid in _descendants(self.process.pid) if b"resource_tracker" not in _command(pid)]

    def resident(self) -> float:
        """Megabytes (10⁶) that its largest worker keeps in memory."""
        pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.workers()]
        return max(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def computed(self) -> float:
        """Seconds of processor time that its workers have used so far: other work of the machine does not count."""
        return sum(_computed(pid) for pid in self.workers())


def _computed(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from _descendants(int(child))


def url_of(name: str) -> str:
    """DATABASE_URL of the database that Django's settings name so, on the server of this process's own."""
    own = os.environ["DATABASE_URL"]
    return f"sqlite:///{name}" if own.startswith("sqlite") else urlsplit(own)._replace(path=f"/{name}").geturl()


def environment(*, database: str, home: Path) -> dict[str, str]:
    """What a process of an installation with this database (`url_of`) finds around it."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LIANQI_", "DJANGO_"))}
    own = {"DATABASE_URL": database, "LIANQI_HOME": str(home), "LIANQI_SECRET_KEY": "figures-only"}
    return {**kept, **own, "DJANGO_SETTINGS_MODULE": "lianqi.server.config.settings"}


def lianqi(*words: str) -> list[str]:
    """A command line of ours."""
    return [sys.executable, "-m", "lianqi.command_line.main", *words]


def served(*, database: str, home: Path) -> AbstractContextManager[Server]:
    """`lianqi serve`, gone afterwards."""
    around = environment(database=database, home=home)
    return started(lambda port: lianqi("serve", "--port", str(port)), around, home)


@contextmanager
def started(command: Callable[[int], Sequence[str]], around: Mapping[str, str], home: Path) -> Iterator[Server]:
    """Any server that is told its port, gone afterwards."""
    port = free_port()
    server = start(command(port), around, home, port)
    try:
        yield server
    finally:
        server.stop()


def start(command: Sequence[str], around: Mapping[str, str], home: Path, port: int) -> Server:
    """Start a server and wait until it answers at /health. What it says is in server.log of its folder."""
    log = home / f"server-{port}.log"
    with log.open("ab") as said:
        process = subprocess.Popen(
            command,
            env=around,
            cwd=ROOT,
            stdout=said,
            stderr=said,
            start_new_session=True,
            preexec_fn=machine.end_with_parent,
        )
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
                if answer.status == 200:
                    return Server(process, port)
        except OSError:
            time.sleep(0.1)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    raise RuntimeError(f"the server did not answer: {log.read_text('utf-8')[-3000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
