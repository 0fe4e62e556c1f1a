"""Every write of bulletins: drafted from the ledger, issued once with the very file that goes out."""

from __future__ import annotations

from datetime import datetime

from lianqi.kernel.bulletins import Bulletin, Command, Draft, Issue, decide
from lianqi.kernel.chain import digest
from lianqi.kernel.decision import Outcome, Refused
from lianqi.kernel.mechanism.loop import BulletinRules
from lianqi.kernel.visits import Quarter
from lianqi.server.cases import gate
from lianqi.server.cases.operations.beside import Deciding, Words, facts_of, settle
from lianqi.server.cases.setting import Setting, setting
from lianqi.server.ids import derived_id
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.operations import one_transaction, put_content
from lianqi.server.ledger.values import Applied, LedgerRefusal, StreamRef
from lianqi.server.mechanisms.queries import rules_of_loop
from lianqi.server.registry.queries import parks, unit_names
from lianqi.server.reports.counting import count
from lianqi.server.reports.document import Setting as Naming
from lianqi.server.reports.document import document
from lianqi.server.reports.projection import STREAM_KIND
from lianqi.server.reports.refusals import NONE_HELD


class _Undone(Exception):
    """Refused: the file that was kept in the same transaction goes again."""

    def __init__(self, applied: Applied) -> None:
        super().__init__()
        self.applied = applied


def ref_of(park: str, period: str) -> StreamRef:
    """The stream of a quarter's bulletin."""
    return StreamRef(park, STREAM_KIND, derived_id(park, "bulletin", period))


def bulletin_of(park: str, period: str) -> Bulletin | None:
    """The quarter's bulletin as it stands; None where none was drafted."""
    found: Bulletin | None = ledger.load(ref_of(park, period)).state.record
    return found


def rules_of(place: Setting) -> BulletinRules:
    """The park's rules of the bulletin. LedgerRefusal `bulletin.none-held` where it has none."""
    rules = rules_of_loop(park=place.park, at=place.now).bulletin
    if rules is None:
        raise LedgerRefusal(Refused(NONE_HELD))
    return rules


def naming(place: Setting) -> Naming:
    """What the document names beside the numbers, at this moment."""
    called = unit_names(park=place.park)
    at = place.calendar.local(place.now)
    return Naming(parks()[place.park], rules_of(place), called, at, place.calendar.version)


def draft(principal: gate.Principal, *, period: str, command_id: str, now: datetime) -> Applied:
    """Write the quarter's numbers down as they stand now; a later draft takes the place of an earlier one."""
    place = setting(park=principal.park, now=now)
    position, root, said = count(principal.park, Quarter.parse(period), place=place)
    command = Draft(period=period, position=position, root=root, figures=said)
    data = {"position": position, "figures": digest(said)}
    return _do(principal, period, command, data, command_id, now)


def issue(principal: gate.Principal, *, period: str, number: int, seen: int, command_id: str, now: datetime) -> Applied:
    """Issue the draft that was seen: the file is made once, kept, and cited by the event.

    Pressed again with the same number, nothing happens twice; `ledger.stale` where the draft is another by now.
    """
    park = principal.park
    known = bulletin_of(park, period)
    if known is not None and known.number == number:
        return Applied(ref=ref_of(park, period), seq=seen, replayed=True)
    if known is None:
        return Applied(ref=ref_of(park, period), seq=0, refusal=Refused("bulletin.not-drafted"))
    try:
        with one_transaction(park=park):
            made = document(known, number=number, place=naming(setting(park=park, now=now)))
            subject = ref_of(park, period).id
            kept = put_content(park=park, subject=subject, kind="bulletin.document", words=made, now=now)
            command = Issue(number=number, document=kept)
            applied = _do(principal, period, command, {"number": number}, command_id, now, seen=seen)
            if applied.refusal is not None:
                raise _Undone(applied)
            return applied
    except _Undone as undone:
        return undone.applied


def _do(
    principal: gate.Principal,
    period: str,
    command: Command,
    data: dict[str, object],
    command_id: str,
    now: datetime,
    *,
    seen: int | None = None,
) -> Applied:
    def decided(d: Deciding) -> Outcome:
        facts = facts_of(principal, references={})
        return decide(command, d.state.record, rules=d.place.rules_for_new(), facts=facts)

    return settle(
        principal=principal,
        ref=ref_of(principal.park, period),
        kind=command.kind,
        data=data,
        words=Words(""),
        command_id=command_id,
        expected_seq=seen,
        decide=decided,
        now=now,
    )
