"""From what stands in one cell to the matters in it: nothing, one matter, or several numbered ones."""

from __future__ import annotations

import re

from lianqi.insight.spelling import key, normal

_NOTHING = re.compile(
    r"(?:我们?|我司|公司|本?企业|目前|暂时|现在|谢谢|感谢|暂|以上|都|均)*"
    r"(?:无|没有|没|没啥|没什么|未发现|不存在|未|空|跳过|否|不需要|不用|na|nil|none|null|no|nothing)"
    r"(?:任何|其他|其它|特别|什么|大|太大|的|了)*(?:问题|诉求|困难|困扰|建议|意见|需求|需要|要求|反映|反馈|情况|事项|想法|填)?(?:和|及|或|与)?"
    r"(?:问题|诉求|困难|建议|意见|需求|需要|要求|反映|情况|事项)?(?:的|了|哦|呢)*(?:谢谢|感谢.{0,12}|一切正常|都好|挺好)?"
)
_FINE = re.compile(
    r"(?:一切|都|均|目前|总体|暂时|企业|生产|经营|运转|运行)*(?:正常|很好|挺好|满意|良好|非常满意|还好|都好)(?:谢谢)?"
)
_TRIAL = re.compile(r"(?:测试|试填|试一下|test|testing|asdf|qwer|示例|样例|填表示例)\d*")
_TOTAL = re.compile(r"(?:合计|总计|小计|汇总|共计)[:：]?")

_MARK = re.compile(
    r"(?:^|(?<=[\n；;。，,：:\s]))\s*(?:(?P<arabic>\d{1,2})\s*[、.．)）](?!\d)|[(（](?P<bracket>\d{1,2})[)）]|"
    r"(?P<chinese>[一二三四五六七八九十])、|(?P<circle>[①②③④⑤⑥⑦⑧⑨⑩]))\s*"
)
#: What introduces a list without saying anything; anything else belongs to each entry (停车难：1、… 2、…).
_EMPTY_LEAD = re.compile(
    r"(?:我们?|企业|公司|目前|主要|存在|反映|的|有|以下|如下|几点|几个|问题|诉求|建议|意见|困难|需求|是)*"
)
_CHINESE = "一二三四五六七八九十"
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩"
_LONGEST_NOTHING = 60
#: A letter with numbered arguments is one matter; a list in a form is short and begins with its first number.
_LONGEST_LIST = 600
_LONGEST_LEAD = 14


def says_nothing(text: str) -> bool:
    """Whether the cell says that there is nothing: empty, a dash, 无, 暂无问题, 一切正常."""
    if len(text) > _LONGEST_NOTHING:
        return False
    bare = key(text)
    return not bare or bool(_NOTHING.fullmatch(bare)) or bool(_FINE.fullmatch(bare))


def unusable(text: str) -> str:
    """Why the words cannot be a matter (in Chinese), "" if they can."""
    bare = key(text[:_LONGEST_NOTHING])
    if _TRIAL.fullmatch(bare):
        return "测试内容"
    if bare.isdigit() or len(set(bare)) == 1:
        return "只有数字或重复字符，看不出内容"
    if len(bare) < 2 or (bare.isascii() and len(bare) < 5):
        return "文字过短，看不出内容"
    return ""


def is_total(values: tuple[str, ...]) -> bool:
    """Whether the row is the sum below a table, not a form."""
    return any(_TOTAL.fullmatch(normal(value)) for value in values[:3])


def split(text: str) -> tuple[str, ...]:
    """The matters in one cell: the entries of a list numbered 1, 2, 3 …, otherwise the text as it is."""
    stripped = text.strip()
    marks = list(_MARK.finditer(stripped))
    counted = [_number(mark) for mark in marks]
    if (
        len(marks) < 2
        or counted != list(range(1, len(marks) + 1))
        or marks[0].start() > _LONGEST_LEAD
        or len(stripped) > _LONGEST_LIST
    ):
        return (stripped,)
    ends = [*(mark.start() for mark in marks[1:]), len(stripped)]
    parts = [stripped[mark.end() : end].strip(" \n\t；;。，,") for mark, end in zip(marks, ends, strict=True)]
    lead = stripped[: marks[0].start()].strip()
    lead = "" if _EMPTY_LEAD.fullmatch(key(lead)) else lead
    return tuple(lead + part for part in parts if part) or (stripped,)


def _number(mark: re.Match[str]) -> int:
    if digits := mark["arabic"] or mark["bracket"]:
        return int(digits)
    return _CHINESE.index(mark["chinese"]) + 1 if mark["chinese"] else _CIRCLES.index(mark["circle"]) + 1
