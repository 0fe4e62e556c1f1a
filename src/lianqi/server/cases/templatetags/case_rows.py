"""事项列表's rows. Written by a template, fifty rows of fifteen values take longer than all the rest of their page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lianqi.server.cases.listing import Listed
from lianqi.server.ui.templatetags.ui import icon, lamp, marked

register = template.Library()


@register.simple_tag
def case_rows(rows: Sequence[Listed], reminds: bool = False) -> SafeString:
    """<thead> and <tbody> as the component `rows` wants them; `reminds`: with the way to a reminder's words."""
    heads = [escape(head) for head in (_("事项"), _("企业"), _("办理状态"), _("主办单位"), _("最近时限"))]
    confidential = f'<span class="mark bad">{icon("confidential")}{escape(_("保密反映"))}</span>'
    reminder = f"{icon('copy')}{escape(_('复制催办文字'))}</a>" if reminds else ""
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    body = "".join(_row(row, heads, confidential, reminder) for row in rows)
    return mark_safe(f"<thead><tr>{columns}</tr></thead>\n<tbody>{body}</tbody>")


def _row(row: Listed, heads: Sequence[str], confidential: str, reminder: str) -> str:
    case, enterprise, status, unit, due = heads
    return (
        f'<tr><td class="title" data-label="{case}">{_case(row, confidential)}</td>'
        f'<td data-label="{enterprise}"><span>{escape(row.enterprise)}</span></td>'
        f'<td data-label="{status}"><span><span class="mark {row.place}">{escape(row.status)}</span></span></td>'
        f'<td data-label="{unit}"><span>{escape(row.unit or "—")}</span></td>'
        f'<td data-label="{due}">{_due(row, reminder)}</td></tr>'
    )


def _case(row: Listed, confidential: str) -> str:
    kind = escape(f"{row.kind} · {row.class_name}" if row.class_name else row.kind)
    below = f'<span class="number">{escape(row.number)}</span><span>{kind}</span>'
    says = f'<a class="says" href="{escape(row.url)}">{marked(row.words)}</a>'
    return f'{says}<span class="below">{below}{confidential if row.confidential else ""}</span>'


def _due(row: Listed, reminder: str) -> str:
    if not row.due or row.due_at is None:
        return '<span class="quiet">—</span>'
    light = f'{lamp(row.light, row.late, row.state)}<span class="quiet small">{escape(row.left)}</span>'
    told = f'<time datetime="{row.due_at.isoformat()}">{escape(row.due)}</time><span class="below">{light}</span>'
    if reminder and row.tone and not row.confidential:
        at = escape(_reminder(row.number))
        told += f'<a class="all no-print" href="{at}" hx-get="{at}" hx-target="#step-inside">{reminder}'
    return f'<span class="until">{told}</span>'


@lru_cache(maxsize=4_096)
def _reminder(number: str) -> str:
    return reverse("case-reminder", args=[number])
