"""Which matters are key (关键性问题): danger, a firm about to stop, a matter that drags on, money overdue.

The rule is a list of wordings and nothing else, so that whoever disagrees can point at the word. It says what an
enterprise wrote, not what is true.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lianqi.insight.spelling import normal

SAFETY, SURVIVAL, LONG_STANDING, MONEY = "safety", "survival", "long-standing", "money"

_SIGNS: Mapping[str, re.Pattern[str]] = {
    SAFETY: re.compile(
        r"(?:安全|火灾|消防)隐患|起火|着火|火灾|爆炸|触电|漏电|坍塌|塌方|倒塌|垮塌|泄漏|中毒|伤亡|致死|工亡|(?:人员|工人|员工)死亡|受伤|重伤|砸伤|发生(?:过)?(?:安全)?事故|"
        r"消防(?:车|通道)[^,。;]{0,6}(?:堵|占|进不)|危房|决口|倒灌"
    ),
    SURVIVAL: re.compile(
        r"停产|停工|停业|歇业|倒闭|破产|关门|关停|裁员|外迁|搬离|搬走|搬迁到|撤资|资金链|抽贷|断贷|断供|订单(?:被)?取消|被迫|无法生产|不能生产|无法开工|违约赔"
    ),
    LONG_STANDING: re.compile(
        r"历史遗留|遗留问题|老大难|多次反映|反复反映|一直(?:没有?|未|无人)[^,。;]{0,6}(?:解决|处理|答复|落实|办)|迟迟(?:没有?|未|不)|"
        r"(?:[一二两三四五六七八九十]{1,3}(?:多|余)?|(?<!\d)\d{1,2}(?:多|余)?|多|数|好几)年(?!\d)(?:多|了|来)?[^,。;]{0,8}(?:未|没|无人|不给|不办|不批|仍|还是|推诿|得不到)|"
        r"拖了?[^,。;]{0,4}年"
    ),
    MONEY: re.compile(
        r"拖欠|欠薪|欠款|(?:\d|[一二三四五六七八九十百千])+(?:\.\d+)?\s*(?:多|余)?(?:千万|亿)(?:多|余)?元?"
    ),
}
#: A letter comes to everything; what it is about stands at its beginning. Characters.
_READ = 160
_DENIED = re.compile(r"(?:没有|未发现|不存在|未发生|无|杜绝|防止|避免|消除|排查|预防)[^,。;]{0,4}$")


@dataclass(frozen=True, slots=True)
class HardSign:
    """One sign that a matter is key and the words of the text that show it."""

    sign: str
    words: str


def hard_signs(text: str) -> tuple[HardSign, ...]:
    """The signs in the beginning of a text, at most one of each kind; what is denied (无安全隐患) does not count."""
    plain = normal(text)[:_READ]
    found: list[HardSign] = []
    for sign, pattern in _SIGNS.items():
        for match in pattern.finditer(plain):
            if not _DENIED.search(plain[: match.start()][-12:]):
                found.append(HardSign(sign=sign, words=match[0]))
                break
    return tuple(found)
