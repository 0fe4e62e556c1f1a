"""Which rules and which working time hold in a park, from which day on."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lianqi.kernel.mechanism.problems import MechanismInvalid
from lianqi.kernel.workdays.calendar_problems import CalendarInvalid
from lianqi.server.cases.models import Case, Commitment
from lianqi.server.cases.operations import move_due, tick, ticking
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.mechanisms import queries
from lianqi.server.mechanisms.models import CalendarText
from lianqi.server.mechanisms.operations import Activated, activate, publish_calendar
from lianqi.server.people import operations as people
from lianqi.server.registry import operations as registry
from tests.server.cases.park import CALENDAR, RULES, Park, open_park

#: The centre's words, with a triage limit of three working days instead of one.
SLOWER = RULES.replace("triage: {value: 1wd, reference: common}", "triage: {value: 3wd, reference: common}")
#: The calendar of 2027, invented: New Year on Friday, its make-up day on Sunday the 3rd.
NEXT_YEAR = (
    CALENDAR.replace("version: cn-2026.1", "version: cn-2027.1").replace("through: 2026-12-31}", "through: 2027-12-31}")
    + "  # 2027\n  - {name: 元旦, from: 2027-01-01, through: 2027-01-02, make_up: [2027-01-03]}\n"
    + "  - {name: 春节, from: 2027-02-05, through: 2027-02-12}\n"
)


@pytest.fixture
def park(db: None) -> Park:
    """示例园区, whose people 周敏 and 陈立 work; 孟工 keeps its accounts, so that every role is held."""
    park = open_park()
    keeper = people.new_member(park=park.code, name="孟工", phone="", now=park.now)
    keeper.set("roles", ["administrator"])
    with one_transaction():
        people.store_members(park=park.code, drafts=[keeper], actor="system", now=park.now)
    return park


def put_in_force(park: Park, text: str, *, since: date, before_people: bool = False) -> Activated:
    """陈立 activates a mechanism."""
    with one_transaction():
        return activate(
            park=park.code,
            text=text,
            name="new",
            since=since,
            actor=park["陈立"],
            now=park.now,
            before_people=before_people,
        )


def publish(park: Park, text: str) -> None:
    """陈立 publishes a calendar."""
    with one_transaction():
        publish_calendar(park=park.code, text=text, name="cn.yaml", actor=park["陈立"], now=park.now)


def refused(park: Park, text: str) -> LedgerRefusal:
    with pytest.raises(LedgerRefusal) as caught:
        put_in_force(park, text, since=park.now.date())
    return caught.value


def triage_due(park: Park, number: str) -> datetime:
    return Commitment.objects.get(park=park.code, number=number, kind="triage").due


def test_the_texts_say_what_they_are_changed_into() -> None:
    assert SLOWER != RULES and "2027-12-31" in NEXT_YEAR


def test_a_new_mechanism_holds_for_new_cases_from_its_day_and_old_ones_keep_theirs(park: Park) -> None:
    old = park.a_case()
    done = put_in_force(park, SLOWER, since=(park.now + timedelta(days=1)).date())
    assert done.unheld == ()
    today = park.a_case("路灯不亮")
    assert triage_due(park, today) == triage_due(park, old)
    park.later(days=1)
    tomorrow = park.a_case("停电")
    assert triage_due(park, tomorrow).date() == date(2026, 6, 15), "three working days, over a weekend"
    mechanisms = dict(Case.objects.filter(park=park.code).values_list("no", "mechanism"))
    assert mechanisms[tomorrow] == done.mechanism.digest != mechanisms[old] == mechanisms[today]
    park.does("陈立", "dispatch", old, class_id="premises", complexity="general", main_unit="construction")
    assert Case.objects.get(no=old).status == "handling", "a case of the old text is still decided by it"


def test_of_two_activations_for_one_day_the_later_holds(park: Park) -> None:
    put_in_force(park, SLOWER, since=park.now.date())
    park.later(minutes=1)
    put_in_force(park, RULES, since=park.now.date())
    assert queries.in_force(park=park.code, on=park.now.date()).text == RULES


def test_before_its_first_mechanism_a_park_has_none(park: Park) -> None:
    with pytest.raises(LedgerRefusal) as caught:
        queries.in_force(park=park.code, on=date(2025, 12, 31))
    assert caught.value.refusal.code == "mechanism.none-active"


def test_a_mechanism_whose_roles_nobody_holds_is_not_activated_by_oversight(park: Park) -> None:
    text = RULES.replace(
        "  liaison: {name", "  greeter: {name: {zh: 引导员, en: Greeter}, duties: [record]}\n  liaison: {name"
    )
    refusal = refused(park, text).refusal
    assert refusal.code == "mechanism.activation.roles-unheld"
    assert refusal.details["ids"] == ["greeter"] and refusal.details["roles_zh"] == "引导员"
    assert put_in_force(park, text, since=park.now.date(), before_people=True).unheld == ("greeter",)


def test_a_mechanism_that_fails_its_checks_is_not_activated(park: Park) -> None:
    text = re.sub(r"duties: \[adjudicate\]", "duties: [supervise]", RULES)
    refusal = refused(park, text).refusal
    assert refusal.code == "mechanism.activation.lint"
    assert "第" in refusal.details["faults_zh"]


def test_a_mechanism_that_names_units_the_park_has_not_is_not_activated(park: Park) -> None:
    with one_transaction():
        registry.close_unit(park=park.code, code="finance", actor=park["陈立"], now=park.now)
    refusal = refused(park, RULES).refusal
    assert refusal.code == "mechanism.activation.units-missing"
    assert refusal.details["units_zh"] == "财政金融局"


def test_a_text_that_is_no_mechanism_is_refused_with_its_lines(park: Park) -> None:
    with pytest.raises(MechanismInvalid):
        put_in_force(park, "id: [", since=park.now.date())
    with pytest.raises(CalendarInvalid):
        publish(park, "version: 1\n")


def test_a_park_without_a_calendar_says_so(park: Park) -> None:
    with pytest.raises(LedgerRefusal) as caught:
        queries.calendar_of("elsewhere")
    assert caught.value.refusal.code == "calendar.none-published"


def test_a_version_of_a_calendar_stands_for_one_text(park: Park) -> None:
    with pytest.raises(LedgerRefusal) as caught:
        publish(park, CALENDAR.replace("09:00-12:00", "08:30-12:00"))
    assert caught.value.refusal.code == "calendar.publish.version-taken"
    before = Event.objects.count()
    publish(park, CALENDAR)
    assert Event.objects.count() == before, "the same text again is nothing new"


def across_new_year(park: Park, count: int) -> list[str]:
    """Cases whose answers are due in the first days of an unpublished 2027."""
    park.now = datetime(2026, 12, 29, 2, 0, tzinfo=UTC)
    return [park.dispatched(f"第{n}件漏水") for n in range(count)]


def answer(park: Park, number: str) -> Commitment:
    return Commitment.objects.get(park=park.code, number=number, kind="answer")


def test_a_date_beyond_the_published_year_is_provisional_and_cannot_lapse_until_it_is_published(park: Park) -> None:
    (number,) = across_new_year(park, 1)
    guessed = answer(park, number)
    assert guessed.provisional
    park.later(days=10)
    tick(park=park.code, now=park.now)
    assert not answer(park, number).lapsed
    publish(park, NEXT_YEAR)
    moved = move_due(park=park.code, now=park.now)
    assert (moved.looked_at, moved.changed, moved.finished) == (1, 1, True)
    settled = answer(park, number)
    assert not settled.provisional and settled.calendar == "cn-2027.1" and settled.due > guessed.due - timedelta(days=5)
    tick(park=park.code, now=park.now)
    assert answer(park, number).lapsed


def test_a_publication_that_was_interrupted_is_gone_on_with_and_moves_nothing_twice(
    park: Park, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lianqi.server.cases.operations import moving

    numbers = across_new_year(park, 5)
    publish(park, NEXT_YEAR)
    monkeypatch.setattr(moving, "_AT_ONCE", 2)
    first = move_due(park=park.code, now=park.now, limit=2)
    assert (first.looked_at, first.finished) == (2, False)
    second = move_due(park=park.code, now=park.now)
    assert (second.looked_at, second.finished) == (3, True)
    assert move_due(park=park.code, now=park.now).looked_at == 0
    moved = Event.objects.filter(type="due-moved", stream_kind="case")
    assert moved.values("stream_id").distinct().count() == len(numbers)
    ids = [(event.stream_id, event.data) for event in moved]
    assert len(ids) == len(set(ids))
    assert CalendarText.objects.get(park=park.code, version="cn-2027.1").moved_at is not None


def test_a_case_that_cannot_be_moved_holds_up_nobody_else_and_is_tried_again(
    park: Park, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lianqi.server.cases.operations import moving

    stuck, *fine = across_new_year(park, 5)
    publish(park, NEXT_YEAR)
    monkeypatch.setattr(moving, "_AT_ONCE", 2)
    with monkeypatch.context() as faulty:
        real = ticking.decide

        def decide(command: Any, case: Any, **beside: Any) -> Any:
            if case.record.number == stuck:
                raise RuntimeError("a fault in the rules")
            return real(command, case, **beside)

        faulty.setattr(ticking, "decide", decide)
        with pytest.raises(ticking.SomeFailed) as failed:
            move_due(park=park.code, now=park.now)
    assert failed.value.ids == (Case.objects.get(park=park.code, no=stuck).id,)
    assert not any(answer(park, number).provisional for number in fine)
    assert answer(park, stuck).provisional
    assert move_due(park=park.code, now=park.now).finished
    assert not answer(park, stuck).provisional, "mended, it is moved too"


def test_an_answered_case_is_left_as_it_is(park: Park) -> None:
    park.now = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    number = park.a_case()
    park.does("陈立", "not-accept", number, reason="outside-park", door="请向12345反映")
    publish(park, NEXT_YEAR)
    assert move_due(park=park.code, now=park.now).looked_at == 0
