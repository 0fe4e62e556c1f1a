"""Why a file was not read: every code with a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lianqi.kernel.messages import Message, sentence


class SheetError(Exception):
    """A file that was refused whole. `code` stands in `CATALOGUE`; nothing of the file was used."""

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
        "sheets.missing": Message(
            "找不到文件“{name}”，请核对文件名和所在文件夹。",
            "There is no file “{name}”. Check the name and the folder.",
            422,
        ),
        "sheets.unreadable": Message(
            "文件“{name}”无法打开，请确认有读取权限、且不是文件夹。",
            "“{name}” cannot be opened. Check that it is a file and that you may read it.",
            422,
        ),
        "sheets.empty": Message(
            "文件“{name}”里没有任何内容，请确认保存后再试。",
            "“{name}” holds nothing. Save the file with its contents and try again.",
            422,
        ),
        "sheets.no-rows": Message(
            "文件“{name}”只有表头，没有数据行。请在表头下面填写数据后再试。",
            "“{name}” has a header and no rows. Fill in rows below the header and try again.",
            422,
        ),
        "sheets.too-big": Message(
            "文件“{name}”有 {size_mb} MB，超过上限 {limit_mb} MB。请拆成几个文件，或删去图片后另存为 .xlsx 再试。",
            "“{name}” has {size_mb} MB; at most {limit_mb} MB can be read. "
            "Split it, or remove pictures and save again.",
            422,
        ),
        "sheets.kind": Message(
            "文件“{name}”的内容是{found_zh}，不是电子表格（扩展名不算数）。"
            "请在 Excel 或 WPS 中打开原表，另存为 .xlsx 或 .csv 再试。",
            "“{name}” is {found_en} by its content, not a spreadsheet, whatever its name says. "
            "Open the original table in Excel or WPS, save it as .xlsx or .csv and try again.",
            422,
        ),
        "sheets.locked": Message(
            "文件“{name}”设有打开密码，无法读取。请在 Excel 中取消密码后另存为 .xlsx 再试。",
            "“{name}” needs a password to open. Remove the password in Excel, save as .xlsx and try again.",
            422,
        ),
        "sheets.macros": Message(
            "文件“{name}”带有宏，为安全起见不予读取。请在 Excel 中另存为不带宏的 .xlsx（“Excel 工作簿”）再试。",
            "“{name}” carries macros and is not read, for safety. Save it as .xlsx (“Excel Workbook”) and try again.",
            422,
        ),
        "sheets.damaged": Message(
            "文件“{name}”不完整或已损坏（可能没有下载完）。"
            "请重新下载或拷贝；仍不行时，在 Excel 中打开并另存为 .xlsx 再试。",
            "“{name}” is incomplete or damaged, perhaps by a download that stopped. "
            "Fetch it again; if that does not help, open it in Excel and save it as .xlsx.",
            422,
        ),
        "sheets.bomb": Message(
            "文件“{name}”解压后异常庞大，疑似恶意文件，未予读取。"
            "若是正常表格，请在 Excel 中只选中数据区域，复制到新工作簿另存再试。",
            "“{name}” would unpack to an abnormal size and was not read. "
            "If it is an honest table, copy only the rows with data to a new workbook and save that.",
            422,
        ),
        "sheets.entities": Message(
            "文件“{name}”内含 XML 实体声明，正常表格没有这种内容，未予读取。请在 Excel 中打开并另存为 .xlsx 再试。",
            "“{name}” declares XML entities, which no honest spreadsheet does, and was not read. "
            "Open it in Excel and save it as .xlsx.",
            422,
        ),
        "sheets.too-many-rows": Message(
            "文件“{name}”的工作表“{sheet}”数据超过 {limit} 行。请拆成几个文件分批处理。",
            "Sheet “{sheet}” of “{name}” has more than {limit} rows. Split it into several files.",
            422,
        ),
        "sheets.too-many-columns": Message(
            "文件“{name}”的工作表“{sheet}”超过 {limit} 列。请删去多余的列（包括右侧看不见的空列）后另存再试。",
            "Sheet “{sheet}” of “{name}” has more than {limit} columns. "
            "Delete the columns that are not needed, stray cells far to the right too, and save again.",
            422,
        ),
        "sheets.too-wide": Message(
            "文件“{name}”的工作表“{sheet}”数据区域过大（{rows} 行 × {columns} 列）。请删去远处零散的单元格后另存再试。",
            "Sheet “{sheet}” of “{name}” spans {rows} rows × {columns} columns. "
            "Delete stray cells far from the table and save again.",
            422,
        ),
        "sheets.encoding": Message(
            "文件“{name}”的文字编码无法识别（支持 UTF-8、GB18030/GBK、UTF-16）。"
            "请在 Excel 中打开并另存为 .xlsx，或另存为“CSV UTF-8”再试。",
            "The text encoding of “{name}” is not one of UTF-8, GB18030/GBK and UTF-16. "
            "Open it in Excel and save it as .xlsx or as “CSV UTF-8”.",
            422,
        ),
        "sheets.open-quote": Message(
            "文件“{name}”从第 {line} 行起引号没有配对，后面的内容无法分列。请补上或删去多余的引号后再试。",
            "In “{name}” a quotation mark opened on line {line} is never closed, so the rest cannot be split "
            "into columns. Close it or delete it and try again.",
            422,
        ),
        "sheets.mapping.unknown-column": Message(
            "表里没有名为“{given}”的列。相近的列：{near}。请核对 --map 的写法：列名=字段。",
            "The table has no column “{given}”. Near it: {near}. Write --map COLUMN=FIELD.",
            422,
        ),
        "sheets.mapping.unknown-field": Message(
            "没有名为“{given}”的字段。可用的字段：{near}。",
            "There is no field “{given}”. Fields: {near}.",
            422,
        ),
        "sheets.mapping.twice": Message(
            "字段“{given}”指定了两列，请只保留一列。",
            "Field “{given}” was given two columns. Keep one of them.",
            422,
        ),
        "sheets.mapping.missing": Message(
            "找不到“{zh}”列。表里的列：{columns}。请用 --map 列名={field} 指明。",
            "No column was recognised as {en}. Columns: {columns}. Name it with --map COLUMN={field}.",
            422,
        ),
        "sheets.mapping.file": Message(
            "列对应文件格式不对。请用 --save-mapping 重新生成，再作修改。",
            "The mapping file is not what --save-mapping writes. Write it again and edit that.",
            422,
        ),
    }
)
