"""A ballot as it is filled in: on the phone by the enterprise, at a desk from paper by two people in turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

#: The card with its word: colour is never alone, and red is praise.
CARDS = (("red", _("红牌（满意）")), ("yellow", _("黄牌（不满意）")), ("none", _("没打过交道")))


class BallotForm(forms.Form):
    """One card for each unit; whoever never met a unit says so, and that is no card."""

    command_id = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = tuple(units)
        for code, name in units:
            self.fields[f"card-{code}"] = forms.ChoiceField(
                label=name, choices=CARDS, widget=forms.RadioSelect, initial="none"
            )

    @property
    def cards(self) -> list[forms.BoundField]:
        return [self[f"card-{code}"] for code, _name in self.units]

    def marks(self) -> dict[str, str]:
        """Unit → card."""
        return {code: self.cleaned_data[f"card-{code}"] for code, _name in self.units}


class PaperForm(BallotForm):
    """A paper ballot, by the number printed on it."""

    number = forms.IntegerField(label=_("票号"), min_value=1, max_value=99_999)
    field_order = ("number",)
