"""Opening the installation's database from a shell."""

from __future__ import annotations

import os
from pathlib import Path

import click


def open_database() -> None:
    """Start Django on the database that DATABASE_URL names; an empty one gets its tables.

    A database of an older version is refused in words: it is brought up to date on purpose, after a backup.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqi.server.config.settings")
    import django
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from lianqi.server.config.environment import SettingsInvalid

    try:
        django.setup()
        if connection.vendor == "sqlite":
            Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except SettingsInvalid as invalid:
        raise click.ClickException(f"环境变量填写有误，请改正后再试。/ {invalid}") from invalid
    except (DatabaseError, OSError) as error:
        raise click.ClickException(
            "数据库打不开，请检查 DATABASE_URL 和数据库服务。/ The database cannot be opened; check DATABASE_URL. "
            f"({type(error).__name__})"
        ) from error
    if not plan:
        return
    if executor.loader.applied_migrations:
        raise click.ClickException(
            "数据库版本较旧：请先备份，再运行 lianqi migrate。"
            "/ The database is of an older version: back it up, then run lianqi migrate."
        )
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
