"""The bigrams of the search, in a table of the database's own kind."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_STATEMENTS = {
    # An ordinary table with its content: the contentless kind of this SQLite refuses DELETE, which erasure needs.
    # `detail` stays full: a phrase of neighbouring pairs is what is asked for.
    "sqlite": ("CREATE VIRTUAL TABLE cases_bigrams USING fts5 (pairs, tokenize = 'ascii')",),
    "postgresql": (
        "CREATE TABLE cases_bigrams (id bigint PRIMARY KEY, pairs text[] NOT NULL)",
        "CREATE INDEX cases_bigrams_pairs ON cases_bigrams USING gin (pairs)",
    ),
}


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE cases_bigrams", params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
