"""Names of enterprises: when two spellings are one name, and what people call it for short."""

from __future__ import annotations

import re
import unicodedata

#: Legal forms that end a name, longest first (《企业名称登记管理规定》art. 6: 行政区划、字号、行业、组织形式).
_FORMS = (
    "集团股份有限公司",
    "集团有限责任公司",
    "股份有限公司",
    "集团有限公司",
    "有限责任公司",
    "股份公司",
    "有限公司",
    "集团公司",
    "合作联社",
    "专业合作社",
    "合作社",
    "合伙企业",
    "事务所",
    "分公司",
    "总公司",
    "公司",
    "集团",
    "总厂",
    "分厂",
    "厂",
)
_DIVISION = re.compile(
    r"^(?:中国)?(?:(?:[\u4e00-\u9fff]{2,3}?(?:省|自治区))?[\u4e00-\u9fff]{2,3}?(?:市|州|县|区)|[\u4e00-\u9fff]{2,3}?省)"
)
#: Remarks that clerks append in brackets; they are no part of the registered name.
_REMARK = re.compile(r"\((?:筹|筹备|在建|停产|停业|注销|已注销|吊销|已搬迁|搬迁|规上|规下|新|原|原名|暂定名)\)$")
_NOISE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff.,;:、。，；：·•・'\"“”‘’_\-—–－]+")


def match_key(name: str) -> str:
    """What two spellings of one registered name share.

    Width, brackets, spaces, punctuation, letter case, appended remarks make no difference,
    nor does 有限责任公司 for 有限公司.
    股份有限公司 is a different form and stays apart: changing into one is a change of name.
    """
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_BRACKETS)
    plain = _NOISE.sub("", plain)
    plain = _REMARK.sub("", plain)
    return plain.replace("有限责任公司", "有限公司")


_BRACKETS = str.maketrans("[{〔【〈《]}〕】〉》", "(((((())))))")


def same_name(first: str, second: str) -> bool:
    """Whether both are spellings of one registered name. An empty name is the same as nothing."""
    key = match_key(first)
    return bool(key) and key == match_key(second)


def short_name(name: str) -> str:
    """What remains without the leading division and the legal form: a suggestion for lists, never used for matching.

    The name itself where fewer than two characters would remain.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    plain = _REMARK.sub("", plain)
    shorter = _DIVISION.sub("", plain)
    form = next((form for form in _FORMS if shorter.endswith(form)), "")
    shorter = shorter.removesuffix(form)
    return shorter if len(shorter) >= 2 else name.strip()
