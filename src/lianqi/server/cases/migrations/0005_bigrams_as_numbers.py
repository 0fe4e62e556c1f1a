"""PostgreSQL keeps each pair of characters as a number: half as long as its spelling, and compared twice as fast."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_NUMBERS = "ARRAY(SELECT ('x' || pair)::bit(40)::bigint FROM unnest(pairs) AS pair ORDER BY 1)"
_WORDS = "ARRAY(SELECT lpad(to_hex(pair), 10, '0') FROM unnest(pairs) AS pair ORDER BY 1)"


def as_numbers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _remade(schema_editor, "bigint[]", _NUMBERS)


def as_words(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _remade(schema_editor, "text[]", _WORDS)


def _remade(schema_editor: BaseDatabaseSchemaEditor, type_: str, pairs: str) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    for statement in (
        "ALTER TABLE cases_bigrams RENAME TO cases_bigrams_before",
        f"CREATE TABLE cases_bigrams (id bigint, pairs {type_} NOT NULL)",
        f"INSERT INTO cases_bigrams SELECT id, {pairs} FROM cases_bigrams_before",  # noqa: S608 - one of two constants
        "DROP TABLE cases_bigrams_before",
        "ALTER TABLE cases_bigrams ADD PRIMARY KEY (id)",
        "CREATE INDEX cases_bigrams_pairs ON cases_bigrams USING gin (pairs)",
        "ANALYZE cases_bigrams",
    ):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_figure_entries")]

    operations = [migrations.RunPython(as_numbers, as_words)]
