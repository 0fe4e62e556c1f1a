"""What stands in requests and answers: typed, described, and nothing besides."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from lianqi.kernel.instants import to_text
from lianqi.kernel.mechanism.rules import Text

#: No text holds U+0000: PostgreSQL keeps none.
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE)
_PLAIN = r"^[^\x00]*$"
#: A code, a name, a number: one line.
Line = Annotated[str, Field(max_length=200, pattern=_PLAIN)]
#: What somebody says or writes.
Words = Annotated[str, Field(min_length=1, max_length=20_000, pattern=_PLAIN)]
#: An instant with its offset; answers are in UTC.
Instant = Annotated[
    datetime,
    PlainSerializer(to_text, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]


def _spelled(said: Any) -> Any:
    # pydantic would take a number for the seconds since 1970, and a day for its midnight somewhere.
    if not isinstance(said, str) or not _RFC_3339.fullmatch(said):
        raise ValueError("date, T, time and offset")
    return said


def _of_our_time(moment: datetime) -> datetime:
    # At both ends of the calendar there is no way into UTC; a slip of the pen is nearer.
    if not 1900 <= moment.year <= 2200:
        raise ValueError("a year from 1900 to 2200")
    return moment


#: In requests: RFC 3339, in years that every reader of the log knows.
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_spelled),
    AfterValidator(_of_our_time),
    Field(description="RFC 3339 with an offset, e.g. 2026-06-12T17:00:00+08:00"),
]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Limit = Annotated[int, Field(ge=1, le=200, description="rows on a page")]
Cursor = Annotated[str, Field(max_length=400, pattern=r"^[A-Za-z0-9_-]*$", description="`next` of the page before")]
Number = Annotated[str, Field(max_length=32, pattern=_PLAIN, description="the number of a case, e.g. 2026-0000042")]
Seq = Annotated[int, Field(ge=0, le=2**31 - 1)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Asked(Schema):
    """The base of what is sent: a field nobody knows is refused, for it was meant to say something."""

    model_config = ConfigDict(extra="forbid")


class Told(Schema):
    """The base of what is answered: every field is always there."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True, from_attributes=True)


class Bilingual(Told):
    """A text for people, in both languages."""

    zh: str
    en: str


class Refusal(Told):
    """Why nothing was done. `code` never changes its meaning; `message` is for people, in Chinese or English by
    Accept-Language; `details` fill in the message and depend on the code.
    """

    code: str
    message: str
    details: dict[str, Any]


def both(text: Text | tuple[str, str]) -> Bilingual:
    """A text of the kernel or of its tables of words."""
    if isinstance(text, tuple):
        return Bilingual(zh=text[0], en=text[1])
    return Bilingual(zh=text.zh, en=text.en)
