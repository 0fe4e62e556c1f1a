"""示例园区 and its people, for what is arranged between colleagues."""

from __future__ import annotations

from tests.server.cases.conftest import park
from tests.server.cases.screens import screens

__all__ = ["park", "screens"]
