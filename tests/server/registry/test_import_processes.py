"""An import that is killed, and two at once: whole batches stand, nothing twice, and a second run completes it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from lianqi.server.ledger.models import Event
from lianqi.server.registry.models import Enterprise, EnterpriseName
from tests.server.registry.tables import PARK, make_park, sound_code

pytestmark = pytest.mark.database

ROWS = 1_500
BATCH = 50
_IMPORT = "from lianqi.command_line.imports import imports; imports()"


def start(file: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    words = ["enterprises", str(file), "--park", PARK, "--batch", str(BATCH), "--rejects", str(file) + ".xlsx"]
    return subprocess.Popen(
        [sys.executable, "-c", _IMPORT, *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> str:
    said, wrong = process.communicate(timeout=120)
    assert process.returncode == 0, wrong
    return said


@pytest.fixture
def register(tmp_path: Path, own_database: dict[str, str]) -> Path:
    make_park()
    file = tmp_path / "名单.csv"
    lines = [f"第{number}号机械有限公司,{sound_code(number)}" for number in range(ROWS)]
    file.write_text("\n".join(["企业名称,统一社会信用代码", *lines]), "utf-8")
    return file


def test_a_killed_import_leaves_whole_batches_and_a_second_run_completes_it(
    register: Path, own_database: dict[str, str]
) -> None:
    process = start(register, own_database)
    deadline = time.monotonic() + 60
    while Enterprise.objects.count() < BATCH and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    connection.close()
    stood = Enterprise.objects.count()
    assert stood > 0 and stood % BATCH == 0
    assert EnterpriseName.objects.count() == stood
    assert Event.objects.filter(type="enterprise.added").count() == stood
    said = finished(start(register, own_database))
    assert f"added {ROWS - stood}, changed 0, unchanged {stood}, rejected 0" in said
    assert Enterprise.objects.count() == ROWS
    assert "Nothing was changed" in finished(start(register, own_database))


def test_two_imports_of_one_file_at_once_make_every_enterprise_once(
    register: Path, own_database: dict[str, str]
) -> None:
    said = [finished(process) for process in [start(register, own_database) for _ in range(2)]]
    connection.close()
    assert Enterprise.objects.count() == EnterpriseName.objects.count() == ROWS
    assert Event.objects.filter(type="enterprise.added").count() == ROWS
    assert all("rejected 0" in one for one in said)
