"""`make bench`: every measurement of this folder, one after the other, after a line about the machine.

Each file is a program of its own and says what it measured: database, durability, rows. Real data is read from
../shared/data where it lies beside the checkout.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main() -> int:
    processor = platform.processor() or platform.machine()
    print(f"Python {platform.python_version()}, {platform.system()} {processor}, {os.cpu_count()} cores", flush=True)
    failed = []
    for program in sorted(FOLDER.glob("*.py")):
        if program.name.startswith("__"):
            continue
        print(f"\n== {program.stem}", flush=True)
        if subprocess.call([sys.executable, str(program)], cwd=FOLDER.parent):
            failed.append(program.stem)
    for name in failed:
        print(f"FAILED: {name}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
