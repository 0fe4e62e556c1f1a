"""回访: whom the centre rings, until when, what was answered, and how often the enterprise was asked this quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from lianqi.kernel.cases import Case as CaseState
from lianqi.kernel.messages import names
from lianqi.server.cases import gate, steps
from lianqi.server.cases.contacting import contacted, most
from lianqi.server.cases.desk import Owed, owed_rows
from lianqi.server.cases.models import Case, Commitment
from lianqi.server.cases.setting import Setting
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ledger.queries import load_many, read_contents
from lianqi.server.ledger.values import StreamRef
from lianqi.server.registry.queries import Contact, contacts_of, unit_names
from lianqi.server.ui.refusals import lang, said

#: The step that keeps each kind of promise.
_STEPS = {"word": "call-back", "recheck": "recheck"}
_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Call:
    """One enterprise to be rung about one case. `refused` is the guard's sentence where it is not this person's to ring
    (its own unit is judged); `attempts` counts the calls that reached nobody; `spent`: the enterprise was troubled as
    often this quarter as the mechanism allows.
    """

    owed: Owed
    answer: str
    end: str
    attempts: int
    budget: str
    spent: bool
    refused: str
    step_url: str
    contacts_url: str


def calls(principal: gate.Principal, items: Sequence[Commitment], *, place: Setting) -> list[Call]:
    """These promises as rows of the desk."""
    told = owed_rows(principal, items, calendar=place.calendar, now=place.now)
    states = _states(principal, {item.stream_id for item in items})
    answers = [state.record.answer.id for state in states.values() if state.record.answer]
    words = read_contents(park=principal.park, ids=answers)
    limit = most(place)
    budgets = contacted({state.record.enterprise for state in states.values()}, place=place)
    called = unit_names(park=principal.park)
    rows = []
    for item, owed in zip(items, told, strict=True):
        state = states[item.stream_id]
        kind = _STEPS[item.kind]
        no = steps.refused(principal, state, kind, place=place)
        back = {"number": item.number, "kind": kind}
        rows.append(
            Call(
                # Whose work is judged says more here than that the centre rings.
                owed=replace(owed, who=called.get(state.record.main_unit, "")),
                answer="" if state.control.confidential else _excerpt(words, state),
                end=names.ENDS[state.record.end][1 if lang() == "en" else 0] if state.record.end in names.ENDS else "",
                attempts=state.control.counters.call_backs if item.kind == "word" else 0,
                budget=str(budgets[state.record.enterprise]),
                spent=0 < limit <= budgets[state.record.enterprise].total,
                refused=said(no.code, no.details) if no else "",
                step_url=f"{reverse('step', kwargs=back)}?next={reverse('callbacks')}",
                contacts_url=reverse("callback-contacts", args=[item.number]),
            )
        )
    return rows


def _states(principal: gate.Principal, ids: set[str]) -> dict[str, CaseState]:
    refs = [StreamRef(principal.park, STREAM_KIND, id) for id in sorted(ids)]
    return {ref.id: stream.state.case for ref, stream in load_many(refs).items()}


def _excerpt(words: Mapping[str, bytes | None], state: CaseState) -> str:
    ref = state.record.answer
    text = (words.get(ref.id) or b"").decode("utf-8", "replace") if ref else ""
    return text if len(text) <= _EXCERPT else text[:_EXCERPT] + "……"


def to_ring(row: Case) -> list[Contact]:
    """Who may be rung about a case: who said it first, then the enterprise's other people. Of a confidential report
    only who made it.
    """
    known = contacts_of(park=row.park, enterprise=row.enterprise)
    if row.confidential:
        return [one for one in known if one.id == row.contact]
    return sorted(known, key=lambda one: one.id != row.contact)
