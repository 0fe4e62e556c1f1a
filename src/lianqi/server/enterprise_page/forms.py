"""What a contact fills in. Every field can be answered by somebody who has never seen the page before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianqi.server.blobs.judging import KINDS

#: Characters of one text: a long letter, not a book.
LONGEST = 4_000
_FILES_MOST = 9
_TAKEN = ",".join(kind.media_type for kind in KINDS.values())
_GRADES = (
    ("5", _("5分 非常满意")),
    ("4", _("4分 满意")),
    ("3", _("3分 一般")),
    ("2", _("2分 不满意")),
    ("1", _("1分 很不满意")),
)


class Files(forms.ClearableFileInput):
    """Several files in one control."""

    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Photos, voice notes, papers; cleaned to the list of them."""

    widget = Files(attrs={"accept": f"image/*,audio/*,{_TAKEN}", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = [one for one in data if one] if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > _FILES_MOST:
            raise forms.ValidationError(_("一次最多9个文件，其余的可以稍后用“补充材料”再传。"))
        return [super(ManyFiles, self).clean(one, initial) for one in given]


def _text(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class _Sent(forms.Form):
    """What every form carries: the id of the command, so that sent twice it is done once."""

    command_id = forms.CharField(widget=forms.HiddenInput, max_length=64)


class NewMatter(_Sent):
    """A first word."""

    words = forms.CharField(
        label=_("您要反映什么"),
        max_length=LONGEST,
        widget=_text(6),
        help_text=_("怎么说都行：什么事、在哪里、从什么时候开始。写错了也不要紧，我们会打电话核对。"),
    )
    case_kind = forms.ChoiceField(label=_("这是"), widget=forms.RadioSelect)
    attachments = ManyFiles(
        label=_("照片、录音"), required=False, help_text=_("拍照或从手机里选，最多9个。照片里的位置信息会自动去掉。")
    )
    before = forms.BooleanField(label=_("这件事我们以前反映过"), required=False)
    first_word_on = forms.DateField(
        label=_("大约哪天第一次说的"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("记不清可以估一个。从那天起算，免得您白等。"),
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["case_kind"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices, chosen.initial = list(kinds), kinds[0][0]
        self.today = today
        self.fields["first_word_on"].widget.attrs["max"] = today.isoformat()

    def clean_first_word_on(self) -> date | None:
        day: date | None = self.cleaned_data["first_word_on"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("这一天还没有到，请改成今天或更早。"))
        return day


class ConfidentialMatter(_Sent):
    """保密反映: words and papers alone."""

    words = forms.CharField(label=_("您要反映什么"), max_length=LONGEST, widget=_text(8))
    attachments = ManyFiles(label=_("照片、录音、材料"), required=False, help_text=_("最多9个。"))


class Saying(_Sent):
    """What is said about a matter: `FIELDS` says which of these fields belong to which step."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    result = forms.ChoiceField(
        label=_("问题还在吗"),
        widget=forms.RadioSelect,
        choices=(("yes", _("没有再出现，确实解决了")), ("no", _("又出现了，或者没有真正解决"))),
    )
    words = forms.CharField(label=_("补充什么"), max_length=LONGEST, widget=_text(5))
    reason = forms.CharField(label=_("请说明原因"), max_length=LONGEST, widget=_text(4))
    note = forms.CharField(label=_("想说的话"), max_length=LONGEST, widget=_text(3), required=False)
    grade = forms.TypedChoiceField(
        label=_("给这次办理打分"),
        widget=forms.RadioSelect,
        choices=_GRADES,
        coerce=int,
        empty_value=None,
        required=False,
    )
    attachments = ManyFiles(label=_("照片、录音、材料"), required=False, help_text=_("最多9个。"))

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {"command_id", "seen", *FIELDS[kind]}:
            del self.fields[name]
        if kind == "rate":
            self.fields["grade"].required = True
        if kind == "withdraw":
            self.fields["reason"].required = False
        if kind == "reject":
            self.fields["reason"].label = _("哪里没有办好")
        if kind == "reopen":
            self.fields["reason"].label = _("现在是什么情况")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("result") == "no" and not given.get("note"):
            self.add_error("note", _("请简单说一下现在的情况，好让办理单位接着办。"))
        return given


#: What is asked for each step that is the enterprise's to take.
FIELDS = {
    "confirm": ("grade",),
    "reject": ("reason", "grade"),
    "rate": ("grade",),
    "recheck": ("result", "note"),
    "supplement": ("words", "attachments"),
    "object": ("reason",),
    "urge": ("note",),
    "reopen": ("reason",),
    "withdraw": ("reason",),
}


def first_word(day: date | None, *, now: datetime, local: Any) -> datetime:
    """The instant of a day that somebody remembers: its midnight on the park's clock, never later than now."""
    return now if day is None else min(now, local(day, 0))
