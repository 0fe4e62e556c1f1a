"""企业手机页: 刘芳 opens her link, says what troubles her, follows it, and has the last word."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from PIL import Image

from lianqi.server.cases.models import Case
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.registry.operations.contacts import revoke_code
from lianqi.server.ui.static_files import BUILT, manifest
from tests.server.cases.park import Park
from tests.server.enterprise_page.conftest import link_of, opened, phone, text

LEAK = "三号厂房屋顶漏水，机器都不敢开"


def hidden(answer: Any, name: str) -> str:
    """The value of a hidden field of the page's form."""
    found = re.search(rf'name="{name}" value="([^"]+)"', text(answer))
    assert found is not None, name
    return found[1]


def says(browser: Client, words: str = LEAK, *, command_id: str = "", **more: Any) -> Any:
    """Fill in 我要反映 and send it."""
    command = command_id or hidden(browser.get("/e/new/"), "command_id")
    return browser.post("/e/new/", {"command_id": command, "words": words, "case_kind": "problem", **more})


def does(browser: Client, number: str, kind: str, **given: Any) -> Any:
    """Open a step of a matter and send it."""
    form = browser.get(f"/e/matters/{number}/{kind}/")
    return browser.post(
        f"/e/matters/{number}/{kind}/",
        {"command_id": hidden(form, "command_id"), "seen": hidden(form, "seen"), **given},
    )


def answered(park: Park) -> str:
    """A case of 海棠机电 that the construction bureau has answered."""
    number = park.dispatched()
    for who, kind, data in (
        ("何工", "contact", {"by": "phone"}),
        ("何工", "draft", {"answer": "屋顶已经修好，请验收。", "end": "solved"}),
        ("罗局", "review", {"approved": True}),
        ("江主任", "sign", {"approved": True}),
    ):
        done = park.does(who, kind, number, **data)
        if done.refusal is not None and kind in ("draft", "review", "sign"):
            done = park.does("何工", "answer", number, answer="屋顶已经修好，请验收。", end="solved")
            assert done.refusal is None
            break
        assert done.refusal is None, done.refusal
    return number


def photo(name: str = "屋顶.jpg") -> SimpleUploadedFile:
    """A small photograph."""
    made = BytesIO()
    Image.new("RGB", (8, 8), "grey").save(made, "JPEG")
    return SimpleUploadedFile(name, made.getvalue(), content_type="image/jpeg")


def test_a_link_opens_the_page_without_any_form_and_leaves_no_code_in_the_address(park: Park) -> None:
    page = text(opened(park, "刘芳").get("/e/"))
    assert "我要反映" in page and "刘芳，您好" in page and "密码" not in page


def test_a_revoked_link_ends_at_once_and_names_the_centres_telephone(park: Park, liu: Client) -> None:
    assert liu.get("/e/").status_code == 200
    with one_transaction():
        revoke_code(park=park.code, contact=park["刘芳"], actor="system", now=park.now)
    with override_settings(CENTRE_PHONE="0731-5550100"):
        for answer in (liu.get("/e/", follow=True), phone().get("/e/ABCDEFGH2345/")):
            page = text(answer)
            assert answer.status_code == 403 and "enterprise-page.link-ended" in page
            assert "电话 0731-5550100" in page and 'href="tel:0731-5550100"' in page
    assert "电话" not in text(phone().get("/e/link/")).split("</header>")[1], "no number where none was set"


def test_a_first_word_has_a_number_a_due_time_and_its_photo(park: Park, liu: Client) -> None:
    answer = says(liu, attachments=[photo()], before="on", first_word_on="2026-06-01")
    page = text(liu.get(answer.url))
    row = Case.objects.get(park=park.code)
    assert row.no in page and "接下来" in page and "时限怎么算的" in page
    assert (row.channel, row.contact) == ("phone-page", park["刘芳"])
    assert row.first_word_at.isoformat() == "2026-05-31T16:00:00+00:00", "the midnight of that day in the park"
    told = text(liu.get(f"/e/matters/{row.no}/"))
    assert LEAK in told


def test_sent_twice_it_is_recorded_once(park: Park, liu: Client) -> None:
    command = hidden(liu.get("/e/new/"), "command_id")
    first = says(liu, command_id=command, attachments=[photo()])
    again = says(liu, command_id=command, attachments=[photo()])
    assert first.url == again.url and Case.objects.filter(park=park.code).count() == 1


def test_what_is_not_taken_keeps_the_words_and_records_nothing(park: Park, liu: Client) -> None:
    for more, sign in (
        ({"attachments": [SimpleUploadedFile("说明.gif", b"GIF89a" + b"0" * 20)]}, "照片、录音请重新选一次"),
        ({"case_kind": "song"}, "wrong"),
        ({"before": "on", "first_word_on": "2026-06-10"}, "这一天还没有到"),
    ):
        answer = says(liu, **more)
        page = text(answer)
        assert answer.status_code in (415, 422), answer.status_code
        assert LEAK in page and sign in page
    assert not Case.objects.filter(park=park.code).exists()


def test_another_enterprise_sees_nothing_of_it(park: Park, liu: Client) -> None:
    number = park.a_case()
    assert LEAK in text(liu.get("/e/"))
    ma = opened(park, "马强")
    assert LEAK not in text(ma.get("/e/"))
    assert ma.get(f"/e/matters/{number}/").status_code == 404
    assert ma.get(f"/e/matters/{number}/supplement/").status_code == 404


def test_what_is_told_in_confidence_reaches_the_inspector_and_nobody_else(park: Park, liu: Client) -> None:
    form = liu.get("/e/confidential/")
    assert "纪检监察人员" in text(form) and "专属服务员" in text(form) and "data-draft" not in text(form)
    answer = liu.post("/e/confidential/", {"command_id": hidden(form, "command_id"), "words": "验收人员索要好处"})
    number = answer.url.split("/")[3]
    assert Case.objects.get(no=number).confidential
    assert "索要好处" in text(liu.get(f"/e/matters/{number}/"))
    assert park.does("苏检", "classify", number, class_id="dealings", complexity="general").refusal is None
    from lianqi.server.cases import gate, queries

    for who in ("周敏", "陈立", "何工", "李书记", "马强"):
        principal = gate.principal_for(park=park.code, actor=park[who], now=park.now)
        assert all(case.no != number for case in queries.cases(principal).items), who


def test_the_enterprise_has_the_last_word(park: Park, liu: Client) -> None:
    number = answered(park)
    page = text(liu.get("/e/"))
    assert "等您说句话" in page and "请您评价" in page
    told = text(liu.get(f"/e/matters/{number}/"))
    assert "屋顶已经修好，请验收。" in told and "认可，问题解决了" in told and "不认可" in told
    empty = does(liu, number, "reject", grade="1")
    assert empty.status_code == 422
    assert does(liu, number, "reject", reason="还是漏", grade="1").url == f"/e/matters/{number}/"
    assert Case.objects.get(no=number).word == "rejected"
    assert "还是漏" in text(liu.get(f"/e/matters/{number}/"))


def test_an_agreed_matter_carries_its_grade(park: Park, liu: Client) -> None:
    number = answered(park)
    assert does(liu, number, "confirm", grade="5").status_code == 302
    assert Case.objects.get(no=number).word == "confirmed"
    assert "给这次办理打分" not in text(liu.get(f"/e/matters/{number}/rate/")), "it was graded with the word"


def test_a_page_that_is_out_of_date_says_what_changed_and_keeps_what_was_typed(park: Park, liu: Client) -> None:
    number = park.dispatched()
    form = liu.get(f"/e/matters/{number}/withdraw/")
    given = {"command_id": hidden(form, "command_id"), "seen": hidden(form, "seen"), "reason": "自己修好了"}
    park.later(hours=1)
    assert park.does("何工", "contact", number, by="phone").refusal is None
    answer = liu.post(f"/e/matters/{number}/withdraw/", given)
    page = text(answer)
    assert answer.status_code == 409 and "首次联系企业" in page and "自己修好了" in page
    assert hidden(answer, "seen") != given["seen"]


def test_supplements_carry_files_and_sent_twice_are_written_once(park: Park, liu: Client) -> None:
    number = park.dispatched()
    form = liu.get(f"/e/matters/{number}/supplement/")
    given = {"command_id": hidden(form, "command_id"), "seen": hidden(form, "seen"), "words": "图纸补上了"}
    for _time in range(2):
        answer = liu.post(f"/e/matters/{number}/supplement/", {**given, "attachments": [photo()]})
        assert answer.status_code == 302
    assert text(liu.get(f"/e/matters/{number}/")).count("图纸补上了") == 1


def test_what_cannot_be_said_now_says_why(park: Park, liu: Client) -> None:
    number = park.dispatched()
    page = text(liu.get(f"/e/matters/{number}/confirm/"))
    assert "回到这件事" in page and "<textarea" not in page and "代码" in page
    assert liu.get(f"/e/matters/{number}/dispatch/").status_code == 404, "no step of an enterprise"


def test_drafts_that_nobody_signed_and_the_parks_own_notes_stay_inside(park: Park, liu: Client) -> None:
    number = park.dispatched()
    assert park.does("陈立", "supervise", number, level="yellow", note="请抓紧，此件领导关注").refusal is None
    page = text(liu.get(f"/e/matters/{number}/"))
    assert "此件领导关注" not in page and "督办" not in page


def test_asked_again_after_weeks_no_needs_a_word_and_opens_it_anew(park: Park, liu: Client) -> None:
    number = answered(park)
    assert does(liu, number, "confirm").status_code == 302
    assert park.does("陈立", "close", number, end="solved").refusal is None
    early = text(liu.get(f"/e/matters/{number}/recheck/"))
    assert "case.recheck.too-early" in early
    park.now += timedelta(days=40)
    assert does(liu, number, "recheck", result="no").status_code == 422
    assert does(liu, number, "recheck", result="no", note="下雨又漏了").status_code == 302
    assert Case.objects.get(no=number).closed_at is None


def test_a_first_opening_on_a_phone_loads_less_than_150_kilobytes(park: Park, liu: Client) -> None:
    park.a_case()
    page = text(liu.get("/e/"))
    names = set(re.findall(r"/static/(ui/[\w.-]+)", page))
    assert {manifest()["ui/screen.css"], manifest()["ui/phone.css"], manifest()["ui/phone.js"]} <= names
    files = [BUILT.parent / name for name in names]
    zipped = [path.with_name(path.name + ".gz") for path in files]
    total = len(gzip.compress(page.encode())) + sum(path.stat().st_size for path in zipped)
    assert total < 150_000, total


def test_the_link_of_a_contact_replaces_the_former_one(park: Park, liu: Client) -> None:
    link_of(park, "刘芳")
    assert liu.get("/e/").url == "/e/link/"
