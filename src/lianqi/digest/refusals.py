"""Why the forms were not sorted: every code with a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lianqi.kernel.messages import Message, sentence


class DigestError(Exception):
    """The whole job was refused; no file was written. `code` stands in `CATALOGUE`."""

    def __init__(self, code: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.details: Mapping[str, Any] = MappingProxyType(dict(details or {}))

    def sentence(self, *, lang: str = "zh") -> str:
        """The refusal as a person reads it."""
        return sentence(CATALOGUE[self.code], self.details, lang=lang)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence(lang='en')}"


CATALOGUE: Mapping[str, Message] = MappingProxyType(
    {
        "digest.nothing-read": Message(
            "{count} 个文件都没有读成，未生成台账。请按上面各文件的提示处理后重新运行。",
            "None of the {count} files could be read: there is no ledger. Follow the advice for each and run again.",
            422,
        ),
        "digest.column.unknown": Message(
            "所有文件里都没有名为“{column}”的列。现有的列：{columns}。请照抄列名后再试。",
            "No file has a column “{column}”. The columns are: {columns}. Copy one of these names and try again.",
            422,
        ),
        "digest.out.exists": Message(
            "“{folder}”里已有“{name}”，可能有人改过，未予覆盖。请换一个 --out 目录；确认不要旧文件时加 --overwrite。",
            "“{folder}” already holds “{name}”, which somebody may have edited; it was left alone. "
            "Name another --out, or add --overwrite if the old file may go.",
            409,
        ),
        "digest.out.unwritable": Message(
            "无法写入“{folder}”（{reason}）。请检查磁盘空间和写入权限，并关闭已打开的同名文件，再运行一次；原始表格没有改动。",
            "“{folder}” cannot be written ({reason}). Check disk space and permissions, close the file if it is open "
            "and run again; the forms themselves were not touched.",
            409,
        ),
        "digest.received.unreadable": Message(
            "看不懂日期“{text}”。请写成 2026-09-30 这样的日期，或写 form（各表单填报之日起算）。",
            "“{text}” is no date. Write one like 2026-09-30, or form to count from the day each form was filled in.",
            422,
        ),
        "digest.mechanism.missing": Message(
            "找不到工作机制文件“{path}”。请用 --mechanism 指定本园区的 mechanism.yaml"
            "（可从 mechanisms/starter 复制一份改用）。",
            "There is no mechanism file “{path}”. Name your park's mechanism.yaml with --mechanism; "
            "mechanisms/starter is one to copy.",
            422,
        ),
        "digest.calendar.missing": Message(
            "找不到工作日历文件“{path}”。请用 --calendar 指定（如 mechanisms/calendars/cn.yaml），"
            "没有日历就算不出办理时限。",
            "There is no calendar file “{path}”. Name one with --calendar, such as mechanisms/calendars/cn.yaml; "
            "without it no due time can be counted.",
            422,
        ),
    }
)
