"""People at several machines, and a machine that dies: commits are commits here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lianqi.server.cases import gate, queries
from lianqi.server.cases.models import Case, Commitment
from lianqi.server.ledger.models import Command, Event
from tests.server.cases.park import ROOT, Park, open_park


def started(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    """Somebody at another machine begins."""
    command = [sys.executable, "-m", "tests.server.cases.actors", *words]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> list[str]:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return output.split("\n")[:-1]


def test_four_counters_give_every_number_once_and_leave_none_out(own_database: dict[str, str]) -> None:
    park = open_park()
    counters = [
        started(own_database, "record", park.code, park["周敏"], park["海棠机电"], name, "10") for name in "甲乙丙丁"
    ]
    numbers = sorted(number for counter in counters for number in said(counter))
    assert [int(number[5:]) for number in numbers] == list(range(1, 41))


def test_of_two_who_dispatch_at_once_one_succeeds_and_the_other_is_shown_what_changed(
    own_database: dict[str, str],
) -> None:
    park = open_park()
    number = park.a_case()
    both = [
        started(own_database, "dispatch", park.code, park["陈立"], number, unit) for unit in ("construction", "economy")
    ]
    assert sorted(said(one)[0] for one in both) == ["done", "ledger.stale"]
    assert Event.objects.filter(type="dispatched").count() == 1
    row = Case.objects.get(park=park.code, no=number)
    owed = Commitment.objects.filter(park=park.code, number=number, kind="answer")
    assert [one.unit for one in owed] == [row.main_unit]


def test_an_import_that_is_killed_loses_nothing_and_takes_nothing_twice(
    own_database: dict[str, str], tmp_path: Path
) -> None:
    park: Park = open_park()
    file = tmp_path / "heap.csv"
    file.write_text("编号,内容\n" + "".join(f"{n},第{n}件漏水\n" for n in range(400)), "utf-8")
    words = ("import", park.code, park["周敏"], park["海棠机电"], str(file))
    first = started(own_database, *words)
    assert first.stdout is not None
    told = int(first.stdout.readline())
    first.kill()
    first.communicate()
    kept = Case.objects.filter(park=park.code).count()
    assert told <= kept < 400 and kept % 20 == 0, "whole batches, and what was reported is there"
    assert Command.objects.filter(kind="record").count() == kept == Event.objects.filter(type="recorded").count()

    again = said(started(own_database, *words))
    assert again[-1] == str({"unchanged": kept, "added": 400 - kept})
    office = gate.whole(park.code)
    assert queries.count_cases(office, exact=True).number == 400
    assert Event.objects.filter(type="recorded").values("stream_id").distinct().count() == 400
    numbers = Case.objects.filter(park=park.code).order_by("no").values_list("no", flat=True)
    assert [int(number[5:]) for number in numbers] == list(range(1, 401))
