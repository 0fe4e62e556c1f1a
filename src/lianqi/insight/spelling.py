"""One spelling of characters, for comparing what people typed; and sentences. No dictionary is loaded here."""

from __future__ import annotations

import re
import unicodedata

_NO_WORD = re.compile(r"[\W_]+")
_BLANKS = re.compile(r"[ \t\u3000]+")
_SENTENCE_END = re.compile(r"[。！？!?；;\n]+")


class _Visible(dict[int, int | None]):
    """For `str.translate`: invisible characters fall away. Found out a character at a time, as texts bring them."""

    def __missing__(self, point: int) -> int | None:
        gone = unicodedata.category(chr(point)) in ("Cf", "Cc") and chr(point) not in "\n\t"
        self[point] = None if gone else point
        return self[point]


_VISIBLE = _Visible()


def normal(text: str) -> str:
    """One spelling: half-width Latin and digits, lower case, no invisible characters, runs of blanks as one blank."""
    visible = unicodedata.normalize("NFKC", text).lower().translate(_VISIBLE)
    return _BLANKS.sub(" ", visible).strip()


def key(text: str) -> str:
    """What is left for comparing: letters, digits and characters only; two texts with one key say the same words."""
    return _NO_WORD.sub("", normal(text))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, in order, without their end marks."""
    return tuple(part.strip() for part in _SENTENCE_END.split(text) if part.strip())
