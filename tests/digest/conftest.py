"""The starter mechanism and the national calendar, as the clerk He Lin has them on her computer; forms she makes up."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lianqi.digest.reading import read_heap
from lianqi.digest.run import digest
from lianqi.digest.values import Digest, Terms
from lianqi.kernel.mechanism.loader import load
from lianqi.kernel.workdays.calendar_file import load_calendar

NOW = datetime(2026, 9, 30, 2, 0, tzinfo=UTC)  # Wednesday 10:00 in Beijing, the day before the National Day holiday
Sort = Callable[..., Digest]


@pytest.fixture(scope="session")
def terms(repository: Path) -> Terms:
    mechanism = load((repository / "mechanisms/starter/mechanism.yaml").read_text("utf-8"), name="starter")
    calendar = load_calendar((repository / "mechanisms/calendars/cn.yaml").read_text("utf-8"), name="cn")
    return Terms(
        rules=mechanism.rules(on=NOW.date()),
        names=mechanism.names(),
        title=mechanism.title,
        calendar=calendar,
        now=NOW,
        received_at=NOW,
    )


@pytest.fixture
def sort(tmp_path: Path, terms: Terms) -> Sort:
    """Sort one table given as header and rows; keyword arguments change the terms."""

    def run(header: Sequence[str], rows: Sequence[Sequence[str]], **changes: object) -> Digest:
        file = tmp_path / "收集表.csv"
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([header, *rows])
        return digest(read_heap([file]), terms=replace(terms, **changes))  # type: ignore[arg-type]

    return run
