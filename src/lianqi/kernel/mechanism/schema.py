"""The shape of a mechanism file. Nothing may stand in a file that is not named here.

Limits, bounds and switches are dated: the plain form `5wd`, the form with its source
`{value: 5wd, reference: decision}`, or a list of `{from: 2022-08-01, value: 5wd, reference: decision}`. History stays
in the file; a new decision adds a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError

from lianqi.kernel.mechanism.rules import DUTIES
from lianqi.kernel.workdays.durations import UNITS, Duration

KINDS = ("problem", "request", "suggestion", "enquiry", "complaint")
ID_PATTERN = r"^[a-z][a-z0-9_-]{0,39}$"


class Shape(BaseModel):
    """A part of the file: unknown keys are refused, values are never coerced into another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _duration(value: Any) -> Duration:
    if not isinstance(value, str):
        raise PydanticCustomError("bad_duration", "not a duration")
    try:
        return Duration.parse(value)
    except ValueError as error:
        raise PydanticCustomError("bad_duration", "not a duration") from error


def _day(value: Any) -> date:
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("bad_date", "not a date")


def _id(value: str) -> str:
    if re.fullmatch(ID_PATTERN, value) is None:
        raise PydanticCustomError("bad_id", "not a code", {"value": value})
    return value


def _one_of(allowed: Sequence[str]) -> Any:
    def check(value: str) -> str:
        if value not in allowed:
            raise PydanticCustomError("unknown_value", "unknown", {"value": value, "allowed": list(allowed)})
        return value

    return AfterValidator(check)


_DURATION_SCHEMA = {
    "type": "string",
    "pattern": rf"^\d{{1,5}}\s*({'|'.join(UNITS)})$",
    "description": "A whole number and a unit: " + ", ".join(f"{code} = {name}" for code, name in UNITS.items()),
    "examples": ["1wd", "2wh", "28d", "3mo"],
}
Length = Annotated[Duration, BeforeValidator(_duration), WithJsonSchema(_DURATION_SCHEMA)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Id = Annotated[str, AfterValidator(_id), WithJsonSchema({"type": "string", "pattern": ID_PATTERN})]
Duty = Annotated[str, _one_of(DUTIES), WithJsonSchema({"type": "string", "enum": list(DUTIES)})]
Kind = Annotated[str, _one_of(KINDS), WithJsonSchema({"type": "string", "enum": list(KINDS)})]
Times = Annotated[int, Field(ge=0, le=9)]
Share = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=1, le=1000)]
DayOfMonth = Annotated[int, Field(ge=1, le=28)]


class Words(Shape):
    """A word or sentence that people read, in both languages."""

    zh: str = Field(description="Chinese, as the park's office would write it")
    en: str = Field(description="English")


class Entry(Shape):
    """One value, the day from which it holds and the decision that made it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)

    value: Any
    start: Day | None = Field(default=None, alias="from", description="First day on which the value holds")
    reference: str = Field(default="", description="Code of the decision that made it, from `references`")


class LengthEntry(Entry):
    """A length of time and since when."""

    value: Length


class TimesEntry(Entry):
    """A number of times and since when."""

    value: Times


class ShareEntry(Entry):
    """A share in whole per cent and since when."""

    value: Share


class CountEntry(Entry):
    """A number of cases and since when."""

    value: Count


class DayEntry(Entry):
    """A day of the month and since when."""

    value: DayOfMonth


class FlagEntry(Entry):
    """Whether a step is required and since when."""

    value: bool


def _spread(value: Any) -> Any:
    """Bring the two short forms into the long one."""
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, dict) else [{"value": value}]


def _in_order(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    if not entries:
        raise PydanticCustomError("too_short", "empty", {"min_length": 1})
    if len(entries) > 1 and any(entry.start is None for entry in entries):
        raise PydanticCustomError("date_missing", "no date")
    starts = [entry.start for entry in entries if entry.start is not None]
    for earlier, later in pairwise(starts):
        if later <= earlier:
            raise PydanticCustomError("date_order", "order", {"earlier": str(earlier), "later": str(later)})
    return entries


class _ShortForms:
    """Tells editors that the value alone, or one value with its source, may stand for the list."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        listed = handler(core)
        entry = listed["items"]
        value = handler.resolve_ref_schema(entry)["properties"]["value"]
        return {"anyOf": [value, entry, {**listed, "minItems": 1}]}


_DATED = (Field(strict=False), BeforeValidator(_spread), AfterValidator(_in_order), _ShortForms())
DatedLength = Annotated[tuple[LengthEntry, ...], *_DATED]
DatedTimes = Annotated[tuple[TimesEntry, ...], *_DATED]
DatedShare = Annotated[tuple[ShareEntry, ...], *_DATED]
DatedCount = Annotated[tuple[CountEntry, ...], *_DATED]
DatedDay = Annotated[tuple[DayEntry, ...], *_DATED]
DatedFlag = Annotated[tuple[FlagEntry, ...], *_DATED]


class RoleShape(Shape):
    """A role of this park and what it is charged with."""

    name: Words
    duties: list[Duty] = Field(min_length=1, description="What the role is charged with")


class UnitShape(Shape):
    """A unit that acts. One outside never carries a case alone: `counterpart` is the inside unit that tracks."""

    name: Words
    outside: bool = Field(default=False, description="True for a body outside the park (city bureau, power, bank)")
    counterpart: str = Field(
        default="", description="For an outside unit: code of the inside unit that keeps reporting"
    )


class ClassShape(Shape):
    """A class of cases. A class without unit or complexity takes them from the class above."""

    name: Words
    words: list[str] = Field(default=[], description="Words of enterprises that tell this class from the others")
    unit: str = Field(default="", description="Code of the usual main unit, from `units`")
    complexity: str = Field(default="", description="Which answer limit applies, a key of `limits.answer`")
    classes: dict[Id, ClassShape] = Field(default={}, description="Classes below this one")


class LimitsShape(Shape):
    """How long each commitment may take. Each value is dated and cites its source."""

    triage: DatedLength = Field(description="From recording to dispatch, or to saying that it is not accepted")
    contact: DatedLength = Field(description="From dispatch to the first contact with the enterprise")
    answer: dict[Id, DatedLength] = Field(min_length=1, description="From dispatch to the answer, by complexity")
    assist: DatedLength = Field(description="An assisting unit's reply to the main unit")
    redo: DatedLength = Field(description="From the enterprise's rejection to the second answer")
    ruling: DatedLength = Field(description="Ruling on a disputed dispatch")
    extension_ruling: DatedLength = Field(description="Ruling on an extension that was asked")
    objection_ruling: DatedLength = Field(description="Ruling on an enterprise's objection")
    word: DatedLength = Field(description="From the answer to the call-back, when the enterprise has said nothing")
    strike_off: DatedLength = Field(description="From the enterprise's word to the centre's check and striking off")
    recheck_after: DatedLength = Field(description="From closing to the question whether it is still solved")
    return_within: DatedLength = Field(description="How long after dispatch a unit may still return it")
    extension_ask_before: DatedLength = Field(description="How long before due an extension must be asked")
    extension_longest: DatedLength = Field(description="The longest extension")
    pause_longest: DatedLength = Field(description="The longest pause for the enterprise")
    stage_reply_longest: DatedLength = Field(description="The next stage reply may be dated no later")
    plan_longest: DatedLength = Field(description="A review date of a planned case may lie no later")
    reopen_within: DatedLength = Field(description="How long after closing a case may be reopened")
    lead_longest: DatedLength = Field(description="A leader's own date for a hard case may lie no later")


class BoundsShape(Shape):
    """How often each step may be taken in one case (0 to 9). Each value is dated and cites its source."""

    returns: DatedTimes
    transfers: DatedTimes
    extensions: DatedTimes
    pauses: DatedTimes
    redos: DatedTimes
    plans: DatedTimes
    reopens: DatedTimes
    stage_replies: DatedTimes
    reclassings: DatedTimes
    call_backs: DatedTimes


class LightsShape(Shape):
    """When a light turns and when default leads upward, relative to each due time."""

    yellow_before: DatedLength = Field(description="The yellow light, before due")
    red_after: DatedLength = Field(description="The red light, after due")
    up_after: DatedLength = Field(description="The case goes up a rung, after due")


class FiguresShape(Shape):
    """How figures are published."""

    too_few: DatedCount = Field(description="A rate over fewer than this is shown with its interval and ranks nobody")


class RungShape(Shape):
    """One step of the ladder. The first is on the spot, the second dispatch."""

    id: Id
    name: Words
    owner: Duty = Field(description="The duty that must bring the case to an outcome")
    limit: DatedLength
    note: Words | None = Field(default=None, description="How this step is held, for people to read")
    reference: str = Field(default="", description="Code of the decision that made this step, from `references`")


class SignaturesShape(Shape):
    """Whose hand an answer needs before it leaves the unit."""

    review: DatedFlag = Field(description="The unit head reviews")
    sign: DatedFlag = Field(description="The leader in charge signs")


class DoorShape(Shape):
    """Why a matter is not accepted, and where it should go instead."""

    name: Words
    door: Words = Field(description="The right door, told to the enterprise")


class TargetShape(Shape):
    """The share of cases that should end on these rungs, in whole per cent; figures are shown beside it."""

    rungs: list[Id] = Field(min_length=1)
    share: DatedShare
    at_least: bool = Field(default=False, description="True where the share is a minimum")


class ContactShape(Shape):
    """Where an enterprise can ask."""

    name: Words
    phone: str = Field(min_length=3, max_length=30)


class QuestionShape(Shape):
    """One question of the visiting form, and what an answer to it becomes."""

    ask: Words
    makes: Kind = Field(description="The kind of case that an answer becomes")


class VisitsShape(Shape):
    """The visit that an enterprise's officer owes it each quarter."""

    about: Words = Field(description="How a visit is held, for the officer to read before it")
    questions: dict[Id, QuestionShape] = Field(min_length=1, max_length=5)
    contact_budget: DatedCount = Field(description="How often an enterprise may be troubled in a quarter, all told")


class ReceptionShape(Shape):
    """The day of the month on which leaders receive enterprises and settle what stands on one rung of the ladder."""

    name: Words
    rung: Id = Field(description="Code of the rung whose cases come to this meeting, from `ladder`")
    day: DatedDay = Field(description="Day of the month; on a day of rest it moves to the next working day")
    hosts: list[Id] = Field(min_length=1, description="Roles whose holders take turns as host")
    minutes_within: DatedLength = Field(description="From the meeting to its minutes")


class BoardShape(Shape):
    """Each quarter other enterprises, drawn by lot, judge the units: a red card satisfied, a yellow card not."""

    name: Words
    voters: DatedCount = Field(description="How many enterprises are drawn")
    too_few: DatedCount = Field(description="A unit judged by fewer than this is shown without a place (样本不足)")
    units: list[Id] = Field(default=[], description="Codes of the units that are judged; all inside the park if empty")


class BulletinShape(Shape):
    """The quarterly bulletin."""

    name: Words
    issuer: Words = Field(description="Who issues it, as it stands under the title")


class MechanismShape(Shape):
    """A park's rules for cases, as one file."""

    id: Id
    title: Words
    about: Words = Field(description="What this mechanism is, in one or two sentences")
    in_force_from: Day = Field(description="First day of the mechanism; values without a date hold from here")
    references: dict[Id, Words] = Field(min_length=1, description="The decisions that the values cite")
    roles: dict[Id, RoleShape] = Field(min_length=1)
    channels: dict[Id, Words] = Field(min_length=1, description="The ways by which an enterprise's word comes in")
    kinds: dict[Kind, Words] = Field(min_length=1)
    units: dict[Id, UnitShape] = Field(min_length=1)
    classes: dict[Id, ClassShape] = Field(min_length=1)
    complexities: dict[Id, Words] = Field(min_length=1, description="What the keys of `limits.answer` are called")
    limits: LimitsShape
    bounds: BoundsShape
    lights: LightsShape
    figures: FiguresShape
    ladder: list[RungShape] = Field(min_length=3, description="From the spot upwards; at least three steps")
    signatures: SignaturesShape
    not_accepted: dict[Id, DoorShape] = Field(min_length=1)
    return_reasons: dict[Id, Words] = Field(min_length=1)
    targets: list[TargetShape] = Field(default=[])
    contacts: list[ContactShape] = Field(default=[])
    visits: VisitsShape | None = Field(default=None, description="Quarterly visits, where the park holds them")
    reception: ReceptionShape | None = Field(default=None, description="The reception day, where the park holds one")
    board: BoardShape | None = Field(default=None, description="The red and yellow board, where the park has one")
    bulletin: BulletinShape | None = Field(default=None, description="The quarterly bulletin, where there is one")
    screen: dict[str, Words] = Field(default={}, description="Words on screen that this park says otherwise")
