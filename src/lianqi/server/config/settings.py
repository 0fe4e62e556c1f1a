"""Django's settings. What differs between installations comes from the environment (`environment.py`)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from lianqi.server.config import environment

HOME = environment.home()
DEBUG = environment.debug()
SECRET_KEY = environment.secret_key()
SECRET_KEY_IS_OF_THIS_PROCESS = not os.environ.get("LIANQI_SECRET_KEY")
ALLOWED_HOSTS = environment.allowed_hosts()

# A file for each process, so that two runs of the tests do not meet; a file, so that they run in WAL mode as we do.
_TEST_FILE = Path(tempfile.gettempdir()) / f"lianqi-test-{os.getpid()}.sqlite3"
DATABASES = {"default": environment.database(test_file=_TEST_FILE)}
# One use-case is one transaction, opened in its operation: a transaction a request would hold SQLite's only write lock
# while a page is rendered.
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: Erasures are listed here, outside the database and its backups, so that a restore can apply them again.
ERASURE_LIST = Path(os.environ.get("LIANQI_ERASURE_LIST") or HOME / "var" / "erasures.jsonl")

#: Attachments, as files beside the database.
BLOBS = HOME / "var" / "blobs"

INSTALLED_APPS = [
    "lianqi.server.config",
    "lianqi.server.ledger",
    "lianqi.server.blobs",
    "lianqi.server.worker",
    "lianqi.server.registry",
    "lianqi.server.people",
    "lianqi.server.mechanisms",
    "lianqi.server.cases",
]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "lianqi.server.config.urls"

# Instants are UTC everywhere; working time is reckoned in the zone of a park's calendar, by the kernel.
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
