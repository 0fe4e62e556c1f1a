"""What is filled in on the page of a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianqi.server.cases.forms.fields import LONGEST

#: kind → the fields that must be filled in.
NEEDED = {
    "move": ("day", "reason"),
    "change-host": ("host", "reason"),
    "put-on": ("number",),
    "take-off": ("number",),
    "raise": ("number",),
    "invite": ("number",),
    "hold": (),
    "roll-over": ("number", "reason"),
    "close": (),
}
#: Where it matters what one has seen; the others may come on top of what somebody else did meanwhile.
AS_SEEN = frozenset({"move", "change-host", "raise", "hold", "close"})


class ActForm(forms.Form):
    """One act on a meeting; which fields are asked depends on the act."""

    command_id = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    number = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
    day = forms.DateField(
        label=_("改到哪一天"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    host = forms.ChoiceField(label=_("由谁主持"), required=False)
    reason = forms.CharField(
        label=_("原因"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    present = forms.CharField(
        label=_("到会人员"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("领导、部门、企业各有谁到会，写进会议纪要。"),
    )

    def __init__(
        self, kind: str, data: Any = None, *, hosts: Sequence[tuple[str, str]], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id=f"{kind}_%s", initial=initial)
        self.kind = kind
        field = self.fields["host"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("请选择")), *hosts]
        for name in NEEDED[kind]:
            self.fields[name].required = True
