"""From what stands in one cell to the matters in it: nothing, one matter, or several numbered ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

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

_CHINESE = "一二三四五六七八九十"
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩"
_APART = r"(?:^|(?<=[\n；;。，,：:！!？?\s]))\s*"
#: The ways people number a list. What opens a list stands apart from the words before it; a later number may follow
#: them at once (1、停电2、招工难) but is not the first half of 2、3号楼 or of 2.5吨.
_STYLES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_APART}|(?<=[\u4e00-\u9fff]))(?P<n>\d{{1,2}})\s*[、.．)）](?!\d(?!\d{{3}}年))\s*",
        r"[(（](?P<n>\d{1,2})[)）]\s*",
        rf"{_APART}(?P<n>[{_CHINESE}])、\s*",
        rf"[(（](?P<n>[{_CHINESE}])[)）]\s*",
        rf"(?P<n>[{_CIRCLES}])\s*",
        rf"{_APART}第(?P<n>[{_CHINESE}])[、，,：:]\s*",
        rf"{_APART}(?P<n>[{_CHINESE}])是",
    )
)
_OPENS = re.compile(_APART)
#: What introduces a list without saying anything; anything else belongs to each entry (停车难：1、… 2、…).
_EMPTY_LEAD = re.compile(
    r"(?:尊敬|领导|您好|你好|各位|我们?|本|贵|企业|公司|园区|政府|目前|现在|现有|主要|突出|存在|反映|提出|遇到|面临|请教|咨询|想|问|需要|需|希望|请|帮助|协调|解决|"
    r"在|生产|经营|发展|过程|中|方面|的|了|有|还|以下|如下|这|几|两|三|四|五|六|个|点|条|项|件|事|事项|问题|诉求|建议|意见|困难|需求|难题|瓶颈|是)*"
)
#: Numbered reasons, facts or terms stand for one matter and are no list of matters.
_ARGUES = re.compile(r"原因|理由|事实|经过|依据|证据|流程|步骤|材料|条件|情况如下|举例|例如|比如|如：$")
#: Entries that are the parts of one report, not matters of their own.
_PART_OF_ONE = re.compile(r"(?:现状|现况|诉求|问题|建议|原因|理由|依据|结论|情况)(?:描述|说明)?[：:]")
_ALSO = re.compile(r"[。；;！!？?\n]\s*(?:另外|此外|另有|再就是|还有一[个件点])")
_LONGEST_NOTHING = 60
#: A letter with numbered arguments is one matter; a list in a form is short and begins with its first number.
_LONGEST_LIST = 600
_LONGEST_LEAD, _LONGEST_EMPTY_LEAD = 14, 40


def says_nothing(text: str) -> bool:
    """Whether the cell says that there is nothing: empty, a dash, 无, 暂无问题, 一切正常, or a list of nothing else."""
    if len(text) > _LONGEST_NOTHING:
        return False
    bare = key(text)
    if not bare or _NOTHING.fullmatch(bare) or _FINE.fullmatch(bare):
        return True
    marks = _list_in(text.strip())
    return bool(marks) and all(says_nothing(part) for part in _entries(text.strip(), marks))


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
    """The matters in one cell: the entries of a list numbered 1, 2, 3 …, otherwise the text as it is.

    No word is lost: what introduces the list goes before each entry unless it says nothing, what follows the last
    entry stays with it. An entry that only says 无 is dropped; one too short to be understood keeps the cell whole.
    """
    stripped = text.strip()
    marks = _list_in(stripped)
    if not marks or len(stripped) > _LONGEST_LIST:
        return (stripped,)
    lead = stripped[: marks[0].start()].strip()
    empty = bool(_EMPTY_LEAD.fullmatch(key(lead)))
    topic = lead.endswith(("：", ":")) and len(lead) <= _LONGEST_LEAD and not _ARGUES.search(lead)
    if not (empty and len(lead) <= _LONGEST_EMPTY_LEAD) and not topic:
        return (stripped,)
    said = [part for part in _entries(stripped, marks) if not says_nothing(part)]
    if any(unusable(part) or _PART_OF_ONE.match(part) for part in said):
        return (stripped,)
    return tuple(part if empty else lead + part for part in said) or (stripped,)


def may_be_several(text: str) -> bool:
    """Whether a text that `split` left whole may hold more than one matter: a person should look."""
    return len(text) <= _LONGEST_LIST and (bool(_list_in(text.strip())) or bool(_ALSO.search(text)))


def _list_in(text: str) -> list[re.Match[str]]:
    """The marks of the list that begins first and counts 1, 2, 3 … without a gap; lists inside its entries are left."""
    found: list[list[re.Match[str]]] = []
    for style in _STYLES:
        marks = list(style.finditer(text))
        counts = len(marks) > 1 and [_number(mark["n"]) for mark in marks] == list(range(1, len(marks) + 1))
        if counts and _OPENS.match(text, marks[0].start()):
            found.append(marks)
    return min(found, key=lambda marks: marks[0].start(), default=[])


def _entries(text: str, marks: Sequence[re.Match[str]]) -> list[str]:
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [text[mark.end() : end].strip(" \n\t；;。，,") for mark, end in zip(marks, ends, strict=True)]


def _number(mark: str) -> int:
    if mark.isdecimal():
        return int(mark)
    return (_CHINESE if mark in _CHINESE else _CIRCLES).index(mark) + 1
