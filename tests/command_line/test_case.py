"""A case lived in a shell: what is printed, and how a refusal ends."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lianqi.command_line import fields
from lianqi.command_line.case import case
from lianqi.command_line.erasing import kept_as
from lianqi.command_line.main import COMMANDS, main
from lianqi.kernel.cases.commands import KINDS
from lianqi.server.cases.models import Case
from lianqi.server.cases.words import content_fields
from lianqi.server.ledger.models import Event
from tests.server.cases.park import CALENDAR, PARK, Park, open_park


@pytest.fixture
def park(db: None) -> Park:
    """示例园区 with its people."""
    return open_park()


def lianqi(*words: str) -> Result:
    """What somebody types after `lianqi`."""
    return CliRunner().invoke(main, words, catch_exceptions=False)


def done(*words: str) -> str:
    """What is printed for a command that goes through."""
    result = lianqi(*words)
    assert result.exit_code == 0, result.output
    return result.output


def recorded(park: Park) -> str:
    """海棠's roof, recorded by 周敏 in a shell; its number."""
    output = done(
        *("case", "record", "--as", "周敏", "--enterprise", "海棠机电"),
        *("--channel", "入企走访", "--kind", "问题", "--words", "三号厂房屋顶漏水"),
    )
    assert "待分办" in output and "下一步：营商中心应于" in output and "时限怎么算的" in output
    return Case.objects.get(park=PARK).no


def dispatched(park: Park) -> str:
    number = recorded(park)
    to = ("--class", "厂房和产权", "--complexity", "general", "--main-unit", "建设管理局")
    assert "交办：主办建设管理局" in done("case", "dispatch", number, "--role", "营商中心", *to)
    return number


def test_a_life_is_lived_in_a_shell(park: Park) -> None:
    number = dispatched(park)
    for words, said in (
        (("contact", number, "--as", "何工", "--by", "电话"), "首次联系企业"),
        (("draft", number, "--as", "何工", "--answer", "已修好", "--end", "solved"), "待部门负责人审核"),
        (("review", number, "--role", "部门负责人", "--approved"), "审核通过"),
        (("sign", number, "--as", "江主任", "--approved"), "答复企业（已解决）"),
        (("confirm", number, "--as", "刘芳", "--grade", "5"), "企业认可（企业本人，5分）"),
        (("close", number, "--as", "陈立", "--end", "solved"), "销号（已解决）"),
    ):
        assert said in done("case", *words), words
    shown = done("case", "show", number)
    assert (
        "企业：海棠机电" in shown
        and "企业原话：三号厂房屋顶漏水" in shown
        and "答复（已解决）：已修好" in shown
        and "企业认可" in shown
    )
    log = done("case", "log", number)
    assert log.count("\n") == Event.objects.filter(stream_kind="case").count()
    assert "recorded as Problem" in done("case", "log", number, "--lang", "en")
    assert number in done("find", "漏水")
    figures = done("figures", "--by-unit")
    assert "登记件数：1" in figures and "口径：" in figures and "台账第" in figures and "建设管理局" in figures


def test_a_refusal_is_a_sentence_with_its_code_and_an_exit_code_of_its_own(park: Park) -> None:
    number = dispatched(park)
    result = lianqi("case", "answer", number, "--as", "何工", "--answer", "好了", "--end", "solved")
    assert result.exit_code == 2
    assert "未办理：答复须经" in result.output and "Not done: An answer needs" in result.output
    assert "[case.answer.needs-review]" in result.output
    hidden = lianqi("case", "show", "2026-9999999")
    assert hidden.exit_code == 2 and "[case.not-found]" in hidden.output


def test_whoever_comes_second_is_shown_what_changed(park: Park) -> None:
    number = recorded(park)
    to = ("--as", "陈立", "--class", "premises", "--complexity", "general", "--expected-seq", "2")
    done("case", "dispatch", number, "--main-unit", "建设管理局", *to)
    second = lianqi("case", "dispatch", number, "--main-unit", "经济发展局", *to)
    assert second.exit_code == 2 and "[ledger.stale]" in second.output
    assert "第 4 条 陈立 交办：主办建设管理局" in second.output


def test_the_same_command_id_is_done_once(park: Park) -> None:
    number = dispatched(park)
    words = ("case", "urge", number, "--as", "周敏", "--command-id", "urge-1")
    done(*words)
    assert "本次未重复写入" in done(*words)
    assert Event.objects.filter(type="urged").count() == 1


def test_what_is_told_in_confidence_is_printed_for_the_inspector_and_who_told_it(park: Park) -> None:
    told = ("--enterprise", "海棠机电", "--channel", "企业手机页", "--kind", "投诉举报", "--words", "验收人员索要好处")
    assert "待分办" in done("case", "record", "--as", "刘芳", "--confidential", *told)
    number = Case.objects.get(park=PARK).no
    for who in ("苏检", "刘芳"):
        assert "验收人员索要好处" in done("case", "show", number, "--as", who)
        assert "登记为投诉举报" in done("case", "log", number, "--as", who)
    for words in ((), ("--as", "陈立"), ("--role", "主要领导")):
        hidden = lianqi("case", "show", number, *words)
        assert hidden.exit_code == 2 and "[case.not-found]" in hidden.output
    assert "没有应办事项" in done("due") and number not in done("find", "好处")
    assert number in done("find", "好处", "--as", "苏检")


def test_who_is_meant_must_be_clear(park: Park) -> None:
    number = recorded(park)
    for words, said in (
        ((), "请用 --as 姓名 或 --role 角色"),
        (("--as", "张三"), "人员名单中没有“张三”"),
        (("--role", "园丁"), "没有“园丁”这个角色；可选：liaison（联络员）"),
    ):
        result = lianqi("case", "urge", number, *words)
        assert result.exit_code == 2 and said in result.output, result.output
    several = lianqi("case", "draft", dispatched_two(park), "--role", "经办人", "--answer", "好", "--end", "solved")
    assert several.exit_code == 0, "of several who hold a role the one of the case's unit is meant"
    unclear = lianqi("case", "link", number, "--other", number, "--role", "经办人")
    assert unclear.exit_code == 2 and "有2人担任“经办人”" in unclear.output


def dispatched_two(park: Park) -> str:
    return park.dispatched("路灯不亮")


def test_a_date_alone_means_the_end_of_its_working_time(park: Park) -> None:
    number = dispatched(park)
    output = lianqi(
        "case", "refer", number, "--as", "何工", "--external-unit", "供电公司", "--next-by", "昨天", "--note", "x"
    )
    assert output.exit_code == 2 and "不是日期时间" in output.output
    from lianqi.command_line.naming import Names
    from lianqi.server.mechanisms.queries import calendar_of, in_force

    names = Names(PARK, in_force(park=PARK, on=park.now.date()), calendar_of(PARK))
    assert names.instant("2026-06-12").isoformat() == "2026-06-12T09:00:00+00:00"
    assert names.instant("2026-6-12 9:30").isoformat() == "2026-06-12T01:30:00+00:00"
    assert names.instant("2026-06-13").isoformat() == "2026-06-13T16:00:00+00:00", "a Saturday ends at midnight"


def test_the_desk_is_printed(park: Park) -> None:
    assert "没有应办事项" in done("due")
    number = dispatched(park)
    mine = done("due", "--as", "何工")
    assert "海棠机电" in mine
    assert mine.count(number) == 2 and "首次联系" in mine and "建设管理局" in mine
    assert "没有应办事项" in done("due", "--as", "唐工")
    assert "共 2 项" in done("due", "--unit", "建设管理局")
    assert "没有应办事项" in done("due", "--overdue")


def test_every_command_of_the_kernel_has_its_subcommand_and_every_field_its_words() -> None:
    by_hand = set(KINDS) - {"absorb", "relay-answer", "succeed"}
    assert by_hand <= set(case.commands)
    for kind in by_hand:
        for option in fields.options(kind):
            assert option.help and " / " in option.help, (kind, option.name)
    assert set(fields.WORDS) <= {name for kind in KINDS.values() for name in kind.__dataclass_fields__}  # type: ignore[attr-defined]  # dataclasses all


def test_a_new_park_is_set_up_once(db: None, tmp_path: Path) -> None:
    words = ("init", "--park", "fresh", "--name", "新园区")
    first = done(*words)
    assert "已建立" in first and "新增单位 15 个" in first and "还没有人担任的角色：联络员" in first
    events = Event.objects.count()
    assert "已存在；新增单位 0 个" in done(*words)
    assert Event.objects.count() == events
    newer = tmp_path / "cn.yaml"
    newer.write_text(CALENDAR.replace("version: cn-2026.1", "version: cn-2026.2"), "utf-8")
    assert "工作日历 cn-2026.2已发布" in done("calendar", str(newer))
    refused = lianqi("mechanism", "mechanisms/starter")
    assert refused.exit_code == 2 and "[mechanism.activation.roles-unheld]" in refused.output
    assert "起启用" in done("mechanism", "mechanisms/starter", "--before-people")


def test_cases_are_imported_in_a_shell(park: Park, tmp_path: Path) -> None:
    file = tmp_path / "heap.csv"
    file.write_text("编号,内容,企业名称\n1,漏水,海棠机电\n2,停电,\n3,路灯,没有的公司\n", "utf-8")
    words = ("import", "cases", str(file), "--as", "周敏", "--rejects", str(tmp_path / "back.xlsx"))
    output = done(*words)
    assert "新增 1" in output and "退回 2" in output
    assert (tmp_path / "back.xlsx").exists()
    output = done(*words, "--unnamed")
    assert "新增 1" in output and "无变化 1" in output
    assert "共 2 行，新增 0" not in output
    assert "库中内容没有任何变化" in done(*words, "--unnamed")


def test_no_command_is_listed_that_cannot_be_loaded() -> None:
    context = main.make_context("lianqi", ["lint"], resilient_parsing=True)
    listed = main.list_commands(context)
    assert {"digest", "init", "import", "case", "due", "figures", "lint", "prove"} <= set(listed) <= set(COMMANDS)
    for name in listed:
        assert main.get_command(context, name) is not None
    assert main.get_command(context, "nothing") is None


def test_digest_loads_no_django() -> None:
    told = "import sys; from lianqi.command_line.main import main; main.get_command(None, 'digest')\n"
    told += "sys.exit(', '.join(m for m in ('django', 'psycopg') if m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", told], check=False, capture_output=True, text=True).stderr == "\n"


def test_what_there_is_to_choose_from_is_called_as_the_park_calls_it(park: Park) -> None:
    who = ("case", "record", "--as", "周敏", "--enterprise", "海棠机电", "--words", "漏水", "--kind", "问题")
    refused = lianqi(*who, "--channel", "路上碰到")
    assert "入企走访" in refused.output and "可选：" in refused.output and "phone-page" not in refused.output
    assert "[case.record.channel-unknown]" in refused.output


def test_what_the_kernel_names_may_be_written_in_chinese(park: Park) -> None:
    number = dispatched(park)
    told = lianqi("case", "supervise", number, "--as", "陈立", "--level", "很急", "--note", "快办")
    assert "黄灯督办、红灯督办、领导督办" in told.output
    assert "下发督办单（红灯）" in done(
        "case", "supervise", number, "--as", "陈立", "--level", "红灯", "--note", "快办"
    )
    assert "待部门负责人审核" in done("case", "draft", number, "--as", "何工", "--answer", "修好了", "--end", "已解决")


def test_a_bound_is_said_in_the_parks_own_time(park: Park) -> None:
    number = dispatched(park)
    told = lianqi("case", "pause", number, "--as", "何工", "--reason", "缺图", "--until", "2099-01-04")
    assert re.search(r"不迟于\d{4}-\d\d-\d\d 17:00；", told.output), told.output


def test_nobody_by_that_name_is_a_refusal_with_a_code(park: Park) -> None:
    told = lianqi("case", "show", "2026-0000001", "--as", "不存在")
    assert told.exit_code == 2
    assert "未办理：人员名单中没有“不存在”，请核对" in told.output and "[command-line.unclear]" in told.output


@pytest.mark.parametrize(
    "words, said",
    [
        (("case", "record", "--as", "周敏"), "缺少必填项"),
        (("due", "--limit", "许多"), "填写有误"),
        (("due", "--sorted"), "没有 --sorted 这个选项"),
        (("dues",), "没有这个命令"),
    ],
)
def test_a_slip_of_the_pen_is_answered_in_chinese(words: tuple[str, ...], said: str) -> None:
    result = lianqi(*words)
    assert result.exit_code == 2
    assert said in result.output and "--help" in result.output and "[command-line.usage]" in result.output


def test_a_database_without_a_park_says_how_to_begin(db: None) -> None:
    for words in (("due",), ("figures",)):
        result = lianqi(*words)
        assert "lianqi init" in result.output and "[registry.park.none]" in result.output


def test_what_is_kept_of_a_person_is_called_by_its_name() -> None:
    assert kept_as("contact.phone").startswith("联系人电话")
    assert kept_as("case.reject.reason").startswith("不认可：")
    assert not {
        kind for kind in KINDS for name in content_fields(kind) if kept_as(f"case.{kind}.{name}").startswith("case.")
    }
