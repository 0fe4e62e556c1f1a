"""事项页: who sees it and what on it; every step as a form; what was typed survives every refusal."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lianqi.kernel.cases.commands import KINDS
from lianqi.kernel.cases.permits import PERMITS
from lianqi.server.cases import queries, steps
from lianqi.server.cases.forms.fields import Filling
from lianqi.server.cases.forms.steps import step_form
from lianqi.server.cases.gate import principal_for
from lianqi.server.cases.models import Case
from lianqi.server.cases.setting import setting
from lianqi.server.ledger.models import Event
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens, hidden, plain, screens

__all__ = ["screens"]


def _photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "PNG")
    return made.getvalue()


def status(park: Park, number: str) -> str:
    return str(Case.objects.get(park=park.code, no=number).status)


def test_the_page_begins_with_the_words_and_says_who_has_it_until_when(park: Park, screens: Screens) -> None:
    roof = park.dispatched("三号厂房屋顶漏水")
    page = screens.text("何工", f"/cases/{roof}/")
    assert page.index("三号厂房屋顶漏水") < page.index("应办事项")
    for told in (
        "建设管理局",
        "明天 17:00",
        "6月16日（周二） 17:00",
        "刘芳",
        "登记",
        "交办：主办建设管理局",
        "按期完成：分办",
    ):
        assert told in page, told


def test_the_four_steps_show_where_it_stands(park: Park, screens: Screens) -> None:
    def stages(number: str) -> list[str]:
        return [stage.state for stage in screens["陈立"].get(f"/cases/{number}/").context["stages"]]

    roof = park.a_case()
    assert stages(roof) == ["done", "now", "ahead", "ahead"]
    to: dict[str, Any] = {"class_id": "premises", "complexity": "general", "main_unit": "construction"}
    assert park.does("陈立", "dispatch", roof, **to).refusal is None
    assert stages(roof) == ["done", "done", "now", "ahead"]
    for who, kind, said in (
        ("何工", "draft", {"answer": "屋顶已修好", "end": "solved"}),
        ("罗局", "review", {"approved": True}),
        ("江主任", "sign", {"approved": True}),
    ):
        assert park.does(who, kind, roof, **said).refusal is None
    assert stages(roof) == ["done", "done", "done", "now"]
    assert park.does("刘芳", "reject", roof, reason="还在漏").refusal is None
    assert stages(roof) == ["done", "done", "now", "refused"]


def test_whoever_may_not_see_it_is_told_what_they_would_be_told_of_a_number_never_given(
    park: Park, screens: Screens
) -> None:
    roof = park.dispatched()
    for path in ("", "news/?seen=1", "slip/", "do/contact/", "why/answer.3/"):
        hidden_one = screens["唐工"].get(f"/cases/{roof}/{path}")
        never_given = screens["唐工"].get(f"/cases/2026-9999999/{path}")
        assert hidden_one.status_code == never_given.status_code == 404
        assert plain(hidden_one).replace(roof, "") == plain(never_given).replace("2026-9999999", "")


def test_each_reading_of_a_confidential_report_is_written_down(park: Park, screens: Screens) -> None:
    number = park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).number
    for who in ("陈立", "周敏", "李书记"):
        assert screens[who].get(f"/cases/{number}/").status_code == 404
    assert not Event.objects.filter(type="confidential.opened").exists()
    assert "验收人员索要好处" in screens.text("苏检", f"/cases/{number}/")
    opened = Event.objects.get(type="confidential.opened")
    assert opened.actor == park["苏检"] and opened.stream_id == Case.objects.get(no=number).id
    screens["苏检"].get(f"/cases/{number}/news/?seen=1")
    assert Event.objects.filter(type="confidential.opened").count() == 1, "asking for news shows nothing of it"
    assert "验收人员索要好处" in screens.text("苏检", f"/cases/{number}/do/dispatch/")
    assert Event.objects.filter(type="confidential.opened").count() == 2


def test_every_command_is_offered_or_left_to_the_system_on_purpose() -> None:
    assert (
        {*steps.ORDER}
        == {*KINDS} - {"record", "absorb", "relay-answer", "tick", "move-due", "succeed"}
        == {*KINDS} - steps.NOT_OFFERED
    )
    assert len(set(steps.ORDER)) == len(steps.ORDER)
    assert {
        kind
        for kind, permit in PERMITS.items()
        if kind in steps.ORDER and all(not grant.duty and grant.relation == "contact" for grant in permit.grants)
    } == steps.ENTERPRISES_OWN


def test_every_step_of_an_office_has_a_form_with_words_for_each_field(park: Park) -> None:
    roof = park.dispatched()
    for who in ("何工", "陈立", "李书记"):
        principal = principal_for(park=park.code, actor=park[who], now=park.now)
        state = queries.life(principal, roof).state
        filling = Filling(principal, setting(park=park.code, now=park.now), state, asked="5wd")
        for kind in set(steps.ORDER) - steps.ENTERPRISES_OWN:
            form = step_form(kind, filling)
            assert form.as_p(), kind
            assert all(field.label for field, _ in form.asked), kind


def test_only_the_steps_that_one_may_take_stand_out_and_the_others_say_why(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    offers = screens["何工"].get(f"/cases/{roof}/").context["offers"]
    assert offers.first.kind == "contact", "the enterprise waits for it first"
    assert {"draft", "stage-reply", "pause", "return"} <= {one.kind for one in offers.open}
    later = {one.kind: one.why for one in offers.later}
    assert "办理中" in later["resume"] or "暂停" in later["resume"]
    assert {"dispatch", "confirm", "sign"} <= {one.kind for one in offers.others}
    assert all(one.why for one in (*offers.later, *offers.others))
    park.later(minutes=5)
    assert park.does("何工", "contact", roof, by="phone").refusal is None
    assert screens["何工"].get(f"/cases/{roof}/").context["offers"].first.kind == "draft"


def test_a_case_is_lived_through_its_forms(park: Park, screens: Screens) -> None:
    roof = park.a_case()
    for who, kind, typed, wanted in (
        (
            "陈立",
            "dispatch",
            {"class_id": "premises", "complexity": "general", "main_unit": "construction"},
            "handling",
        ),
        ("何工", "contact", {"by": "phone", "note": "约好周三看现场"}, "handling"),
        ("何工", "stage-reply", {"reply": "材料已到", "next_by": "2026-06-12"}, "handling"),
        ("何工", "ask-extension", {"by": "3", "reason": "等防水材料"}, "handling"),
        ("钱总工", "decide-extension", {"granted": "yes", "by": "2"}, "handling"),
        ("何工", "pause", {"until": "2026-06-12", "reason": "请提供原施工图"}, "paused"),
        ("何工", "resume", {}, "handling"),
        ("何工", "draft", {"answer": "屋顶已修好，质保两年", "end": "solved"}, "handling"),
        ("罗局", "review", {"approved": "no", "note": "请写明质保起算日"}, "handling"),
        ("何工", "draft", {"answer": "屋顶已修好，自今日起质保两年", "end": "solved"}, "handling"),
        ("罗局", "review", {"approved": "yes"}, "handling"),
        ("江主任", "sign", {"approved": "yes"}, "answered"),
        ("陈立", "call-back", {"result": "confirmed", "note": "不漏了，谢谢"}, "verification"),
        ("陈立", "close", {"end": "solved"}, "closed"),
        ("钱总工", "correct", {"field": "class", "class": "roads", "ruling": "应为道路"}, "closed"),
    ):
        park.later(minutes=10)
        answer = screens.fill(who, f"/cases/{roof}/do/{kind}/", **typed)
        assert answer.status_code == 302 and answer["Location"] == f"/cases/{roof}/", (kind, plain(answer))
        assert status(park, roof) == wanted, kind
    page = screens.text("陈立", f"/cases/{roof}/")
    for told in (
        "约好周三看现场",
        "等防水材料",
        "申请延期3个工作日",
        "批准延期2个工作日",
        "请写明质保起算日",
        "不漏了，谢谢",
    ):
        assert told in page, told


def test_other_steps_of_the_centre_and_the_leaders(park: Park, screens: Screens) -> None:
    roof, lamp = park.dispatched(), park.a_case("屋顶还在漏", of="木棉食品")
    for who, number, kind, typed in (
        ("陈立", roof, "classify", {"class_id": "roads", "complexity": "complex"}),
        ("陈立", roof, "urge", {}),
        ("陈立", roof, "supervise", {"level": "yellow", "note": "请今天联系企业"}),
        ("陈立", roof, "instruct", {"leader": park["李书记"], "text": "限本周修好"}),
        ("李书记", roof, "instruct", {"text": "我周五去看"}),
        ("李书记", roof, "take-lead", {"by": "2026-06-30"}),
        ("陈立", roof, "transfer", {"main_unit": "economy", "reason": "属标准厂房改造"}),
        ("唐工", roof, "refer", {"external_unit": "water-supply", "next_by": "2026-06-15", "note": "请关阀"}),
        ("唐工", roof, "recuse", {"person": park["唐工"], "reason": "亲属在该企业"}),
        ("陈立", roof, "link", {"other": lamp}),
        ("陈立", lamp, "merge", {"into": roof}),
        ("陈立", lamp, "unmerge", {}),
        ("陈立", lamp, "not-accept", {"reason": "outside-park"}),
    ):
        park.later(minutes=1)
        answer = screens.fill(who, f"/cases/{number}/do/{kind}/", **typed)
        assert answer.status_code == 302, (kind, plain(answer))
    assert "请向事项所在地的政务服务便民热线12345反映" in screens.text("陈立", f"/cases/{lamp}/"), (
        "the mechanism's own door"
    )


def test_sent_twice_a_step_is_done_once(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    path = f"/cases/{roof}/do/contact/"
    sent = {**screens.hidden("何工", path), "by": "phone"}
    first, second = screens["何工"].post(path, sent), screens["何工"].post(path, sent)
    assert first.status_code == second.status_code == 302
    assert Event.objects.filter(type="contacted").count() == 1


def test_a_stale_page_says_what_happened_and_keeps_what_was_typed(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    path = f"/cases/{roof}/do/draft/"
    sent = {**screens.hidden("何工", path), "answer": "屋顶周五修好，费用由我局承担", "end": "solved"}
    park.later(minutes=3)
    assert park.does("陈立", "supervise", roof, level="yellow", note="请抓紧").refusal is None
    refused = screens["何工"].post(path, sent)
    page = plain(refused)
    assert refused.status_code == 409
    assert "ledger.stale" in page and "陈立" in page and "下发督办单" in page
    assert "屋顶周五修好，费用由我局承担" in page
    again = screens["何工"].post(path, {**sent, **hidden(refused)})
    assert again.status_code == 302 and status(park, roof) == "handling"
    assert Event.objects.filter(type="drafted").count() == 1


def test_what_is_missing_or_refused_is_said_beside_what_was_typed(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    empty = screens.fill("何工", f"/cases/{roof}/do/draft/", answer="只写了答复")
    assert empty.status_code == 422 and "只写了答复" in plain(empty)
    late = screens.fill("何工", f"/cases/{roof}/do/pause/", until="2026-09-30", reason="请补充竣工图")
    assert late.status_code == 422 and "case.pause.until" in plain(late) and "请补充竣工图" in plain(late)
    sent_back = screens.fill("何工", f"/cases/{roof}/do/draft/", answer="已修好", end="solved")
    assert sent_back.status_code == 302
    wordless = screens.fill("罗局", f"/cases/{roof}/do/review/", approved="no")
    assert wordless.status_code == 422 and "请填写这一项" in plain(wordless)


def test_a_step_that_is_not_ones_own_shows_the_reason_and_no_form(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    page = screens["周敏"].get(f"/cases/{roof}/do/draft/")
    assert "case.not-yours" in plain(page) and '<form method="post" action="/cases' not in page.content.decode()
    posted = screens["周敏"].post(
        f"/cases/{roof}/do/draft/",
        {"command_id": "a" * 32, "seen": Case.objects.get(no=roof).seq, "answer": "代答", "end": "solved"},
    )
    assert posted.status_code == 403
    for kind in ("confirm", "tick", "absorb", "nothing"):
        assert screens["何工"].get(f"/cases/{roof}/do/{kind}/").status_code == 404


def test_the_latest_date_that_may_be_chosen_stands_beside_the_field(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    page = screens["何工"].get(f"/cases/{roof}/do/stage-reply/")
    assert 'max="2026-06-24"' in page.content.decode() and 'min="2026-06-09"' in page.content.decode()
    assert "最晚可选6月24日（周三）（10个工作日内）" in plain(page)
    assert screens.fill("何工", f"/cases/{roof}/do/stage-reply/", reply="在修", next_by="2026-06-24").status_code == 302


def test_an_unsigned_answer_is_read_by_the_unit_alone(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    assert park.does("何工", "draft", roof, answer="屋顶已修好，质保两年", end="solved").refusal is None
    for who, sees in (("何工", True), ("罗局", True), ("江主任", True), ("陈立", False), ("周敏", False)):
        assert ("质保两年" in screens.text(who, f"/cases/{roof}/")) is sees, who


def test_the_office_adds_papers_and_whoever_sees_the_case_may_save_them(
    park: Park, screens: Screens, tmp_path: Any, settings: Any
) -> None:
    settings.BLOBS = tmp_path
    roof = park.dispatched()
    path = f"/cases/{roof}/do/supplement/"
    photo = SimpleUploadedFile("屋顶.png", _photo(), "image/png")
    answer = screens.fill("周敏", path, words="补一张照片", attachments=photo)
    assert answer.status_code == 302, plain(answer)
    file = screens["何工"].get(f"/cases/{roof}/").context["files"][0]
    assert file.name == "屋顶.png"
    saved = screens["何工"].get(file.url)
    assert saved.status_code == 200 and "attachment" in saved["Content-Disposition"]
    assert saved["Content-Type"] == "image/png"
    b"".join(saved.streaming_content)
    assert screens["唐工"].get(file.url).status_code == 404
    assert screens["何工"].get(f"/cases/{roof}/files/nothing/").status_code == 404
    bad = screens.fill("周敏", path, words="再补一份", attachments=SimpleUploadedFile("a.exe", b"MZ\x90\x00" * 40))
    assert bad.status_code == 422 and "再补一份" in plain(bad)
    assert Event.objects.filter(type="supplemented").count() == 1


def test_news_come_only_when_there_are_some(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    seen = Case.objects.get(no=roof).seq
    assert screens["何工"].get(f"/cases/{roof}/news/?seen={seen}").status_code == 204
    park.later(minutes=1)
    assert park.does("陈立", "urge", roof).refusal is None
    told = screens["何工"].get(f"/cases/{roof}/news/?seen={seen}").content.decode()
    assert "陈立：催办" in told
    assert screens["何工"].get(f"/cases/{roof}/news/?seen=x").status_code == 204


def test_an_open_page_asks_for_itself_and_is_answered_only_when_somebody_wrote(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    seen = Case.objects.get(no=roof).seq
    asking = {"headers": {"HX-Request": "true"}}
    assert screens["何工"].get(f"/cases/{roof}/?seen={seen}", **asking).status_code == 204
    park.later(minutes=1)
    assert park.does("陈立", "instruct", roof, text="限本周修好", leader=park["李书记"]).refusal is None
    page = screens["何工"].get(f"/cases/{roof}/?seen={seen}", **asking)
    assert page.status_code == 200 and "您打开之后，这一事项有了更新： 陈立：领导批示" in plain(page)
    assert screens["唐工"].get(f"/cases/{roof}/?seen={seen}", **asking).status_code == 404
    assert "有了更新" not in screens.text("何工", f"/cases/{roof}/")


def test_the_slip_tells_the_due_time_and_why(park: Park, screens: Screens) -> None:
    lamp = park.a_case("门口路灯不亮")
    assert screens["陈立"].get(f"/cases/{lamp}/slip/").status_code == 404, "nobody has it yet"
    roof = park.dispatched("三号厂房屋顶漏水")
    slip = screens.text("何工", f"/cases/{roof}/slip/")
    for told in ("交办单", "三号厂房屋顶漏水", "建设管理局", "陈立", "2026-06-16 17:00", "时限5个工作日，当日不计入"):
        assert told in slip, told


def test_erased_words_say_so(park: Park, screens: Screens) -> None:
    from lianqi.server.ledger.operations import erase_subject, one_transaction

    roof = park.dispatched("三号厂房屋顶漏水")
    with one_transaction():
        erase_subject(park=park.code, subject=park["海棠机电"], basis="pipl.47", actor=park["陈立"], now=park.now)
    page = screens.text("何工", f"/cases/{roof}/")
    assert "（已按规定删除）" in page and "漏水" not in page


def test_a_lapse_stands_in_the_log_where_it_fell_due(park: Park, screens: Screens) -> None:
    from lianqi.server.cases.operations import tick

    roof = park.dispatched()
    park.later(days=2)
    tick(park=park.code, now=park.now)
    entries = screens["陈立"].get(f"/cases/{roof}/").context["entries"]
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)
    lapse = next(entry for entry in entries if "逾期未办：首次联系" in entry.said[0])
    assert lapse.tone == "bad" and lapse.at < park.now - timedelta(hours=12)


@pytest.mark.parametrize("path", ["", "do/draft/", "slip/"])
def test_the_pages_are_english_for_whoever_reads_english(park: Park, screens: Screens, path: str) -> None:
    roof = park.dispatched("ROOF")
    screens["何工"].cookies["django_language"] = "en"
    text = screens.text("何工", f"/cases/{roof}/{path}")
    for told in ("What is owed", "Main unit") if path == "" else ("ROOF",):
        assert told in text
