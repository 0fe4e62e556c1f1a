"""Which column holds which field: guessed from headers and contents, adjusted by a person, saved for next time."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from lianqi.sheets.refusals import SheetError

#: how sure a guess is, worst first
WHYS = ("content", "similar", "header", "said")
_SURE, _SIMILAR, _CONTENT = 100, 60, 50
_REMARKS = re.compile(r"[((][^()()]*[))]|[*＊：:？?]|必填|选填|^\d+[、.．]|\s+")


@dataclass(frozen=True, slots=True)
class Field:
    """What a caller can take from a file. `names` are headers people write for it, in both languages, best first.

    `fits` tells whether one value looks like this field; without it only the header can decide.
    """

    id: str
    zh: str
    en: str
    names: tuple[str, ...] = ()
    required: bool = False
    fits: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """One column's field and why: the header says so, is similar, only the contents do, or a person said it."""

    column: str
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which columns hold which fields. A column and a field occur at most once; other columns are not used."""

    matches: tuple[Match, ...]

    def column_of(self, field: str) -> str | None:
        return next((match.column for match in self.matches if match.field == field), None)

    def indexes(self, columns: Sequence[str]) -> dict[str, int]:
        """Field id → position of its column."""
        return {match.field: columns.index(match.column) for match in self.matches if match.column in columns}

    def to_json(self) -> str:
        """The mapping as it is saved: readable, one column a line, editable by hand."""
        columns = {match.column: match.field for match in self.matches}
        return json.dumps({"version": 1, "columns": columns}, ensure_ascii=False, indent=2) + "\n"


def propose(*, columns: Sequence[str], sample_rows: Iterable[Sequence[str]], fields: Sequence[Field]) -> ColumnMapping:
    """The best guess: headers first, contents to confirm or, where headers say nothing, to decide.

    A header that names a field whose contents plainly are something else loses against a better column.
    """
    samples = list(sample_rows)
    scored: list[tuple[float, int, int, Match]] = []
    for position, column in enumerate(columns):
        values = [row[position] for row in samples if position < len(row) and row[position]][:200]
        for order, field in enumerate(fields):
            score, why = _score(column, values, field)
            if score > 0:
                scored.append((-score, order, position, Match(column, field.id, why)))
    taken: dict[str, Match] = {}
    used: set[str] = set()
    for _, _, _, match in sorted(scored, key=lambda entry: entry[:3]):
        if match.field not in taken and match.column not in used:
            taken[match.field] = match
            used.add(match.column)
    return ColumnMapping(tuple(taken[field.id] for field in fields if field.id in taken))


def adjust(
    mapping: ColumnMapping, said: Mapping[str, str], *, columns: Sequence[str], fields: Sequence[Field]
) -> ColumnMapping:
    """The mapping with what a person said: column → field id, or "" to leave the column out.

    Refused: `sheets.mapping.unknown-column`, `unknown-field` (each with the nearest names), `twice`.
    """
    by_name = _field_names(fields)
    resolved: dict[str, str] = {}
    for column, wanted in said.items():
        if column not in columns:
            near = get_close_matches(column, columns, n=3, cutoff=0.4) or list(columns)[:20]
            raise SheetError("sheets.mapping.unknown-column", {"given": column, "near": "、".join(near)})
        field = by_name.get(_plain(wanted), "") if wanted else ""
        if wanted and not field:
            shown = "、".join(f"{field.id}（{field.zh}）" for field in fields)
            raise SheetError("sheets.mapping.unknown-field", {"given": wanted, "near": shown})
        if field and field in resolved.values():
            raise SheetError("sheets.mapping.twice", {"given": wanted})
        resolved[column] = field
    kept = [match for match in mapping.matches if match.column not in resolved and match.field not in resolved.values()]
    told = [Match(column, field, "said") for column, field in resolved.items() if field]
    order = {field.id: position for position, field in enumerate(fields)}
    return ColumnMapping(tuple(sorted(kept + told, key=lambda match: order[match.field])))


def from_json(text: str, *, columns: Sequence[str], fields: Sequence[Field]) -> ColumnMapping:
    """A saved mapping, for this file. Columns the file does not have are passed over.

    Refused: `sheets.mapping.file` when the text is not what `to_json` writes; unknown fields as in `adjust`.
    """
    try:
        saved = json.loads(text)["columns"]
        said = {str(column): str(field) for column, field in saved.items() if str(column) in columns}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SheetError("sheets.mapping.file", {}) from error
    return adjust(ColumnMapping(()), said, columns=columns, fields=fields)


def require(mapping: ColumnMapping, *, columns: Sequence[str], fields: Sequence[Field]) -> None:
    """Refuse (`sheets.mapping.missing`) a mapping without every required field."""
    for field in fields:
        if field.required and mapping.column_of(field.id) is None:
            shown = "、".join(columns[:20])
            details = {"field": field.id, "zh": field.zh, "en": field.en, "columns": shown}
            raise SheetError("sheets.mapping.missing", details)


def _score(column: str, values: Sequence[str], field: Field) -> tuple[float, str]:
    header, why = _header_score(column, field)
    if field.fits is None:
        return header, why
    share = sum(map(field.fits, values)) / len(values) if values else None
    if share is None:
        return header, why
    if header:
        return header + 20 * share - (50 if share < 0.2 else 0), why
    return (_CONTENT * share, "content") if share >= 0.8 else (0, "")


def _header_score(column: str, field: Field) -> tuple[float, str]:
    plain = _plain(column)
    names = [_plain(name) for name in (field.id, field.zh, field.en, *field.names)]
    if plain in names:
        return _SURE - min(names.index(plain), 30) / 10, "header"
    within = [name for name in names if len(name) >= 2 and (name in plain)]
    if within:
        return _SIMILAR * max(map(len, within)) / len(plain), "similar"
    return 0, ""


def _plain(header: str) -> str:
    text = unicodedata.normalize("NFKC", header).casefold()
    return _REMARKS.sub("", text).replace("_", "").replace("-", "") or text


def _field_names(fields: Sequence[Field]) -> dict[str, str]:
    names: dict[str, str] = {}
    for field in fields:
        for name in (field.id, field.zh, field.en):
            names.setdefault(_plain(name), field.id)
    return names
