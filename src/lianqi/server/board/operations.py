"""Every write of votes: the frame is frozen, the voters drawn, ballots come in, the vote is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from lianqi.kernel.ballots import KINDS, Vote, decide
from lianqi.kernel.decision import NOTHING, Actor, Outcome, Refused
from lianqi.kernel.mechanism.loop import BoardRules
from lianqi.kernel.visits import Quarter
from lianqi.server.board import models
from lianqi.server.board.projection import STREAM_KIND
from lianqi.server.board.refusals import NONE_HELD, NOT_SEALED
from lianqi.server.cases import gate
from lianqi.server.cases.operations.beside import Deciding, Words, facts_of, settle
from lianqi.server.cases.setting import Setting
from lianqi.server.ids import derived_id
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.models import Ledger
from lianqi.server.ledger.operations import one_transaction, seal
from lianqi.server.ledger.values import Applied, LedgerRefusal, StreamRef
from lianqi.server.mechanisms.queries import rules_of_loop
from lianqi.server.registry.models import Enterprise
from lianqi.server.registry.queries import units as registered

#: Who casts a ballot as the log has it: nobody.
BALLOT_BOX = "ballot-box"
_AT_ONCE = 20


def ref_of(park: str, period: str) -> StreamRef:
    """The stream of a quarter's vote."""
    return StreamRef(park, STREAM_KIND, derived_id(park, "vote", period))


def board_of(place: Setting) -> BoardRules:
    """The park's rules of the board, with the units judged today. LedgerRefusal `vote.none-held` where it has none."""
    rules = rules_of_loop(park=place.park, at=place.now).board
    if rules is None:
        raise LedgerRefusal(Refused(NONE_HELD))
    if not rules.everyone:
        return rules
    own = [unit.code for unit in registered(park=place.park) if not unit.external]
    known = [code for code in rules.units if code in own]
    return replace(rules, units=(*known, *(code for code in own if code not in known)))


def frame(park: str, period: str) -> tuple[str, ...]:
    """Every enterprise that may be drawn in this quarter: active, and not drawn in the quarter before."""
    former = models.Voter.objects.filter(park=park, period=str(Quarter.parse(period).former)).values("enterprise")
    rows = Enterprise.objects.filter(park=park, status="active").exclude(id__in=former)
    return tuple(rows.order_by("id").values_list("id", flat=True))


def open_and_draw(principal: gate.Principal, *, period: str, command_id: str, now: datetime | None = None) -> Applied:
    """Freeze the frame, have the ledger number it, and draw by the root that this gave.

    Two transactions: whoever freezes cannot know the root that will decide. Killed in between, the draw is still to
    come and this command goes on with it; a second draw of a quarter cannot be had.
    """
    opened = do(principal, period=period, kind="open", command_id=command_id, now=now)
    if opened.refusal is not None:
        return opened
    while seal(park=principal.park).more:
        pass
    return draw(park=principal.park, period=period, now=now)


def draw(*, park: str, period: str, now: datetime | None = None) -> Applied:
    """Draw the voters of a quarter whose frame is frozen. Done already: nothing happens twice."""
    ref = ref_of(park, period)
    place = Ledger.objects.filter(park=park, event__stream_kind=STREAM_KIND, event__stream_id=ref.id, event__seq=1)
    position, root = place.values_list("position", "root").first() or (0, "")
    if not position:
        return Applied(ref=ref, seq=0, refusal=Refused(NOT_SEALED))
    with one_transaction(park=park):
        data = {"position": position, "root": root}
        own = derived_id(park, "draw", period)
        drawn = do(gate.system(park), period=period, kind="draw", data=data, command_id=own, now=now)
        voters = next((event.data["voters"] for event in drawn.events if event.type == "voters-drawn"), ())
        rows = [models.Voter(park=park, enterprise=id, period=period) for id in sorted(voters)]
        models.Voter.objects.bulk_create(rows)
        return drawn


def hand_in(
    principal: gate.Principal, *, period: str, enterprise: str, command_id: str, now: datetime | None = None
) -> Applied:
    """An enterprise's paper ballot went into the box; `vote.cast-already` where it has voted by phone."""
    with one_transaction(park=principal.park):
        data = {"enterprise": enterprise}
        done = do(principal, period=period, kind="hand-in", data=data, command_id=command_id, now=now)
        if done.refusal is None and done.events and not _takes_its_turn(principal.park, enterprise, period):
            raise LedgerRefusal(Refused("vote.cast-already"))
        return done


def cast(
    principal: gate.Principal, *, period: str, marks: Mapping[str, str], command_id: str, now: datetime | None = None
) -> Applied:
    """The ballot of the contact's enterprise, by phone: that it voted is marked, what it said is counted, apart.

    `command_id` is made up by the page and says nothing of who sent it. Sent again with it, it counts once.
    """
    (enterprise,) = principal.enterprises
    box = gate.Principal(principal.park, Actor(BALLOT_BOX, "system"))
    with one_transaction(park=principal.park):
        voter = models.Voter.objects.filter(park=principal.park, enterprise=enterprise, period=period)
        if not voter.exists():
            return Applied(ref=ref_of(principal.park, period), seq=0, refusal=Refused("vote.voter.unknown"))
        done = do(box, period=period, kind="cast", data={"marks": dict(marks)}, command_id=command_id, now=now)
        if done.events and not _takes_its_turn(principal.park, enterprise, period):
            raise LedgerRefusal(Refused("vote.cast-already"))
        return done


def _takes_its_turn(park: str, enterprise: str, period: str) -> bool:
    """Mark that this enterprise has voted; False where it had before. Two at once: one of them is told so."""
    rows = models.Voter.objects.filter(park=park, enterprise=enterprise, period=period, has_voted=False)
    return bool(rows.update(has_voted=True))


def do(
    principal: gate.Principal,
    *,
    period: str,
    kind: str,
    data: Mapping[str, Any] = NOTHING,
    command_id: str,
    now: datetime | None = None,
) -> Applied:
    """Do `kind` to the quarter's vote."""
    park = principal.park

    def decided(d: Deciding) -> Outcome:
        own = {"period": period, "frame": frame(park, period)} if kind == "open" else {}
        return decide(
            KINDS[kind](**own, **data),
            d.state.record,
            rules=d.place.rules_for_new(),
            board=board_of(d.place),
            calendar=d.place.calendar,
            facts=facts_of(principal, references={}),
            now=d.place.now,
        )

    return settle(
        principal=principal,
        ref=ref_of(park, period),
        kind=kind,
        data=data,
        words=Words(""),
        command_id=command_id,
        expected_seq=None,
        decide=decided,
        now=now,
    )


def vote_of(park: str, period: str) -> Vote | None:
    """The quarter's vote as it stands; None where none was opened."""
    vote: Vote | None = ledger.load(ref_of(park, period)).state.record
    return vote


def tick(*, park: str, now: datetime | None = None) -> int:
    """Write what time has made true in the votes that asked to be woken by now; returns in how many."""
    at = now or database_now()
    woken = models.Vote.objects.filter(park=park, wake_at__lte=at).order_by("wake_at", "id")
    changed = 0
    for period, seq in list(woken.values_list("period", "seq")[:_AT_ONCE]):
        own = derived_id(park, "tick-vote", period, str(seq))
        changed += bool(do(gate.system(park), period=period, kind="tick", command_id=own, now=at).events)
    return changed
