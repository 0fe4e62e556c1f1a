"""Set-up that the tests of imports share: a park, and tables as people type them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from lianqi import sheets
from lianqi.kernel.enterprises.credit_code import check_character, organisation_check_character
from lianqi.server.imports import Importer, Summary, reason, run, sources
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.registry import operations
from lianqi.server.registry.import_enterprises import EnterpriseImporter

PARK = "bamboo"
MONDAY = datetime(2026, 5, 11, 1, 0, tzinfo=UTC)
ZHOU = "zhou"


def make_park(code: str = PARK) -> str:
    with one_transaction():
        operations.ensure_park(code=code, name="竹园", actor=ZHOU, now=MONDAY)
    return code


def sound_code(number: int, *, category: str = "1") -> str:
    """A credit code of an enterprise that does not exist."""
    first = f"9{category}000000{number:08d}"
    first += organisation_check_character(first[8:])
    return first + check_character(first)


def take(table: Sequence[Sequence[str]], importer: Importer, *, dry_run: bool = False, batch: int = 500) -> Summary:
    """Import a table with its header, typed as CSV."""
    quoted = ("\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table)).encode()
    book = sheets.read_bytes(quoted, name="名单.csv")
    return run(sources(book, fields=importer.fields), importer, dry_run=dry_run, batch=batch)


def enterprises(table: Sequence[Sequence[str]], *, accept: bool = False, dry_run: bool = False) -> Summary:
    """Zhou Min imports a table of enterprises."""
    importer = EnterpriseImporter(park=PARK, actor=ZHOU, accept_invalid_codes=accept)
    return take(table, importer, dry_run=dry_run)


def counts(summary: Summary) -> dict[str, int]:
    return {state: count for state, count in summary.counts.items() if count}


def reasons(summary: Summary, importer: Importer) -> dict[int, tuple[str, str]]:
    """Row number → code and Chinese sentence of each rejected row."""
    return {
        result.record.number: (result.code, reason(result, importer.catalogue, lang="zh"))
        for _, result in summary.rejected
    }


def codes(summary: Summary) -> dict[int, str]:
    return {result.record.number: result.code for _, result in summary.rejected}
