"""The one-page summary (一页纸) in Chinese, as .docx that WPS, Word and LibreOffice open alike.

Fonts are those of official papers (GB/T 9704—2012: 小标宋 title, 仿宋 text, 黑体 headings); East Asian fonts are set
through rFonts eastAsia, and the font table names what to use where they are not installed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from lianqi.digest.commons import commons, is_wide, key_lines
from lianqi.digest.figures import Figures, Split
from lianqi.digest.values import Digest
from lianqi.digest.wording import STATE_NAMES, UNJUDGED, day, local, quoted
from lianqi.insight.kind import COMPLAINT, ENQUIRY, PROBLEM, REQUEST, SUGGESTION

TITLE, TEXT, HEADING, LATIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "Times New Roman"
#: What stands in where an official font is not installed.
_FALLBACKS = {TITLE: "宋体", TEXT: "仿宋", HEADING: "SimHei"}
#: What fits on one page whatever was collected; the rest is in the ledger, and the page says so.
_CLASSES, _COMMONS, _KEYS, _REFUSED = 9, 5, 3, 2


def write_summary(path: Path, digest: Digest, figures: Figures) -> None:
    """Write the page; it appears under its name only when it is complete."""
    document = Document()
    _page(document)
    _paragraph(
        document, "企业反映问题和诉求梳理情况", font=TITLE, size=20, align=WD_ALIGN_PARAGRAPH.CENTER, indent=False
    )
    made = f"（{day(local(digest.terms.now, digest))}整理，口径附后）"
    _paragraph(document, made, size=10.5, align=WD_ALIGN_PARAGRAPH.CENTER, indent=False)
    _heading(document, "一、总体情况")
    _paragraph(document, _overall(digest, figures))
    _heading(document, "二、分类和分办建议")
    _counts_table(document, figures)
    _heading(document, "三、普遍性问题和关键性问题")
    for text in _common_sentences(digest):
        _paragraph(document, text)
    _heading(document, "四、没有列入的和没有读成的")
    _paragraph(document, _left_out(digest, figures))
    _heading(document, "五、口径")
    _paragraph(document, _passport(digest), size=9, spacing=13)
    _name_fallbacks(document)
    _save(document, path)


def _overall(digest: Digest, figures: Figures) -> str:
    kinds = figures.kinds
    files = len({source.file for source in digest.sources})
    others = "、".join(
        f"{digest.kind_name(kind)}{kinds[kind]}件" for kind in (SUGGESTION, ENQUIRY, COMPLAINT) if kinds.get(kind)
    )
    named = (
        f"，涉及企业{figures.enterprises_with_matters}户"
        if figures.enterprises_with_matters
        else "（表中没有企业名称）"
    )
    if not figures.matters:
        tallied = f"选择题{len(digest.tallies)}题的结果已统计在台账“选择题统计”表。" if digest.tallies else ""
        return f"本次汇总表格{files}份，表单{figures.rows_read}份，没有可以列入台账的文字诉求。{tallied}"
    return (
        f"本次汇总表格{files}份，共有表单{figures.rows_read}份，其中{figures.rows['listed']}份提出了事项，"
        f"列入台账{figures.matters}件{named}：问题{kinds.get(PROBLEM, 0)}件，诉求{kinds.get(REQUEST, 0)}件"
        + (f"，另有{others}" if others else "")
        + f"。{_dates(digest, figures)}"
    )


def _dates(digest: Digest, figures: Figures) -> str:
    unjudged = next((split.all for split in figures.units if not split.name), 0)
    due = sorted({line.due.at for line in digest.listed() if line.due and line.unit})
    span = ""
    if due:
        first, last = day(local(due[0], digest)), day(local(due[-1], digest))
        span = f"答复时限在{first}" + (f"至{last}之间" if last != first else "") + "；"
    if not unjudged:
        return f"{span}类别和主办单位均已提出建议。" if span else ""
    return f"{span}{figures.matters - unjudged}件已提出主办单位建议，{unjudged}件{UNJUDGED}。"


def _counts_table(document: Any, figures: Figures) -> None:
    """Classes on the left, units on the right, each with problems and requests apart."""
    classes, units = _fit(figures.classes), _fit(figures.units)
    titles = ("类别", "问题", "诉求", "其他", "建议主办单位", "问题", "诉求", "其他")
    table = document.add_table(rows=max(len(classes), len(units), 1) + 1, cols=len(titles))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.style = "Table Grid"
    table.autofit = False
    for column, (title, width) in enumerate(zip(titles, (34, 12, 12, 12, 52, 12, 12, 12), strict=True)):
        table.columns[column].width = Mm(width)
        for cell in table.columns[column].cells:
            cell.width = Mm(width)
        _cell(table.cell(0, column), title, bold=True)
    for start, splits in ((0, classes), (4, units)):
        for row, split in enumerate(splits, start=1):
            _cell(table.cell(row, start), split.name or UNJUDGED, left=True)
            for offset, count in enumerate((split.problems, split.requests, split.others), start=1):
                _cell(table.cell(row, start + offset), str(count))
        for row in range(len(splits) + 1, len(table.rows)):
            for offset in range(4):
                _cell(table.cell(row, start + offset), "")


def _fit(splits: Sequence[Split]) -> list[Split]:
    """At most so many lines; what does not fit is added up in the last."""
    if len(splits) <= _CLASSES:
        return list(splits)
    unjudged = [split for split in splits if not split.name]
    named = [split for split in splits if split.name]
    kept, rest = named[: _CLASSES - 1 - len(unjudged)], named[_CLASSES - 1 - len(unjudged) :]
    name = f"其余{len(rest)}个"
    more = Split(name, sum(s.problems for s in rest), sum(s.requests for s in rest), sum(s.others for s in rest))
    return [*kept, more, *unjudged]


def _common_sentences(digest: Digest) -> list[str]:
    found = commons(digest)
    least = f"{digest.terms.least}户以上企业"
    said = [f"{least}共同反映的有{len(found)}类" + ("，居前的是：" if found else "。")]
    for common in found[:_COMMONS]:
        words = "、".join(common.problem.words[:3]) or digest.class_name(common.class_id)
        who = f"{common.problem.enterprises}户" if common.problem.enterprises else ""
        quote = quoted(common.representative.words, longest=28)
        said.append(f"{common.number}. {words}（{who}{len(common.lines)}件）：{quote}")
    keys, wide = key_lines(digest), sum(is_wide(common, digest) for common in found)
    if keys:
        told = "；".join(
            f"{quoted(line.words, longest=28)}（{line_reasons[0]}）" for line, line_reasons in keys[:_KEYS]
        )
        also = f"，另有{wide}类普遍性问题涉及面广" if wide else ""
        said.append(f"列为关键性问题的{len(keys)}件{also}。如：{told}。")
    return said


def _left_out(digest: Digest, figures: Figures) -> str:
    rows = figures.rows
    said = (
        f"{figures.rows_read}份表单中，{STATE_NAMES['blank']}（没有填写或填“无”）{rows['blank']}份，"
        f"{STATE_NAMES['duplicate']}{rows['duplicate']}份，{STATE_NAMES['rejected']}{rows['rejected']}份，逐份原因见台账。"
    )
    if not digest.refused:
        return said + "送来的文件全部读成。"
    shown = "".join(refused.zh for refused in digest.refused[:_REFUSED])
    more = f"其余{len(digest.refused) - _REFUSED}个见台账“说明”。" if len(digest.refused) > _REFUSED else ""
    return said + f"有{len(digest.refused)}个文件没有读成：{shown}{more}"


def _passport(digest: Digest) -> str:
    start = digest.terms.received_at
    since = f"自{day(local(start, digest))}起" if start else "自各表单填报时间起（未填的自整理之日起）"
    return (
        "一行表单可有几件事项，份数、件数、户数分开计；问题、诉求按原表栏目或企业用词区分。类别、主办单位、时限依据"
        f"《{digest.terms.title.zh}》各类别说明词提出，属建议，以研判分办为准；办理时限{since}按工作日历计算。"
        f"普遍性问题指同类事项用词相近且{digest.terms.least}户以上企业反映；关键性问题凭原话中的用词认定，未经核实。个人信息已遮盖。"
    )


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(22), Mm(18)
    section.left_margin, section.right_margin = Mm(26), Mm(26)
    style = document.styles["Normal"]
    style.font.size = Pt(12)
    _fonts(style.element.get_or_add_rPr(), TEXT)


def _heading(document: Any, text: str) -> None:
    _paragraph(document, text, font=HEADING, indent=False, before=3)


def _paragraph(
    document: Any,
    text: str,
    *,
    font: str = TEXT,
    size: float = 12,
    align: Any = WD_ALIGN_PARAGRAPH.JUSTIFY,
    indent: bool = True,
    spacing: float = 0,
    before: float = 0,
) -> None:
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(spacing or size * 1.5)
    layout.first_line_indent = Pt(size * 2) if indent else None
    paragraph.alignment = align
    _run(paragraph, text, font=font, size=size)


def _cell(cell: Any, text: str, *, bold: bool = False, left: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(14)
    _run(paragraph, text, font=HEADING if bold else TEXT, size=10)


def _run(paragraph: Any, text: str, *, font: str, size: float) -> None:
    run = paragraph.add_run(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text))
    run.font.size = Pt(size)
    _fonts(run._element.get_or_add_rPr(), font)


def _fonts(properties: Any, east_asian: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:hint"), "eastAsia")


def _name_fallbacks(document: Any) -> None:
    """Write into the font table which font stands in for each official one."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            entries = "".join(
                f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
                for name, other in _FALLBACKS.items()
            )
            part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")


def _save(document: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        document.save(os.fspath(unfinished))
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
