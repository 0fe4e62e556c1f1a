"""Cases: list, one, its log; record one, and carry out every command of the kernel."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Path, Query, Router
from ninja.responses import Status

from lianqi.kernel.cases.commands import KINDS
from lianqi.kernel.decision import Refused
from lianqi.kernel.messages import names
from lianqi.server.api import case_values, commands
from lianqi.server.api.answers import ALWAYS, NAMED, Refuses
from lianqi.server.api.asking import Asker, Bearer, asker
from lianqi.server.api.cursors import keys, mark
from lianqi.server.api.refusals import ApiRefusal
from lianqi.server.api.scopes import CONFIDENTIAL, READ, WRITE
from lianqi.server.api.values import Asked, Cursor, Limit, Line, Number
from lianqi.server.cases import facts, gate, queries
from lianqi.server.cases.disclosures import confidential_opened
from lianqi.server.cases.operations import Done, perform, record
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ids import derived_id

router = Router(tags=["cases · 涉企事项"])
#: What no other address has taken: it is asked last.
unknown = Router()

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,64}$",
        description="A name for this very command that you make up. Sent again with the same content it gives the same "
        "answer and does nothing twice; with other content it is refused. A refusal is an answer, too: after one, "
        "send a new key.",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=r'^(W/)?"[0-9]{1,9}"$',
        description="the ETag of the case as you saw it, in place of `expected_seq`",
    ),
]
Standing = Annotated[
    str, Query(max_length=200, description="、".join(f"{k} {zh}" for k, (zh, _) in names.STATUSES.items()))
]


@router.get(
    "",
    operation_id="list_cases",
    summary="List cases · 事项列表",
    auth=Bearer(READ),
    response={200: case_values.CasePage, **ALWAYS},
)
def list_cases(
    request: HttpRequest,
    status: Standing = "",
    unit: Line = "",
    enterprise: Line = "",
    kind: Line = "",
    external_number: Line = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> case_values.CasePage:
    """The cases that the member behind the token may see, the newest first; by status, unit, enterprise, kind, or
    their number elsewhere (12345, the provincial platform).
    """
    page = queries.cases(
        asker(request).principal,
        status=status,
        unit=unit,
        enterprise=enterprise,
        kind=kind,
        external_number=external_number,
        before=keys(cursor, count=1)[0] if cursor else "",
        limit=limit,
    )
    items = [case_values.case_row(row) for row in page.items]
    return case_values.CasePage(items=items, next=mark(page.before) if page.before else None)


@router.get(
    "/{number}",
    operation_id="show_case",
    summary="One case · 事项详情",
    auth=Bearer(READ),
    response={200: case_values.CaseDetail, **NAMED},
)
def show_case(
    request: HttpRequest, response: HttpResponse, number: Annotated[Number, Path()]
) -> case_values.CaseDetail:
    """One case with its words and what is owed in it. `ETag` is what `If-Match` wants of the next command."""
    asks = asker(request)
    life = _life(asks, number)
    rows = gate.visible_commitments(asks.principal).filter(stream_kind=STREAM_KIND, stream_id=life.row.id)
    response["ETag"] = f'"{life.row.seq}"'
    return case_values.detail(life, [case_values.owed(row) for row in rows.order_by("made_at", "due", "id")])


@router.get(
    "/{number}/events",
    operation_id="case_log",
    summary="The log of a case · 办理留痕",
    auth=Bearer(READ),
    response={200: case_values.EntryPage, **NAMED},
)
def case_log(
    request: HttpRequest, number: Annotated[Number, Path()], cursor: Cursor = "", limit: Limit = 50
) -> case_values.EntryPage:
    """Every entry of a case in order and in words, each due time with how it was reckoned."""
    after = _seq(keys(cursor, count=1)[0]) if cursor else 0
    lines = [line for line in _life(asker(request), number).lines if line.seq > after]
    items = [case_values.entry(line) for line in lines[:limit]]
    return case_values.EntryPage(items=items, next=mark(str(items[-1].seq)) if len(lines) > limit else None)


def record_case(request: HttpRequest, asked: Asked, key: Key) -> Any:
    """The next number of the year is given."""
    asks = asker(request)
    data = commands.data_of(asked)
    if data.get("confidential") and CONFIDENTIAL not in asks.scopes:
        raise ApiRefusal("api.token.scope", {"scope": CONFIDENTIAL})
    done = record(park=asks.park, actor=asks.actor, data=data, command_id=_command_id(asks, key))
    if done.refusal is not None:
        raise Refuses(done.refusal)
    return Status(201, _settled(done))


def _carrying_out(kind: str) -> Callable[..., Any]:
    """The view of one command."""

    def carry_out(
        request: HttpRequest,
        number: Annotated[Number, Path()],
        asked: commands.OnACase,
        key: Key,
        if_match: IfMatch = None,
    ) -> Any:
        asks = asker(request)
        data = commands.data_of(asked)
        _may_see(asks, number, data)
        done = perform(
            park=asks.park,
            actor=asks.actor,
            case_no=number,
            kind=kind,
            data=data,
            command_id=_command_id(asks, key),
            expected_seq=_seen(kind, asked.expected_seq, if_match),
        )
        if done.refusal is not None:
            raise Refuses(_with_what_changed(asks, number, done.refusal))
        return _settled(done)

    carry_out.__annotations__["asked"] = commands.BODIES[kind]
    return carry_out


def _register() -> None:
    record_case.__annotations__["asked"] = commands.RECORD
    router.post(
        "",
        operation_id="record",
        summary=_summary("record"),
        description=f"{commands.said('record')} {record_case.__doc__}",
        auth=Bearer(WRITE),
        response={201: case_values.Settled, **ALWAYS},
    )(record_case)
    for kind in commands.SENT:
        router.post(
            f"/{{number}}/{kind}",
            operation_id=kind.replace("-", "_"),
            summary=_summary(kind),
            description=commands.said(kind),
            auth=Bearer(WRITE),
            response={200: case_values.Settled, **NAMED},
        )(_carrying_out(kind))


def _summary(kind: str) -> str:
    zh, en = names.COMMANDS[kind]
    return f"{en[0].upper()}{en[1:]} · {zh}"


_register()


@unknown.post("/{number}/{command}", include_in_schema=False, auth=Bearer(WRITE), response={**NAMED})
def unknown_command(request: HttpRequest, number: str, command: str) -> None:
    """A command that the kernel does not have, or that only the system gives."""
    _may_see(asker(request), number, {})
    code = "case.by-system-only" if command in KINDS else "case.command-unknown"
    raise Refuses(Refused(code, {"kind": command}))


def _life(asks: Asker, number: str) -> queries.Life:
    life = queries.life(asks.principal, number)
    if life.row.confidential:
        confidential_opened(park=asks.park, case_id=life.row.id, actor=asks.actor, now=asks.now)
    return life


def _may_see(asks: Asker, number: str, data: dict[str, Any]) -> None:
    """What the token does not show cannot be acted on, nor named. Raises NotFound.

    The operation asks again, for the member; a token may see less than they do.
    """
    gate.case_id_for(asks.principal, number)
    named = {str(data[field]) for field in facts.CASE_FIELDS if data.get(field)}
    for other in sorted(named - gate.case_ids(asks.principal, named).keys() if named else ()):
        raise gate.NotFound(other)


def _command_id(asks: Asker, key: str) -> str:
    """Keys are each member's own: nobody meets the answer to somebody else's, nor takes a name the system needs."""
    return derived_id(asks.park, "api", asks.actor, key)


def _seen(kind: str, expected: int | None, if_match: str | None) -> int | None:
    matched = int(re.sub(r"\D", "", if_match)) if if_match else None
    if expected is not None and matched is not None and expected != matched:
        raise ApiRefusal("api.seen.twice")
    seen = expected if expected is not None else matched
    if seen is None and kind not in commands.REBASING:
        raise ApiRefusal("api.seen.missing")
    return seen


def _with_what_changed(asks: Asker, number: str, refused: Refused) -> Refused:
    """A stale refusal with what happened meanwhile, in words."""
    if refused.code != "ledger.stale":
        return refused
    lines = [case_values.entry(line) for line in queries.missed(asks.principal, number, refused)]
    return Refused(refused.code, {**refused.details, "changed": [line.model_dump() for line in lines]})


def _settled(done: Done) -> case_values.Settled:
    return case_values.Settled(number=done.number, seq=done.applied.seq)


def _seq(said: str) -> int:
    if not said.isascii() or not said.isdigit() or len(said) > 9:
        raise ApiRefusal("api.cursor.unknown")
    return int(said)
