"""The park that the tests of cases share."""

from __future__ import annotations

import pytest

from tests.server.cases.park import Park, open_park


@pytest.fixture
def park(db: None) -> Park:
    """示例园区 on the morning of 9 June 2026."""
    return open_park()
