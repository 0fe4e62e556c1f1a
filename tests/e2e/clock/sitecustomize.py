"""Python reads this at its start where PYTHONPATH names this folder: the installation's clock goes by a file.

LIANQI_TEST_CLOCK names it. Its one line is an instant and the real one at which it was set; time runs on from there.
A year of a park can so be lived through real pages; nothing of it is in the product.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from lianqi.server.ledger import clock


def _now() -> datetime:
    set_to, set_at = Path(os.environ["LIANQI_TEST_CLOCK"]).read_text("utf-8").split()
    return datetime.fromisoformat(set_to) + (datetime.now(UTC) - datetime.fromisoformat(set_at))


if "LIANQI_TEST_CLOCK" in os.environ:
    clock.database_now = _now
