"""当面登记: what an officer writes down at the enterprise, within a minute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianqi.server.cases.forms.fields import LONGEST, FilesField


class VisitForm(forms.Form):
    """A first word heard in person. `spot` is asked only of whoever may declare something solved (当场解决)."""

    command_id = forms.CharField(widget=forms.HiddenInput, max_length=64)
    words = forms.CharField(
        label=_("企业怎么说"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("照企业的原话记，不替企业改口。"),
    )
    case_kind = forms.ChoiceField(label=_("类型"))
    contact = forms.ChoiceField(label=_("谁说的"), required=False)
    on_behalf = forms.BooleanField(
        label=_("对方没有手机，由我代填"),
        required=False,
        help_text=_("会注明“代填”；办结之前，营商中心打电话听企业本人的意见。"),
    )
    spot = forms.ChoiceField(
        label=_("当场解决了吗"),
        widget=forms.RadioSelect,
        choices=(("no", _("没有，交营商中心分办")), ("yes", _("解决了"))),
        initial="no",
    )
    measure = forms.CharField(
        label=_("怎么解决的"),
        max_length=LONGEST,
        error_messages={"required": _("请写明怎么解决的，企业看了好判断认可不认可。")},
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("企业认可之后才算办结。"),
    )
    attachments = FilesField(label=_("照片、录音"), required=False)
    before = forms.BooleanField(label=_("企业以前反映过"), required=False)
    first_word_on = forms.DateField(
        label=_("大约哪天第一次反映"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[tuple[str, str]],
        contacts: Sequence[tuple[str, str]],
        spot: bool,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("case_kind", list(kinds)), ("contact", [("", _("没有登记的联系人")), *contacts])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        self.today = today
        self.fields["first_word_on"].widget.attrs["max"] = today.isoformat()
        self.fields["attachments"].widget.attrs["accept"] = "image/*,audio/*,application/pdf"
        if not spot:
            del self.fields["spot"], self.fields["measure"]
        elif self.is_bound and self.data.get("spot") != "yes":
            # It shows, and is asked, only where the matter was solved.
            self.fields["measure"].required = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day = given.get("first_word_on")
        if day is not None and day > self.today:
            self.add_error("first_word_on", _("这一天还没有到，请改成今天或更早。"))
        return given


class RoundForm(forms.Form):
    """走访: the mechanism's few questions; each that is answered becomes a case, solved on the spot or not."""

    command_id = forms.CharField(widget=forms.HiddenInput, max_length=64)
    contact = forms.ChoiceField(label=_("谁说的"), required=False)
    nothing = forms.BooleanField(label=_("企业这次没有要反映的"), required=False)

    def __init__(
        self, *args: Any, questions: Mapping[str, str], contacts: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = tuple(questions)
        who = self.fields["contact"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = [("", _("没有登记的联系人")), *contacts]
        for code, ask in questions.items():
            self.fields[f"said-{code}"] = forms.CharField(
                label=ask, required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
            )
            self.fields[f"spot-{code}"] = forms.BooleanField(label=_("已当场解决"), required=False)
            self.fields[f"measure-{code}"] = forms.CharField(
                label=_("怎么解决的"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
            )

    @property
    def asked(self) -> list[tuple[str, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Each question with its three controls."""
        return [(code, self[f"said-{code}"], self[f"spot-{code}"], self[f"measure-{code}"]) for code in self.codes]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        answered = [code for code in self.codes if given.get(f"said-{code}")]
        for code in self.codes:
            if given.get(f"spot-{code}") and not given.get(f"said-{code}"):
                self.add_error(f"said-{code}", _("先写企业怎么说的，再写怎么解决的。"))
            elif given.get(f"spot-{code}") and not given.get(f"measure-{code}"):
                self.add_error(f"measure-{code}", _("请写明怎么解决的，企业看了好判断认可不认可。"))
        if not answered and not given.get("nothing") and not self.errors:
            raise forms.ValidationError(_("一句也没有写。企业确实没有要反映的，请勾选“企业这次没有要反映的”。"))
        if answered and given.get("nothing"):
            self.add_error("nothing", _("上面已经写了企业的话，请去掉这一项的勾选。"))
        return given

    def answers(self) -> list[tuple[str, str, str]]:
        """(question, what was said, how it was solved on the spot or "") of every question that was answered."""
        given = self.cleaned_data
        return [
            (code, given[f"said-{code}"], given[f"measure-{code}"] if given[f"spot-{code}"] else "")
            for code in self.codes
            if given[f"said-{code}"]
        ]


class AppointForm(forms.Form):
    """A day that the enterprise agreed to."""

    command_id = forms.CharField(widget=forms.HiddenInput, max_length=64)
    day = forms.DateField(label=_("约在哪一天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class DeclineForm(forms.Form):
    """The enterprise would rather not be visited this quarter."""

    command_id = forms.CharField(widget=forms.HiddenInput, max_length=64)
    words = forms.CharField(
        label=_("企业怎么说"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("照企业的原话记。记下后本季度不再要求走访，企业随时叫、随时可以去。"),
    )


class NotThisTimeForm(forms.Form):
    """企业手机页：这次不用来了。"""

    command_id = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    words = forms.CharField(
        label=_("想说的话"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class OtherDayForm(NotThisTimeForm):
    """企业手机页：改个时间。"""

    field_order = ("day", "words")
    day = forms.DateField(
        label=_("哪一天方便"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("请选一个工作日。"),
    )
