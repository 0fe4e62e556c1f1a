"""The park of the cases, and its pages."""

from __future__ import annotations

from tests.server.cases.conftest import park
from tests.server.cases.screens import screens

__all__ = ["park", "screens"]
