"""Tables into the database: whole batches, every row accounted for, a second run that changes nothing."""

from lianqi.server.imports.contract import Importer, Record, Result, RowRejected, reason
from lianqi.server.imports.running import Source, Summary, run, sources, write_rejects

__all__ = [
    "Importer",
    "Record",
    "Result",
    "RowRejected",
    "Source",
    "Summary",
    "reason",
    "run",
    "sources",
    "write_rejects",
]
