"""Visits, the reception day, the board and the bulletin of a mechanism in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from lianqi.kernel.mechanism.loader import Mechanism
from lianqi.kernel.mechanism.loop import BoardRules, ReceptionRules, VisitRules, loop_rules
from lianqi.kernel.mechanism.measure import say
from lianqi.kernel.mechanism.rules import Text


def told(mechanism: Mechanism, *, on: date) -> Iterator[Text]:
    """What the park does beside the cases, sentence by sentence; nothing for what it does not do."""
    rules, names = loop_rules(mechanism, on=on), mechanism.names()
    if rules.visits is not None:
        yield from _visits(rules.visits)
    if rules.reception is not None:
        yield _reception(rules.reception, names)
    if rules.board is not None:
        yield from _board(rules.board)
    if rules.bulletin is not None:
        yield Text(
            f"每季度发一期《{rules.bulletin.name.zh}》，登记、交办、办结、企业认可四个数字分开写，附口径和台账根值。",
            f"Each quarter “{rules.bulletin.name.en}” is issued: recorded, dispatched, closed and confirmed as four "
            "separate numbers, with their formulas and the root of the ledger.",
        )


def _visits(rules: VisitRules) -> Iterator[Text]:
    yield Text(
        f"每家企业每季度至少走访一次，或由企业婉拒。{rules.about.zh}",
        f"Each enterprise is visited at least once a quarter, or declines. {rules.about.en}",
    )
    asked = rules.questions.values()
    yield Text(
        f"走访只问{len(asked)}句：{''.join(one.ask.zh for one in asked)}答复即登记为事项。",
        f"A visit asks {len(asked)} things: {' '.join(one.ask.en for one in asked)} Each answer becomes a case.",
    )
    yield Text(
        f"走访、回访、评价合计，每家企业每季度打扰不超过{rules.contact_budget}次。",
        f"Visits, call-backs and votes together trouble an enterprise at most {rules.contact_budget} times a quarter.",
    )


def _reception(rules: ReceptionRules, names: Mapping[str, Text]) -> Text:
    hosts = [names[f"role.{role}"] for role in rules.hosts]
    return Text(
        f"每月{rules.day}日举办{rules.name.zh}，逢休息日顺延到下一个工作日；"
        f"{'、'.join(host.zh for host in hosts)}轮流主持，会后{say(rules.minutes_within, 'zh')}内出会议纪要。",
        f"{rules.name.en} on day {rules.day} of each month, or the next working day; "
        f"{', '.join(host.en for host in hosts)} take turns as host, with minutes within "
        f"{say(rules.minutes_within, 'en')}.",
    )


def _board(rules: BoardRules) -> Iterator[Text]:
    judged = Text("本园区各单位", "every unit of the park")
    if not rules.everyone:
        judged = Text(f"{len(rules.units)}个单位", f"{len(rules.units)} units")
    yield Text(
        f"每季度随机抽取{rules.voters}家企业评价{judged.zh}，上季度参评过的不再抽；红牌是满意，黄牌是不满意。",
        f"Each quarter {rules.voters} enterprises are drawn by lot to judge {judged.en}; nobody who "
        "judged the quarter before is drawn again. A red card is satisfied, a yellow card is not.",
    )
    yield Text(
        f"一个单位收到的有效票不足{rules.too_few}张的，注明样本不足，不排名。",
        f"A unit with fewer than {rules.too_few} valid cards is marked as such and given no place.",
    )
