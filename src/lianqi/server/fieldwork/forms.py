"""当面登记: what an officer writes down at the enterprise, within a minute."""

from __future__ import annotations

from collections.abc import Sequence
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
