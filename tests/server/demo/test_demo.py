"""The living demo, small: the same seed is the same park; its log verifies; every status and light turns up."""

from __future__ import annotations

from lianqi.server.cases.figures import replayed, summed  # noqa: F401
