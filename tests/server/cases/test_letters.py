"""答复函 and 督办单: numbered and sealed on paper, filed with the case, read by the enterprise, and saved as Word."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from lianqi.server.accounts.visitor import CONTACT
from lianqi.server.ledger.models import Content, Event
from lianqi.server.ledger.operations import erase_subject, one_transaction
from lianqi.server.registry.models import EnterpriseContact
from lianqi.server.registry.operations.contacts import issue_code
from tests.server.blobs.files import pdf
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens, plain, screens
from tests.server.cases.test_list_screen import sheet

__all__ = ["screens"]

NUMBER = "建管函〔2026〕12号"


@pytest.fixture(autouse=True)
def blobs(tmp_path: Path, settings: Any) -> None:
    settings.BLOBS = tmp_path


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("盖章件.pdf", pdf(), "application/pdf")


def drafted(park: Park) -> str:
    """A case whose answer lies with 江主任; its number."""
    number = park.dispatched()
    for who, kind, typed in (
        ("何工", "draft", {"answer": "屋顶已修好。\n自今日起质保两年。", "end": "solved"}),
        ("罗局", "review", {"approved": True}),
    ):
        assert park.does(who, kind, number, **typed).refusal is None
    return number


def fang(park: Park) -> Any:
    """刘芳's telephone."""
    from django.test import Client

    with one_transaction(park=park.code):
        issue_code(park=park.code, contact=park["刘芳"], actor="system", now=park.now)
    hashed = EnterpriseContact.objects.values_list("code_hash", flat=True).get(id=park["刘芳"])
    client = Client()
    session = client.session
    session[CONTACT] = (park.code, park["刘芳"], hashed)
    session.save()
    return client


def text_of(answer: Any) -> str:
    """Every word of a Word document."""
    assert answer.status_code == 200
    document = Document(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_the_leader_signs_with_number_and_scan_and_everybody_concerned_reads_them(park: Park, screens: Screens) -> None:
    roof = drafted(park)
    done = screens.fill("江主任", f"/cases/{roof}/do/sign/", approved="yes", letter=NUMBER, attachments=scan())
    assert done.status_code == 302, plain(done)
    assert NUMBER not in Event.objects.get(type="letter-filed").data, "a number typed by hand is words"
    for who in ("何工", "陈立", "周敏"):
        assert NUMBER in screens.text(who, f"/cases/{roof}/") and "盖章件.pdf" in screens.text(who, f"/cases/{roof}/")
    phone = fang(park)
    page = phone.get(f"/e/matters/{roof}/")
    assert NUMBER in plain(page) and "盖章的答复函 盖章件.pdf" in plain(page)
    (url, _name), *_ = page.context["scans"]
    saved = phone.get(url)
    assert saved.status_code == 200 and b"".join(saved.streaming_content).startswith(b"%PDF")
    head, row = sheet(screens["陈立"].get("/cases/export/"))
    assert row[head.index("文号")] == NUMBER


def test_paper_is_sealed_after_the_signature_and_filed_then(park: Park, screens: Screens) -> None:
    roof = drafted(park)
    assert screens.fill("江主任", f"/cases/{roof}/do/sign/", approved="yes").status_code == 302
    assert not Event.objects.filter(type="letter-filed").exists()
    empty = screens.fill("何工", f"/cases/{roof}/do/file-letter/")
    assert empty.status_code == 422 and "case.letter.nothing" in plain(empty)
    assert screens.fill("何工", f"/cases/{roof}/do/file-letter/", letter=NUMBER).status_code == 302
    assert screens.fill("何工", f"/cases/{roof}/do/file-letter/", attachments=scan()).status_code == 302
    page = screens.text("罗局", f"/cases/{roof}/")
    assert NUMBER in page and "盖章件.pdf" in page and "登记盖章答复函" in page
    other = screens.fill("唐工", f"/cases/{roof}/do/file-letter/", letter="别的")
    assert other.status_code == 404


def test_a_draft_that_is_sent_back_keeps_no_scan(park: Park, screens: Screens) -> None:
    roof = drafted(park)
    sent_back = screens.fill(
        "江主任", f"/cases/{roof}/do/sign/", approved="no", note="请写明质保范围", letter=NUMBER, attachments=scan()
    )
    assert sent_back.status_code == 302
    assert screens["江主任"].get(f"/cases/{roof}/").context["files"] == []
    assert not Content.objects.filter(kind="case.sign.letter").exists()


def test_the_reply_as_a_word_document(park: Park, screens: Screens) -> None:
    roof = drafted(park)
    assert screens["何工"].get(f"/cases/{roof}/letter.docx").status_code == 404, "nothing is answered yet"
    assert screens.fill("江主任", f"/cases/{roof}/do/sign/", approved="yes", letter=NUMBER).status_code == 302
    answer = screens["何工"].get(f"/cases/{roof}/letter.docx")
    assert "attachment" in answer["Content-Disposition"]
    told = text_of(answer)
    for part in (
        "建设管理局",
        NUMBER,
        "关于海棠机电反映事项的答复函",
        "海棠机电：",
        "你单位2026年6月9日反映“三号厂房屋顶漏水，机器都不敢开”的事项收悉",
        "屋顶已修好。\n自今日起质保两年。",
        "办理结果：已解决。",
        "2026年6月9日",
        "加盖印章后为正式答复函",
    ):
        assert part in told, part
    assert text_of(fang(park).get(f"/e/matters/{roof}/letter.docx")) == told
    assert screens["唐工"].get(f"/cases/{roof}/letter.docx").status_code == 404


def test_the_supervision_notice_as_a_word_document(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    assert park.does("陈立", "supervise", roof, level="red", note="请今天到现场，明天下班前答复").refusal is None
    ((seq, _at),) = screens["何工"].get(f"/cases/{roof}/").context["supervisions"]
    told = text_of(screens["何工"].get(f"/cases/{roof}/supervision/{seq}.docx"))
    for part in (
        "示例园区",
        "督办单",
        roof,
        "海棠机电",
        "建设管理局",
        "红灯",
        "请今天到现场，明天下班前答复",
        "答复：2026-06-16",
    ):
        assert part in told, part
    assert screens["何工"].get(f"/cases/{roof}/supervision/1.docx").status_code == 404
    assert screens["唐工"].get(f"/cases/{roof}/supervision/{seq}.docx").status_code == 404


def test_an_enterprise_saves_nothing_of_a_case_but_its_letter(park: Park, screens: Screens) -> None:
    roof = drafted(park)
    photo = SimpleUploadedFile("内部.pdf", pdf(b"1"), "application/pdf")
    assert screens.fill("周敏", f"/cases/{roof}/do/supplement/", words="内部材料", attachments=photo).status_code == 302
    (file,) = screens["何工"].get(f"/cases/{roof}/").context["files"]
    assert fang(park).get(f"/e/matters/{roof}/files/{file.id}/").status_code == 404


def test_reading_a_confidential_reply_is_written_down(park: Park, screens: Screens) -> None:
    number = park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).number
    to = {"class_id": "premises", "complexity": "general", "main_unit": "construction"}
    assert park.does("苏检", "dispatch", number, **to).refusal is None
    assert park.does("苏检", "answer", number, answer="已立案核查", end="explained").refusal is None
    assert "已立案核查" in text_of(screens["苏检"].get(f"/cases/{number}/letter.docx"))
    assert Event.objects.filter(type="confidential.opened").count() == 1
    assert screens["陈立"].get(f"/cases/{number}/letter.docx").status_code == 404


def test_an_erased_answer_makes_no_letter(park: Park, screens: Screens) -> None:
    roof = drafted(park)
    assert screens.fill("江主任", f"/cases/{roof}/do/sign/", approved="yes", letter=NUMBER).status_code == 302
    with one_transaction(park=park.code):
        erase_subject(park=park.code, subject=park["海棠机电"], basis="pipl.47", actor="system", now=park.now)
    assert screens["何工"].get(f"/cases/{roof}/letter.docx").status_code == 404
    assert NUMBER not in screens.text("何工", f"/cases/{roof}/")
