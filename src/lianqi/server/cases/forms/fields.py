"""The controls of a step's form, and how what was filled in becomes the command's plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqi.kernel.cases import Case
from lianqi.kernel.instants import to_text
from lianqi.kernel.mechanism.measure import say
from lianqi.kernel.messages import names
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.due import due_time
from lianqi.kernel.workdays.durations import Duration
from lianqi.server.cases.desk import short
from lianqi.server.cases.forms import choices
from lianqi.server.cases.gate import Principal
from lianqi.server.cases.setting import Setting
from lianqi.server.ui.refusals import lang

#: Characters of one text: a long letter, not a book.
LONGEST = 4_000
_PROMPT = gettext_lazy("请选择")

#: step.field → which limit of the mechanism bounds the date that is named there.
BOUNDED_BY: Mapping[str, str] = {
    "stage-reply.next_by": "stage_reply_longest",
    "refer.next_by": "stage_reply_longest",
    "pause.until": "pause_longest",
    "plan.review_by": "plan_longest",
    "resolve.by": "plan_longest",
    "take-lead.by": "lead_longest",
}
_REASONS = {"not-accept": "not_accepted", "return": "return_reason"}


@dataclass(frozen=True, slots=True)
class Filling:
    """Who fills in a form, for which case, under which rules and calendar, at what moment (`place.now`).

    `asked` is the length of the extension that was asked for, "" where none is.
    """

    principal: Principal
    place: Setting
    case: Case
    asked: str = ""

    @property
    def carried(self) -> frozenset[str]:
        return frozenset(duty for duty, _unit in self.principal.duties)


class Files(forms.ClearableFileInput):
    """Several files in one control."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files themselves; each is judged where it is kept."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file that was sent, as Django sees a single one."""
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in sent]


def text(rows: int = 4) -> forms.Field:
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}))


def pick(options: Sequence[tuple[str, Any]], *, prompt: bool = True) -> forms.ChoiceField:
    """A list to choose from."""
    return forms.ChoiceField(choices=[("", _PROMPT), *options] if prompt else list(options))


def one_of(options: Sequence[tuple[str, Any]], initial: str = "") -> forms.ChoiceField:
    """A few choices that all stand there."""
    return forms.ChoiceField(choices=list(options), widget=forms.RadioSelect, initial=initial)


def day(latest: datetime, *, filling: Filling, longest: Duration) -> forms.DateField:
    """A date on the park's clock, no later than the mechanism allows; the time is the close of that day."""
    calendar = filling.place.calendar
    last, today = calendar.local(latest).date(), calendar.local(filling.place.now).date()
    field = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date", "min": today.isoformat(), "max": last.isoformat()})
    )
    field.help_text = _("最晚可选%(day)s（%(length)s内），到当天下班为止。") % {
        "day": short(latest, calendar=calendar, now=filling.place.now).rsplit(" ", 1)[0],
        "length": say(longest, "en" if lang() == "en" else "zh"),
    }
    return field


def close_of(day: date, calendar: Calendar) -> datetime:
    """The end of a day's working time; of a day of rest, its midnight."""
    hours = calendar.hours_on(day)
    return hours[-1][1] if hours else calendar.instant(day, 0) + timedelta(days=1)


def made(kind: str, name: str, filling: Filling) -> forms.Field | None:
    """The control of a field of a step; None where nobody is asked for it."""
    limit = BOUNDED_BY.get(f"{kind}.{name}")
    if limit is not None:
        longest: Duration = getattr(filling.place.rules_of(filling.case).limits, limit)
        latest = due_time(start=filling.place.now, limit=longest, calendar=filling.place.calendar).at
        return day(latest, filling=filling, longest=longest)
    maker = _MADE.get(f"{kind}.{name}") or _MADE.get(name)
    return maker(kind, filling) if maker else text()


def _length(kind: str, filling: Filling) -> forms.Field:
    longest = filling.place.rules_of(filling.case).limits.extension_longest
    initial = Duration.parse(filling.asked).count if kind == "decide-extension" and filling.asked else None
    field = forms.IntegerField(min_value=1, max_value=longest.count, initial=initial)
    field.help_text = _("填数字，最多%(length)s。") % {"length": say(longest, "en" if lang() == "en" else "zh")}
    return field


def _reason(kind: str, filling: Filling) -> forms.Field:
    if kind not in _REASONS:
        return text()
    return one_of(choices.named_choices(filling.place, _REASONS[kind]))


def _ends(kind: str, filling: Filling) -> forms.Field:
    which = 1 if lang() == "en" else 0
    initial = filling.case.record.end if kind == "close" else ""
    return one_of([(code, names.ENDS[code][which]) for code in ("solved", "explained")], initial=initial)


def _assisted(kind: str, filling: Filling) -> forms.Field:
    owed = [one.unit for one in filling.case.owed("assist")]
    own = {unit for _duty, unit in filling.principal.duties}
    told = dict(choices.unit_choices(filling.place.park, external=False))
    mine = [unit for unit in owed if unit in own or "" in own] or owed
    return pick([(unit, told.get(unit, unit)) for unit in mine], prompt=len(mine) > 1)


def _leader(kind: str, filling: Filling) -> forms.Field | None:
    return None if "lead" in filling.carried else pick(choices.leader_choices(filling.place))


def _lapses(filling: Filling) -> list[tuple[str, str]]:
    which = 1 if lang() == "en" else 0
    place = filling.place
    return [
        (one.id, f"{names.COMMITMENTS[one.kind][which]}，{short(one.due, calendar=place.calendar, now=place.now)}")
        for one in filling.case.commitments.values()
        if one.lapsed
    ]


def _moment() -> forms.Field:
    return forms.DateTimeField(
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )


Maker = Callable[[str, Filling], "forms.Field | None"]
_MADE: Mapping[str, Maker] = {
    "answer": lambda kind, f: text(10),
    "approved": lambda kind, f: one_of([("yes", _("同意")), ("no", _("退回修改"))]),
    "granted": lambda kind, f: one_of([("yes", _("批准")), ("no", _("不批准"))]),
    "upheld": lambda kind, f: one_of([("yes", _("异议成立")), ("no", _("异议不成立"))]),
    "ask-extension.by": _length,
    "decide-extension.by": _length,
    "contact.by": lambda kind, f: one_of(
        [("phone", _("电话")), ("in-person", _("上门、当面")), ("message", _("微信、短信"))], initial="phone"
    ),
    "assisting": lambda kind, f: forms.MultipleChoiceField(
        choices=choices.unit_choices(f.place.park, external=False), widget=forms.CheckboxSelectMultiple
    ),
    "attachments": lambda kind, f: FilesField(),
    "case_kind": lambda kind, f: pick(choices.named_choices(f.place, "kind")),
    "class_id": lambda kind, f: pick(choices.class_choices(f.place, flat=False)),
    "complexity": lambda kind, f: one_of(choices.complexity_choices(f.place)),
    "door": lambda kind, f: text(3),
    "end": _ends,
    "external_unit": lambda kind, f: pick(choices.unit_choices(f.place.park, external=True)),
    "field": lambda kind, f: one_of(
        [("class", _("类别")), ("kind", _("类型")), ("first-word", _("首次反映时间")), ("lapse", _("撤销逾期记录"))]
    ),
    "into": lambda kind, f: forms.CharField(max_length=32),
    "other": lambda kind, f: forms.CharField(max_length=32),
    "leader": _leader,
    "letter": lambda kind, f: forms.CharField(max_length=80),
    "level": lambda kind, f: one_of(
        [("yellow", _("黄灯督办")), ("red", _("红灯督办")), ("leader", _("领导督办"))], initial="yellow"
    ),
    "main_unit": lambda kind, f: pick(choices.unit_choices(f.place.park, external=False)),
    "note": lambda kind, f: text(3),
    "outcome": lambda kind, f: one_of([("dispatch", _("交办给单位，限期办理")), ("answer", _("直接答复企业"))]),
    "person": lambda kind, f: pick(choices.recusable_choices(f.principal, f.place, f.case), prompt=False),
    "reason": _reason,
    "call-back.result": lambda kind, f: one_of(
        [("confirmed", _("认可")), ("rejected", _("不认可")), ("no-reply", _("未接通或未表态"))]
    ),
    "recheck.result": lambda kind, f: one_of(
        [("yes", _("没有再出现，仍已解决")), ("no", _("又出现了")), ("no-reply", _("未接通或未表态"))]
    ),
    "unit": _assisted,
    # What a correction says depends on what is corrected: one control for each, of which one counts.
    "correct.class": lambda kind, f: pick(choices.class_choices(f.place, flat=False)),
    "correct.kind": lambda kind, f: pick(choices.named_choices(f.place, "kind")),
    "correct.first-word": lambda kind, f: _moment(),
    "correct.lapse": lambda kind, f: pick(_lapses(f)),
}


def plain(name: str, value: Any, *, kind: str, filling: Filling) -> Any:
    """What was filled in as the command takes it: instants as text, yes and no as a truth, lengths as 5wd."""
    if isinstance(value, datetime):
        local = value.replace(tzinfo=None)
        return to_text(filling.place.calendar.instant(local.date(), local.hour * 60 + local.minute))
    if isinstance(value, date):
        return to_text(close_of(value, filling.place.calendar))
    if name in ("approved", "granted", "upheld"):
        return value == "yes"
    if name == "by" and isinstance(value, int):
        return str(Duration(value, filling.place.rules_of(filling.case).limits.extension_longest.unit))
    return value
