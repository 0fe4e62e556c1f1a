"""Opening the installation's database from a shell."""

from __future__ import annotations

import os

from lianqi.command_line.refusals import CommandError


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
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except SettingsInvalid as invalid:
        raise CommandError("command-line.environment", {"said": invalid}) from invalid
    except (DatabaseError, OSError) as error:
        # Its own words may hold a user's name or a password.
        raise CommandError("command-line.database-away", {"reason": type(error).__name__}) from error
    if not plan:
        return
    if executor.loader.applied_migrations:
        raise CommandError("command-line.database-older")
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
