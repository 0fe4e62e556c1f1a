"""A quarter of 示例园区: some cases, and whoever drafts and issues its bulletin."""

from __future__ import annotations

import pytest

from tests.server.cases.park import Park, open_park
from tests.server.cases.screens import screens  # noqa: F401  # a fixture


@pytest.fixture
def park(db: None) -> Park:
    """示例园区 on 9 June 2026."""
    return open_park()
