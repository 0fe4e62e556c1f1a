"""A visit is agreed on; 刘芳 looks at another day on her phone, and then says that nobody needs to come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.conftest import DESKTOP, PHONE, Installation
from tests.e2e.world import LINK

Visits = Callable[..., Any]
Look = Callable[[Any, str], None]

#: 周敏 is the officer of 海棠机电 and has agreed with it on the last working day of the quarter's visits.
AGREED = """
from lianqi.command_line.database import open_database
open_database()
from lianqi.server.cases import gate
from lianqi.server.cases.setting import setting
from lianqi.server.fieldwork import operations
from lianqi.server.fieldwork.models import VisitDuty
from lianqi.server.ids import new_id
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.people import operations as people
from lianqi.server.registry.models import Enterprise
now, park = database_now(), "sample"
here = Enterprise.objects.get(park=park, name="海棠机电").id
draft = next(one for one in people.draft_members(park=park) if one.name == "周敏")
draft.link(here, "liaison")
with one_transaction():
    people.store_members(park=park, drafts=[draft], actor="system", now=now)
operations.owe_visits(park=park, now=now)
place = setting(park=park, now=now)
day = place.calendar.local(VisitDuty.objects.get(enterprise=here).due).date()
who = gate.principal_for(park=park, actor=draft.row.person_id, now=now)
done = operations.appoint(who, enterprise=here, day=day, command_id=new_id(now=now), now=now)
assert done.refusal is None, done.refusal
print(day)
"""


@pytest.fixture(scope="module")
def agreed(place: Installation) -> None:
    place.run("-c", AGREED)


@pytest.mark.usefixtures("agreed")
def test_a_day_that_does_not_do_and_then_not_this_time(visit: Visits, looked_at: Look) -> None:
    phone = visit(viewport=PHONE)
    page = phone.open(f"/e/{LINK}/")
    assert page.get_by_role("heading", name="约好的走访").is_visible()
    looked_at(phone, "announced")
    page.get_by_role("link", name="改个时间").click()
    looked_at(phone, "announced-day")
    page.get_by_label("哪一天方便").fill("2001-01-01")
    page.get_by_label("想说的话").fill("那天来客户验厂")
    page.get_by_role("button", name="确定：改个时间").click()
    page.get_by_text("visit.appoint.day").wait_for()
    assert page.get_by_text("visit.appoint.day").is_visible()
    assert page.get_by_label("想说的话").input_value() == "那天来客户验厂", "what was typed stays"
    looked_at(phone, "announced-refused")

    officer = visit(viewport=DESKTOP, color_scheme="dark")
    officer.sign_in("周敏")
    officer.open("/visits/")
    looked_at(officer, "announced-visits")

    page.get_by_role("link", name="还是按原来约的").click()
    page.get_by_role("link", name="这次不用来了").click()
    looked_at(phone, "announced-decline")
    page.get_by_role("button", name="确定：这次不用来了").click()
    page.get_by_text("这个季度不来走访了").wait_for()
    assert page.get_by_text("这个季度不来走访了").is_visible()
    assert not page.get_by_role("heading", name="约好的走访").is_visible()
    looked_at(phone, "announced-declined")
    officer.open("/visits/")
    assert officer.page.locator(".pick .mark", has_text="企业婉拒").is_visible()
