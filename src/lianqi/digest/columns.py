"""Which column of a form holds what: guessed from its header and its contents, so that nobody has to fill in a mapping.

A questionnaire export has one column a question: ┋ stands between choices, or each choice is a column of 0 and 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lianqi.insight.kind import COMPLAINT, ENQUIRY, PROBLEM, REQUEST, SUGGESTION

#: What a column can hold. "words" are what the enterprise says; "title" a headline of it; "choice", "choices" and
#: "coded" are ticked answers; "serial" and "other" are kept out of the ledger.
ENTERPRISE, CONTACT, PHONE, OFFICER, DATE = "enterprise", "contact", "phone", "officer", "date"
WORDS, TITLE, KIND, CLASS = "words", "title", "kind", "class"
CHOICE, CHOICES, CODED, SERIAL, OTHER = "choice", "choices", "coded", "serial", "other"

BETWEEN_CHOICES = "┋"
_CODED = re.compile(r"^第?\s*(\d+)\s*题?\s*[(（](.+)[)）]$")
_NUMBERED = re.compile(r"^(?:[Qq]?\d+|[一二三四五六七八九十]+)\s*[、.．:：]\s*")
_REMARK = re.compile(r"[\[【(（][^\]】)）]*[\]】)）]|[*＊?？:：\s]")

_EXPORT_HEADERS = frozenset({"提交答卷时间", "所用时间", "来源", "来源详情", "来自ip", "总分"})
_HEADERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (SERIAL, re.compile(r"^(?:序号|编号|no|id|所用时间|来源|来源详情|来自ip|总分|答题时长|提交者|用户id)$")),
    (
        OTHER,
        re.compile(
            r"办理|处理|答复|回复|措施|进展|结果|批示|备注|回访|责任单位|主办|承办|整改|完成|地址|位置|规模|行业|产业|性别|年龄|人数|产值|信用代码|是否"
        ),
    ),
    (DATE, re.compile(r"时间|日期|^(?:date|time|year)$|created|submitted")),
    (
        ENTERPRISE,
        re.compile(
            r"^(?:贵|您的?|所在|走访|受访|反映|填报|被走访)?(?:企业|公司|单位|商户|门店|店铺|店|经营主体|市场主体|项目)(?:或?项目)?(?:名称?|全称)?$|(?:企业|公司|单位|门店|商户|项目)(?:名称|全称)|^(?:enterprise|company|firm)(?:name)?$"
        ),
    ),
    (PHONE, re.compile(r"电话|手机号|联系方式|号码|^(?:phone|tel|mobile)$")),
    (OFFICER, re.compile(r"联络员|走访人|走访干部|服务员|指导员|帮扶|责任人|填报人|officer")),
    (CONTACT, re.compile(r"联系人|姓名|填表人|反映人|来电人|负责人|法定代表人|^(?:contact|name)$")),
    (TITLE, re.compile(r"标题|主题|题目|^(?:subject|title|headline)$")),
    (KIND, re.compile(r"^(?:事项|反映|诉求|问题)?(?:类型|性质|种类)$|^kind$")),
    (CLASS, re.compile(r"类别|分类|领域|^(?:category|class|label)$")),
)
_WORDS = re.compile(
    r"问题|诉求|建议|意见|困难|需求|需要|难点|堵点|痛点|瓶颈|短板|希望|反映|内容|描述|事项|情况|留言|投诉|举报|咨询|详情|请写|请填写|请描述|要求|"
    r"隐患|困扰|^(?:message|body|content|description|text|comment|words|request)s?$"
)
_ASKED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (PROBLEM, re.compile(r"问题|困难|难点|堵点|痛点|瓶颈|短板|隐患|困扰")),
    (REQUEST, re.compile(r"诉求|需求|请求|要求|(?:需要|希望)(?!解决|反映|协调解决)")),
    (SUGGESTION, re.compile(r"建议|意见")),
    (COMPLAINT, re.compile(r"投诉|举报")),
    (ENQUIRY, re.compile(r"咨询|疑问")),
)
_FIRM = re.compile(
    r"(?:公司|厂|店|集团|合作社|中心|经营部|工作室|商行|超市|酒楼|车间|研究院|事务所|项目部|个体户)(?:[(（].*[)）])?$"
)
_PHONE = re.compile(r"^(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}$|^0\d{2,3}-?\d{7,8}$")
_DATE = re.compile(r"^(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, what it holds, and for words the kind that its header asks for ("" if that is open)."""

    header: str
    role: str
    asked: str = ""


def guess(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, words: Sequence[str] = (), enterprise: str = ""
) -> tuple[Column, ...]:
    """What each column holds. `words` and `enterprise` are headers that a person named; they overrule the guess.

    At most one column is the enterprise, the contact, the phone, the date, the kind and the title: the first that fits.
    """
    values = [[row[at] for row in rows[:2000] if at < len(row) and row[at].strip()] for at in range(len(columns))]
    export = is_questionnaire(columns) or any(BETWEEN_CHOICES in value for column in values for value in column)
    roles = [_role(header, values[at], export) for at, header in enumerate(columns)]
    if words:
        roles = [
            WORDS if header in words else (OTHER if role in (WORDS, TITLE) else role)
            for header, role in zip(columns, roles, strict=True)
        ]
    if enterprise:
        roles = [
            ENTERPRISE if h == enterprise else (OTHER if r == ENTERPRISE else r)
            for h, r in zip(columns, roles, strict=True)
        ]
    if ENTERPRISE not in roles:
        roles = [ENTERPRISE if role == OTHER and _mostly(_FIRM, values[at]) else role for at, role in enumerate(roles)]
    once = {ENTERPRISE, CONTACT, PHONE, OFFICER, DATE, KIND, CLASS, TITLE}
    kept = [OTHER if role in once and role in roles[:at] else role for at, role in enumerate(roles)]
    if TITLE in kept and WORDS not in kept:
        kept[kept.index(TITLE)] = WORDS
    return tuple(
        Column(header=h, role=r, asked=asked(h) if r == WORDS else "") for h, r in zip(columns, kept, strict=True)
    )


def is_questionnaire(columns: Sequence[str]) -> bool:
    """Whether the headers are those of a questionnaire tool's export, or numbered questions."""
    bare = [_bare(header) for header in columns]
    return sum(header in _EXPORT_HEADERS for header in bare) >= 2 or sum(bool(_NUMBERED.match(h)) for h in columns) >= 2


def asked(header: str) -> str:
    """The kind that a header asks for; "" where it asks for problems and requests alike, or for neither."""
    kinds = [kind for kind, pattern in _ASKED if pattern.search(header)]
    if PROBLEM in kinds and REQUEST in kinds:
        return ""
    return kinds[0] if kinds else ""


def asks_for_words(header: str) -> bool:
    """Whether the header asks what an enterprise has to say, by whatever means it is answered."""
    return bool(_WORDS.search(_bare(header)))


def coded_choice(header: str) -> tuple[str, str] | None:
    """(question, choice) of a column that holds 0 and 1 for one choice, else None."""
    match = _CODED.match(header.strip())
    return (f"第{match[1]}题", match[2]) if match else None


def _role(header: str, values: Sequence[str], export: bool) -> str:
    if coded_choice(header) and set(values) <= {"0", "1", "-3", "-2"}:
        return CODED
    bare = _bare(header)
    if bare in _EXPORT_HEADERS:
        return DATE if bare == "提交答卷时间" else SERIAL
    if any(BETWEEN_CHOICES in value for value in values):
        return CHOICES
    says_words = asks_for_words(header)
    for role, pattern in _HEADERS:
        if pattern.search(bare) and _content_allows(role, values, says_words):
            return CHOICE if export and role == OTHER and _few_answers(values) else role
    if _few_answers(values):
        return CHOICE if export else OTHER
    if says_words and not _mostly(_FIRM, values):
        return WORDS
    if values and _mostly(_PHONE, values):
        return PHONE
    if values and _mostly(_DATE, values):
        return DATE
    return WORDS if _free_text(values) else OTHER


def _content_allows(role: str, values: Sequence[str], says_words: bool) -> bool:
    """A header may mislead: a column "反映时间" full of sentences is no date, "办理诉求" full of sentences is words."""
    if not values:
        return True
    if role == DATE:
        return _mostly(_DATE, values) or not says_words
    if role in (OTHER, CONTACT, KIND, CLASS, ENTERPRISE) and says_words:
        return not _free_text(values)
    return True


def _few_answers(values: Sequence[str]) -> bool:
    return len(values) >= 20 and len(set(values)) <= max(12, len(values) // 50) and _length(values) <= 20


def _free_text(values: Sequence[str]) -> bool:
    if not values or _mostly(_FIRM, values) or _mostly(_PHONE, values) or _mostly(_DATE, values):
        return False
    chinese = sum(any("\u4e00" <= c <= "\u9fff" for c in value) for value in values)
    return chinese >= len(values) / 2 and _length(values) >= 9 and len(set(values)) >= len(values) * 0.5


def _length(values: Sequence[str]) -> float:
    return sum(len(value) for value in values) / len(values) if values else 0.0


def _mostly(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    return bool(values) and sum(bool(pattern.search(value.strip())) for value in values) >= len(values) * 0.6


def _bare(header: str) -> str:
    return _REMARK.sub("", _NUMBERED.sub("", header.strip())).lower()
