"""He Mei sends photos, papers and voice notes; what is kept is what she sent, without what her telephone told."""

from __future__ import annotations

import io
import os
import struct
import time
import wave

import pytest
from PIL import Image

from lianqi.server.blobs.judging import KINDS, MB, clean, judge
from lianqi.server.blobs.pictures import MOST_POINTS
from lianqi.server.blobs.refusals import BlobRefusal
from tests.server.blobs import files


def refused(data: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(BlobRefusal) as caught:
        clean(data)
    return caught.value.refusal.code, dict(caught.value.refusal.details)


GOOD = {
    "jpeg": files.photo("JPEG"),
    "png": files.photo("PNG"),
    "webp": files.photo("WEBP"),
    "pdf": files.pdf(),
    "docx": files.docx(),
    "xlsx": files.xlsx(),
    "amr": files.amr(),
    "m4a": files.m4a(b"soun"),
    "mp3": files.mp3(),
    "wav": files.wav(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_send_is_taken_for_what_it_is(kind: str) -> None:
    assert judge(GOOD[kind]) == kind
    kept = clean(GOOD[kind])
    assert kept.media_type == KINDS[kind].media_type
    assert judge(kept.data) == kind, "and is still that when it is cleaned"
    assert clean(kept.data).media_type == kept.media_type


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "m4a", "mp3", "wav"])
def test_nothing_of_place_and_telephone_is_kept(kind: str) -> None:
    sent, kept = GOOD[kind], clean(GOOD[kind]).data
    assert files.PLACE in sent, "the sender's telephone told it"
    assert b"Hongqi" not in kept and b"Moon Phone" not in kept


class TestPictures:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_a_photo_shows_what_it_showed(self, kind: str) -> None:
        with Image.open(io.BytesIO(clean(files.photo(kind)).data)) as kept:
            assert kept.format == kind and kept.size == (60, 40)
            red, white = (kept.convert("RGB").getpixel((x, 20)) for x in (5, 55))
        assert red[0] > 200 and red[1] < 60 and min(white) > 200

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_a_photo_taken_upright_stands_upright_without_its_exif(self, kind: str) -> None:
        with Image.open(io.BytesIO(clean(files.photo(kind, orientation=6)).data)) as kept:
            assert kept.size == (40, 60)
            assert dict(kept.getexif()) == {}
            red, white = (kept.convert("RGB").getpixel((20, y)) for y in (5, 55))
        assert red[1] < 60 and min(white) > 200

    def test_of_a_telephones_two_pictures_in_one_file_the_first_is_kept(self) -> None:
        made = io.BytesIO()
        second = Image.new("RGB", (30, 20), "blue")
        Image.new("RGB", (60, 40), "red").save(made, "MPO", save_all=True, append_images=[second])
        with Image.open(io.BytesIO(made.getvalue())) as sent:
            assert (sent.format, sent.n_frames) == ("MPO", 2)  # type: ignore[attr-defined]
        kept = clean(made.getvalue())
        with Image.open(io.BytesIO(kept.data)) as picture:
            assert (picture.format, picture.size, getattr(picture, "n_frames", 1)) == ("JPEG", (60, 40), 1)

    def test_a_clear_png_stays_clear(self) -> None:
        made = io.BytesIO()
        Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(made, "PNG")
        with Image.open(io.BytesIO(clean(made.getvalue()).data)) as kept:
            assert kept.convert("RGBA").getpixel((3, 3))[3] == 0

    def test_a_small_file_that_asks_for_a_wall_of_points_is_refused_before_it_is_drawn(self) -> None:
        data = files.huge_png()
        assert len(data) < 10_000
        began = time.perf_counter()
        assert refused(data) == ("blob.bomb", {})
        assert time.perf_counter() - began < 1
        side = int(MOST_POINTS**0.5)
        made = io.BytesIO()
        Image.new("1", (side + 1, side + 1)).save(made, "PNG")
        assert refused(made.getvalue()) == ("blob.bomb", {})

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_half_a_photo_is_refused(self, kind: str) -> None:
        whole = files.photo(kind, size=(600, 400)).removesuffix(files.PLACE)
        noise = Image.frombytes("RGB", (300, 200), os.urandom(180_000))
        made = io.BytesIO()
        noise.save(made, kind)
        assert clean(whole).data
        assert refused(made.getvalue()[: len(made.getvalue()) // 2])[0] == "blob.damaged"


class TestDocuments:
    def test_papers_are_kept_byte_for_byte(self) -> None:
        for kind in ("pdf", "docx", "xlsx", "amr"):
            assert clean(GOOD[kind]).data == GOOD[kind]

    @pytest.mark.parametrize(
        "inside", [b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", b"/S /Java#53cript ", b"/A << /S /Launch >>"]
    )
    def test_a_pdf_that_starts_something_is_refused(self, inside: bytes) -> None:
        assert refused(files.pdf(inside)) == ("blob.active", {})

    def test_a_scan_in_which_two_letters_meet_by_chance_is_no_script(self) -> None:
        assert clean(files.pdf(b"stream\n\x81/JS \x93\xffendstream ")).media_type == "application/pdf"

    def test_a_pdf_behind_a_password_is_refused(self) -> None:
        assert refused(files.pdf(b"/Encrypt 5 0 R ")) == ("blob.locked", {})

    def test_a_pdf_cut_short_is_refused(self) -> None:
        assert refused(files.pdf()[:60]) == ("blob.damaged", {})

    @pytest.mark.parametrize(
        "part", ["word/vbaProject.bin", "word/activeX/activeX1.xml", "word/embeddings/oleObject1.bin"]
    )
    def test_a_document_with_macros_or_controls_is_refused(self, part: str) -> None:
        assert refused(files.repacked(GOOD["docx"], add={part: b"x"})) == ("blob.active", {})

    def test_a_document_that_says_it_has_macros_is_refused(self) -> None:
        named = (b"wordprocessingml.document.main", b"wordprocessingml.document.macroEnabled.main")
        assert refused(files.repacked(GOOD["docx"], replace=named)) == ("blob.active", {})

    def test_a_document_that_unpacks_to_a_hundred_times_a_hundred_is_refused(self) -> None:
        bomb = files.repacked(GOOD["xlsx"], add={"xl/media/a.xml": bytes(50_000_000)})
        assert len(bomb) < 100_000
        assert refused(bomb) == ("blob.bomb", {})

    def test_a_document_whose_parts_do_not_add_up_is_refused(self) -> None:
        data = bytearray(GOOD["docx"])
        place = data.index(b"word/document.xml") + 60
        data[place : place + 20] = bytes(20)
        assert refused(bytes(data)) == ("blob.damaged", {})

    def test_an_encrypted_workbook_is_told_apart_from_an_old_one(self) -> None:
        old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        assert refused(old)[0] == "blob.kind"
        assert refused(old + "EncryptedPackage".encode("utf-16-le")) == ("blob.locked", {})


class TestRecordings:
    def test_the_sound_is_the_same(self) -> None:
        with wave.open(io.BytesIO(clean(GOOD["wav"]).data)) as kept:
            assert (kept.getframerate(), kept.getnframes()) == (8000, 8000)
        kept_m4a = clean(GOOD["m4a"]).data
        assert len(kept_m4a) == len(GOOD["m4a"]), "every offset into the sound still holds"
        assert b"sound" * 20 in kept_m4a and struct.pack(">I", 3_850_000_000) not in kept_m4a
        assert clean(GOOD["mp3"]).data == b"\xff\xfb\x90\x00" + bytes(413)

    def test_a_video_is_refused_by_what_is_in_it(self) -> None:
        code, details = refused(files.m4a(b"soun", b"vide"))
        assert (code, details["found_zh"]) == ("blob.kind", "视频")
        assert clean(files.m4a(b"soun", brand=b"isom")).media_type == "audio/mp4", "whatever its brand says"

    @pytest.mark.parametrize(
        "data",
        [
            GOOD["wav"][:200],
            GOOD["m4a"][:60],
            GOOD["amr"][:8],
            files.mp3(frames=b""),
            b"\x00\x00\x00\x08ftyp" + b"\x00\x00\x00\x08moov" * 3,
            b"\x00\x00\x10\x00ftypM4A " + struct.pack(">I4s", 4_000, b"moov") * 500,
        ],
    )
    def test_a_recording_cut_short_or_forged_is_refused(self, data: bytes) -> None:
        assert refused(data) == ("blob.damaged", {})


class TestOthers:
    @pytest.mark.parametrize(
        ("data", "found"),
        [
            (b"MZ\x90\x00" + bytes(100), "程序文件"),
            (b"\x7fELF" + bytes(100), "程序文件"),
            (b"GIF89a" + bytes(100), "动图（GIF）"),
            (b"#!/bin/sh\nrm -rf /\n", "脚本"),
            (b"<!DOCTYPE html><script>alert(1)</script>", "网页或 XML 文件"),
            (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "网页或 XML 文件"),
            (files.repacked(GOOD["docx"])[:0] + b"PK\x05\x06" + bytes(18), "压缩包（ZIP）或其他格式的文档"),
            ("今天屋顶又漏水了".encode(), "无法识别的文件"),
        ],
    )
    def test_what_is_not_taken_is_refused_by_its_name(self, data: bytes, found: str) -> None:
        code, details = refused(data)
        assert (code, details["found_zh"]) == ("blob.kind", found)

    def test_a_photo_of_an_iphone_is_refused_with_the_way_out(self) -> None:
        code, details = refused(b"\x00\x00\x00\x18ftypheic" + bytes(40))
        assert code == "blob.kind" and "兼容性最佳" in str(details["found_zh"])

    def test_nothing_is_refused(self) -> None:
        assert refused(b"") == ("blob.empty", {})

    def test_a_file_over_its_limit_is_refused_with_both_sizes(self) -> None:
        most = KINDS["wav"].most
        assert refused(b"RIFF\x00\x00\x00\x00WAVE" + bytes(most)) == (
            "blob.too-large",
            {"size_mb": most // MB + 1, "limit_mb": most // MB},
        )
