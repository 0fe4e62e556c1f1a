"""PostgreSQL keeps each pair of characters as a number: half as long as its spelling, and compared twice as fast."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# What `search.spelled` says: fifteen bits of the park's name, then the pair.
_NUMBERS = (
    "ARRAY(SELECT ((('x' || left(md5(e.park), 4))::bit(16)::bigint & 32767) << 48)"
    " + ('x' || lpad(pair, 12, '0'))::bit(48)::bigint FROM unnest(b.pairs) AS pair ORDER BY 1)"
)
_WORDS = "ARRAY(SELECT lpad(to_hex(pair & 281474976710655), 10, '0') FROM unnest(b.pairs) AS pair ORDER BY 1)"


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
        f"INSERT INTO cases_bigrams SELECT b.id, {pairs} FROM cases_bigrams_before b"  # noqa: S608 - one of two constants
        " JOIN cases_searchentry e ON e.id = b.id",
        "DROP TABLE cases_bigrams_before",
        "ALTER TABLE cases_bigrams ADD PRIMARY KEY (id)",
        "CREATE INDEX cases_bigrams_pairs ON cases_bigrams USING gin (pairs)",
        "ANALYZE cases_bigrams",
    ):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_figure_entries")]

    operations = [migrations.RunPython(as_numbers, as_words)]
