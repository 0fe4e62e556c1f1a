"""The page for the leader: one sheet of A4, in Chinese, nothing that identifies a person."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from lianqi.digest.figures import Figures, Split, figures
from lianqi.digest.page import HEIGHT, TEXT, TITLE, height
from lianqi.digest.summary import page, write_summary
from lianqi.digest.values import Digest, RefusedFile
from tests.digest.conftest import Sort

ROWS = [
    ["青禾机械厂", "公交太少，请拨13900009999", "希望开通班车"],
    ["远望材料厂", "没有公交车，只能打车", "无"],
    ["晨星电子厂", "公交班次太少，职工出行不便", ""],
    ["澄湖食品厂", "消防通道被占用，存在火灾隐患", "希望协调银行贷款"],
]


def text_of(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture
def digest(sort: Sort) -> Digest:
    return sort(["企业名称", "存在问题", "诉求"], ROWS)


def test_it_says_what_came_in_and_counts_problems_and_requests_apart(tmp_path: Path, digest: Digest) -> None:
    write_summary(tmp_path / "s.docx", digest, figures(digest))
    said = text_of(tmp_path / "s.docx")
    assert "表单4份" in said and "列入台账6件，涉及企业4户：问题4件，诉求2件" in said
    assert "公交（3户4件）" in said, "who asks for a 班车 says the same thing"
    assert "火灾隐患" in said and "口径" in said
    assert "建设管理局" in said and "公交和停车" not in said  # classes are summed up at the top of the tree


def test_nobody_can_be_rung_up_from_it(tmp_path: Path, sort: Sort) -> None:
    digest = sort(["企业名称", "存在问题", "诉求"], ROWS, unmasked=True)
    write_summary(tmp_path / "s.docx", digest, figures(digest))
    assert "13900009999" not in text_of(tmp_path / "s.docx")
    assert "号码和带称呼的人名已遮盖" in text_of(tmp_path / "s.docx")


def test_east_asian_fonts_are_named_with_what_stands_in_for_them(tmp_path: Path, digest: Digest) -> None:
    write_summary(tmp_path / "s.docx", digest, figures(digest))
    document = Document(str(tmp_path / "s.docx"))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    fonts = [run._element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) for run in runs]
    assert fonts[0] == TITLE and TEXT in fonts and all(fonts)
    with zipfile.ZipFile(tmp_path / "s.docx") as parts:
        assert f'w:name="{TEXT}"><w:altName w:val="仿宋"/>' in parts.read("word/fontTable.xml").decode()


def test_it_is_one_page_whatever_was_collected(digest: Digest) -> None:
    counted = figures(digest)
    splits = (*(Split(f"第{n}综合协调和服务保障工作办公室", n, n, n) for n in range(30)), Split("", 9, 9, 9))
    crowded = replace(
        counted,
        classes=splits,
        units=splits,
        kinds=dict.fromkeys(("problem", "request", "suggestion", "enquiry", "complaint"), 10_000),
        rejected_because=tuple((f"第{n}种原因，说来话长，一言难尽", 1000) for n in range(9)),
    )
    refused = tuple(
        RefusedFile("很长的文件名.xlsx" * 3, "sheets.locked", "打不开，" * 20 + "请另存。", "") for _ in range(20)
    )
    long_words = replace(digest, refused=refused)
    assert height(page(long_words, crowded)) <= HEIGHT
    assert height(page(digest, counted)) <= HEIGHT


def test_files_that_were_not_read_are_named_with_what_to_do(digest: Digest) -> None:
    refused = (RefusedFile("密.xlsx", "sheets.locked", "文件“密.xlsx”设有打开密码，请取消密码后再试。", ""),)
    blocks = page(replace(digest, refused=refused), figures(digest))
    assert any("密.xlsx" in str(block) and "请取消密码" in str(block) for block in blocks)


def test_a_survey_without_words_shows_what_was_ticked(sort: Sort) -> None:
    rows = [[str(n), "", "", "大" if n % 4 else "小"] for n in range(40)]
    digest = sort(["序号", "提交答卷时间", "所用时间", "1、规模"], rows)
    said = str(page(digest, figures(digest)))
    assert "没有可以列入台账的文字诉求" in said
    assert "大30份" in said and "小10份" in said
    assert "拒收40份" in said


def test_forms_without_names_are_not_called_enterprises(sort: Sort) -> None:
    counted: Figures
    digest = sort(["反映内容", "时间"], [[f"公交太少，第{n}次反映", ""] for n in range(4)])
    counted = figures(digest)
    said = str(page(digest, counted))
    assert "表中没有企业名称" in said and "户4件" not in said


def test_characters_that_no_document_may_hold_are_dropped(tmp_path: Path, sort: Sort) -> None:
    digest = sort(["企业名称", "反映内容"], [[name, "公交\x0b太少\x01"] for name in ("甲厂", "乙厂", "丙厂")])
    write_summary(tmp_path / "s.docx", digest, figures(digest))
    assert "公交" in text_of(tmp_path / "s.docx")
