"""The reception day of 示例园区: 陈立 prepares it and, in this park, hosts it."""

from __future__ import annotations

import pytest

from tests.server.cases.park import Park, open_park
from tests.server.cases.screens import screens  # noqa: F401  # a fixture


@pytest.fixture
def park(db: None) -> Park:
    """示例园区 on Tuesday 9 June 2026, the very day of the meeting."""
    return open_park()
