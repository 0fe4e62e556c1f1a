"""The shape of a refusal's sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lianqi.kernel.messages.names import spelled


@dataclass(frozen=True, slots=True)
class Message:
    """One refusal. `zh` and `en` are `str.format` templates over the refusal's details; `status` is what HTTP says.

    403: you may not do it. 409: not now, in this state. 422: what was sent is incomplete or wrong.
    """

    zh: str
    en: str
    status: int


class _Details(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"


def sentence(message: Message, details: Mapping[str, Any], *, lang: str) -> str:
    """The sentence with its details filled in; a missing detail shows as a dash, never as an error."""
    template = message.zh if lang == "zh" else message.en
    return template.format_map(_Details(spelled(details)))
