"""One week in seven numbers, with what stands behind each: what the weekly picture shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from lianqi.kernel.scoring import FIGURES, FIGURES_OF_UNIT, at_rung, read
from lianqi.server.cases.behind import Behind, address, total
from lianqi.server.cases.figures import cited
from lianqi.server.cases.setting import Setting
from lianqi.server.cockpit.sums import Measures, by_unit, sums
from lianqi.server.cockpit.sums import total as sum_of
from lianqi.server.cockpit.telling import per_cent
from lianqi.server.registry.models import Park
from lianqi.server.registry.queries import unit_names
from lianqi.server.ui.refusals import lang

#: Units with the most red lights that the picture names.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Number:
    """One number as it is written. `behind` says what hides behind it, `how` how it is counted; `url` is its list."""

    label: str
    value: str
    behind: str
    how: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """The picture's words. `numbers` are seven, or six for a unit, which records nothing; `share` is the on-time rate
    in parts per 10,000 with its interval, empty where nothing came due.
    """

    park: str
    title: str
    days: str
    numbers: Sequence[Number]
    share: tuple[int, int, int] | tuple[()]
    rests_on: str
    now: str


def monday_of(text: str, *, today: date) -> date:
    """The Monday of a week written "2026-W47"; of this week where it cannot be read or lies ahead."""
    this = today - timedelta(days=today.weekday())
    try:
        year, _sep, week = text.partition("-W")
        return min(date.fromisocalendar(int(year), int(week), 1), this)
    except ValueError:
        return this


def code_of(monday: date) -> str:
    """A week as addresses write it."""
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02}"


def week(monday: date, *, place: Setting, unit: str = "") -> Week:
    """The week that begins on this Monday; what stands open is that of now, and says so."""
    since, until = monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    today = place.calendar.local(place.now).date()
    month = f"{today:%Y-%m}"
    stands = sums(park=place.park, unit=unit, since=month, until=month).stands
    position, root = cited(place.park)
    count = _Count(place.park, since, until, unit)
    rate, share = _rate(count, place, unit)
    numbers = [*_four(count, unit), rate, *_now(stands, place, unit)]
    called = unit_names(park=place.park)
    year, number, _day = monday.isocalendar()
    return Week(
        park=called.get(unit) or Park.objects.values_list("name", flat=True).get(code=place.park),
        title=_("涉企事项周报 %(year)s年第%(week)s周") % {"year": year, "week": number},
        days=f"{_day_of(monday)}—{_day_of(monday + timedelta(days=6))}",
        numbers=numbers,
        share=share,
        rests_on=_("截至办理留痕第%(n)s条，校验值%(root)s") % {"n": position, "root": root[:16] or "—"},
        now=place.calendar.local(place.now).strftime("%Y-%m-%d %H:%M"),
    )


def _day_of(day: date) -> str:
    return f"{day:%d %b}" if lang() == "en" else f"{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class _Count:
    """Counts of these days."""

    park: str
    since: str
    until: str
    unit: str

    def of(self, figure: str) -> int:
        return total(Behind(figure, self.since, self.until, self.unit), park=self.park)

    def before(self, figure: str) -> int:
        """The same of the week before."""
        back = timedelta(days=7)
        since, until = ((date.fromisoformat(day) - back).isoformat() for day in (self.since, self.until))
        return total(Behind(figure, since, until, self.unit), park=self.park)

    def url(self, figure: str) -> str:
        return address(figure, since=self.since, until=self.until, unit=self.unit)


def _four(count: _Count, unit: str) -> list[Number]:
    told = [
        (
            "registered",
            _("登记"),
            _("其中当场解决并经企业认可%(n)s件") % {"n": count.of("on-the-spot-confirmed")},
            _("本周登记在册的事项"),
        ),
        ("dispatched", _("交办"), _("退回%(n)s次") % {"n": count.of("returned")}, _("第一次交办到责任单位")),
        (
            "closed",
            _("办结"),
            _("已解决%(a)s件，解释说明%(b)s件") % {"a": count.of("closed-solved"), "b": count.of("closed-explained")},
            _("销号件数，重新启动的扣减"),
        ),
        (
            "confirmed",
            _("企业认可"),
            _("另有回访认可%(a)s件，不认可%(b)s件，未表态%(c)s件")
            % {"a": count.of("confirmed-by-call-back"), "b": count.of("rejected"), "c": count.of("silent")},
            _("企业本人认可"),
        ),
    ]
    return [
        Number(
            label,
            f"{count.of(figure):,}",
            f"{_('上周%(n)s件') % {'n': count.before(figure)}}；{behind}",
            how,
            count.url(figure),
        )
        for figure, label, behind, how in (told[1:] if unit else told)
    ]


def _rate(count: _Count, place: Setting, unit: str) -> tuple[Number, tuple[int, int, int] | tuple[()]]:
    figure = (FIGURES_OF_UNIT if unit else FIGURES)["on-time-rate"]
    measures = {measure: count.of(measure) for measure in (*figure.numerator, *figure.denominator)}
    few = place.rules_for_new().too_few
    reading = read(figure, measures, too_few=few)
    behind = _("按期%(a)s件 ÷ 到期%(b)s件") % {"a": reading.numerator, "b": reading.denominator}
    if reading.low is not None and reading.high is not None:
        behind += _("，95%%区间%(low)s–%(high)s") % {"low": per_cent(reading.low), "high": per_cent(reading.high)}
    if not reading.ranked:
        behind += _("；不足%(n)s件，样本不足") % {"n": few}
    number = Number(
        figure.name.en if lang() == "en" else figure.name.zh,
        per_cent(reading.quotient),
        behind,
        _("按期答复 ÷ 答复到期；逾期后补办的仍计逾期"),
        count.url("answer-due"),
    )
    if reading.quotient is None or reading.low is None or reading.high is None:
        return number, ()
    return number, (reading.low, reading.quotient, reading.high)


def _now(stands: Measures, place: Setting, unit: str) -> list[Number]:
    english = lang() == "en"
    red = sum_of(stands, "lit-red")
    levels = [
        f"{rung.name.en if english else rung.name.zh}{' ' if english else ''}{sum_of(stands, at_rung(at))}"
        for at, rung in enumerate(place.rules_for_new().ladder)
    ]
    return [
        Number(
            _("现未办结"),
            f"{sum_of(stands, 'open'):,}",
            (", " if english else "，").join(levels),
            _("尚未销号，含列入计划（挂账）"),
            address("open", unit=unit),
        ),
        Number(
            _("现红灯"),
            f"{red:,}",
            _reddest(place) if not unit else "",
            _("有应办事项已超期，含销号后的回头看"),
            address("lit-red", unit=unit),
            "bad" if red else "",
        ),
    ]


def _reddest(place: Setting) -> str:
    """Where most of the red lights are."""
    called = unit_names(park=place.park)
    found = by_unit(park=place.park, codes=called, since="9999-12", until="9999-12")
    red = sorted(((measures.get("lit-red", 0), called[code]) for code, measures in found.items()), reverse=True)
    told = [f"{name}{' ' if lang() == 'en' else ''}{number}" for number, name in red[:_NAMED] if number]
    return _("最多的是%(units)s") % {"units": (", " if lang() == "en" else "、").join(told)} if told else ""
