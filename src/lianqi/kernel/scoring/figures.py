"""The rates a park publishes, each with its formula (口径说明)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt
from types import MappingProxyType

from lianqi.kernel.mechanism.rules import Text


@dataclass(frozen=True, slots=True)
class Figure:
    """One rate or mean: sums of measures over sums of measures, with what it leaves out in words."""

    id: str
    name: Text
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    formula: Text
    leaves_out: Text
    is_rate: bool = True


def _figure(
    id_: str, zh: str, en: str, top: str, bottom: str, formula: Text, out: Text, *, rate: bool = True
) -> Figure:
    return Figure(id_, Text(zh, en), tuple(top.split()), tuple(bottom.split()), formula, out, rate)


_CONFIDENTIAL = Text("保密反映不计入任何数字。", "Confidential reports enter no figure.")

#: figure id → definition. 登记、交办、办结、企业认可 are four numbers; none of these stands for another.
FIGURES: Mapping[str, Figure] = MappingProxyType(
    {
        figure.id: figure
        for figure in (
            _figure(
                "on-time-rate",
                "按时办结率",
                "on-time rate",
                "answer-in-time",
                "answer-due",
                Text("按期答复件数 ÷ 答复到期件数", "answers kept in time ÷ answers whose promise ended"),
                Text(
                    "未到期的不计入；经批准免办、退回、转办跟踪的不计入；逾期后补办的仍计逾期。",
                    "Not yet due, released, returned or referred: left out. Done late stays late.",
                ),
            ),
            _figure(
                "on-the-spot-rate",
                "当场解决率",
                "on-the-spot rate",
                "on-the-spot-confirmed",
                "registered",
                Text("当场解决且企业认可件数 ÷ 登记件数", "solved on the spot and confirmed ÷ cases recorded"),
                Text(
                    "服务员登记、企业未认可的，以及认可后又重新启动的，不计入分子。",
                    "Declared by the officer only, or confirmed and reopened since: not in the numerator.",
                ),
            ),
            _figure(
                "solve-rate",
                "协调解决率",
                "solve rate",
                "closed-solved",
                "registered",
                Text("销号（已解决）件数 ÷ 登记件数", "cases struck off as solved ÷ cases recorded"),
                Text(
                    "解释说明、列入计划的不算解决；重新启动的，再次销号前不算解决；"
                    "以前的事项在这段时间内销号的也计入分子，数值可能超过100%。",
                    "Explained and planned are not solved; what was reopened is not, until struck off again; earlier "
                    "cases struck off in the time are in the numerator, so it may pass 100%.",
                ),
            ),
            _figure(
                "closing-rate",
                "办结率",
                "closing rate",
                "closed-solved closed-explained",
                "registered",
                Text("销号件数（已解决＋解释说明）÷ 登记件数", "cases struck off ÷ cases recorded"),
                Text(
                    "列入计划（挂账）不算办结；重新启动的，再次销号前不算办结；"
                    "以前的事项在这段时间内销号的也计入分子，数值可能超过100%。",
                    "Planned is not closed; what was reopened is not, until struck off again; earlier cases struck off "
                    "in the time are in the numerator, so it may pass 100%.",
                ),
            ),
            _figure(
                "satisfaction-rate",
                "满意率",
                "satisfaction rate",
                "confirmed confirmed-by-call-back",
                "confirmed confirmed-by-call-back rejected silent",
                Text(
                    "企业认可件数（含回访）÷（认可＋不认可＋未表态）",
                    "confirmed, call-backs included ÷ (confirmed + rejected + silent)",
                ),
                Text("未表态不算满意，列入分母。", "Silence is not satisfaction and stays in the denominator."),
            ),
            _figure(
                "return-rate",
                "退回率",
                "return rate",
                "returned",
                "given",
                Text("退回次数 ÷ 交办次数（含改派）", "returns ÷ times a unit was given a case"),
                Text("同一事项退回两次计两次。", "A case returned twice counts twice."),
            ),
            _figure(
                "redo-rate",
                "重办率",
                "redo rate",
                "redone",
                "answered",
                Text("重办次数 ÷ 答复件数", "answers handled again ÷ answers given"),
                Text("当场解决后被否认的计入不认可，不计入重办。", "On-the-spot solutions refused are left out."),
            ),
            _figure(
                "relapse-rate",
                "回头看复发率",
                "relapse rate",
                "rechecked-no",
                "rechecked-yes rechecked-no rechecked-silent",
                Text("回头看又出现件数 ÷ 回头看件数", "no longer solved ÷ asked again"),
                Text("未到二十八天的不计入。", "Not yet asked again: left out."),
            ),
            _figure(
                "first-word-to-answer",
                "首次反映至答复平均用时（分钟）",
                "mean minutes from first word to answer",
                "first-word-to-answer-minutes",
                "answered",
                Text("首次反映至答复的自然分钟数合计 ÷ 答复件数", "minutes from first word to answer ÷ answers"),
                Text("含节假日与暂停时间。", "Holidays and pauses included."),
                rate=False,
            ),
            _figure(
                "dispatch-to-answer",
                "交办至答复平均用时（分钟）",
                "mean minutes from dispatch to answer",
                "dispatch-to-answer-minutes",
                "answered-after-dispatch",
                Text(
                    "交办至答复的自然分钟数合计 ÷ 交办后答复件数",
                    "minutes from the last dispatch to the answer ÷ answers",
                ),
                Text(
                    "自最近一次交办或改派起算；未经交办即随主事项答复的不计入；含节假日与暂停时间。",
                    "From the last dispatch or transfer; answered with another case undispatched: left out. "
                    "Holidays and pauses included.",
                ),
                rate=False,
            ),
        )
    }
)


def _of_unit() -> dict[str, Figure]:
    """What a unit can be judged by: a case is recorded before any unit has it, so a unit's cases are those given."""
    found: dict[str, Figure] = {}
    for figure in FIGURES.values():
        if "registered" not in figure.denominator:
            found[figure.id] = figure
        elif figure.id != "on-the-spot-rate":
            zh, en = figure.formula.zh.split(" ÷ ")[0], figure.formula.en.split(" ÷ ")[0]
            formula = Text(f"{zh} ÷ 交办次数（含改派）", f"{en} ÷ times the unit was given a case")
            found[figure.id] = replace(figure, denominator=("given",), formula=formula)
    return found


#: The same for one unit. On-the-spot solutions are the officers', not a unit's.
FIGURES_OF_UNIT: Mapping[str, Figure] = MappingProxyType(_of_unit())


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure read off its measures: both counts, the quotient in parts per 10,000 and its 95 % interval.

    `quotient` is None over an empty denominator; for a mean it is the mean rounded down. `low` and `high` are the
    Wilson score interval (E. B. Wilson 1927) in parts per 10,000, for rates whose numerator is part of the
    denominator. `ranked` is false where the
    denominator is too small (样本不足，不排名).
    """

    figure: Figure
    numerator: int
    denominator: int
    quotient: int | None
    low: int | None
    high: int | None
    ranked: bool

    @property
    def beyond(self) -> bool:
        """Whether it passes 100 %: then nobody may read it without how much of it is of earlier cases."""
        return self.figure.is_rate and self.numerator > self.denominator > 0


def read(figure: Figure, measures: Mapping[str, int], *, too_few: int) -> Reading:
    """The figure over summed measures (measure → sum); not ranked where the denominator is below `too_few`."""
    top = sum(measures.get(name, 0) for name in figure.numerator)
    bottom = sum(measures.get(name, 0) for name in figure.denominator)
    if bottom <= 0:
        return Reading(figure, top, bottom, None, None, None, ranked=False)
    if not figure.is_rate:
        return Reading(figure, top, bottom, top // bottom, None, None, ranked=bottom >= too_few)
    low, high = wilson(top, bottom) if 0 <= top <= bottom else (None, None)
    return Reading(figure, top, bottom, top * 10_000 // bottom, low, high, ranked=bottom >= too_few)


def wilson(top: int, bottom: int) -> tuple[int, int]:
    """The 95 % Wilson score interval of `top` of `bottom` (at least one), in parts per 10,000."""
    z = 1.96
    share = top / bottom
    centre = share + z * z / (2 * bottom)
    spread = z * sqrt(share * (1 - share) / bottom + z * z / (4 * bottom * bottom))
    scale = 1 + z * z / bottom
    return max(0, int((centre - spread) / scale * 10_000)), min(10_000, int((centre + spread) / scale * 10_000 + 1))
