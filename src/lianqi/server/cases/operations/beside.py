"""One step of a stream beside the cases (a meeting, a visit, a vote): load → decide → apply, with its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lianqi.kernel.chain import digest
from lianqi.kernel.decision import Accepted, ContentRef, Facts, Outcome, Reference
from lianqi.server.cases.gate import Principal
from lianqi.server.cases.setting import Setting, setting
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.operations import apply, hold, one_transaction
from lianqi.server.ledger.operations.contents import NewContent, draft_contents, store_contents
from lianqi.server.ledger.values import Applied, CommandEnvelope, StreamRef


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of one step by the name of their field; `subject` is whoever may ask to have them forgotten."""

    subject: str
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deciding:
    """What a decision of such a stream is made on: its state, the citations of the words, the park's setting."""

    state: Any
    refs: Mapping[str, ContentRef]
    place: Setting


def settle(
    *,
    principal: Principal,
    ref: StreamRef,
    kind: str,
    data: Mapping[str, Any],
    words: Words,
    command_id: str,
    expected_seq: int | None,
    decide: Callable[[Deciding], Outcome],
    now: datetime | None = None,
) -> Applied:
    """Do one step. `data` and the words are what the command says: sent again with the same id nothing is done twice.

    What `decide` refuses, and `ledger.stale` where the stream has moved on since `expected_seq`, comes back as a
    refusal; then no word is kept.
    """
    with one_transaction(park=ref.park):
        at = now or database_now()
        said = digest([ref.kind, ref.id, kind, dict(data), dict(words.texts)])
        envelope = CommandEnvelope(command_id, f"{ref.kind}.{kind}", said)
        settled = ledger.stored_outcome(park=ref.park, envelope=envelope, actor=principal.actor.id)
        if settled is not None:
            return settled
        stream = hold(ref)
        place = setting(park=ref.park, now=stream.not_before(at))
        texts = {name: text for name, text in words.texts.items() if text}
        new = [NewContent(words.subject, f"{ref.kind}.{kind}.{name}", text) for name, text in texts.items()]
        drafts = draft_contents(park=ref.park, contents=new, now=place.now)
        refs = {name: cited for name, (cited, _) in zip(texts, drafts, strict=True)}
        outcome = decide(Deciding(stream.state, refs, place))
        applied = apply(
            stream=stream,
            outcome=outcome,
            envelope=envelope,
            expected_seq=expected_seq,
            actor=principal.actor.id,
            now=place.now,
        )
        if isinstance(outcome, Accepted) and applied.refusal is None and not applied.replayed:
            store_contents([row for _, row in drafts])
        return applied


def facts_of(principal: Principal, *, references: Mapping[str, Reference]) -> Facts:
    """What a decision beside the cases may know: who acts, by which roles, and the rows that the command names."""
    held = (principal, *principal.stands_in_for)
    roles = {role for one in held for role in (*(m.role for m in one.memberships), *one.in_charge_of_all)}
    return Facts(actor=principal.actor, park=principal.park, roles=frozenset(roles), references=references)
