"""`python -m lianqi.server <command>`: Django's own commands (migrate, check, makemigrations) with our settings."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqi.server.config.settings")
    execute_from_command_line(["python -m lianqi.server", *sys.argv[1:]])
