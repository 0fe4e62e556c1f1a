"""Which kind of word it is: 问题 problem, 诉求 request, 建议 suggestion, 咨询 enquiry, 投诉举报 complaint.

A *problem* says what is wrong now; a *request* asks for something that is not there yet. "积水严重，希望尽快处理"
is a problem with a wish attached, "希望协调贷款" is a request. A form that asks for the two in separate columns has
decided already: `asked` carries that decision; the wording only overrules it for suggestions, enquiries, complaints.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lianqi.insight.spelling import normal

PROBLEM, REQUEST, SUGGESTION, ENQUIRY, COMPLAINT = "problem", "request", "suggestion", "enquiry", "complaint"
KINDS = (PROBLEM, REQUEST, SUGGESTION, ENQUIRY, COMPLAINT)

#: Wording and its weight. A cue is a fact about Chinese, not about a park.
_CUES: Mapping[str, tuple[tuple[str, float], ...]] = {
    COMPLAINT: (
        (r"举报|投诉|检举|控告|信访|曝光", 3.0),
        (r"乱收费|吃拿卡要|索要|索贿|刁难|推诿扯皮|不作为|乱作为|滥用职权|欺骗|欺诈|诈骗|强制消费|捆绑销售", 2.5),
        (r"查处|严惩|追究|严查|非法|无证经营|维权|侵权|黑心", 1.5),
    ),
    ENQUIRY: (
        (r"请问|咨询|想了解|想知道|请教|不清楚|不知道|不了解|求解答|请解答", 3.0),
        (
            r"(?:如何|怎么|怎样|哪里|在哪|何时|什么时候|多少|哪些|什么)[^。！；]{0,16}(?:办|申请|申报|办理|享受|领取|缴纳|查询|条件|材料|流程|标准|时候|手续)",
            2.0,
        ),
        (r"(?:是否|能不能|可不可以|有没有|是不是)[^。！；]{0,30}[?？]|[吗呢么][?？]", 1.5),
        (r"[?？]\s*$", 1.0),
    ),
    SUGGESTION: (
        (r"^(?:[^，。]{0,12})建议|提(?:个|一?点|几点)?建议|提议|献策|倡议", 3.0),
        (r"建议", 1.6),
        (r"最好能|不妨|可以考虑|可考虑|更加完善", 1.2),
    ),
    REQUEST: (
        (r"恳请|请求|申请|盼|诉求|请(?:协调|帮助|支持|给予|予以|园区|政府|有关部门)|求助", 2.0),
        (r"希望|想要|需要|需求|急需|期盼|期望|望(?:能|予|给|协调|解决)|争取", 1.6),
        (r"(?:能否|可否|能不能|是否可以?)(?:帮|协调|支持|给予|安排|增加|提供|组织|开通|减免|牵头|出台)", 2.2),
        (r"协调|对接|推荐|牵线|给予支持|帮助(?:我|企业|公司|解决|对接)", 0.8),
    ),
    PROBLEM: (
        (
            r"损坏|破损|坏了|故障|漏水|积水|渗水|塌陷|坑洼|坑坑洼洼|堵塞|拥堵|断电|停电|跳闸|断网|断水|停水|停气|污染|扬尘|噪音|异味|超标|失效",
            2.0,
        ),
        (
            r"不稳|不足|不畅|不够|不通|不便|不合理|不到位|不及时|不能|不敢|不了|不好|不亮|不到|没有|没人|没(?:装|修|通|办|落实|解决)|无法|无人|缺乏|缺少|缺口|短缺|紧缺|紧张|匮乏|欠缺|缺工|未(?:办|能|通|落实|解决|兑现|到账|接通|安装)",
            1.6,
        ),
        (
            r"难(?:$|[，。、；])|[工贷人题行车证招资地]难[招留办找]?|遗留|拖了|涨得|涨价|吃不消|没有?门路|说不清|跑了.{1,4}趟|困难|困扰|难以|难题|瓶颈|较?慢|偏高|过高|太高|太贵|太少|太多|太慢|太小|太差|偏少|偏远|上涨|流失|亏损|滞后|拖欠|拖延|卡在|迟迟|至今|频繁|经常|屡次|反复|严重|隐患|危险|事故|违停|乱停|影响",
            1.3,
        ),
    ),
}
_COMPILED = {kind: tuple((re.compile(pattern), weight) for pattern, weight in cues) for kind, cues in _CUES.items()}

#: A wish that only asks for what is wrong to be put right adds nothing to the problem.
_ONLY_PUT_RIGHT = re.compile(
    r"(?:希望|恳请|请求|请|望|盼)[^，。；!！]{0,10}(?:尽快|早日|及时|抓紧|予以|帮忙|能够|能)?[^，。；!！]{0,8}(?:解决|处理|整改|修复|维修|修好|修一下|改善|疏通|排查|整治)"
)

#: Being complained about (被居民投诉) is a problem of the one who says it, not a complaint.
_SUFFERED = re.compile(r"被[^，。；]{0,6}(?:投诉|举报|信访|追究|查处)")
#: `normal` makes Chinese marks half-width; the patterns here are written with the Chinese ones.
_MARKS = str.maketrans(",;!:", "，；！：")

_OPENING, _CLOSING = 100, 60  # characters

#: Below this the wording says nothing; a weaker word than this decides nothing either.
_LEAST = 1.0
#: Complaints, enquiries and suggestions are stated in so many words or not at all.
_STATED = 2.0


@dataclass(frozen=True, slots=True)
class KindProposal:
    """The kind proposed and the words that decided. `sure` is false where the wording said little."""

    kind: str
    words: tuple[str, ...]
    sure: bool


def propose_kind(text: str, *, asked: str = "") -> KindProposal:
    """Propose the kind of one matter. `asked` is the kind that the form's own column asked for, or "".

    Text without any telling word is a problem if nothing was asked, and not sure.
    """
    plain = _SUFFERED.sub("", _plain(text))
    if any(pattern.search(plain) for pattern, _ in _COMPILED[PROBLEM]):
        plain = _ONLY_PUT_RIGHT.sub("。", plain)
    scores: dict[str, float] = {}
    words: dict[str, tuple[str, ...]] = {}
    for kind, cues in _COMPILED.items():
        hits = [(match[0].strip("，。；、 "), weight) for pattern, weight in cues for match in pattern.finditer(plain)]
        scores[kind] = sum(sorted((weight for _, weight in hits), reverse=True)[:3])
        words[kind] = tuple(dict.fromkeys(word[:12] for word, _ in hits if word))[:4]
    for kind in (COMPLAINT, ENQUIRY, SUGGESTION):
        others = max(scores[other] for other in KINDS if other != kind and other != PROBLEM)
        if scores[kind] >= _STATED and scores[kind] >= others:
            return KindProposal(kind=kind, words=words[kind], sure=True)
    if asked:
        return KindProposal(kind=asked, words=words.get(asked, ()), sure=True)
    if scores[REQUEST] < _LEAST and scores[PROBLEM] < _LEAST:
        return KindProposal(kind=PROBLEM, words=(), sure=False)
    kind = REQUEST if scores[REQUEST] > scores[PROBLEM] else PROBLEM
    return KindProposal(kind=kind, words=words[kind], sure=abs(scores[REQUEST] - scores[PROBLEM]) >= 0.5)


def _plain(text: str) -> str:
    """The text, or the beginning and the end of a letter: there it says what it is about and what it wants."""
    plain = normal(text).translate(_MARKS)
    return plain if len(plain) <= _OPENING + _CLOSING else f"{plain[:_OPENING]}。{plain[-_CLOSING:]}"
