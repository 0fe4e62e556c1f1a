"""Rules about what a valid mechanism says. One rule a file; each with a broken file that shows the mistake."""

from __future__ import annotations

from datetime import date
from types import ModuleType

from lianqi.kernel.mechanism.lint import (
    answer_after_contact,
    board_units_inside,
    both_languages,
    class_reaches,
    confidential_way,
    default_ends,
    duty_held,
    examples_beside,
    extension_askable,
    judged_apart,
    ladder_rises,
    meeting_dispatches,
    outside_tracked,
    reception_on_ladder,
    recheck_reopens,
    screen_words,
    step_has_length,
    steps_capped,
    targets_add_up,
    values_cited,
    visit_asks_known,
    words_apart,
    yellow_fits,
)
from lianqi.kernel.mechanism.lint.finding import ERROR, WARNING, Finding, Subject
from lianqi.kernel.mechanism.loader import Mechanism

__all__ = ["ERROR", "RULES", "WARNING", "Finding", "lint", "lint_days"]

_MODULES: tuple[ModuleType, ...] = (
    answer_after_contact,
    board_units_inside,
    both_languages,
    class_reaches,
    confidential_way,
    default_ends,
    duty_held,
    examples_beside,
    extension_askable,
    judged_apart,
    ladder_rises,
    meeting_dispatches,
    outside_tracked,
    reception_on_ladder,
    recheck_reopens,
    screen_words,
    step_has_length,
    steps_capped,
    targets_add_up,
    values_cited,
    visit_asks_known,
    words_apart,
    yellow_fits,
)

#: rule id → what it asks for, in one sentence.
RULES = {module.RULE: " ".join((module.__doc__ or "").split()) for module in _MODULES}


def lint(mechanism: Mechanism, *, examples: int | None = None) -> tuple[Finding, ...]:
    """Everything found, in the order of the file, on each day on which the mechanism changes.

    `examples` is how many examples lie beside the file, None where nobody looked.
    """
    found: set[Finding] = set()
    for day in lint_days(mechanism):
        subject = Subject(mechanism=mechanism, rules=mechanism.rules(on=day), examples=examples)
        for module in _MODULES:
            found.update(module.check(subject))
    return tuple(sorted(found))


def lint_days(mechanism: Mechanism) -> tuple[date, ...]:
    """The days on which a value begins to hold, from the first on which every value does."""
    since = mechanism.shape.in_force_from
    starts = [[entry.start or since for entry in entries] for _, entries in mechanism.dated()]
    complete = max([since, *(first[0] for first in starts)])
    return tuple(sorted({complete, *(day for days in starts for day in days if day > complete)}))
