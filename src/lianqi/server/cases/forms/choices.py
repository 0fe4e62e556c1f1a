"""What may be chosen, in the reader's words: classes, kinds, reasons, units, people."""

from __future__ import annotations

from typing import Any

from lianqi.kernel.cases import Case
from lianqi.kernel.mechanism.measure import say
from lianqi.server.cases.gate import Principal
from lianqi.server.cases.setting import Setting
from lianqi.server.people.queries import members
from lianqi.server.registry.models import Unit
from lianqi.server.registry.queries import units
from lianqi.server.ui.refusals import lang

Choices = list[tuple[str, str]]


def named_choices(place: Setting, prefix: str) -> Choices:
    """Every code of the mechanism under this prefix with what it is called."""
    told = place.names.items()
    return [
        (key.removeprefix(f"{prefix}."), text.en if lang() == "en" else text.zh)
        for key, text in told
        if key.startswith(f"{prefix}.")
    ]


def class_choices(place: Setting, *, flat: bool) -> list[tuple[str, Any]]:
    """The classes in the order of the mechanism: groups with what stands under them, or flat with the group before
    its classes.
    """
    classes = place.rules_for_new().classes
    tops = [one for one in classes.values() if not one.parent]
    english = lang() == "en"
    told: list[tuple[str, Any]] = []
    for top in tops:
        name = top.name.en if english else top.name.zh
        below = [(one.id, one.name.en if english else one.name.zh) for one in classes.values() if one.parent == top.id]
        if flat:
            told += [(top.id, name), *((id, f"　{label}") for id, label in below)]
        elif below:
            told.append((name, below))
        else:
            told.append((top.id, name))
    return told


def complexity_choices(place: Setting) -> Choices:
    """The answer limits with how long each is: 一般事项（5个工作日）."""
    limits = place.rules_for_new().limits.answer
    called = dict(named_choices(place, "complexity"))
    spoken = "en" if lang() == "en" else "zh"
    return [(code, _with(called.get(code, code), say(limit, spoken))) for code, limit in limits.items()]


def _with(name: str, length: str) -> str:
    return f"{name} ({length})" if lang() == "en" else f"{name}（{length}）"


def unit_choices(park: str, *, external: bool) -> Choices:
    """The units that are there now, inside the park or outside it."""
    return [(unit.code, unit.name) for unit in units(park=park) if unit.external == external]


def leader_choices(place: Setting) -> Choices:
    """Whoever carries the duty to lead, by person."""
    roles = place.rules_for_new().roles
    leading = {role for role, duties in roles.items() if "lead" in duties}
    return [(one.person, one.name) for one in members(park=place.park) if leading & set(one.roles)]


def recusable_choices(principal: Principal, place: Setting, case: Case) -> Choices:
    """Oneself; for whoever rules, everybody of the main unit too."""
    rules = {duty for duty, _ in principal.duties} & {"adjudicate", "inspect", "oversee_inspection"}
    found = members(park=place.park, persons=[principal.actor.id])
    if rules and case.record.main_unit:
        unit = Unit.objects.filter(park=place.park, code=case.record.main_unit).values_list("id", flat=True).first()
        found += tuple(one for one in members(park=place.park, unit=unit) if one.person != principal.actor.id)
    return [(one.person, one.name) for one in found if one.person not in case.record.recused]
