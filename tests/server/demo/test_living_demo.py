"""The living demo, small: the same seed is the same park, its log verifies, and nobody else's park is written into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from lianqi.kernel.cases import Status
from lianqi.kernel.cases.commands import KINDS
from lianqi.kernel.cases.states import ENDS
from lianqi.kernel.enterprises.credit_code import check
from lianqi.kernel.mechanism.loader import load
from lianqi.server.cases.figures import replayed
from lianqi.server.cases.models import Case, Commitment, FigureCell
from lianqi.server.demo.building import Built, NotTheDemos, Size, build
from lianqi.server.demo.material import KINDS as KINDS_SAID
from lianqi.server.demo.material import Material, read_material
from lianqi.server.demo.opening import Texts, credit_code
from lianqi.server.demo.seating import PARK
from lianqi.server.demo.ways_in import link_of_somebody, open_accounts
from lianqi.server.ledger import projectors
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.exporting import export_log
from lianqi.server.ledger.operations import rebuild
from lianqi.server.meetings.models import Meeting
from lianqi.server.people.models import StandIn
from lianqi.server.registry.models import Enterprise
from lianqi.verify import verify_log
from tests.server.cases.park import open_park

ROOT = Path(__file__).parents[3]
TEXTS = Texts(
    "starter",
    (ROOT / "mechanisms" / "starter" / "mechanism.yaml").read_text("utf-8"),
    (ROOT / "mechanisms" / "calendars" / "cn.yaml").read_text("utf-8"),
)
#: Thursday 18 June 2026, 15:20 in the park.
UNTIL = datetime(2026, 6, 18, 7, 20, tzinfo=UTC)
#: What nobody of the demo does of their own accord: the system does it, or it mends what somebody did wrong.
NOBODY_DOES = {
    "record",
    "tick",
    "move-due",
    "succeed",
    "absorb",
    "relay-answer",
    "unmerge",
    "link",
    "correct",
    "recuse",
    "classify",
}


@pytest.fixture(scope="module")
def material() -> Material:
    return read_material(ROOT / "demo")


def built(material: Material, *, seed: int = 7, enterprises: int = 40, days: int = 45) -> Built:
    """A park of this size, lived up to `UNTIL`."""
    size = Size(enterprises=enterprises, officers=200, days=days)
    return build(
        material=material,
        texts=TEXTS,
        until=UNTIL,
        seed=seed,
        size=size,
        tell=lambda *_: None,
        caught_up=lambda _: None,
    )


@contextmanager
def thrown_away() -> Iterator[None]:
    """What is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows(*, visits: bool) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that a rebuild makes again; promises of visits, or all but those."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table in projectors.tables():
        kept = table._default_manager.filter(park=PARK).order_by("pk")
        if table is Commitment:
            of_visits = kept.filter(stream_kind="visits")
            kept = of_visits if visits else kept.exclude(stream_kind="visits")
        found[table._meta.db_table] = list(kept.values_list(*(field.attname for field in table._meta.concrete_fields)))
    return found


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_park_to_the_last_root(material: Material) -> None:
    roots = []
    for seed in (7, 7, 8):
        with thrown_away():
            roots.append(built(material, seed=seed).sealed)
    assert roots[0] == roots[1] and roots[0][0] > 500
    assert roots[2] != roots[0]


@pytest.mark.django_db
def test_its_log_verifies_its_rows_are_rebuilt_its_figures_are_those_of_the_log(material: Material) -> None:
    made = built(material, enterprises=70, days=90)
    report = verify_log(export_log(park=PARK, with_contents=True))
    assert not report.findings and report.contents > made.cases
    before = rows(visits=False)
    rebuild(park=PARK, progress=lambda *_: None)
    assert rows(visits=False) == before
    position, _ = ledger.position(PARK)
    cells = FigureCell.objects.filter(park=PARK)
    names = ("measure", "month", "unit", "class_id", "kind")
    assert {tuple(row[:-1]): row[-1] for row in cells.values_list(*names, "value")} == replayed(
        park=PARK, position=position
    )
    # Nothing was left undone: time was looked at up to the end, and nobody acted after it.
    assert not Case.objects.filter(park=PARK, wake_at__lt=UNTIL).exists()
    assert not Case.objects.filter(park=PARK, recorded_at__gt=UNTIL).exists()
    statuses = set(Case.objects.filter(park=PARK).values_list("status", flat=True))
    assert {"handling", "closed", "settled"} <= statuses
    assert Meeting.objects.filter(park=PARK, stage="closed").count() >= 2
    assert sum(made.refused.values()) * 50 < made.steps.total(), made.refused


@pytest.mark.django_db
def test_the_rows_of_its_visits_are_rebuilt(material: Material) -> None:
    built(material, enterprises=24, days=110)
    before = rows(visits=True)
    rebuild(park=PARK, progress=lambda *_: None)
    assert rows(visits=True) == before


@pytest.mark.django_db
def test_whoever_looks_at_it_gets_in(material: Material) -> None:
    made = built(material, days=20)
    open_accounts(material=material, built=made, password="湖畔的第七棵香樟树2026", now=UNTIL)
    from lianqi.server.accounts.models import Account

    assert set(Account.objects.values_list("name", flat=True)) == set(material.park["accounts"])
    handler = made.cast.named[material.park["accounts"]["handler"]["name"]]
    assert StandIn.objects.get(park=PARK).person_id == handler, "a colleague on leave is stood in for"
    firm, code = link_of_somebody(built=made, now=UNTIL)
    assert firm in {one.name for one in made.cast.firms} and len(code) == 12
    codes = list(Enterprise.objects.filter(park=PARK).values_list("credit_code", flat=True))
    assert len(set(codes)) == 40 and all(check(code) is None for code in codes)


@pytest.mark.django_db
def test_a_database_with_anybody_elses_park_is_left_alone(material: Material) -> None:
    open_park()
    with pytest.raises(NotTheDemos, match="示例园区"):
        built(material)
    assert not Enterprise.objects.filter(park=PARK).exists()


def test_no_division_has_the_number_of_its_credit_codes(material: Material) -> None:
    codes = [credit_code(material.park["credit_code_prefix"], number) for number in (0, 1, 31, 1_199)]
    assert len(set(codes)) == 4 and all(check(code) is None and code[2:8] == "000000" for code in codes)


def test_the_table_of_behaviour_knows_every_status_and_every_step(material: Material) -> None:
    """Else a case would stand still for ever in the demo, or a page would have nothing on it."""
    stations = {name.removeprefix("confidential.").partition(".")[0] for name in material.stations}
    # Handling is told apart more finely; a merged case rides with another.
    expected = {status.value for status in set(Status) - ENDS} - {"handling", "merged"}
    assert expected | {"dispatched", "working", "again", "misdirected", "reviewing", "signing"} <= stations
    moves = [move for some in (*material.stations.values(), *material.asides.values()) for move in some]
    assert {move.do for move in moves} - {"none"} == set(KINDS) - NOBODY_DOES


def test_every_class_of_the_rules_is_spoken_of_and_every_word_is_there(material: Material) -> None:
    rules = load(TEXTS.rules, name="starter").rules(on=UNTIL.date())
    inner = {one.parent for one in rules.classes.values()}
    assert set(material.classes) == set(rules.classes) - inner
    assert all(set(talk.says) <= set(KINDS_SAID) and talk.says for talk in material.classes.values())
    moves = [move for some in (*material.stations.values(), *material.asides.values()) for move in some]
    wanted = {phrase for move in moves for phrase in move.say.values()} | {"explained", "spot"}
    for talk in material.classes.values():
        assert wanted <= set(material.phrases) | set(talk.phrases), talk.id
    for shock in material.arrivals.shocks:
        assert material.classes[shock.class_id].about[shock.about]
