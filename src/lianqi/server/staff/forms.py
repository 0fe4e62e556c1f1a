"""What is filled in about people: who they are, what they are charged with, who takes over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqi.server.people.operations import LONGEST
from lianqi.server.registry.models import CODE, NAME
from lianqi.server.staff.operations.merging import FARTHEST

_PROMPT = gettext_lazy("请选择")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{5,19}")
Options = Sequence[tuple[str, str]]


def _day() -> forms.DateInput:
    # As a browser's own calendar wants it, in every language.
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _choose(form: forms.Form, name: str, options: Options, *, prompt: bool = True) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [*([("", str(_PROMPT))] if prompt else []), *options]


class PersonForm(forms.Form):
    """One person of the park. `roles` leaves out those of the inspection, which are not given on a page."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=NAME)
    number = forms.CharField(
        label=gettext_lazy("工号"), max_length=CODE, required=False, help_text=gettext_lazy("登录名默认用工号。")
    )
    phone = forms.CharField(
        label=gettext_lazy("手机号"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("单位"),
        required=False,
        help_text=gettext_lazy("园区领导、联络员等不属于某个单位的，可以不选。"),
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("角色"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    heads = forms.BooleanField(label=gettext_lazy("是单位负责人"), required=False)
    charges = forms.MultipleChoiceField(
        label=gettext_lazy("分管单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text=gettext_lazy("分管领导填：除本单位外，还签发哪些单位的答复。"),
    )

    def __init__(self, *args: Any, units: Options, roles: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "unit", [("", _("不属于某个单位")), *units], prompt=False)
        _choose(self, "roles", roles, prompt=False)
        _choose(self, "charges", units, prompt=False)

    def clean_phone(self) -> str:
        said = str(self.cleaned_data["phone"]).strip()
        if said and not _PHONE.fullmatch(said):
            raise forms.ValidationError(_("这不像一个电话号码，请只填数字，如 13812345678。"))
        return said

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("heads") and not given.get("unit"):
            self.add_error("unit", _("单位负责人要先选单位。"))
        return given


class LeaveForm(forms.Form):
    """Who stands in, from a day to a day."""

    person = forms.ChoiceField(label=gettext_lazy("由谁代理"))
    since = forms.DateField(label=gettext_lazy("从哪天起"), widget=_day())
    until = forms.DateField(
        label=gettext_lazy("到哪天止"),
        widget=_day(),
        help_text=gettext_lazy("含当天；到期自动结束。"),
    )

    def __init__(self, *args: Any, colleagues: Options, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "person", colleagues)
        last = today + timedelta(days=2 * LONGEST)
        for name in ("since", "until"):
            self.fields[name].widget.attrs |= {"min": today.isoformat(), "max": last.isoformat()}


class HandoverForm(forms.Form):
    """Who takes over, and whether the one who hands over leaves."""

    to = forms.ChoiceField(label=gettext_lazy("交接给谁"))
    leaves = forms.BooleanField(
        label=gettext_lazy("同时办理离任"),
        required=False,
        help_text=gettext_lazy("离任后不能再登录，没有别人担任的角色一并转给接手人。"),
    )

    def __init__(self, *args: Any, colleagues: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "to", colleagues)


class MergerForm(forms.Form):
    """Which unit becomes part of which, from which day, on what grounds."""

    former = forms.ChoiceField(label=gettext_lazy("哪个单位撤并"))
    into = forms.ChoiceField(label=gettext_lazy("并入哪个单位"))
    on = forms.DateField(label=gettext_lazy("从哪天起"), widget=_day())
    reason = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("如机构改革方案的文号和条款。"),
    )

    def __init__(self, *args: Any, units: Options, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("former", "into"):
            _choose(self, name, units)
        attrs = self.fields["on"].widget.attrs
        attrs |= {"min": today.isoformat(), "max": (today + FARTHEST).isoformat()}
        self.fields["on"].widget.attrs = attrs
