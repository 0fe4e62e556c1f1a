"""Where the browser finds what esbuild made: under names that carry a digest, so they may be kept for ever."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.storage import StaticFilesStorage

BUILT = Path(__file__).parent / "static" / "ui"
_DIGEST = re.compile(r"\.[0-9a-f]{12}\.")


@cache
def manifest() -> Mapping[str, str]:
    """Name → name with digest, of everything built; empty where nothing was built yet."""
    path = BUILT / "manifest.json"
    built: Mapping[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return built


class BuiltFiles(StaticFilesStorage):
    """`{% static 'ui/screen.css' %}` names today's file. Files of other packages keep their own names."""

    def url(self, name: str | None) -> str:
        return super().url(manifest().get(name or "", name))


def kept_for_ever(path: str, url: str) -> bool:
    """Whether a browser need never ask again: its name changes with its content."""
    return bool(_DIGEST.search(url))
