"""The light (灯) of something owed: for time only; cards (牌) are for votes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

Light = Literal["none", "yellow", "red"]


def light(*, now: datetime, yellow_at: datetime, red_at: datetime) -> Light:
    """临期（黄灯）from `yellow_at` on, 超期（红灯）from `red_at` on; red wins. Derived at each look, never stored."""
    if now >= red_at:
        return "red"
    return "yellow" if now >= yellow_at else "none"
