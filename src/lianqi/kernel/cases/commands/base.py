"""The base of every command."""

from __future__ import annotations

from typing import ClassVar


class Command:
    """Base of all commands; `kind` is stable and stands in URLs, logs and permissions."""

    __slots__ = ()
    kind: ClassVar[str]
