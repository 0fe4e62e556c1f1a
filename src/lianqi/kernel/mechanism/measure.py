"""Lengths set side by side, for checking and explaining a mechanism: never for computing a due time.

A due time needs the calendar (`lianqi.kernel.workdays.due`). Whether one limit is longer than another must be said
without one, so lengths in different units are compared by a nominal scale: a working day of eight hours (《劳动法》
art. 36), five working days a week, 21.75 paid days a month (劳社部发〔2008〕3号).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lianqi.kernel.mechanism.rules import Bounds, CaseRules, Limits, Text
from lianqi.kernel.workdays.durations import Duration

_WORKING_DAY = Fraction(8 * 60)
_WEEK = Fraction(5, 7)
_SCALE = {
    "wmin": Fraction(1),
    "wh": Fraction(60),
    "wd": _WORKING_DAY,
    "min": _WORKING_DAY * _WEEK / (24 * 60),
    "h": _WORKING_DAY * _WEEK / 24,
    "d": _WORKING_DAY * _WEEK,
    "mo": _WORKING_DAY * Fraction("21.75"),
}
_NAMES = {
    "wmin": Text("个工作分钟", "working minute"),
    "wh": Text("个工作小时", "working hour"),
    "wd": Text("个工作日", "working day"),
    "min": Text("分钟", "minute"),
    "h": Text("小时", "hour"),
    "d": Text("个自然日", "natural day"),
    "mo": Text("个月", "month"),
}


def nominal(length: Duration) -> Fraction:
    """Nominal working minutes of a length."""
    return length.count * _SCALE[length.unit]


def longer(one: Duration, other: Duration) -> bool:
    """Whether `one` is longer than `other`; exact where the units agree, nominal otherwise."""
    return nominal(one) > nominal(other)


def shortest(lengths: Iterable[Duration]) -> Duration:
    """The shortest of some lengths, of which there must be one."""
    return min(lengths, key=nominal)


def longest(lengths: Iterable[Duration]) -> Duration:
    """The longest of some lengths, of which there must be one."""
    return max(lengths, key=nominal)


def say(length: Duration, lang: str) -> str:
    """A length as people say it: 5个工作日, 5 working days."""
    name = _NAMES[length.unit]
    if lang == "zh":
        return f"{length.count}{name.zh}"
    return f"{length.count} {name.en}{'' if length.count == 1 else 's'}"


def working_days(minutes: Fraction) -> int:
    """Whole nominal working days, rounded up."""
    return -int(-minutes // _WORKING_DAY)


def worst_case(rules: CaseRules) -> Fraction:
    """Nominal working minutes that one case can take at most, from recording to striking off.

    Every bounded step is taken as often as it may be, each as long as it may last, every limit is used up, default
    leads up each rung in turn, and then the case is reopened as often as it may be. Planning is left out: a planned
    case carries its own review date and is told to the enterprise each time.
    """
    limits, bounds = rules.limits, rules.bounds
    once = nominal(limits.triage) + _dispatches(limits, bounds) + _answering(rules) + _hearing(limits, bounds)
    above = sum((nominal(rung.limit) + nominal(rules.lights.up_after) for rung in rules.ladder[2:]), Fraction())
    return (once + above + nominal(limits.lead_longest)) * (1 + bounds.reopens)


def _dispatches(limits: Limits, bounds: Bounds) -> Fraction:
    moves = bounds.returns * (nominal(limits.return_within) + nominal(limits.triage)) + nominal(limits.ruling)
    return moves + bounds.transfers * nominal(longest(limits.answer.values()))


def _answering(rules: CaseRules) -> Fraction:
    limits, bounds = rules.limits, rules.bounds
    waiting = bounds.pauses * nominal(limits.pause_longest) + nominal(limits.objection_ruling)
    longer_by = bounds.extensions * (nominal(limits.extension_longest) + nominal(limits.extension_ruling))
    stages = bounds.stage_replies * nominal(limits.stage_reply_longest)
    up = nominal(rules.lights.up_after)
    return nominal(longest(limits.answer.values())) + waiting + longer_by + stages + up


def _hearing(limits: Limits, bounds: Bounds) -> Fraction:
    heard = nominal(limits.word) * max(1, bounds.call_backs)
    return heard + bounds.redos * (nominal(limits.redo) + heard) + nominal(limits.strike_off)
