"""A4 pages in the manner of official papers, as .docx that WPS, Word and LibreOffice open alike.

Fonts are those of GB/T 9704—2012 (小标宋 title, 仿宋 text, 黑体 headings). East Asian fonts are set through rFonts
eastAsia, and the font table names what to use where they are not installed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TITLE, TEXT, HEADING, LATIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "Times New Roman"
#: What stands in where an official font is not installed.
_FALLBACKS = {TITLE: "宋体", TEXT: "仿宋", HEADING: "SimHei"}

_TOP, _BOTTOM, _SIDE = 22, 18, 26  # margins, millimetres
_WIDTH = (210 - 2 * _SIDE) * 72 / 25.4  # of the text, points
#: The height of the text in points, less one line: programs differ in how they break lines.
HEIGHT = (297 - _TOP - _BOTTOM) * 72 / 25.4 - 18
_ROW, _SMALL, _PADDING = 15.0, 10, 11  # of a table, points: one line, its text, the two sides of a cell

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `size`, `spacing` (0: one and a half lines) and `before` in points. `colour` as six hex digits, of
    the text and of the line below it where it is `ruled`; `end` sets it at the right margin, so many characters in.
    """

    text: str
    font: str = TEXT
    size: float = 12
    spacing: float = 0
    before: float = 0
    indent: bool = True
    centred: bool = False
    colour: str = ""
    ruled: bool = False
    end: int | None = None

    @property
    def line(self) -> float:
        return self.spacing or self.size * 1.5

    @property
    def height(self) -> float:
        """How high it will be: Chinese is set on a grid, so its lines can be counted."""
        half_widths = _half_widths(self.text) + (4 if self.indent else 0)
        return ceil(half_widths * self.size / 2 / _WIDTH) * self.line + self.before


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of short texts below a header; `widths` in millimetres, `left` the columns that are not centred; `size` of
    the text in points.
    """

    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    left: frozenset[int]
    size: float = _SMALL

    @property
    def height(self) -> float:
        taller = self.size / _SMALL
        return sum(
            _ROW * taller * max(_lines(*cell, self.size) for cell in zip(row, self.widths, strict=True))
            for row in self.rows
        )


Block = Paragraph | Table


def day(moment: date) -> str:
    """A day as papers write it: 2026年9月30日."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def _lines(text: str, width: int, size: float) -> int:
    """How many lines a text of this size takes in a cell so many millimetres wide."""
    return max(1, ceil(_half_widths(text) * size / 2 / (width * 72 / 25.4 - _PADDING)))


def _half_widths(text: str) -> int:
    return len(text.encode("gb18030", "replace"))


def height(blocks: Sequence[Block]) -> float:
    """How high the blocks will be together, in points; they fit on the page up to `HEIGHT`."""
    return sum(block.height for block in blocks)


def _document(blocks: Sequence[Block]) -> Any:
    document = Document()
    _lay_out(document)
    for block in blocks:
        if isinstance(block, Paragraph):
            _paragraph(document.add_paragraph(), block)
        else:
            _table(document, block)
    _name_fallbacks(document)
    return document


def page_bytes(blocks: Sequence[Block], *, title: str) -> bytes:
    """The document as bytes, with its title and nobody's name among its properties."""
    document = _document(blocks)
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.comments = ""
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def write_page(path: Path, blocks: Sequence[Block]) -> None:
    """Write the document; it appears under its name only when it is complete."""
    document = _document(blocks)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        document.save(os.fspath(unfinished))
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _lay_out(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
    section.left_margin = section.right_margin = Mm(_SIDE)
    style = document.styles["Normal"]
    style.font.size = Pt(12)
    _fonts(style.element.get_or_add_rPr(), TEXT)


def _paragraph(paragraph: Any, block: Paragraph) -> None:
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after = Pt(block.before), Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(block.line)
    layout.keep_with_next = block.font == HEADING
    layout.first_line_indent = Pt(block.size * 2) if block.indent else None
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if block.centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    if block.end is not None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        layout.right_indent = Pt(block.size * block.end)
    if block.ruled:
        _rule_below(paragraph, block.colour or "000000")
    _run(paragraph, block.text, font=block.font, size=block.size, colour=block.colour)


def _rule_below(paragraph: Any, colour: str) -> None:
    """The line below an official head, as the lower border of its paragraph."""
    properties = paragraph._p.get_or_add_pPr()
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _table(document: Any, block: Table) -> None:
    table = document.add_table(rows=len(block.rows), cols=len(block.widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.style = "Table Grid"
    table.autofit = False
    for column, width in enumerate(block.widths):
        # Word reads the width of cells, LibreOffice that of columns.
        table.columns[column].width = Mm(width)
        for row, cell in enumerate(table.columns[column].cells):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            left = column in block.left and row > 0
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
            layout = paragraph.paragraph_format
            layout.space_after, layout.line_spacing_rule = Pt(0), WD_LINE_SPACING.EXACTLY
            layout.line_spacing = Pt(block.size * 1.4)
            _run(paragraph, block.rows[row][column], font=TEXT if row else HEADING, size=block.size)


def _run(paragraph: Any, text: str, *, font: str, size: float, colour: str = "") -> None:
    run = paragraph.add_run(_NOT_XML.sub("", text))
    run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    _fonts(run._element.get_or_add_rPr(), font)


def _fonts(properties: Any, east_asian: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:hint"), "eastAsia")


def _name_fallbacks(document: Any) -> None:
    """Write into the font table which font stands in for each official one."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _FALLBACKS.items()
    )
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")
