"""Small things that templates cannot say by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Select
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon of `assets/icons.mjs`. It is decoration: the word stands beside it, or in the button's aria-label."""
    sheet = static("ui/icons.svg")
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', sheet, name)


_LAMPS = {
    "off": gettext_lazy("暂停计时"),
    "bad": gettext_lazy("超期（红灯）"),
    "near": gettext_lazy("临期（黄灯）"),
    "good": gettext_lazy("正常"),
}


@register.simple_tag
def lamp(light: str, late: object = False, state: str = "open") -> SafeString:
    """灯: what the component `light` shows, at a tenth of a component's cost, for lists of many rows."""
    tone = (
        "off" if state == "suspended" else "bad" if late or light == "red" else "near" if light == "yellow" else "good"
    )
    return format_html('<span class="mark {}"><span class="lamp"></span>{}</span>', tone, _LAMPS[tone])


@register.simple_tag
def choices(pairs: Iterable[tuple[str, object]], chosen: str) -> SafeString:
    """The <option>s of a filter, (value, label); a list of a hundred at a fraction of a loop's cost."""
    told = (
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(str(label))}</option>'
        for value, label in pairs
    )
    return mark_safe("".join(told))


@register.simple_tag
def marked(stretches: Iterable[tuple[str, bool]]) -> SafeString:
    """What somebody said, in stretches with whether each was looked for (`cases.search.marked`)."""
    told = (f"<mark>{escape(words)}</mark>" if hit else escape(words) for words, hit in stretches)
    return mark_safe("".join(told))


@register.filter
def control(field: BoundField) -> SafeString:
    """A form's field as the control alone, dressed as ours."""
    widget = field.field.widget
    dress = {CheckboxInput: "form-check-input", Select: "form-select"}
    css = next((name for kind, name in dress.items() if isinstance(widget, kind)), "form-control")
    given = str(widget.attrs.get("class", ""))
    attrs: dict[str, Any] = {"class": f"{css} {given}".strip()}
    if field.errors:
        # Django names the error of a field but leaves it unconnected to its control.
        described = " ".join(filter(None, [field.aria_describedby, f"{field.auto_id}_error"]))
        attrs |= {"aria-invalid": "true", "aria-describedby": described}
    return field.as_widget(attrs=attrs)


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changed: object) -> str:
    """This page's query string with some parameters changed; an empty one is left out. Pages begin anew (`after`)."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for key in ("after", *(key for key, value in changed.items() if value in ("", None))):
        query.pop(key, None)
    for key, value in changed.items():
        if value not in ("", None):
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else "?"
