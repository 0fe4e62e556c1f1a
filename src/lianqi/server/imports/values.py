"""Reading what people write in cells; what cannot be understood rejects its row in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from lianqi.server.imports.contract import RowRejected

_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T].*)?")
_PHONE = re.compile(r"[\d+\-() /,、;转*#extEXT.]{5,64}")
YES = ("是", "yes", "y", "true", "1", "√", "对")
NO = ("否", "no", "n", "false", "0", "×", "不是")


def plain(text: str) -> str:
    """Half width, lower case, without spaces: how words of a fixed list are compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def choice(said: str, allowed: Mapping[str, tuple[str, ...]], *, column: str) -> str:
    """The key of `allowed` whose words (or which itself) was said. Rejects with `import.value.unknown`."""
    wanted = plain(said)
    for key, words in allowed.items():
        if wanted == key or wanted in map(plain, words):
            return key
    shown = "、".join(words[0] for words in allowed.values())
    raise RowRejected("import.value.unknown", {"column": column, "given": said, "allowed": shown})


def yes(said: str, *, column: str) -> bool:
    """是 or 否 in the ways people write them. Rejects with `import.value.unknown`."""
    return choice(said, {"yes": YES, "no": NO}, column=column) == "yes"


def day(said: str, *, column: str) -> date:
    """A date as 2026-05-09, 2026/5/9, 2026年5月9日 or 20260509. Rejects with `import.value.date`."""
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", said).strip())
    try:
        if match is not None:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass  # the thirtieth of February
    raise RowRejected("import.value.date", {"column": column, "given": said})


def phone(said: str, *, column: str) -> str:
    """A telephone number as it was written, in half width. Rejects with `import.value.phone`."""
    number = unicodedata.normalize("NFKC", said).strip()
    if sum(map(str.isdigit, number)) < 5 or not _PHONE.fullmatch(number):
        raise RowRejected("import.value.phone", {"column": column, "given": said})
    return number


def looks_like_phone(value: str) -> bool:
    """Whether a cell may hold a telephone number: a mobile number, or a fixed one with its area code."""
    return bool(re.fullmatch(r"(\+?86[- ]?)?1\d{10}|0\d{2,3}[- ]?\d{7,8}|\d{7,8}", value.strip()))


def short(said: str, *, column: str, limit: int) -> str:
    """The text, at most `limit` characters. Rejects with `import.value.too-long`."""
    if len(said) > limit:
        raise RowRejected("import.value.too-long", {"column": column, "limit": limit})
    return said


def several(said: str) -> tuple[str, ...]:
    """What stands in one cell, separated by 、 ; , or lines."""
    return tuple(part.strip() for part in re.split(r"[、;；,，\n|┋]+", said) if part.strip())
