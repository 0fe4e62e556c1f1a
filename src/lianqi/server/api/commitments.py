"""应办事项: what is owed, soonest due first."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from lianqi.server.api import case_values
from lianqi.server.api.answers import ALWAYS
from lianqi.server.api.asking import Bearer, asker
from lianqi.server.api.cursors import due_keys, due_mark
from lianqi.server.api.scopes import READ
from lianqi.server.api.values import Cursor, Limit, Line, Moment
from lianqi.server.cases import queries

router = Router(tags=["commitments · 应办事项"])


@router.get(
    "",
    operation_id="list_commitments",
    summary="What is owed · 待办",
    auth=Bearer(READ),
    response={200: case_values.OwedPage, **ALWAYS},
)
def list_commitments(
    request: HttpRequest,
    mine: Annotated[bool, Query(description="我的待办: only what the member's own duties owe")] = False,
    unit: Line = "",
    duty: Line = "",
    until: Moment | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> case_values.OwedPage:
    """What is owed in the cases that the member may see: of one unit, one duty, or due until a moment. `mine` leaves
    the other filters aside.
    """
    principal = asker(request).principal
    after = due_keys(cursor) if cursor else None
    if mine:
        page = queries.my_due(principal, after=after, limit=limit)
    else:
        page = queries.due(principal, unit=unit, duty=duty, until=until, after=after, limit=limit)
    items = [case_values.owed(row) for row in page.items]
    return case_values.OwedPage(items=items, next=due_mark(*page.after) if page.after else None)
