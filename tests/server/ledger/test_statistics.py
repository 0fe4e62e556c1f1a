"""The planner knows of what was imported a moment ago."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from lianqi.server.ledger.models import Content
from lianqi.server.ledger.operations import NewContent, one_transaction, put_contents
from lianqi.server.ledger.statistics import refresh_statistics

NOW = datetime(2026, 6, 9, 1, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_forty_rows_written_just_now_are_known_as_forty() -> None:
    with one_transaction():
        put_contents(park="p", contents=[NewContent("刘芳", "case.words", "漏水")] * 40, now=NOW)
        refresh_statistics()
    assert Content.objects.filter(park="p").count() == 40
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'ledger_content'")
            assert cursor.fetchone()[0] >= 40
