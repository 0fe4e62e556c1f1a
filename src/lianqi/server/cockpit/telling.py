"""The page's numbers in words: each with how it is counted, its position of the ledger, and the list it leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianqi.kernel.scoring import FIGURES, FIGURES_OF_UNIT, Figure, Reading, at_rung, read
from lianqi.server.cases.behind import SUMS, address, of_earlier
from lianqi.server.cases.figures import LED_ON, cited
from lianqi.server.cases.listing import below
from lianqi.server.cases.setting import Setting
from lianqi.server.cockpit import sums
from lianqi.server.cockpit.sums import OF_UNITS, Measures, Sums, total
from lianqi.server.registry.queries import unit_names
from lianqi.server.ui.refusals import lang

#: The rates of the page, of those that are published (`lianqi.kernel.scoring.FIGURES`).
RATES = ("on-time-rate", "satisfaction-rate", "solve-rate", "closing-rate", "on-the-spot-rate", "return-rate")
#: Width of the little drawing of an interval.
_WIDE = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """Which months ("2026-04"), both included, and which unit's; "" for the whole park."""

    since: str
    until: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A count that leads to its cases."""

    label: str
    value: int
    url: str
    how: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A published rate: both counts with their lists, the interval as whole per cents, its 口径."""

    name: str
    per_cent: str
    interval: str
    above: Number
    under: Number
    formula: str
    leaves_out: str
    ranked: bool
    drawn: Mapping[str, int]
    beyond: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """What came, what was struck off, and what stood open at the end."""

    name: str
    registered: Number
    closed: Number
    open_at_end: int


@dataclass(frozen=True, slots=True)
class OfUnit:
    """A unit's line. `rate` is None where nothing of it came due."""

    name: str
    url: str
    rate: Rate
    solved: Number
    given: Number
    open: Number
    red: Number


@dataclass(frozen=True, slots=True)
class Cockpit:
    """The page."""

    position: int
    root: str
    too_few: int
    four: Sequence[Number]
    apart: Sequence[Number]
    now: Sequence[Number]
    months: Sequence[Month]
    rungs: Sequence[Number]
    rates: Sequence[Rate]
    ranked: Sequence[OfUnit]
    few: Sequence[OfUnit]
    classes: Sequence[Number]


def cockpit(asked: Asked, *, place: Setting) -> Cockpit:
    """Everything the page shows, read at one position."""
    rules = place.rules_for_new()
    position, root = cited(place.park)
    called = unit_names(park=place.park)
    held = sums.read(
        park=place.park,
        root=root,
        unit=asked.unit,
        since=asked.since,
        until=asked.until,
        units=tuple(called),
        classes=tuple(rules.classes),
    )
    found = held.whole
    of = FIGURES_OF_UNIT if asked.unit else FIGURES
    lines = _units(held.units, asked, called, too_few=rules.too_few)
    ranked = [one for one in lines if one.rate.ranked]
    return Cockpit(
        position=position,
        root=root,
        too_few=rules.too_few,
        four=_four(found, asked),
        apart=_apart(found, asked),
        now=_now(found.stands, asked),
        months=_months(found, asked),
        rungs=_rungs(found.stands, asked, place),
        rates=[_rate(of[id], found.counted, asked, too_few=rules.too_few, park=place.park) for id in RATES if id in of],
        ranked=sorted(ranked, key=lambda one: (-_quotient(one), one.name)),
        few=[one for one in lines if not one.rate.ranked],
        classes=_classes(held.classes, asked, place),
    )


def _number(label: str, figure: str, value: int, asked: Asked, *, how: str = "", tone: str = "") -> Number:
    url = address(figure, since=asked.since, until=asked.until, unit=asked.unit)
    return Number(label, value, url, how, tone if value else "")


def _stock(label: str, figure: str, stands: Measures, unit: str, *, tone: str = "", how: str = "") -> Number:
    value = total(stands, figure)
    return Number(label, value, address(figure, unit=unit), how, tone if value else "")


def _four(found: Sums, asked: Asked) -> list[Number]:
    """登记、交办、办结、企业认可: four numbers, none of which stands for another."""
    told = (
        (_("登记"), "registered", _("登记在册的事项，以登记时间计")),
        (_("交办"), "dispatched", _("第一次交办到责任单位，以交办时间计")),
        (_("办结"), "closed", _("销号（已解决＋解释说明），重新启动的扣减")),
        (_("企业认可"), "confirmed", _("企业本人认可，回访认可另计")),
    )
    # A case is recorded before any unit has it.
    shown = told[1:] if asked.unit else told
    return [_number(label, figure, total(found.counted, figure), asked, how=how) for label, figure, how in shown]


def _apart(found: Sums, asked: Asked) -> list[Number]:
    told = (
        (_("回访认可"), "confirmed-by-call-back"),
        (_("企业不认可"), "rejected"),
        (_("企业未表态"), "silent"),
        (_("列入计划（挂账）"), "planned"),
    )
    return [_number(label, figure, total(found.counted, figure), asked) for label, figure in told]


def _now(stands: Measures, asked: Asked) -> list[Number]:
    return [
        _stock(_("未办结"), "open", stands, asked.unit, how=_("尚未销号，含列入计划（挂账）")),
        _stock(_("临期（黄灯）"), "lit-yellow", stands, asked.unit, tone="near", how=_("有应办事项快到期")),
        _stock(
            _("超期（红灯）"), "lit-red", stands, asked.unit, tone="bad", how=_("有应办事项已超期，含销号后的回头看")
        ),
    ]


def _months(found: Sums, asked: Asked) -> list[Month]:
    came = "given" if asked.unit else "registered"
    shown = []
    for month, measures in found.months.items():
        one = Asked(month, month, asked.unit)
        came_in = _number(month, came, total(measures, came), one)
        shown.append(Month(month, came_in, _number(month, "closed", total(measures, "closed"), one), found.ends[month]))
    return shown


def _rungs(stands: Measures, asked: Asked, place: Setting) -> list[Number]:
    english = lang() == "en"
    ladder = place.rules_for_new().ladder
    return [
        _stock(rung.name.en if english else rung.name.zh, at_rung(at), stands, asked.unit)
        for at, rung in enumerate(ladder)
    ]


def _rate(figure: Figure, measures: Measures, asked: Asked, *, too_few: int, park: str = "") -> Rate:
    """`park` is named where the page has room to say why a rate passes 100 %."""
    reading = read(figure, measures, too_few=too_few)
    english = lang() == "en"
    above, under = (
        Number("", value, address(name, since=asked.since, until=asked.until, unit=asked.unit) if name else "")
        for value, name in (
            (reading.numerator, _named(figure.numerator)),
            (reading.denominator, _named(figure.denominator)),
        )
    )
    return Rate(
        name=figure.name.en if english else figure.name.zh,
        per_cent=per_cent(reading.quotient),
        interval=_interval(reading),
        above=above,
        under=under,
        formula=figure.formula.en if english else figure.formula.zh,
        leaves_out=figure.leaves_out.en if english else figure.leaves_out.zh,
        ranked=reading.ranked,
        drawn=_drawn(reading),
        beyond=_beyond(reading, asked, park) if park else "",
    )


def _beyond(reading: Reading, asked: Asked, park: str) -> str:
    """Why it passes 100 %: how much of the numerator is of earlier cases; "" where it does not."""
    if not reading.beyond:
        return ""
    n = of_earlier(reading.figure, park=park, since=asked.since, until=asked.until, unit=asked.unit)
    said = _("分子大于分母：其中%(n)d件是以前交办的事项，在这段时间内办结。") if asked.unit else ""
    return (said or _("分子大于分母：其中%(n)d件是以前登记的事项，在这段时间内办结。")) % {"n": n}


def _named(measures: tuple[str, ...]) -> str:
    """What an address calls these measures together; "" where no list shows their cases."""
    if len(measures) == 1:
        return measures[0] if measures[0] in LED_ON else ""
    return next((name for name, (_text, several) in SUMS.items() if several == measures), "")


def per_cent(parts: int | None) -> str:
    """Parts per 10,000 with one decimal, rounded down; a dash for none."""
    return "—" if parts is None else f"{parts // 100}.{parts % 100 // 10}%"


def _interval(reading: Reading) -> str:
    if reading.low is None or reading.high is None:
        return ""
    return f"{per_cent(reading.low)}–{per_cent(reading.high)}"


def _drawn(reading: Reading) -> dict[str, int]:
    """Where the interval and the rate stand on a line of `_WIDE` units."""
    if reading.low is None or reading.high is None or reading.quotient is None:
        return {}
    low, high, at = (parts * _WIDE // 10_000 for parts in (reading.low, reading.high, reading.quotient))
    return {"low": low, "wide": max(2, high - low), "at": at, "all": _WIDE}


def _units(found: Mapping[str, Measures], asked: Asked, called: Mapping[str, str], *, too_few: int) -> list[OfUnit]:
    lines = []
    for code in sorted(found, key=lambda code: called[code]):
        one = Asked(asked.since, asked.until, code)
        measures = found[code]
        if not any(measures.get(measure) for measure in OF_UNITS) and not total(measures, "open"):
            continue
        lines.append(
            OfUnit(
                name=called[code],
                url=code,
                rate=_rate(FIGURES_OF_UNIT["on-time-rate"], measures, one, too_few=too_few),
                solved=_number("", "closed-solved", total(measures, "closed-solved"), one),
                given=_number("", "given", total(measures, "given"), one),
                open=_stock("", "open", measures, code),
                red=_stock("", "lit-red", measures, code, tone="bad"),
            )
        )
    return lines


def _quotient(line: OfUnit) -> int:
    return line.rate.above.value * 10_000 // line.rate.under.value


def _classes(found: Measures, asked: Asked, place: Setting) -> list[Number]:
    """Dispatched cases by area of service, the most first. Areas without any are left out."""
    classes = place.rules_for_new().classes
    shown = []
    for top in (one for one in classes.values() if not one.parent):
        value = sum(found.get(id, 0) for id in below(place, top.id))
        url = address("dispatched", since=asked.since, until=asked.until, unit=asked.unit, class_id=top.id)
        if value:
            shown.append(Number(top.name.en if lang() == "en" else top.name.zh, value, url))
    return sorted(shown, key=lambda one: -one.value)
