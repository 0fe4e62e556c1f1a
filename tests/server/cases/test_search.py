"""Finding a case by two characters of what was said in it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from lianqi.server.cases import gate, reactions
from lianqi.server.cases.models import SearchEntry
from lianqi.server.cases.search import bigrams, normalised, search, spelled
from lianqi.server.ledger.operations import erase_subject, one_transaction
from lianqi.server.ledger.values import LedgerRefusal
from tests.server.cases.park import Park


def found(park: Park, text: str) -> list[str]:
    reactions.catch_up(park=park.code)
    return [hit.number for hit in search(gate.whole(park.code), text)]


class Index(bytes):
    """The raw pages of SQLite's index."""

    def __contains__(self, pair: object) -> bool:
        # A page spells a term whole or shares the beginning of the term before: the second character is enough.
        return bigrams(str(pair))[0][5:].encode() in bytes(self)


def index() -> Index:
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM cases_bigrams_data")
        return Index(b"".join(bytes(block) for (block,) in cursor.fetchall()))


def test_two_characters_are_enough_and_stand_anywhere(park: Park) -> None:
    number = park.a_case("三号厂房屋顶漏水，机器都不敢开")
    for text in ("漏水", "三号", "敢开", "屋顶漏水", "漏水，机器", "三号厂房屋顶漏水机器都不敢开"):
        assert found(park, text) == [number], text
    for text in ("水漏", "漏水屋顶", "停电"):
        assert found(park, text) == [], text


def test_pairs_that_stand_apart_are_no_phrase(park: Park) -> None:
    park.a_case("甲乙和乙丙")
    assert found(park, "甲乙丙") == []


def test_width_case_and_rare_characters_make_no_difference(park: Park) -> None:
    number = park.a_case("ＬＥＤ路灯坏了，𬭳号楼前，电话１３９００００")
    for text in ("led路灯", "LED", "𬭳号", "139"):
        assert found(park, text) == [number], text


def test_one_character_is_too_short(park: Park) -> None:
    for text in ("水", "，水。", ""):
        with pytest.raises(LedgerRefusal) as refused:
            search(gate.whole(park.code), text)
        assert refused.value.refusal.code == "case.search.too-short"


def test_what_is_typed_is_no_query_language(park: Park) -> None:
    number = park.a_case('屋顶"漏水" OR 停电 * %')
    assert found(park, '"漏水" OR 停电') == [number]
    assert found(park, 'a" OR "1') == []


def test_answers_are_found_and_drafts_are_not(park: Park) -> None:
    number = park.dispatched("三号厂房漏水")
    park.does("何工", "draft", number, answer="已换防水卷材", end="solved")
    assert found(park, "卷材") == []
    park.does("罗局", "review", number, approved=True)
    park.does("江主任", "sign", number, approved=True)
    assert found(park, "卷材") == [number]


def test_the_newest_come_first_each_case_once_and_no_more_than_asked(park: Park) -> None:
    numbers = [park.a_case(f"第{n}次漏水，又漏水") for n in range(5)]
    park.does("刘芳", "supplement", numbers[0], words="还在漏水")
    assert found(park, "漏水") == [numbers[0], *numbers[:0:-1]]
    assert len(search(gate.whole(park.code), "漏水", limit=2)) == 2


def test_an_erased_person_leaves_no_trace_in_the_index(park: Park) -> None:
    said = park.says("刘芳", "请打电话13912345678", channel="phone-page")
    assert found(park, "13912345678") == [said.number]
    assert connection.vendor != "sqlite" or "请打" in index()
    with one_transaction():
        erase_subject(park=park.code, subject=park["刘芳"], basis="pipl.47", actor=park["陈立"], now=park.now)
    assert found(park, "13912345678") == []
    assert not SearchEntry.objects.filter(park=park.code).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_bigrams")
        assert cursor.fetchone() == (0,)
        if connection.vendor == "sqlite":
            assert "请打" not in index(), "not in the older segments of the index either"


def test_an_older_index_is_made_over_as_new_texts_are_written(park: Park) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's index is as it was")
    migration = import_module("lianqi.server.cases.migrations.0005_bigrams_as_numbers")
    said = "三号厂房屋顶漏水，😀𠮷"
    park.says("周敏", said)
    reactions.catch_up(park=park.code)
    new = pairs()
    assert new == [spelled(said, park=park.code)] and spelled(said, park="moon-bay") not in new
    with connection.schema_editor() as editor:
        migration.as_words(None, editor)
        assert pairs() == [sorted(set(bigrams(said)))]
        migration.as_numbers(None, editor)
    assert pairs() == new


def pairs() -> list[Any]:
    """What PostgreSQL's index holds of each text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pairs FROM cases_bigrams ORDER BY id")
        return [row for (row,) in cursor.fetchall()]


def test_pairs_are_of_letters_and_digits_alone() -> None:
    assert normalised("Ａ１、 b·漏") == "a1b漏"
    assert bigrams("漏 水") == ["06f0f06c34"]
    assert bigrams("漏") == []
