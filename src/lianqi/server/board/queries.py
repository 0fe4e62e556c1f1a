"""Every read of votes."""

from __future__ import annotations

from lianqi.kernel.visits import Quarter
from lianqi.server.board import models
from lianqi.server.cases import gate
from lianqi.server.cases.setting import Setting
from lianqi.server.registry import queries as registry
from lianqi.server.registry.models import Enterprise


def votes(park: str) -> list[models.Vote]:
    """The votes of a park, the newest first."""
    return list(models.Vote.objects.filter(park=park).order_by("-period")[:40])


def this_quarter(place: Setting) -> str:
    """The quarter of `place.now`."""
    return str(Quarter.of(place.now, calendar=place.calendar))


def asked_to_vote(principal: gate.Principal) -> str:
    """The quarter in which the contact's enterprise may still vote, "" where there is none."""
    rows = models.Voter.objects.filter(
        park=principal.park, enterprise__in=sorted(principal.enterprises), has_voted=False
    )
    open_now = models.Vote.objects.filter(park=principal.park, stage="drawn").values("period")
    return rows.filter(period__in=open_now).values_list("period", flat=True).order_by("-period").first() or ""


def voters(park: str, period: str) -> list[tuple[str, str]]:
    """(enterprise, its name) of everybody drawn, by name; who of them has voted by phone is nobody's to look at."""
    drawn = models.Voter.objects.filter(park=park, period=period).values("enterprise")
    names = Enterprise.objects.filter(park=park, id__in=drawn).order_by("name", "id")
    return list(names.values_list("id", "name"))


def unit_names(park: str, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """(code, name) of these units, in their order; a unit that was closed since keeps its name."""
    called = registry.unit_names(park=park)
    return [(code, called.get(code, code)) for code in codes]
