"""Backup and restore of a whole installation: its database, then its files (docs/adr/0004-backup.md)."""

from lianqi.server.backup.manifest import Manifest
from lianqi.server.backup.restoring import Restored, restore
from lianqi.server.backup.taking import backup

__all__ = ["Manifest", "Restored", "backup", "restore"]
