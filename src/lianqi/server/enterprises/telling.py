"""One enterprise's file in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqi.insight.masking import mask
from lianqi.kernel.messages import names
from lianqi.server.cases import gate, listing
from lianqi.server.cases.desk import Owed, owed_rows
from lianqi.server.cases.models import OPEN, Case, Commitment
from lianqi.server.cases.setting import Setting
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.enterprises import sight
from lianqi.server.people.queries import members, officers_of
from lianqi.server.registry.models import Enterprise, EnterpriseName
from lianqi.server.registry.queries import contacts_of, names_of
from lianqi.server.ui.refusals import lang

STATUSES = {
    "active": gettext_lazy("在营"),
    "suspended": gettext_lazy("停产停业"),
    "moved": gettext_lazy("已迁出"),
    "closed": gettext_lazy("已注销"),
}
SCALES = {
    "above": gettext_lazy("规模以上"),
    "below": gettext_lazy("规模以下"),
    "shop": gettext_lazy("个体工商户"),
    "project": gettext_lazy("在建项目"),
}
#: So much of each list fits on one sheet of paper.
_CASES = 8
_OWED = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the head: what and how it is; `number` where it must not be broken."""

    label: str
    value: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """A contact. The telephone number is shown as far as a sheet that lies about may show it."""

    name: str
    phone: str
    legal_representative: bool


@dataclass(frozen=True, slots=True)
class Officer:
    """Who serves the enterprise, and as what."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Number:
    """A count, and where its cases are; "" where no list is narrower than the whole."""

    label: str
    value: int
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """The sheet."""

    row: Enterprise
    facts: Sequence[Fact]
    former: Sequence[str]
    officers: Sequence[Officer]
    contacts: Sequence[Reached]
    numbers: Sequence[Number]
    words: Sequence[Number]
    owed: Sequence[Owed]
    owed_more: int
    cases: Sequence[listing.Listed]
    cases_more: int
    all_url: str


def file_of(principal: gate.Principal, row: Enterprise, *, place: Setting) -> File:
    """The file of an enterprise that the principal may look up, as far as they may see its cases."""
    own = sight.cases(principal).filter(enterprise=row.id)
    total, still, late = sight.counts(principal, [row.id], place=place).get(row.id, (0, 0, 0))
    owed = _owed(principal, own)
    shown = list(own.order_by("-no")[:_CASES])
    return File(
        row=row,
        facts=_facts(row),
        former=_former(row),
        officers=_officers(row, place),
        contacts=[
            Reached(one.name or _("（姓名已删除）"), mask(one.phone), one.legal_representative)
            for one in contacts_of(park=row.park, enterprise=row.id)
        ],
        numbers=[
            Number(_("登记"), total, _list(row)),
            Number(_("未办结"), still, _list(row, status="open")),
            Number(_("超期（红灯）"), late, _list(row, light="red"), "bad" if late else ""),
        ],
        words=_words(own),
        owed=owed_rows(principal, owed[:_OWED], calendar=place.calendar, now=place.now),
        owed_more=max(0, len(owed) - _OWED),
        cases=listing.rows(principal, shown, place=place),
        cases_more=total - len(shown),
        all_url=_list(row),
    )


def _list(row: Enterprise, **narrowed: str) -> str:
    return f"{reverse('cases')}?{urlencode({'enterprise': row.id, **narrowed})}"


def _facts(row: Enterprise) -> list[Fact]:
    told = [
        Fact(_("统一社会信用代码"), row.credit_code or "", True),
        Fact(_("信用代码（待核）"), row.unverified_code, True),
        Fact(_("项目代码"), row.project_code or "", True),
        Fact(_("园区编号"), row.own_number or "", True),
        Fact(_("状态"), str(STATUSES[row.status])),
        Fact(_("规模"), str(SCALES.get(row.scale, ""))),
        Fact(_("产业链"), row.chain.name if row.chain else ""),
        Fact(_("片区"), row.area.name if row.area else ""),
        Fact(_("网格"), row.grid.name if row.grid else ""),
        Fact(_("登记日期"), row.registered_on.isoformat() if row.registered_on else "", True),
        Fact(_("地址"), row.address),
    ]
    return [fact for fact in told if fact.value]


def _former(row: Enterprise) -> list[str]:
    return [_called(name) for name in names_of(park=row.park, enterprise=row.id) if name.kind != "current"]


def _called(name: EnterpriseName) -> str:
    if name.kind == "alias":
        return _("%(name)s（简称）") % {"name": name.name}
    until: date | None = name.until
    return (
        _("%(name)s（曾用名，至%(until)s）") % {"name": name.name, "until": until}
        if until
        else (_("%(name)s（曾用名）") % {"name": name.name})
    )


def _officers(row: Enterprise, place: Setting) -> list[Officer]:
    linked = officers_of(park=row.park, enterprise=row.id)
    called = place.names
    people = {one.person: one.name for one in members(park=row.park, persons=[person for person, _role in linked])}
    shown = []
    for person, role in linked:
        text = called.get(f"role.{role}")
        name = people.get(person)
        if name is not None:
            shown.append(
                Officer(name or _("（姓名已删除）"), (text.en if lang() == "en" else text.zh) if text else role)
            )
    return shown


def _words(own: QuerySet[Case]) -> list[Number]:
    """What the enterprise said of the answers it got."""
    rows: dict[str, int] = dict(own.exclude(word="none").order_by().values_list("word").annotate(n=Count("no")))
    which = 1 if lang() == "en" else 0
    return [Number(names.WORDS[word][which], rows.get(word, 0)) for word in ("confirmed", "rejected", "silent")]


def _owed(principal: gate.Principal, own: QuerySet[Case]) -> list[Commitment]:
    """What is owed in its open cases, soonest due first."""
    rows = Commitment.objects.filter(OPEN, park=principal.park, stream_kind=STREAM_KIND)
    ids = list(own.filter(due__isnull=False).order_by("due", "no").values_list("id", flat=True)[:200])
    return list(rows.filter(stream_id__in=ids).order_by("due", "stream_id", "id"))
