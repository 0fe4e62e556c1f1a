"""What Zhou Min is told when a file cannot be read: what it is and what to do, and never half a file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from lianqi import sheets
from tests.sheets.files import HEADER, ROWS, compound, sheet_xml, text_cell, with_parts, xls_stream, xlsx

HONEST = xlsx([HEADER, *ROWS])
SHEET = "xl/worksheets/sheet1.xml"


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def shared_texts(text: str, *, cells: int) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    table = f'<?xml version="1.0"?><sst xmlns="{main}"><si><t>{text}</t></si></sst>'.encode()
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, cells + 1))
    return with_parts(HONEST, {"xl/sharedStrings.xml": table, SHEET: sheet_xml(rows)})


def locked_archive() -> bytes:
    data = bytearray(archive(**{"xl__workbook.xml": b"<workbook/>"}))
    data[6] |= 1  # the flag of an encrypted entry, in its own header and in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'

REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "sheets.empty"),
    "only spaces": (b" \r\n\r\n", "sheets.empty"),
    "an empty archive": (b"PK\x05\x06" + bytes(18), "sheets.empty"),
    "a workbook without a value": (xlsx([]), "sheets.empty"),
    "pdf": (b"%PDF-1.7\n", "sheets.kind"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(40), "sheets.kind"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(40), "sheets.kind"),
    "html that calls itself xls": ("\ufeff<html><table><tr><td>名称</td></tr></table></html>".encode(), "sheets.kind"),
    "xml of 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "sheets.kind",
    ),
    "docx": (archive(**{"word__document.xml": b"<w/>"}), "sheets.kind"),
    "pptx": (archive(**{"ppt__presentation.xml": b"<p/>"}), "sheets.kind"),
    "ods": (archive(**{"mimetype": b"application/x", "content.xml": b"<o/>"}), "sheets.kind"),
    "xlsb": (archive(**{"xl__workbook.bin": b"x"}), "sheets.kind"),
    "a zip of photos": (archive(**{"a.jpg": b"x"}), "sheets.kind"),
    "old Word": (compound({"WordDocument": b"x"}), "sheets.kind"),
    "old PowerPoint": (compound({"PowerPoint Document": b"x"}), "sheets.kind"),
    "a mail": (compound({"__properties_version1.0": b"x"}), "sheets.kind"),
    "binary rubbish": (b"a,b\n" + b"\x00\x01" * 3 + b"x" * 200, "sheets.kind"),
    "a password on xlsx": (compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}), "sheets.locked"),
    "a password on xls": (compound({"Workbook": xls_stream([["名称"]], locked=True)}), "sheets.locked"),
    "a password on the archive": (locked_archive(), "sheets.locked"),
    "macros in xlsm": (with_parts(HONEST, {"xl/vbaProject.bin": b"x"}), "sheets.macros"),
    "macros in xls": (
        compound({"Workbook": xls_stream([["名称"]]), "_VBA_PROJECT_CUR": b"x"}),
        "sheets.macros",
    ),
    "half an archive": (HONEST[: len(HONEST) // 2], "sheets.damaged"),
    "an archive with a flipped byte": (
        HONEST.replace(HONEST[HONEST.index(b"sheet1.xml") + 40 :][:4], b"\x00\x00\x00\x00", 1),
        "sheets.damaged",
    ),
    "an archive without its sheet": (with_parts(HONEST, {}, without=[SHEET]), "sheets.damaged"),
    "half an old workbook": (compound({"Workbook": xls_stream([["名称"]])})[:1500], "sheets.damaged"),
    "an old workbook cut in its stream": (
        compound({"Workbook": xls_stream([["名称", "诉求"], ["a", "b"]])[:60]}),
        "sheets.damaged",
    ),
    "a csv cut inside a character": ("名称,诉求\n青禾,路灯".encode()[:-1], "sheets.damaged"),
    "a part that unpacks a thousandfold": (with_parts(HONEST, {"xl/media/a.bin": bytes(5 << 20)}), "sheets.bomb"),
    "thousands of parts": (archive(**{f"xl__{n}": b"" for n in range(2_100)}), "sheets.bomb"),
    "one long text in a million cells": (shared_texts("长" * 30_000, cells=20_000), "sheets.bomb"),
    "entities": (with_parts(HONEST, {SHEET: ENTITIES}), "sheets.entities"),
    "entities in utf-16": (
        with_parts(HONEST, {SHEET: ENTITIES.decode().encode("utf-16")}),
        "sheets.entities",
    ),
    "entities in the shared texts": (with_parts(HONEST, {"xl/sharedStrings.xml": ENTITIES}), "sheets.entities"),
    "a value in the last cell": (
        with_parts(HONEST, {SHEET: sheet_xml(f'<row r="1048576">{text_cell("XFD1048576")}</row>')}),
        "sheets.too-many-columns",
    ),
    "values far apart": (
        with_parts(HONEST, {SHEET: sheet_xml(f'<row r="1048576">{text_cell("ZZ1048576")}</row>')}),
        "sheets.too-wide",
    ),
    "an encoding nobody knows": ("名称,x\n".encode("gb18030") + b"\xff\xff\xff,a\n" * 3, "sheets.encoding"),
    "a quotation mark that never closes": (
        '名称,诉求\n青禾,路灯\n白鹭,"急\n赤松,招工\n'.encode(),
        "sheets.open-quote",
    ),
    "a quotation mark that swallows a book": (
        ('名称,诉求\n白鹭,"急\n' + "赤松,招工\n" * 30_000).encode(),
        "sheets.open-quote",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_zhou_is_told_what_the_file_is_and_what_to_do(what: str) -> None:
    data, code = REFUSED[what]
    with pytest.raises(sheets.SheetError) as refusal:
        sheets.read_bytes(data, name="六月台账.xlsx")
    assert refusal.value.code == code
    for language in ("zh", "en"):
        sentence = refusal.value.sentence(lang=language)
        assert "—" not in sentence.replace("——", ""), "a detail is missing"
        assert "六月台账.xlsx" in sentence


def test_an_open_quotation_mark_is_named_with_its_line() -> None:
    with pytest.raises(sheets.SheetError) as refusal:
        sheets.read_bytes('名称,诉求\n青禾,路灯\n白鹭,"急\n赤松,招工\n'.encode(), name="a.csv")
    assert refusal.value.details["line"] == 3


def test_a_quotation_mark_inside_a_cell_is_only_a_character() -> None:
    (sheet,) = sheets.read_bytes('名称,诉求\n青禾,管径5"太小\n白鹭,"多行\n完整"\n'.encode(), name="a.csv").sheets
    assert [row.values[1] for row in sheet.rows] == ['管径5"太小', "多行\n完整"]


def test_too_much_is_refused_before_it_is_read(tmp_path: Path) -> None:
    small = sheets.Limits(file_size=1_000, rows=3, columns=4)
    file = tmp_path / "a.csv"
    file.write_bytes(b"x" * 1_001)
    for trial, code in (
        (lambda: sheets.read(file, limits=small), "sheets.too-big"),
        (lambda: sheets.read_bytes(b"x" * 1_001, name="a", limits=small), "sheets.too-big"),
        (lambda: sheets.read_bytes(b"a,b\n" + b"1,2\n" * 5, name="a", limits=small), "sheets.too-many-rows"),
        (lambda: sheets.read_bytes(b"a,b\n1,2,3,4,5\n", name="a", limits=small), "sheets.too-many-columns"),
        (lambda: sheets.read(tmp_path / "none.csv"), "sheets.missing"),
        (lambda: sheets.read(tmp_path), "sheets.unreadable"),
    ):
        with pytest.raises(sheets.SheetError) as refusal:
            trial()
        assert refusal.value.code == code
    rows = xlsx([["a", "b"], *[["1", "2"]] * 4])
    with pytest.raises(sheets.SheetError) as refusal:
        sheets.read_bytes(rows, name="a", limits=sheets.Limits(rows=3))
    assert refusal.value.code == "sheets.too-many-rows"
    with pytest.raises(sheets.SheetError) as refusal:
        sheets.read_bytes(
            compound({"Workbook": xls_stream([list("abcdef")])}), name="a", limits=sheets.Limits(columns=3)
        )
    assert refusal.value.code == "sheets.too-many-columns"


def test_a_long_text_used_once_is_no_bomb() -> None:
    (sheet,) = sheets.read_bytes(xlsx([["名称", "诉求"], ["青禾", "长" * 30_000]]), name="a.xlsx").sheets
    assert len(sheet.rows[0].values[1]) == 30_000
