"""A half-filled form is there again: for its owner alone, until it is sent, emptied, forgotten, or too old."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from lianqi.server.jottings.models import Draft
from lianqi.server.jottings.operations import forget, sweep
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import Erasure, erase_subject, one_transaction
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens, plain, screens

__all__ = ["screens"]

TYPED = "屋顶周五修好，费用由我局承担"


def keeps(screens: Screens, who: str, path: str, **typed: Any) -> Any:
    """`who` types and stops for a moment."""
    return screens[who].post(path, {**screens.hidden(who, path), "draft": "keep", **typed})


def test_what_was_typed_is_there_again_for_who_typed_it(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    path = f"/cases/{roof}/do/draft/"
    assert keeps(screens, "何工", path, answer=TYPED, end="solved").status_code == 204
    assert not Event.objects.filter(type="drafted").exists(), "kept is not sent"
    page = screens["何工"].get(path)
    assert TYPED in plain(page) and "已取回您今天 09:30填写、还没有提交的内容" in plain(page)
    assert re.search(r'<input[^>]*value="solved"[^>]*checked', page.content.decode())
    assert TYPED not in screens.text("陈立", f"/cases/{roof}/")
    assert park.does("陈立", "transfer", roof, main_unit="economy", reason="属标准厂房改造").refusal is None
    assert TYPED not in screens.text("唐工", path), "another's draft is nobody's"


def test_a_form_that_was_sent_keeps_nothing_even_if_a_late_draft_arrives(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    path = f"/cases/{roof}/do/draft/"
    keeps(screens, "何工", path, answer=TYPED)
    sent = {**screens.hidden("何工", path), "answer": TYPED, "end": "solved"}
    assert screens["何工"].post(path, sent).status_code == 302
    assert not Draft.objects.exists()
    assert screens["何工"].post(path, {**sent, "draft": "keep"}).status_code == 204
    assert not Draft.objects.exists(), "the network delivered it after the form itself"


def test_a_refused_form_keeps_its_draft_and_an_emptied_one_does_not(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    path = f"/cases/{roof}/do/draft/"
    keeps(screens, "何工", path, answer=TYPED)
    assert screens.fill("何工", path, answer=TYPED).status_code == 422
    assert Draft.objects.count() == 1
    assert keeps(screens, "何工", path, answer="  ").status_code == 204
    assert not Draft.objects.exists(), "nothing typed, nothing kept"
    keeps(screens, "何工", path, answer=TYPED)
    assert screens["何工"].post(path, {"draft": "drop"}).status_code == 204
    assert not Draft.objects.exists()


def test_whoever_may_not_open_the_form_keeps_nothing_for_it(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    path = f"/cases/{roof}/do/draft/"
    assert screens["唐工"].post(path, {"draft": "keep", "answer": TYPED}).status_code == 404
    keeps(screens, "何工", path, answer=TYPED, colour="red", command_id="x" * 40)
    assert Draft.objects.get().fields == {"answer": [TYPED]}, "only what the form asks for"


def test_keeping_a_draft_about_a_confidential_report_is_no_reading(park: Park, screens: Screens) -> None:
    number = park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).number
    path = f"/cases/{number}/do/dispatch/"
    assert screens["苏检"].post(path, {"draft": "keep", "complexity": "general"}).status_code == 204
    assert not Event.objects.filter(type="confidential.opened").exists()


def test_drafts_go_with_their_owner_with_whom_they_are_about_and_with_time(park: Park, screens: Screens) -> None:
    def kept(words: str = TYPED) -> int:
        roof = park.dispatched(words, contact=park["刘芳"])
        keeps(screens, "何工", f"/cases/{roof}/do/draft/", answer=words)
        return Draft.objects.count()

    def erase(who: str) -> None:
        with one_transaction(park=park.code):
            erase_subject(park=park.code, subject=park[who], basis="pipl.47", actor="system", now=park.now)

    assert kept() == 1
    forget(Erasure(park.code, park["刘芳"], (), park.now, whole=False))
    assert Draft.objects.count() == 1, "words whose date has passed are older than any draft"
    erase("刘芳")
    assert not Draft.objects.exists(), "her words may stand in it"
    assert kept("路灯不亮") == 1
    sweep(park.code, park.now + timedelta(days=29))
    assert Draft.objects.count() == 1
    sweep(park.code, park.now + timedelta(days=31))
    assert not Draft.objects.exists()
    assert kept("消火栓没水") == 1
    erase("何工")
    assert not Draft.objects.exists()


def test_an_old_draft_is_not_shown_before_it_is_swept(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    path = f"/cases/{roof}/do/draft/"
    keeps(screens, "何工", path, answer=TYPED)
    Draft.objects.update(saved_at=park.now - timedelta(days=31))
    assert TYPED not in screens.text("何工", path)
