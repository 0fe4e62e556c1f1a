"""The places of the left bar (the lower bar on a phone). Who may open an address sees its place; nobody else does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqi.server.access import Rule, rule_of


@dataclass(frozen=True, slots=True)
class Place:
    """One place: the name of its address, what it is called, its icon."""

    url_name: str
    label: str | Promise
    icon: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A place as this person sees it on this page."""

    url: str
    label: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Tabs:
    """The lower bar of a phone: a few places, the `rest` behind the last tab; `within`: the page is one of the rest."""

    first: Sequence[Shown]
    rest: Sequence[Shown]
    within: bool


#: So many tabs have room for their words at 360 px.
_TABS = 5


def tabs(shown: Sequence[Shown]) -> Tabs:
    """The places as a phone shows them."""
    if len(shown) <= _TABS:
        return Tabs(shown, (), within=False)
    rest = shown[_TABS - 1 :]
    return Tabs(shown[: _TABS - 1], rest, within=any(place.current for place in rest))


#: In the order in which they stand. A room that opens a screen adds its line here.
PLACES: tuple[Place, ...] = (
    Place("desk", _("我的待办"), "desk"),
    Place("triage", _("交办台"), "triage"),
    Place("callbacks", _("回访"), "phone"),
    Place("cases", _("事项"), "cases"),
    Place("visits", _("走访"), "visit"),
    Place("visit", _("当面登记"), "add"),
    Place("enterprises", _("一企一档"), "enterprise"),
    Place("cockpit", _("营商数据看板"), "cockpit"),
    Place("mechanism", _("工作机制"), "mechanism"),
    Place("log", _("办理留痕"), "log"),
    Place("meetings", _("接待日"), "meeting"),
    Place("board", _("红黄榜"), "board"),
    Place("bulletins", _("季度通报"), "bulletin"),
    Place("people", _("人员"), "person"),
)


def places(request: HttpRequest, *, carried: frozenset[str]) -> Sequence[Shown]:
    """The places that somebody with these duties may open; the one that the page belongs to is marked."""
    return [
        Shown(url, str(place.label), place.icon, request.path.startswith(url))
        for place, url, rule in _addresses(settings.ROOT_URLCONF)
        if rule.admits(carried)
    ]


@cache
def _addresses(urlconf: Any) -> Sequence[tuple[Place, str, Rule]]:
    """Every place with its address and rule: where something is does not change while a server runs."""
    found = [(place, reverse(place.url_name)) for place in PLACES]
    rules = [(place, url, rule_of(resolve(url).func)) for place, url in found]
    return [(place, url, rule) for place, url, rule in rules if rule is not None and rule.audience == "person"]
