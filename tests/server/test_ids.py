"""Identifiers: newer ones sort later, and what follows from one lies beside it in every index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lianqi.server.ids import derived_id, following_id, new_id

NOON = datetime(2026, 6, 9, 12, tzinfo=UTC)


def test_what_follows_from_an_identifier_sorts_where_it_does_and_is_always_the_same() -> None:
    ids = [new_id(now=NOON + timedelta(minutes=minute)) for minute in range(50)]
    cases = [following_id(id, "sample", "first-word") for id in ids]
    assert cases == sorted(cases) and len(set(cases)) == 50
    assert cases == [following_id(id, "sample", "first-word") for id in ids]
    assert following_id(ids[0], "moon-bay", "first-word") not in cases
    assert {len(case) for case in cases} == {32}


def test_of_any_other_text_the_words_alone_decide() -> None:
    for typed in ("", "c-1", "x" * 64, new_id(now=NOON).upper()):
        assert following_id(typed, "sample") == derived_id(typed, "sample")
