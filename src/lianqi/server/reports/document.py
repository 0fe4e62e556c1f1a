"""季度通报 as a Word document of two pages, from the frozen numbers alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianqi.digest.page import HEADING, TITLE, Block, Paragraph, Table, day, page_bytes
from lianqi.kernel.bulletins import Bulletin
from lianqi.kernel.mechanism.loop import BulletinRules
from lianqi.kernel.scoring import FIGURES, FIGURES_OF_UNIT, Reading, read
from lianqi.kernel.visits import Quarter

#: The rates of the whole park, in the order of the page.
_RATES = ("on-time-rate", "closing-rate", "solve-rate", "satisfaction-rate", "on-the-spot-rate", "return-rate")
_NUMERALS = "一二三四五六七八"
#: Points of the text (小四 would leave the second page bare).
_TEXT = 14


@dataclass(frozen=True, slots=True)
class Setting:
    """What the document names beside the numbers: the park, the rules, the units' names, the moment on its clock."""

    park: str
    rules: BulletinRules
    units: Mapping[str, str]
    at: datetime
    calendar: str


def document(bulletin: Bulletin, *, number: int, place: Setting) -> bytes:
    """The bulletin as bytes of a .docx; `number` is 0 while it is a draft."""
    quarter, said = Quarter.parse(bulletin.period), bulletin.figures
    issue = f"第{number}期" if number else "草稿"
    when = f"{quarter.year}年第{quarter.number}季度"
    parts: list[tuple[str, list[Block]]] = [
        ("四个数字", _numbers(said)),
        ("办得怎么样", _rates(said)),
        ("各单位办理情况和红黄牌", _units(said, place)),
        ("走访和接待日", [Paragraph(_fieldwork(said), size=_TEXT)]),
        ("红黄榜", [Paragraph(_board(said), size=_TEXT)]),
        ("还不清楚的", [Paragraph(_unknown(said, place), size=_TEXT)]),
        ("口径和出处", _passport(bulletin, place)),
    ]
    blocks: list[Block] = [
        Paragraph(f"{place.park}{place.rules.name.zh}", font=TITLE, size=20, indent=False, centred=True),
        Paragraph(f"{when}　{issue}", size=12, indent=False, centred=True),
        Paragraph(f"{place.rules.issuer.zh}　{day(place.at)}", size=10.5, indent=False, centred=True),
    ]
    for numeral, (title, body) in zip(_NUMERALS, parts, strict=False):
        blocks += [Paragraph(f"{numeral}、{title}", font=HEADING, size=_TEXT, before=8, indent=False), *body]
    return page_bytes(blocks, title=f"{place.rules.name.zh}（{when}）")


def _numbers(said: Mapping[str, Any]) -> list[Block]:
    park = said["park"]
    closed = park.get("closed-solved", 0) + park.get("closed-explained", 0)
    agreed = park.get("confirmed", 0) + park.get("confirmed-by-call-back", 0)
    rows = (
        ("登记", "交办", "办结", "企业认可"),
        (f"{park.get('registered', 0)}件", f"{park.get('dispatched', 0)}件", f"{closed}件", f"{agreed}件"),
    )
    told = (
        "四个数字各算各的，互不代替：登记是企业反映后写下来的；交办是首次交给责任单位的；"
        f"办结是核查销号的（已解决{park.get('closed-solved', 0)}件、解释说明{park.get('closed-explained', 0)}件）；"
        f"企业认可是企业自己说认可的（本人{park.get('confirmed', 0)}件、"
        f"回访{park.get('confirmed-by-call-back', 0)}件）。"
        f"另有企业不认可{park.get('rejected', 0)}件次、未表态{park.get('silent', 0)}件，"
        f"列入计划（挂账）{park.get('planned', 0)}次，不算办结。"
    )
    return [Table(rows, widths=(38, 38, 38, 38), left=frozenset(), size=12), Paragraph(told, size=_TEXT, before=3)]


def _rates(said: Mapping[str, Any]) -> list[Block]:
    beyond: list[str] = []
    rows: list[tuple[str, ...]] = [("指标", "数值", "分子÷分母", "95%区间", "说明")]
    for code in _RATES:
        one = read(FIGURES[code], said["park"], too_few=said["too_few"])
        few = "" if one.ranked else "样本不足"
        rows.append((one.figure.name.zh, _percent(one.quotient), _over(one), _interval(one), few))
        if one.beyond:
            n = said.get("earlier", {}).get(code, 0)
            beyond.append(f"{one.figure.name.zh}超过100%，是因为分子中有{n}件是以前季度登记的，在本季度办结。")
    table = Table(rows, widths=(38, 26, 34, 36, 24), left=frozenset({0}), size=10.5)
    return [table, *([Paragraph("".join(beyond), size=_TEXT, before=3)] if beyond else [])]


def _units(said: Mapping[str, Any], place: Setting) -> list[Block]:
    cards = {row["unit"]: row for row in said["vote"]["rows"]} if said["vote"] else {}
    head = ("单位", "交办", "到期", "按时", "按时率", "退回", "重办", "黄灯", "红灯", "红牌", "黄牌", "位次")
    rows: list[tuple[str, ...]] = [head]
    for code in sorted({*said["units"], *cards}, key=lambda code: (-_given(said, code), place.units.get(code, code))):
        own = said["units"].get(code, {})
        rate = read(FIGURES_OF_UNIT["on-time-rate"], own, too_few=said["too_few"])
        share = _percent(rate.quotient) if rate.ranked else "样本不足" if rate.denominator else "—"
        given = [str(own.get(name, 0)) for name in ("given", "answer-due", "answer-in-time")]
        after = [str(own.get(name, 0)) for name in ("returned", "redone", "yellow-light", "red-light")]
        card = cards.get(code)
        voted = (str(card["red"]), str(card["yellow"]), _place(card)) if card else ("—", "—", "—")
        rows.append((place.units.get(code, code), *given, share, *after, *voted))
    widths = (35, 10, 10, 10, 17, 10, 10, 10, 10, 10, 10, 14)
    return [Table(rows, widths=widths, left=frozenset({0}), size=8.5)]


def _given(said: Mapping[str, Any], code: str) -> int:
    return int(said["units"].get(code, {}).get("given", 0))


def _place(card: Mapping[str, Any]) -> str:
    return str(card["place"]) if card["place"] else "不排名"


def _fieldwork(said: Mapping[str, Any]) -> str:
    visits, meetings = said["visits"], said["meetings"]
    left = visits["owed"] - visits["visited"] - visits["declined"]
    return (
        f"有专属服务员的企业{visits['owed']}家，本季度走访{visits['visited']}家，企业婉拒{visits['declined']}家，"
        f"没有走访{max(left, 0)}家。接待日召开{meetings['held']}次，研究议题{meetings['items']}项，"
        f"议定{meetings['settled']}项，顺延{meetings['rolled-over']}项。"
    )


def _board(said: Mapping[str, Any]) -> str:
    vote = said["vote"]
    if not vote:
        return "本季度评价没有汇总，红黄牌一栏为空。"
    few = sum(1 for row in vote["rows"] if not row["place"])
    return (
        f"随机抽取企业{vote['drawn']}家，收回有效票{vote['ballots']}张。红牌是满意，黄牌是不满意，没打过交道的不算票；"
        f"红牌占比相同的并列。{few}个单位收到的牌不足{vote['too_few']}张，样本不足，不排名。"
    )


def _unknown(said: Mapping[str, Any], place: Setting) -> str:
    park = said["park"]
    few = [
        place.units.get(code, code)
        for code, own in said["units"].items()
        if 0 < own.get("answer-due", 0) < said["too_few"]
    ]
    parts = [f"企业未表态{park.get('silent', 0)}件，满意不满意不知道，不当作满意"]
    parts.append(f"拟稿时在办{said['open']}件，结果还不知道")
    if few:
        parts.append(f"{len(few)}个单位到期件数不足{said['too_few']}件，按时率只列件数、不排名")
    parts.append("保密反映不计入任何数字")
    return "；".join(parts) + "。"


def _passport(bulletin: Bulletin, place: Setting) -> list[Block]:
    formulas = "；".join(f"{FIGURES[code].name.zh}＝{FIGURES[code].formula.zh}" for code in _RATES)
    leaves = "".join(FIGURES[code].leaves_out.zh for code in ("on-time-rate", "satisfaction-rate"))
    asked = f"数字取自台账第{bulletin.position}号为止的记录，按发生月份归入季度；工作日历版本{place.calendar}。根值："
    small: list[Block] = [Paragraph(f"{formulas}。{leaves}单位的按时率只算交给该单位的。", size=9, spacing=14)]
    closing = (
        "红灯、黄灯是拟稿时该单位自己还没办的，按事项件数计。任何人可用导出的台账核验（lianqi verify log），"
        "数字以本期所列序号和根值为准。"
    )
    root = Paragraph(bulletin.root, size=9, spacing=14)
    return [*small, Paragraph(asked, size=9, spacing=14), root, Paragraph(closing, size=9, spacing=14)]


def _percent(quotient: int | None) -> str:
    return "—" if quotient is None else f"{quotient / 100:.1f}%"


def _over(one: Reading) -> str:
    return f"{one.numerator}÷{one.denominator}"


def _interval(one: Reading) -> str:
    return "—" if one.low is None or one.high is None else f"{one.low / 100:.1f}–{one.high / 100:.1f}%"
