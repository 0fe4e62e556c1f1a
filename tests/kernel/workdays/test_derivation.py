"""时限怎么算的: Liu Min, who handles the case, asks why that date; the answer is a few lines, and small in the log."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import Any

import pytest

from lianqi.kernel.workdays.derivation import STEPS, WORDS, Derivation, explain
from lianqi.kernel.workdays.due import Due, agreed, resume
from tests.kernel.workdays.clocks import CHINA, at, due, plain


def compact(found: Due) -> str:
    return json.dumps(found.derivation.data(), ensure_ascii=False, separators=(",", ":"))


def lines(text: str) -> str:
    return dedent(text).strip()


def test_fifteen_working_days_over_spring_festival_in_chinese() -> None:
    assert explain(due("2026-02-09 10:00", "15wd").derivation) == lines(
        """
        起算：2026年2月9日（周一）10:00，时限15个工作日，当日不计入。
        计入：2026年2月10日（周二）至2026年3月6日（周五），其中15个工作日。
        不计：休息日1天。
        计入：2026年2月14日（周六）为春节调休上班日。
        不计：春节放假9天，2026年2月15日（周日）至2026年2月23日（周一）。
        计入：2026年2月28日（周六）为春节调休上班日。
        到期：2026年3月6日（周五）17:00。
        """
    )


def test_fifteen_working_days_over_spring_festival_in_english() -> None:
    assert explain(due("2026-02-09 10:00", "15wd").derivation, lang="en") == lines(
        """
        From Mon 2026-02-09 10:00, limit 15 working days; the day of the start does not count.
        Counted: 15 working days, Tue 2026-02-10 to Fri 2026-03-06.
        Not counted: 1 day of rest.
        Counted: Sat 2026-02-14, worked in exchange for Spring Festival.
        Not counted: Spring Festival, 9 days, Sun 2026-02-15 to Mon 2026-02-23.
        Counted: Sat 2026-02-28, worked in exchange for Spring Festival.
        Due: Fri 2026-03-06 17:00.
        """
    )


def test_working_hours_asked_for_in_the_evening() -> None:
    assert explain(due("2026-02-13 18:00", "2wh").derivation) == lines(
        """
        起算：2026年2月13日（周五）18:00，时限2个工作小时。
        提出时不在工作时间，自2026年2月14日（周六）09:00起计。
        计入：2026年2月14日（周六）为春节调休上班日。
        到期：2026年2月14日（周六）11:00。
        """
    )


def test_a_month_that_ends_on_a_holiday() -> None:
    assert explain(due("2025-08-31 10:00", "13mo").derivation, "en") == lines(
        """
        From Sun 2025-08-31 10:00, limit 13 months; the day of the start does not count.
        Last day of the period: Wed 2026-09-30.
        That month has no day 31: its last day counts.
        Due: Wed 2026-09-30 17:00.
        """
    )
    assert explain(due("2026-03-25 10:00", "6mo").derivation) == lines(
        """
        起算：2026年3月25日（周三）10:00，时限6个月，当日不计入。
        期间最后一日：2026年9月25日（周五）。
        不计：中秋节放假3天，2026年9月25日（周五）至2026年9月27日（周日）。
        最后一日不上班，顺延至2026年9月28日（周一）。
        到期：2026年9月28日（周一）17:00。
        """
    )


def test_a_year_that_is_not_published() -> None:
    assert explain(due("2026-12-30 10:00", "3wd").derivation) == lines(
        """
        起算：2026年12月30日（周三）10:00，时限3个工作日，当日不计入。
        计入：2026年12月31日（周四）至2027年1月4日（周一），其中3个工作日。
        不计：休息日2天。
        暂定：2027年1月1日（周五）起的放假安排尚未公布，先按每周作息推算，公布后重新计算。
        到期：2027年1月4日（周一）17:00。
        """
    )


PAUSE: dict[str, Any] = {
    "paused_at": at("2026-02-10 10:00"),
    "resumed_at": at("2026-02-12 10:00"),
    "calendar": CHINA,
}


def test_a_pause_is_part_of_the_story() -> None:
    story = resume(due=due("2026-02-09 10:00", "5wd"), **PAUSE).derivation
    assert explain(story).splitlines()[3:] == [
        "暂停计时：2026年2月10日（周二）10:00至2026年2月12日（周四）10:00；原到期2026年2月14日（周六）17:00，"
        "暂停时尚余工作时间31小时30分钟，恢复后接续计算。",
        "不计：春节放假9天，2026年2月15日（周日）至2026年2月23日（周一）。",
        "到期：2026年2月25日（周三）17:00。",
    ]
    assert explain(story, "en").splitlines()[3] == (
        "Paused Tue 2026-02-10 10:00 to Thu 2026-02-12 10:00; it was due Sat 2026-02-14 17:00, "
        "and the 31 h 30 min of working time that remained run on."
    )


def test_a_pause_of_elapsed_hours_and_of_a_promise() -> None:
    hours = resume(due=due("2026-02-09 10:00", "36h"), **PAUSE).derivation
    assert explain(hours).splitlines()[2:] == [
        "暂停计时：2026年2月10日（周二）10:00至2026年2月12日（周四）10:00；原到期2026年2月10日（周二）22:00，"
        "暂停时尚余12小时，恢复后接续计算。",
        "到期：2026年2月12日（周四）22:00。",
    ]
    promised = resume(due=agreed(at=at("2026-02-10 11:15"), calendar=CHINA), **PAUSE).derivation
    assert explain(promised).splitlines() == [
        "起算：2026年2月10日（周二）11:15。",
        "以该时间为准，不另计时限。",
        "暂停计时：2026年2月10日（周二）10:00至2026年2月12日（周四）10:00；原到期2026年2月10日（周二）11:15，"
        "暂停时尚余工作时间1小时15分钟，恢复后接续计算。",
        "到期：2026年2月12日（周四）11:15。",
    ]


def test_what_is_said_to_be_provisional_is_said_once() -> None:
    pause = {"paused_at": at("2026-12-31 10:00"), "resumed_at": at("2027-01-04 10:00"), "calendar": CHINA}
    story = resume(due=due("2026-12-30 10:00", "3wd"), **pause).derivation
    assert [step.code for step in story.steps].count("provisional") == 1
    certain = resume(due=due("2026-12-30 10:00", "1wd"), **pause)
    assert certain.provisional and explain(certain.derivation).count("暂定") == 1


def test_a_day_with_other_hours_and_a_local_festival_are_named() -> None:
    noon, festival = at("2026-03-05 00:00").date(), at("2026-03-06 00:00").date()
    calendar = plain(special_segments={noon: ((540, 720),)}, holidays={festival: "园区开放日"})
    told = explain(due("2026-03-04 10:00", "2wd", calendar).derivation)
    assert "2026年3月5日（周四）作息时间有调整。" in told
    assert "不计：园区开放日放假1天，2026年3月6日（周五）。" in told
    assert "Not counted: 园区开放日, Fri 2026-03-06." in explain(
        due("2026-03-04 10:00", "2wd", calendar).derivation, "en"
    )


def test_midnight_is_the_end_of_the_day_it_closes() -> None:
    always = plain(week=(((0, 1440),),) * 7)
    assert explain(due("2026-03-04 10:00", "1wd", always).derivation).endswith("到期：2026年3月5日（周四）24:00。")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_there_are_words_for_every_step(lang: str) -> None:
    assert STEPS.keys() <= WORDS.keys()
    assert all(words[lang] for words in WORDS.values())


def test_an_event_carries_little() -> None:
    assert compact(due("2026-03-02 10:00", "5wd")) == (
        '{"start":"2026-03-02T02:00:00Z","limit":"5wd","due":"2026-03-09T09:00:00Z","zone":"Asia/Shanghai",'
        '"calendar":"cn-2026.1","steps":[["days","2026-03-03","2026-03-09"],["rest",2]]}'
    )
    assert len(compact(due("2026-02-09 10:00", "15wd")).encode()) < 300
    assert len(compact(due("2026-01-05 10:00", "90d")).encode()) < 300
    assert len(compact(due("2026-01-05 10:00", "120wd")).encode()) < 600


def test_there_is_no_float_in_it() -> None:
    def leaves(value: Any) -> list[Any]:
        if isinstance(value, dict):
            return [leaf for entry in value.values() for leaf in leaves(entry)]
        if isinstance(value, list):
            return [leaf for entry in value for leaf in leaves(entry)]
        return [value]

    story = resume(due=due("2026-02-09 10:00", "5wd"), **PAUSE).derivation
    assert {type(leaf) for leaf in leaves(story.data())} == {str, int}


def test_a_step_nobody_knows_is_refused() -> None:
    data = due("2026-02-09 10:00", "5wd").derivation.data()
    assert Derivation.from_data(data).data() == data
    with pytest.raises(ValueError, match="guessed"):
        Derivation.from_data({**data, "steps": [["guessed", 3]]})
