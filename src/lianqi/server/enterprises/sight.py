"""Which enterprises somebody may look up: all of them who sees the whole park; else those they serve, and those whose
cases they may see. Anybody else gets the same answer as for an enterprise that does not exist.
"""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from lianqi.kernel.cases.states import OPEN, Status
from lianqi.kernel.enterprises import credit_code
from lianqi.kernel.enterprises.names import match_key
from lianqi.server.cases import gate
from lianqi.server.cases.models import Case
from lianqi.server.cases.setting import Setting
from lianqi.server.registry.models import Enterprise, EnterpriseName

_OPEN = sorted(status.value for status in OPEN)
#: What a list may be narrowed to.
ONLY = ("mine", "open", "red")


def cases(principal: gate.Principal) -> QuerySet[Case]:
    """The cases that this room counts and shows: those the reader may see; confidential reports are in no file."""
    return gate.visible(principal).filter(confidential=False)


def visible(principal: gate.Principal) -> QuerySet[Enterprise]:
    """The enterprises that this principal may look up."""
    rows = Enterprise.objects.filter(park=principal.park)
    if principal.sees_everything_open:
        return rows
    met = cases(principal).values("enterprise")
    return rows.filter(Q(id__in=sorted(principal.enterprises)) | Q(id__in=met))


def find(principal: gate.Principal, *, text: str, only: str, place: Setting) -> QuerySet[Enterprise]:
    """Of these, those with `text` in a name they go or went by, or as one of their numbers; only the reader's own
    ("mine"), those with an open case ("open") or with an overdue one ("red").
    """
    rows = visible(principal)
    if text:
        rows = rows.filter(_said(principal.park, text))
    if only == "mine":
        rows = rows.filter(id__in=sorted(principal.enterprises))
    elif only in ("open", "red"):
        rows = rows.filter(
            id__in=(unfinished if only == "open" else late)(cases(principal), place).values("enterprise")
        )
    return rows


def unfinished(rows: QuerySet[Case], place: Setting) -> QuerySet[Case]:
    """Neither ended nor struck off."""
    return rows.filter(status__in=_OPEN)


def late(rows: QuerySet[Case], place: Setting) -> QuerySet[Case]:
    """As the list of cases shows them: a red light, or something past its due time before anybody witnessed it."""
    return rows.filter(Q(light="red") | Q(due__lt=place.now)).exclude(status=Status.PAUSED.value)


def _said(park: str, text: str) -> Q:
    number = credit_code.normalise(text)
    numbered = Q(credit_code=number) | Q(project_code=number) | Q(own_number=text)
    key = match_key(text)
    if not key:
        return numbered
    named = EnterpriseName.objects.filter(park=park, key__contains=key).values("enterprise_id")
    return numbered | Q(id__in=named)


def counts(principal: gate.Principal, ids: list[str], *, place: Setting) -> dict[str, tuple[int, int, int]]:
    """Enterprise → how many cases, how many of them open, how many overdue."""
    red = (Q(light="red") | Q(due__lt=place.now)) & ~Q(status=Status.PAUSED.value)
    rows = cases(principal).filter(enterprise__in=ids).order_by().values_list("enterprise")
    told = rows.annotate(all=Count("no"), open=Count("no", filter=Q(status__in=_OPEN)), red=Count("no", filter=red))
    return {enterprise: (whole, still, overdue) for enterprise, whole, still, overdue in told}
