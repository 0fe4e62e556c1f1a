"""What this machine is, and what a process of it uses."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import time
from pathlib import Path
from statistics import median

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def end_with_parent() -> None:
    """For `preexec_fn`: whatever this process starts is told to stop when this process is gone, however it went."""
    ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGTERM)


def described(folder: Path) -> str:
    """Processor, cores, memory, Python; and what the disk under `folder` takes to keep four kilobytes for good."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    processor = names[0].split(":", 1)[1].strip() if names else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Python {platform.python_version()}, {platform.system()}, {processor}, {os.cpu_count()} cores, "
        f"{memory:.0f} GiB; fdatasync of 4 KiB: {fdatasync(folder) * 1e3:.2f} ms; {load()}"
    )


def load() -> str:
    """How busy the machine is: figures measured beside other work are worth less."""
    return "load average " + " ".join(f"{one:.1f}" for one in os.getloadavg())


def fdatasync(folder: Path, times: int = 100) -> float:
    """Seconds, the median: the least that one durable commit can cost here. Next to nothing means a disk that lies."""
    path = folder / "fdatasync.bin"
    opened = os.open(path, os.O_RDWR | os.O_CREAT)
    spent = []
    try:
        for place in range(times):
            began = time.perf_counter()
            os.pwrite(opened, b"x" * 4096, place * 4096)
            os.fdatasync(opened)
            spent.append(time.perf_counter() - began)
    finally:
        os.close(opened)
        path.unlink()
    return median(spent)


def resident() -> float:
    """MiB that this process keeps in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def most_resident() -> float:
    """MiB that this process kept at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
