"""Days and quarters as people say them, in the reader's language."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from lianqi.kernel.visits import Quarter
from lianqi.server.ui.refusals import lang


def dated(day: date, *, year: bool) -> str:
    """6月12日（周五）, with or without its year."""
    if lang() == "en":
        return f"{day:%a} {day.day} {day:%b}{f' {day.year}' if year else ''}"
    return f"{f'{day.year}年' if year else ''}{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"


def quarter(period: str) -> str:
    """2026年第2季度, of a period such as 2026Q2; ValueError for what is none."""
    one = Quarter.parse(period)
    return _("%(year)d年第%(number)d季度") % {"year": one.year, "number": one.number}
