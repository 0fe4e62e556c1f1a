"""The park whose systems ask, and its clock."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.server.api.callers import Callers
from tests.server.cases.park import Park, open_park


@pytest.fixture
def park(db: None) -> Park:
    """示例园区 on the morning of 9 June 2026."""
    return open_park()


@pytest.fixture
def calls(park: Park, monkeypatch: pytest.MonkeyPatch) -> Callers:
    """Systems of the park, each asking for somebody: `calls("陈立").get("/cases")`. The clock is the park's."""
    for module in ("api.asking", "cases.operations.performing", "cases.operations.recording"):
        monkeypatch.setattr(f"lianqi.server.{module}.database_now", lambda: park.now)
    cache.clear()
    return Callers(park)
