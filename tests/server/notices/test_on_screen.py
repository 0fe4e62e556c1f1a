"""The bell and the list, what somebody arranged, the reminder for a chat group, the commands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection

from lianqi.command_line.notices import notices as command
from lianqi.server.ledger.models import Content
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.notices import operations, queries
from lianqi.server.notices.models import Channel, Notice
from lianqi.server.notices.operations import NewChannel
from lianqi.server.people.operations import member_leaves
from tests.server.cases.park import Park, open_park
from tests.server.notices.receiver import SECRET, Receiver
from tests.server.notices.telling import group, hear, lines, principal

pytestmark = pytest.mark.django_db


class TestTheBell:
    def test_it_counts_what_何工_has_not_read(self, park: Park) -> None:
        park.dispatched("路灯不亮")
        park.dispatched("屋顶漏水")
        hear(park)
        who = principal(park, "何工")
        assert queries.unread(who) == 2
        first, second = queries.notices(who, lang="zh").items
        assert operations.mark_read(park=park.code, recipient=park["何工"], ids=[first.said.id], now=park.now) == 1
        assert operations.mark_read(park=park.code, recipient=park["何工"], ids=[first.said.id], now=park.now) == 0
        assert queries.unread(who) == 1
        assert [one.said.id for one in queries.notices(who, lang="zh", unread_only=True).items] == [second.said.id]

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL walks through a table as small as this one")
    def test_what_is_unread_about_a_case_is_found_without_walking_through_all_that_was_ever_told(self) -> None:
        unread = Notice.objects.filter(park="p", read_at__isnull=True, case_id__in=["a", "b"])
        assert "notice_unread_of_a_case" in unread.explain()

    def test_nobody_reads_another_persons_notices_for_them(self, park: Park) -> None:
        park.dispatched()
        hear(park)
        (item,) = queries.notices(principal(park, "何工"), lang="zh").items
        assert operations.mark_read(park=park.code, recipient=park["唐工"], ids=[item.said.id], now=park.now) == 0
        assert queries.unread(principal(park, "何工")) == 1

    def test_what_came_after_the_page_was_opened_stays_unread(self, park: Park) -> None:
        park.dispatched()
        hear(park)
        opened = park.now
        park.later(minutes=5)
        park.dispatched("又一件")
        hear(park)
        assert operations.mark_all_read(park=park.code, recipient=park["何工"], until=opened, now=park.now) == 1
        assert queries.unread(principal(park, "何工")) == 1

    def test_pages_join_to_the_whole_while_news_come_in(self, park: Park) -> None:
        for place in range(7):
            park.dispatched(f"第{place}盏灯不亮")
            hear(park)
            park.later(minutes=1)
        who = principal(park, "何工")
        whole = [item.said.id for item in queries.notices(who, lang="zh").items]
        walked, before = [], None
        while True:
            page = queries.notices(who, lang="zh", before=before, limit=3)
            walked += [item.said.id for item in page.items]
            before = page.before
            if before is None:
                break
            park.dispatched("新来的")
            hear(park)
        assert walked == whole and len(whole) == 7

    def test_a_case_that_somebody_may_not_see_any_more_is_not_in_the_list(self, park: Park) -> None:
        park.dispatched()
        hear(park)
        who = principal(park, "罗局")
        assert queries.unread(who) == 1
        with one_transaction(park=park.code):
            member_leaves(park=park.code, person=park["罗局"], actor="system", now=park.now)
        with pytest.raises(LedgerRefusal):
            principal(park, "罗局")
        stranger = principal(park, "唐工")
        Notice.objects.filter(recipient=park["罗局"]).update(recipient=park["唐工"])
        assert queries.unread(stranger) == 0 and queries.notices(stranger, lang="zh").items == ()

    def test_two_parks_hear_nothing_of_each_other(self, park: Park) -> None:
        other = open_park("other")
        other.dispatched("别处的屋顶")
        hear(other)
        assert not Notice.objects.filter(park=park.code).exists()
        assert lines(other, "何工") and all(row.park == "other" for row in Notice.objects.all())


class TestArranging:
    def test_an_address_is_content_that_can_be_forgotten(self, park: Park) -> None:
        operations.arrange_mailbox(park=park.code, recipient=park["何工"], now=park.now, email=" he@example.org ")
        row, address = queries.mailbox(park=park.code, recipient=park["何工"])
        assert address == "he@example.org" and "@" not in row.email
        assert Content.objects.get(id=row.email).subject == park["何工"]
        operations.arrange_mailbox(park=park.code, recipient=park["何工"], now=park.now, other="weekly")
        row, address = queries.mailbox(park=park.code, recipient=park["何工"])
        assert (row.other, address) == ("weekly", "he@example.org"), "left out, it stays"
        operations.arrange_mailbox(park=park.code, recipient=park["何工"], now=park.now, email="")
        assert queries.mailbox(park=park.code, recipient=park["何工"])[1] == ""

    @pytest.mark.parametrize(
        ("given", "code"), [({"other": "hourly"}, "notices.rhythm"), ({"email": "he at example"}, "notices.email")]
    )
    def test_what_makes_no_sense_is_refused(self, park: Park, given: dict[str, Any], code: str) -> None:
        with pytest.raises(LedgerRefusal) as refused:
            operations.arrange_mailbox(park=park.code, recipient=park["何工"], now=park.now, **given)
        assert refused.value.refusal.code == code and "example" not in str(refused.value.refusal.details)

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({}, None),
            ({"name": "建设局群"}, "notices.channel-name"),
            ({"name": "email"}, "notices.channel-name"),
            ({"kind": "fax"}, "notices.channel-kind"),
            ({"url_env": "LIANQI_SECRET_KEY"}, "notices.channel-variable"),
            ({"secret_env": "DATABASE_URL"}, "notices.channel-variable"),
            ({"url_env": "https://open.feishu.cn/hook"}, "notices.channel-variable"),
            ({"kind": "webhook"}, "notices.channel-unsigned"),
            ({"unit": "nowhere"}, "notices.unit-unknown"),
            ({"urgent": "soon"}, "notices.rhythm"),
        ],
    )
    def test_a_channel_keeps_no_secret_and_names_only_variables_made_for_it(
        self, park: Park, given: dict[str, str], code: str | None
    ) -> None:
        channel = NewChannel(**{"name": "bureau", "kind": "wecom", "url_env": "LIANQI_CHANNEL_BUREAU_URL", **given})
        if code is None:
            operations.arrange_channel(park=park.code, channel=channel, now=park.now)
            assert Channel.objects.get(park=park.code).url_env == "LIANQI_CHANNEL_BUREAU_URL"
            return
        with pytest.raises(LedgerRefusal) as refused:
            operations.arrange_channel(park=park.code, channel=channel, now=park.now)
        assert refused.value.refusal.code == code
        assert not Channel.objects.exists()


class TestReminder:
    def test_a_kind_word_names_what_is_overdue(self, park: Park) -> None:
        number = park.dispatched()
        park.now += timedelta(days=2)
        said = queries.reminder(principal(park, "陈立"), unit="construction", now=park.now, lang="zh")
        assert said.splitlines() == [
            "【温馨提示】建设管理局：截至2026-06-11 09:30，有1件次应办事项已到时限，烦请关注：",
            f"1. {number} 海棠机电：首次联系（时限2026-06-10 17:00）",
            "请尽快办理并登记；确有困难的，请作阶段性答复或申请提级。辛苦了，谢谢！",
        ]
        english = queries.reminder(principal(park, "陈立"), unit="construction", now=park.now, lang="en")
        assert "contact the enterprise (due 2026-06-10 17:00)" in english

    def test_when_nothing_is_overdue_it_says_thank_you(self, park: Park) -> None:
        park.dispatched()
        said = queries.reminder(principal(park, "陈立"), unit="construction", now=park.now, lang="zh")
        assert said == "【温馨提示】建设管理局：截至2026-06-09 09:30，没有逾期的应办事项，感谢支持！"

    def test_of_many_it_names_twenty(self, park: Park) -> None:
        for place in range(23):
            park.dispatched(f"第{place}盏灯不亮")
        park.now += timedelta(days=2)
        said = queries.reminder(principal(park, "陈立"), unit="construction", now=park.now, lang="zh").splitlines()
        assert said[0].count("有23件次") == 1 and said[-2] == "……另有3条，请登录查看" and len(said) == 23

    def test_another_unit_and_the_confidential_are_not_in_it(self, park: Park) -> None:
        park.dispatched()
        park.says("刘芳", "验收人员索要好处", channel="phone-page", case_kind="complaint", confidential=True)
        park.now += timedelta(days=9)
        for who in ("李书记", "苏检"):
            said = queries.reminder(principal(park, who), unit="economy", now=park.now, lang="zh")
            assert "没有逾期" in said
        with pytest.raises(LedgerRefusal) as refused:
            queries.reminder(principal(park, "李书记"), unit="nowhere", now=park.now, lang="zh")
        assert refused.value.refusal.code == "notices.unit-unknown"


class TestInAShell:
    def run(self, *words: str) -> tuple[int, str]:
        done = CliRunner().invoke(command, words, catch_exceptions=False)
        return done.exit_code, done.output

    def test_a_channel_is_added_tried_and_looked_at(
        self, park: Park, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LIANQI_CHANNEL_BUREAU_URL", receiver.url("/dingtalk?access_token=group-token"))
        receiver.now = park.now.timestamp()
        added = ("channel", "bureau", "--kind", "dingtalk", "--unit", "建设管理局")
        assert (
            self.run(*added, "--url-env", "LIANQI_CHANNEL_BUREAU_URL", "--secret-env", "LIANQI_CHANNEL_BUREAU_KEY")[0]
            == 0
        )
        code, said = self.run("test", "bureau")
        assert code == 1 and "NotSetUp" in said and receiver.calls == 0
        monkeypatch.setenv("LIANQI_CHANNEL_BUREAU_KEY", SECRET)
        code, said = self.run("test", "bureau")
        assert code == 0 and receiver.texts == ["【示例园区】这是一条测试消息，收到即表示通道可用"]
        code, said = self.run("status")
        assert code == 0 and "robot.bureau" in said and "group-token" not in said and SECRET not in said
        code, said = self.run("test", "county")
        assert code == 2 and "notices.channel-unknown" in said

    def test_a_test_letter_needs_somebody_to_write_to(self, park: Park) -> None:
        code, said = self.run("test", "email")
        assert code == 2 and "notices.email" in said

    def test_status_shows_what_was_given_up_and_how_to_go_on(self, park: Park, monkeypatch: pytest.MonkeyPatch) -> None:
        group(park, "city", kind="webhook", unit="")
        park.a_case()
        hear(park)
        operations.send_due(park=park.code, now=park.now)
        code, said = self.run("status")
        assert code == 1 and "NotSetUp" in said and "lianqi notices retry hook.city" in said
        code, said = self.run("retry", "hook.city")
        assert code == 0 and "2" in said

    def test_a_reminder_is_printed_to_be_copied(self, park: Park) -> None:
        park.dispatched()
        code, said = self.run("reminder", "建设管理局")
        assert code == 0 and said.startswith("【温馨提示】建设管理局：截至2026-06-09")
