"""The park of the long browser test in February 2026: `python -m tests.e2e.february`. Nothing has happened yet."""

from __future__ import annotations

from datetime import UTC, datetime

from lianqi.command_line.database import open_database
from tests.e2e.world import ACCOUNTS, PASSWORD, link

#: Tuesday 10 February 2026, 09:30 in the park; the Saturday that follows is worked (调休), the week after is off.
TUESDAY = datetime(2026, 2, 10, 1, 30, tzinfo=UTC)


#: Contact → the code of their personal link.
LINKS = {"刘芳": "HA2TANG4LIU6", "马强": "MU2MIAN4MA67"}


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
    for name, sign_in in ACCOUNTS.items():
        open_account(name=sign_in, person=park[name], password=PASSWORD, now=TUESDAY, must_change=False)


if __name__ == "__main__":
    make()
