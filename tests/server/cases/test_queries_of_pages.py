"""A page asks the database as often for thirty rows as for one: whoever lets it ask for each row is told here."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianqi.server.cases import reactions
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens, screens

__all__ = ["screens"]

#: Above what the widest of them (交办台) asks for now, below two for each of thirty rows and the rest.
_MOST = 75


def asked(screens: Screens, who: str, path: str) -> list[str]:
    """The statements that a page needs once whatever is read once for all pages has been read."""
    screens.text(who, path)
    with CaptureQueriesContext(connection) as captured:
        screens.text(who, path)
    return [query["sql"] for query in captured]


def more(park: Park, count: int) -> None:
    """Cases of both enterprises, that the construction bureau has and that wait for the centre."""
    for number in range(count):
        of = ("海棠机电", "木棉食品")[number % 2]
        park.dispatched(f"第{number}号厂房屋顶漏水，机器都不敢开", of=of)
        park.a_case(f"第{number}号路口没有路灯，雨天漏水", of=of, case_kind="request")
    reactions.catch_up(park=park.code)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("陈立", "/cases/"),
        ("陈立", "/cases/?status=handling"),
        ("陈立", "/cases/?q=漏水"),
        ("何工", "/cases/"),
        ("陈立", "/desk/"),
        ("何工", "/desk/"),
        ("陈立", "/triage/"),
        ("陈立", "/cockpit/"),
    ],
)
def test_more_rows_ask_for_no_more_queries(park: Park, screens: Screens, who: str, path: str) -> None:
    more(park, 1)
    few = asked(screens, who, path)
    more(park, 8)
    many = asked(screens, who, path)
    assert len(many) <= len(few), "\n".join(many)
    assert 0 < len(many) <= _MOST


def lived(park: Park, steps: int) -> str:
    """A case that was returned and dispatched again so many times; its number."""
    number = park.dispatched()
    for _ in range(steps):
        park.later(minutes=20)
        done = park.does("何工", "contact", number, by="phone")
        assert done.refusal is None, done.refusal
    return number


def test_a_long_log_asks_for_no_more_queries_than_a_short_one(park: Park, screens: Screens) -> None:
    short, long = lived(park, 1), lived(park, 6)
    few, many = (asked(screens, "陈立", f"/cases/{number}/") for number in (short, long))
    assert len(many) <= len(few), "\n".join(many)
    assert 0 < len(many) <= _MOST


def test_the_park_of_these_tests_has_more_than_one_of_each(park: Park, screens: Screens) -> None:
    """Otherwise the tests above would show nothing."""
    more(park, 8)
    for path, rows in (("/cases/", 16), ("/cases/?q=漏水", 16), ("/desk/", 8)):
        assert len(screens["陈立"].get(path).context["rows"]) >= rows, path
