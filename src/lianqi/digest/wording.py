"""The Chinese words of the ledger and the page: one place, so that the two say the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from lianqi.digest.matters import may_be_several
from lianqi.digest.page import day
from lianqi.digest.values import Digest, Line
from lianqi.insight.masking import mask
from lianqi.insight.spelling import sentences
from lianqi.kernel.workdays.derivation import UNITS

STATE_NAMES = {"listed": "列入", "duplicate": "重复", "rejected": "拒收", "blank": "空白"}
LIGHT_NAMES = {"none": "正常", "yellow": "临期（黄灯）", "red": "超期（红灯）"}
ROLE_NAMES = {
    "enterprise": "企业名称",
    "contact": "联系人",
    "phone": "电话",
    "officer": "联络员",
    "date": "反映时间",
    "words": "反映内容",
    "title": "标题",
    "kind": "性质",
    "class": "原表类别",
    "choice": "选择题",
    "choices": "多选题",
    "coded": "多选题（编码）",
    "serial": "不采用",
    "other": "不采用",
}
UNJUDGED = "待研判"


def local(moment: datetime, digest: Digest) -> datetime:
    """An instant on the park's clock, without a zone, as spreadsheets hold it."""
    return moment.astimezone(ZoneInfo(digest.terms.calendar.zone)).replace(tzinfo=None)


def limit_words(line: Line, digest: Digest) -> str:
    """From when and how long: 自2026年9月30日起5个工作日."""
    if line.due is None or line.limit is None:
        return ""
    start = local(line.due.derivation.start, digest)
    what = "" if line.unit else "研判分办，"
    provisional = "（暂定，放假安排公布后重算）" if line.due.provisional else ""
    return f"{what}自{day(start)}起{line.limit.count}{UNITS[line.limit.unit][0]}{provisional}"


def evidence(line: Line) -> str:
    """The words that decided class and kind."""
    parts = []
    if line.class_words:
        parts.append("类别：" + "、".join(line.class_words))
    if line.kind_words:
        parts.append("性质：" + "、".join(line.kind_words))
    return "；".join(parts)


def remark(line: Line, digest: Digest) -> str:
    """Why it is not listed, or what a person should look at."""
    notes = [line.reason] if line.reason else []
    if line.state == "listed" and not line.class_id:
        options = [f"{digest.class_name(c.class_id)}（{'、'.join(c.words[:3])}）" for c in line.candidates[:2]]
        notes.append("类别难定，可能是" + "或".join(options) if options else "没有对得上的类别词，请人工定类")
    if line.state == "listed" and not line.kind_sure:
        notes.append("性质按一般情形暂列，请核")
    if unsplit(line):
        notes.append("原话分条写，可能不止一件事，请核")
    return "；".join(notes)


def unsplit(line: Line) -> bool:
    """Whether the words were left whole but may hold several matters."""
    return line.state == "listed" and not line.whole and may_be_several(line.words)


def place(line: Line) -> str:
    """Where it stands in its sheet: 第3行, and of a row with several matters which: 第3行（1/2）."""
    return f"第{line.form.number}行" + (f"（{line.part}/{line.parts}）" if line.parts > 1 else "")


def telling_sentence(words: str, shared: Sequence[str]) -> str:
    """The sentence of a matter that says most of what is shared; the first where several do."""
    found = [sentence for sentence in sentences(words) if len(sentence) > 3] or [words]
    return max(found, key=lambda sentence: sum(word in sentence for word in shared))


def quoted(words: str, *, longest: int) -> str:
    """The enterprise's own words in quotation marks, on one line, always masked, cut with an ellipsis."""
    flat = mask(" ".join(words.split()))
    return f"“{flat}”" if len(flat) <= longest else f"“{flat[: longest - 1]}…”"
