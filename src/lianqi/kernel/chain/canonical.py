"""Canonical JSON: one spelling for one value, so that anybody can recompute a hash over it, in any language.

The spelling: UTF-8; object keys sorted by code point; no white space; strings escape only `"`, `\\` and the control
characters below U+0020 (\\b \\t \\n \\f \\r by their short form, the others as \\u00xx); whole numbers within
±(2^53 - 1), which every JSON reader keeps exactly; no fractions at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

from lianqi.kernel.decision import Json

#: Beyond this a reader that keeps numbers as doubles (JavaScript, many spreadsheets) would hash another number.
LARGEST_INTEGER = 2**53 - 1

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")).encode


class NotCanonical(ValueError):
    """A value that has no canonical spelling; `path` says where in the value it stands."""

    def __init__(self, reason: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(reason, path)
        self.reason = reason
        self.path = path

    def __str__(self) -> str:
        return f"{'.'.join(self.path) or 'the value'}: {self.reason}"


def canonical_json(value: Json) -> bytes:
    """The canonical spelling of `value`.

    Refused with NotCanonical: floats (NaN among them), whole numbers beyond `LARGEST_INTEGER`, keys that are not
    strings, text that is not Unicode (a lone surrogate), anything else that JSON does not know.
    """
    try:
        return _encode(value if _is_plain(value) else _plain(value)).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical(f"text that is not Unicode: {error.object[error.start : error.end]!r}") from None


def is_canonical(line: bytes) -> bool:
    """Whether these bytes are the canonical spelling of the value they hold."""
    try:
        return canonical_json(json.loads(line)) == line
    except (ValueError, RecursionError):
        return False


def digest(value: Json) -> str:
    """SHA-256 over the canonical spelling, in hex: what a command's `payload_digest` is."""
    return sha256(canonical_json(value)).hexdigest()


_LEAVES = frozenset({str, bool, type(None)})


def _is_plain(value: Json) -> bool:
    """Whether the encoder can take the value as it stands: exactly dict, list, tuple, str, int, bool and None.

    Nearly every value is; looking costs a fifth of what making a copy would, which took two fifths of an import.
    """
    kind = type(value)
    if kind in _LEAVES:
        return True
    if kind is dict:
        for key, inner in value.items():
            if type(key) is not str or (type(inner) not in _LEAVES and not _is_plain(inner)):
                return False
        return True
    if kind is list or kind is tuple:
        for inner in value:  # noqa: SIM110 - a generator would cost as much as the copy
            if type(inner) not in _LEAVES and not _is_plain(inner):
                return False
        return True
    return kind is int and -LARGEST_INTEGER <= value <= LARGEST_INTEGER


def _plain(value: Json) -> Json:
    """`value` made of dict, list, str, int, bool and None only; read-only mappings and string enums become plain."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            raise NotCanonical(f"{value} is too large for every reader to keep exactly; write it as text")
        return int(value)
    if isinstance(value, Mapping):
        return {_key(key): _inside(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_inside(inner, str(index)) for index, inner in enumerate(value)]
    if isinstance(value, float):
        raise NotCanonical(f"{value!r} is a fraction; write whole numbers of a smaller unit, or text")
    raise NotCanonical(f"{type(value).__name__} is not JSON")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonical(f"the key {key!r} is not text")
    return str.__str__(key)


def _inside(value: Json, step: str) -> Json:
    try:
        return _plain(value)
    except NotCanonical as error:
        raise NotCanonical(error.reason, (step, *error.path)) from None
