"""What a token may be good for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

READ = "read"
WRITE = "write"
EVENTS = "events"
FIGURES = "figures"
FILES = "files"
CONFIDENTIAL = "confidential"

#: scope → what it lets a system do, in both languages; always within what the member behind the token may do.
SCOPES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        READ: ("查看企业、事项、应办事项", "see enterprises, cases and what is owed"),
        WRITE: ("登记、办理事项", "record cases and act on them"),
        EVENTS: ("按位置读取台账", "read the ledger after a position"),
        FIGURES: ("查看数字和口径", "see figures and their formulas"),
        FILES: ("查看、上传附件", "see and send attachments"),
        CONFIDENTIAL: (
            "查看保密反映（限纪检监察人员，每次查看留痕）",
            "see confidential reports: inspectors only, each reading is written down",
        ),
    }
)
