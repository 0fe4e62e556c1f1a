"""The form of one step: built for one person and one case, from the fields of the kernel's command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING
from dataclasses import fields as fields_of
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianqi.kernel.cases.commands import KINDS
from lianqi.server.cases.forms.fields import Filling, made, plain
from lianqi.server.cases.forms.words import ABOUT, words

#: What must be filled in though the command could do without (a draft sent back without a word helps nobody):
#: step.field → needed where this other field has this value; in the form it shows only then.
_ASKED_IF: Mapping[str, tuple[str, str]] = {
    "review.note": ("approved", "no"),
    "sign.note": ("approved", "no"),
    "decide-extension.by": ("granted", "yes"),
    "resolve.main_unit": ("outcome", "dispatch"),
    "resolve.by": ("outcome", "dispatch"),
    "resolve.end": ("outcome", "answer"),
    "correct.class": ("field", "class"),
    "correct.kind": ("field", "kind"),
    "correct.first-word": ("field", "first-word"),
    "correct.lapse": ("field", "lapse"),
}
#: What shows only under a choice of another field, but may be left out even then.
_SHOWN_IF: Mapping[str, tuple[str, str]] = {
    "sign.letter": ("approved", "yes"),
    "sign.attachments": ("approved", "yes"),
}
#: Optional in the form though the command asks for it: the form fills it in.
_FILLED_IN = frozenset({"not-accept.door"})
_CORRECTED = {
    "class": _("类别更正为"),
    "kind": _("类型更正为"),
    "first-word": _("首次反映时间更正为"),
    "lapse": _("哪一条"),
}


class StepForm(forms.Form):
    """The fields of one step; some are asked, and then needed, only under a choice of another."""

    command_id = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    next = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(
        self, kind: str, filling: Filling, data: Any = None, files: Any = None, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, files, auto_id="step_%s", initial=initial)
        self.kind, self.filling = kind, filling
        self.about = ABOUT.get(kind, "")
        needed = {field.name: field.default is MISSING for field in fields_of(KINDS[kind])}  # type: ignore[arg-type]  # every Command subclass is a dataclass
        if kind == "correct":
            needed = {"field": True, **dict.fromkeys(_CORRECTED, False), "ruling": True}
        for name, must in needed.items():
            self._add(name, must=must)

    def _add(self, name: str, *, must: bool) -> None:
        field = made(self.kind, name, self.filling)
        if field is None:
            return
        label, help_text = (_CORRECTED[name], "") if name in _CORRECTED else words(self.kind, name)
        field.label, field.help_text = str(label), " ".join(filter(None, [str(help_text), str(field.help_text)]))
        key = f"{self.kind}.{name}"
        field.required = must and key not in _FILLED_IN
        if key in _ASKED_IF:
            other, value = _ASKED_IF[key]
            field.required = not self.is_bound or self.data.get(other) == value
        self.fields[name] = field

    @property
    def asked(self) -> list[tuple[forms.BoundField, str]]:
        """Every field that shows, with the choice under which it does (`name=value`, "" for always)."""
        return [(self[name], self._when(name)) for name in self.fields if not self[name].is_hidden]

    def _when(self, name: str) -> str:
        other = self._under(name)
        return f"{other[0]}={other[1]}" if other else ""

    def _under(self, name: str) -> tuple[str, str] | None:
        key = f"{self.kind}.{name}"
        return _ASKED_IF.get(key) or _SHOWN_IF.get(key)

    def counts(self, name: str) -> bool:
        """Whether this field is asked for at all under what was chosen in the others; of a form that is valid."""
        other = self._under(name)
        return name in self.fields and (other is None or self.cleaned_data.get(other[0]) == other[1])

    def again(self, *, command_id: str, seen: int) -> None:
        """Keep what was typed, to be sent as a new command on the case as it now stands."""
        sent = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict: only sent forms are shown again
        sent["command_id"], sent["seen"] = command_id, str(seen)
        self.data = sent

    def data_of(self) -> dict[str, Any]:
        """The command's plain data; what was left empty, or belongs to another choice, is left out."""
        said: dict[str, Any] = {}
        for name in self.fields:
            if name in StepForm.base_fields or name == "attachments" or not self.counts(name):
                continue
            value = self.cleaned_data.get(name)
            if value not in (None, "", []):
                said[name] = plain(name, value, kind=self.kind, filling=self.filling)
        return self._completed(said)

    def _completed(self, said: dict[str, Any]) -> dict[str, Any]:
        if self.kind == "correct":
            value = next((said.pop(name) for name in list(_CORRECTED) if name in said), "")
            return {**said, "value": value}
        if self.kind == "not-accept" and "door" not in said:
            named = self.filling.place.names.get(f"door.{said.get('reason', '')}")
            return {**said, "door": named.zh if named else ""}
        return said


def step_form(
    kind: str, filling: Filling, data: Any = None, files: Any = None, *, initial: Mapping[str, Any] | None = None
) -> StepForm:
    """The form of this step; what the case knows already is filled in."""
    record = filling.case.record
    known: dict[str, Any] = {}
    if kind in ("classify", "dispatch", "rule"):
        known = {"class_id": record.class_id, "complexity": record.complexity, "case_kind": record.kind}
    if kind == "draft" and record.draft_end:
        known = {"end": record.draft_end}
    return StepForm(kind, filling, data, files, {**known, **(initial or {})})
