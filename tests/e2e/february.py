"""The park of the long browser test in February 2026: `python -m tests.e2e.february`. Nothing has happened yet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lianqi.command_line.database import open_database
from tests.e2e.world import ACCOUNTS, PASSWORD, link

#: Tuesday 10 February 2026, 09:30 in the park; the Saturday that follows is worked (调休), the week after is off.
TUESDAY = datetime(2026, 2, 10, 1, 30, tzinfo=UTC)


#: Contact → the code of their personal link.
LINKS = {"刘芳": "HA2TANG4LIU6", "马强": "MU2MIAN4MA67"}


#: Who is there besides: name → sign-in name.
MORE = {"李书记": "lishuji", "许静": "xujing"}


def make() -> None:
    """示例园区 with its people and two enterprises, each person with an account, each contact with a link."""
    open_database()
    from lianqi.server.accounts.operations import open_account
    from tests.server.cases import park as sample

    sample.MORNING = TUESDAY
    park = sample.open_park()
    park.now = TUESDAY
    for name, code in LINKS.items():
        link(park, name, code=code)
    _second_clerk(park)
    for name, sign_in in (ACCOUNTS | MORE).items():
        open_account(name=sign_in, person=park[name], password=PASSWORD, now=TUESDAY, must_change=False)


def _second_clerk(park: Any) -> None:
    """许静 works in the centre beside 陈立: what one enters from paper the other enters again."""
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.people import operations as people

    clerk = people.new_member(park=park.code, name="许静", phone="", now=TUESDAY)
    clerk.set("roles", ["centre"])
    with one_transaction():
        people.store_members(park=park.code, drafts=[clerk], actor="system", now=TUESDAY)
    park.ids["许静"] = clerk.row.person_id


if __name__ == "__main__":
    make()
