"""The form of 交办台: a class is enough, and unit and limit follow from it unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from lianqi.server.cases.forms.choices import class_choices, complexity_choices, unit_choices
from lianqi.server.cases.proposals import Proposal
from lianqi.server.cases.setting import Setting


class DispatchForm(forms.Form):
    """Which class, and where it departs from what the class says, which unit and which limit."""

    command_id = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, place: Setting, proposed: Sequence[Proposal], data: Any = None, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id="dispatch_%s", initial=initial)
        self.place = place
        self.classes = place.rules_for_new().classes
        listed = [(one.rule.id, one.rule.id) for one in proposed]
        self.fields["class_id"] = forms.ChoiceField(choices=listed, required=False, widget=forms.RadioSelect)
        self._pick("other_class", _("其他类别"), class_choices(place, flat=False), _("不在以上建议中"))
        units = unit_choices(place.park, external=False)
        self._pick("main_unit", _("主办单位"), units, _("按类别"))
        self._pick("complexity", _("办理时限"), complexity_choices(place), _("按类别"))
        self.fields["assisting"] = forms.MultipleChoiceField(
            choices=units, required=False, widget=forms.CheckboxSelectMultiple, label=_("协办单位")
        )

    def _pick(self, name: str, label: str, options: Sequence[tuple[str, Any]], none: str) -> None:
        self.fields[name] = forms.ChoiceField(choices=[("", none), *options], required=False, label=label)

    def clean(self) -> dict[str, Any]:
        """One class; the list of all of them counts before the proposals."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = cleaned.get("other_class") or cleaned.get("class_id") or ""
        if not chosen:
            self.add_error("other_class", _("请选择一个类别。"))
        elif not (cleaned.get("main_unit") or self.classes[chosen].unit):
            self.add_error("main_unit", _("这个类别没有写明主办单位，请选择。"))
        return cleaned

    def again(self, *, command_id: str, seen: int) -> None:
        """Keep what was chosen, to be sent as a new command on the case as it now stands."""
        sent = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict: only sent forms are shown again
        sent["command_id"], sent["seen"] = command_id, str(seen)
        self.data = sent

    def data_of(self) -> dict[str, Any]:
        """The dispatch as the kernel's command takes it."""
        said = self.cleaned_data
        rule = self.classes[said["other_class"] or said["class_id"]]
        return {
            "class_id": rule.id,
            "complexity": said["complexity"] or rule.complexity,
            "main_unit": said["main_unit"] or rule.unit,
            "assisting": said["assisting"],
        }
