"""What a cell says, as text."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

#: invisible characters that WeChat, web pages and WPS leave at the ends of cells
_EDGES = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_ESCAPED = re.compile(r"_x(000[9aAdD])_")


def text_of(value: Any) -> str:
    """A cell as a person reads it: 12.0 is "12", dates are ISO, lines inside a cell stay, the ends are trimmed."""
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat(timespec="seconds")
    return str(value)


def clean(text: str) -> str:
    """The text with its line ends made one kind and invisible characters taken off both ends."""
    if "_x" in text:
        # Excel writes control characters in XML as _x000D_; WPS leaves them visible in what it exports.
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip(_EDGES)


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value.is_integer():
        return str(int(value))
    # repr is the shortest text that gives the same number; Decimal takes the exponent out of it.
    return format(Decimal(repr(value)), "f")
