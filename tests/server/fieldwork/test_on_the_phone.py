"""刘芳 sees on her phone that 周敏 comes on Thursday; she asks for Friday, or that nobody comes."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from lianqi.server.cases import gate
from lianqi.server.cases.contacting import contacted
from lianqi.server.cases.models import Commitment
from lianqi.server.cases.setting import setting
from lianqi.server.fieldwork.models import VisitDuty
from lianqi.server.fieldwork.operations import appoint, owe_visits
from lianqi.server.fieldwork.queries import coverage
from lianqi.server.ledger.models import Content
from lianqi.server.ledger.operations import one_transaction, projection_digest, rebuild
from lianqi.server.registry.operations.contacts import issue_code
from tests.server.cases.park import Park
from tests.server.cases.screens import plain
from tests.server.fieldwork.conftest import as_


def phone(park: Park, who: str = "刘芳") -> Client:
    """A contact's phone, in by their personal link."""
    with one_transaction(park=park.code):
        code = issue_code(park=park.code, contact=park[who], actor="system", now=park.now)
    opened = Client(headers={"accept-language": "zh-CN"})
    assert opened.get(f"/e/{code}/").status_code == 302
    return opened


def agrees(park: Park, day: date = date(2026, 6, 11)) -> None:
    zhou = gate.principal_for(park=park.code, actor=park["周敏"], now=park.now)
    done = appoint(zhou, enterprise=park["海棠机电"], day=day, command_id=park.command_id(), now=park.now)
    assert done.refusal is None


@pytest.fixture
def liu(park: Park) -> Client:
    """A visit on 11 June is agreed on; 刘芳's phone is open."""
    owe_visits(park=park.code, now=park.now)
    agrees(park)
    return phone(park)


def sends(browser: Client, kind: str, **typed: Any) -> Any:
    """Open the page and confirm, twice as a hasty thumb does."""
    page = browser.get(f"/e/visit/{kind}/").content.decode()
    hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("command_id", "seen")}
    given = {**{name: found[1] for name, found in hidden.items() if found}, **typed}
    first = browser.post(f"/e/visit/{kind}/", given)
    if first.status_code == 302:
        assert browser.post(f"/e/visit/{kind}/", given).status_code == 302, "a second click is the same click"
    return first


def row(park: Park) -> VisitDuty:
    return VisitDuty.objects.get(park=park.code, enterprise=park["海棠机电"])


def test_she_sees_the_day_who_comes_and_what_is_asked(park: Park, liu: Client) -> None:
    page = plain(liu.get("/e/"))
    assert "约好的走访" in page and "6月11日（周四），专属服务员周敏来走访" in page
    assert "会问这几句" in page and "改个时间" in page and "这次不用来了" in page
    assert "约好的走访" not in plain(phone(park, "马强").get("/e/")), "another enterprise's"
    park.later(days=3)
    assert "约好的走访" not in plain(liu.get("/e/")), "the day has passed"


def test_another_day_frees_the_former_and_周敏_agrees_with_one_click(park: Park, liu: Client) -> None:
    assert sends(liu, "day", day="2026-06-12", words="周四来客户").status_code == 302
    assert row(park).appointed is None
    assert "您希望改到6月12日（周五）" in plain(liu.get("/e/")) and "走访改期" in plain(liu.get("/e/"))
    assert "企业希望改到 6-12" in plain(as_(park, "周敏").get("/visits/"))
    address = f"/visits/{park['海棠机电']}/"
    page = as_(park, "周敏").get(address).content.decode()
    assert "企业希望改到6月12日（周五）" in page and "周四来客户" in page and "就约这一天" in page
    assert Content.objects.get(kind="visits.ask-day.words").subject == park["海棠机电"]
    hidden = re.search(r'name="command_id" value="([^"]+)"><input type="hidden" name="day" value="([^"]+)"', page)
    assert hidden is not None
    for _click in range(2):
        given = {"command_id": hidden[1], "day": hidden[2]}
        assert as_(park, "周敏").post(f"{address}appoint/", given).status_code == 302
    assert "专属服务员周敏来走访" in plain(liu.get("/e/")) and row(park).appointed == date(2026, 6, 12)
    assert "已约 6-12" in plain(as_(park, "周敏").get("/visits/"))
    before = projection_digest(park=park.code)
    rebuild(park=park.code, progress=lambda *_: None)
    assert projection_digest(park=park.code) == before


def test_not_this_time_needs_no_reason_and_counts_as_an_answer_and_against_nobody(park: Park, liu: Client) -> None:
    place = setting(park=park.code, now=park.now)
    budget = contacted([park["海棠机电"]], place=place)
    assert sends(liu, "decline").status_code == 302
    counts = coverage(park.code, place=place)
    assert (counts.declined, counts.left, counts.late) == (1, 0, 0)
    states = Commitment.objects.filter(stream_kind="visits").order_by("id").values_list("state", "lapsed")
    assert list(states) == [("released", False), ("open", False)]
    assert contacted([park["海棠机电"]], place=place) == budget, "it was not disturbed by it"
    assert "约好的走访" not in plain(liu.get("/e/"))
    assert "现在没有约好的走访" in plain(liu.get("/e/visit/decline/"))


@pytest.mark.parametrize(
    ("day", "code"),
    [("2026-06-13", "visit.appoint.day"), ("2026-07-02", "visit.ask-day.beyond"), ("", "aria-invalid")],
)
def test_a_day_that_does_not_do_keeps_what_was_typed(park: Park, liu: Client, day: str, code: str) -> None:
    answer = sends(liu, "day", day=day, words="周四来客户")
    assert answer.status_code == 422 and "周四来客户" in answer.content.decode()
    assert code in answer.content.decode()
    assert row(park).appointed == date(2026, 6, 11)


def test_meanwhile_another_day_was_agreed_on_and_the_page_says_so(park: Park, liu: Client) -> None:
    page = liu.get("/e/visit/decline/").content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen is not None
    agrees(park, date(2026, 6, 15))
    answer = liu.post("/e/visit/decline/", {"command_id": "old", "seen": seen[1], "words": "太忙"})
    told = answer.content.decode()
    assert answer.status_code == 409 and "6月15日（周一）" in told and "太忙" in told
    assert row(park).declined_period == ""


def test_without_a_link_or_an_appointment_there_is_nothing_to_answer(park: Park) -> None:
    assert Client().get("/e/visit/decline/").status_code in (302, 403)
    owe_visits(park=park.code, now=park.now)
    liu = phone(park)
    assert "现在没有约好的走访" in plain(liu.get("/e/visit/day/"))
    assert liu.get("/e/visit/elsewhere/").status_code == 404
    refused = liu.post("/e/visit/day/", {"command_id": "c", "seen": "2", "day": "2026-06-12"})
    assert refused.status_code == 409 and "visit.ask-day.nothing-appointed" in refused.content.decode()
