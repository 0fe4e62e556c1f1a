"""登记、交办、办结、企业认可 are four numbers: cells, their sum, and a replay of the log say the same."""

from __future__ import annotations

from collections import Counter

from lianqi.kernel.scoring import MEASURES
from lianqi.server.cases import figures, gate, queries, reactions
from lianqi.server.cases.figures import CONSUMER
from lianqi.server.cases.models import FigureCell
from lianqi.server.cases.operations import tick
from lianqi.server.ledger.models import Consumer, Ledger
from tests.server.cases.park import Park
from tests.server.cases.test_life import live


def a_quarter(park: Park) -> None:
    """Three cases: one lived to its end, one overdue, one not agreed; and one in confidence."""
    live(park)
    park.dispatched("门口路灯不亮", of="木棉食品")
    park.later(days=20)
    tick(park=park.code, now=park.now)
    number = park.dispatched("食堂用气压力不足")
    for who, kind, data in (
        ("何工", "draft", {"answer": "已调压", "end": "solved"}),
        ("罗局", "review", {"approved": True}),
        ("江主任", "sign", {"approved": True}),
        ("刘芳", "reject", {"reason": "还是不行"}),
    ):
        assert park.does(who, kind, number, **data).refusal is None
    assert park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).refusal is None
    reactions.catch_up(park=park.code)


def test_the_sum_is_the_sum_of_its_cells_and_of_its_units(park: Park) -> None:
    a_quarter(park)
    whole = figures.figures(park=park.code)
    assert whole.measures["registered"] == 3 and whole.measures["answered"] == 2
    assert whole.measures["confirmed"] == 1 and whole.measures["closed-solved"] == 1
    by_hand: Counter[str] = Counter()
    every = FigureCell.EVERY
    for cell in FigureCell.objects.filter(park=park.code).exclude(unit=every).exclude(class_id=every):
        if cell.kind != every and cell.measure in MEASURES:
            by_hand[cell.measure] += cell.value
    assert {measure: value for measure, value in whole.measures.items() if value} == +by_hand
    units = figures.by_unit(park=park.code)
    assert set(units) >= {"", "construction"}
    for measure, value in whole.measures.items():
        assert value == sum(one.measures[measure] for one in units.values()), measure


def test_the_cells_are_a_replay_of_the_log_up_to_the_position_they_cite(park: Park) -> None:
    a_quarter(park)
    whole = figures.figures(park=park.code)
    kept = {
        (cell.measure, cell.month, cell.unit, cell.class_id, cell.kind): cell.value
        for cell in FigureCell.objects.filter(park=park.code)
        if cell.value
    }
    assert kept == figures.replayed(park=park.code, position=whole.position)
    assert whole.position == Consumer.objects.get(park=park.code, name=CONSUMER).position
    assert whole.root == Ledger.objects.get(park=park.code, position=whole.position).root


def test_every_sum_that_is_kept_is_the_sum_of_the_cells_below_it(park: Park) -> None:
    a_quarter(park)
    rows = FigureCell.objects.filter(park=park.code).values_list(
        "unit", "class_id", "kind", "month", "measure", "value"
    )
    kept = {tuple(key): value for *key, value in rows}
    every = FigureCell.EVERY
    below: Counter[tuple[int, tuple[str, ...]]] = Counter()
    for key, value in kept.items():
        for place in range(3):
            if key[place] != every:
                above = (*key[:place], every, *key[place + 1 :])
                below[place, above] += value
    assert below
    for (_, above), value in below.items():
        assert kept.get(above, 0) == value, above


def test_what_is_not_sealed_yet_is_not_counted_yet(park: Park) -> None:
    park.a_case()
    assert figures.figures(park=park.code).measures["registered"] == 0
    reactions.catch_up(park=park.code)
    assert figures.figures(park=park.code).measures["registered"] == 1
    reactions.catch_up(park=park.code)
    assert figures.figures(park=park.code).measures["registered"] == 1, "each event once"


def test_months_are_the_parks_own(park: Park) -> None:
    park.later(days=21, hours=15)  # 30 June 16:30 in UTC, 1 July 00:30 in the park
    park.a_case()
    reactions.catch_up(park=park.code)
    assert figures.figures(park=park.code, since="2026-07").measures["registered"] == 1
    assert figures.figures(park=park.code, until="2026-06").measures["registered"] == 0


def test_the_number_registered_is_the_number_in_the_list(park: Park) -> None:
    a_quarter(park)
    office = gate.whole(park.code)
    assert figures.figures(park=park.code).measures["registered"] == queries.count_cases(office).number == 3


def test_too_few_to_rank(park: Park) -> None:
    a_quarter(park)
    readings = {reading.figure.id: reading for reading in figures.figures(park=park.code).readings}
    assert not readings["on-time-rate"].ranked and readings["on-time-rate"].denominator == 3
    assert readings["satisfaction-rate"].quotient == 5_000
