"""The shape of an example: what is given, what happens when, and what the park expects each time.

Times are local to the calendar's zone (`2026-02-14 10:00`). Between two steps time passes as it does in the real
system: every light, lapse and rise that falls due is written at its own instant. A step without `do` only looks.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from lianqi.kernel.mechanism.problems import MechanismInvalid
from lianqi.kernel.mechanism.schema import Shape, Words
from lianqi.kernel.mechanism.validation import shape
from lianqi.kernel.mechanism.yaml_text import Document, read


def _moment(value: Any) -> datetime:
    if isinstance(value, str) and len(value) == 16:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("bad_moment", "a day and a time such as 2026-02-14 10:00")


Moment = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "examples": ["2026-02-14 10:00"]})
]


class Expectation(Shape):
    """What should be so after a step. Only what is written is looked at."""

    refused: str = Field(default="", description="The code with which the command is refused")
    status: str = Field(default="", description="Where the case stands")
    end: str = Field(default="", description="How it ended: solved or explained")
    word: str = Field(default="", description="The enterprise's word: none, confirmed, rejected or silent")
    unit: str = Field(default="", description="The main unit")
    rung: str = Field(default="", description="The rung of the ladder, by its code")
    accountable: str = Field(default="", description="The one duty that must make the next step")
    due: dict[str, Moment] = Field(default={}, description="When each of these commitments is due")
    owed: list[str] | None = Field(default=None, description="Everything that is owed now, and nothing else")
    light: dict[str, str] = Field(default={}, description="The light of each of these commitments")
    lapsed: list[str] | None = Field(default=None, description="Everything that was ever late, and nothing else")
    provisional: list[str] = Field(default=[], description="Whose due time lies beyond the published calendar")
    says: list[str] = Field(default=[], description="Events that this step must write, in this order")


class StepShape(Shape):
    """Somebody does something at some time."""

    at: Moment
    by: str = Field(default="", description="A role of the mechanism, or `enterprise`")
    unit: str = Field(default="", description="For which unit the role acts; its own unit is the main unit")
    do: str = Field(default="", description="The kind of a command")
    details: dict[str, Any] = Field(default={}, alias="with", description="The fields of the command")
    expect: Expectation


class ExampleShape(Shape):
    """One course of one case."""

    title: Words
    given: Words = Field(description="Who is concerned and what happened, for people to read")
    when: list[StepShape] = Field(min_length=1)


class Example:
    """A file of the examples folder whose shape is right."""

    def __init__(self, *, name: str, shape: ExampleShape, document: Document) -> None:
        self.name, self.shape, self.document = name, shape, document

    def line(self, step: int) -> int:
        """The line on which a step begins, from 1."""
        return self.document.place(("when", step)).line


def load_example(text: str, *, name: str) -> Example:
    """Read an example from its text. Refused with `MechanismInvalid`, every problem with its line."""
    document = read(text)
    parsed = shape(ExampleShape, document=document) if document.value is not None else None
    if parsed is None or document.problems:
        raise MechanismInvalid(name=name, problems=document.problems)
    return Example(name=name, shape=parsed, document=document)
