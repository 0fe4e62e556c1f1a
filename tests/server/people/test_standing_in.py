"""江主任 goes on leave from Monday to Friday; 钱总工 stands in for him, and for nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from lianqi.server.cases import gate, queries
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.people import operations as people
from lianqi.server.people.models import StandIn
from tests.server.cases.park import Park

TODAY = date(2026, 6, 9)


def stands_in(park: Park, person: str, absent: str, until: date = date(2026, 6, 12), since: date = TODAY) -> str:
    with one_transaction(park=park.code):
        return people.name_stand_in(
            park=park.code,
            absent=park[absent],
            person=park[person],
            since=since,
            until=until,
            today=TODAY,
            actor=park[absent],
            now=park.now,
        )


def of(park: Park, who: str) -> gate.Principal:
    return gate.principal_for(park=park.code, actor=park[who], now=park.now)


def at_signature(park: Park) -> str:
    """海棠机电's roof; the answer lies with the leader in charge of construction."""
    number = park.dispatched()
    assert park.does("何工", "draft", number, answer="月底前修好", end="solved").refusal is None
    assert park.does("罗局", "review", number, approved=True).refusal is None
    return number


def test_who_stands_in_sees_and_does_what_the_one_on_leave_could_and_the_log_says_in_whose_name(park: Park) -> None:
    number = at_signature(park)
    with pytest.raises(gate.NotFound):
        park.does("唐工", "sign", number, approved=True)
    stands_in(park, "唐工", "江主任")
    owed = queries.units_due(of(park, "唐工"), units=["construction"]).items
    assert {row.number for row in owed} == {number}, "on the desk, too"
    assert park.does("唐工", "sign", number, approved=True).refusal is None
    signed = next(line for line in queries.life(of(park, "陈立"), number).lines if line.type == "signed")
    assert signed.actor == "唐工（代江主任）"
    assert Event.objects.get(type="signed").actor == park["唐工"], "the log says who really did it"


def test_what_is_ones_own_to_do_is_done_in_ones_own_name(park: Park) -> None:
    stands_in(park, "罗局", "江主任")
    number = at_signature(park)
    reviewed = next(line for line in queries.life(of(park, "罗局"), number).lines if line.type == "reviewed")
    assert reviewed.actor == "罗局"
    assert park.does("江主任", "sign", number, approved=True).refusal is None, "who is away may do it all the same"


def test_nobody_judges_their_own_draft_in_a_colleagues_place(park: Park) -> None:
    number = park.dispatched()
    stands_in(park, "何工", "罗局")
    assert park.does("何工", "draft", number, answer="月底前修好", end="solved").refusal is None
    refused = park.does("何工", "review", number, approved=True).refusal
    assert refused is not None and refused.code == "case.stand-in.own-draft"
    assert park.does("罗局", "review", number, approved=True).refusal is None


def test_it_begins_and_ends_by_itself_on_the_parks_days(park: Park) -> None:
    number = at_signature(park)
    stands_in(park, "唐工", "江主任", since=date(2026, 6, 10), until=date(2026, 6, 11))
    for hours, sees in ((0, False), (14.4, False), (14.6, True), (62.4, True), (62.6, False)):
        now = park.now
        park.later(hours=hours)  # midnight in the park is 14.5 hours away
        assert (number in {row.no for row in queries.cases(of(park, "唐工")).items}) is sees, hours
        park.now = now


def test_it_is_ended_by_either_of_them_and_by_nobody_else(park: Park) -> None:
    number = at_signature(park)
    id = stands_in(park, "唐工", "江主任")
    for who, ended in (("何工", False), ("唐工", True), ("江主任", False)):
        with one_transaction(park=park.code):
            assert people.end_stand_in(park=park.code, id=id, by=park[who], actor=park[who], now=park.now) is ended
    with pytest.raises(gate.NotFound):
        queries.life(of(park, "唐工"), number)
    assert [event for event in Event.objects.values_list("type", flat=True) if event.startswith("member.stand")] == [
        "member.stand-in-named",
        "member.stand-in-ended",
    ]


def test_an_officers_enterprises_and_first_words_go_along(park: Park) -> None:
    with one_transaction(park=park.code):
        (zhou,) = people.draft_members(park=park.code, ids=[_membership(park, "周敏")])
        zhou.link(park["海棠机电"], "liaison")
        people.store_members(park=park.code, drafts=[zhou], actor="system", now=park.now)
    stands_in(park, "何工", "周敏")
    he = of(park, "何工")
    assert park["海棠机电"] in he.enterprises
    number = park.says("何工", "大门口积水").number
    assert queries.life(of(park, "陈立"), number).lines[0].actor == "何工（代周敏）"
    assert park.does("何工", "solve-on-the-spot", number, measure="疏通了排水口").refusal is None


def test_the_inspections_rights_are_never_lent(park: Park) -> None:
    secret = park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).number
    stands_in(park, "陈立", "苏检")
    with pytest.raises(gate.NotFound):
        queries.life(of(park, "陈立"), secret)
    assert "inspection" not in of(park, "陈立").subjects


def test_rights_are_not_lent_on_to_a_third(park: Park) -> None:
    number = at_signature(park)
    stands_in(park, "秦局", "江主任")
    stands_in(park, "唐工", "陈立")
    with one_transaction(park=park.code):
        StandIn.objects.filter(person_id=park["唐工"]).update(absent_id=park["秦局"])
    with pytest.raises(gate.NotFound):
        park.does("唐工", "sign", number, approved=True)


def test_who_stepped_aside_lends_nothing_in_that_case(park: Park) -> None:
    number = park.dispatched()
    assert park.does("何工", "recuse", number, person=park["何工"], reason="亲属在该企业").refusal is None
    stands_in(park, "唐工", "何工")
    refused = park.does("唐工", "draft", number, answer="已修", end="solved").refusal
    assert refused is not None and refused.code == "case.not-yours"


@pytest.mark.parametrize(
    ("person", "absent", "since", "until", "code"),
    [
        ("唐工", "江主任", date(2026, 6, 8), date(2026, 6, 9), "people.stand-in.dates"),
        ("唐工", "江主任", date(2026, 6, 10), date(2026, 6, 9), "people.stand-in.dates"),
        ("唐工", "江主任", date(2026, 6, 10), date(2026, 9, 30), "people.stand-in.dates"),
        ("江主任", "江主任", date(2026, 6, 10), date(2026, 6, 11), "people.stand-in.self"),
        ("刘芳", "江主任", date(2026, 6, 10), date(2026, 6, 11), "people.stand-in.stranger"),
        ("唐工", "罗局", date(2026, 6, 10), date(2026, 6, 11), "people.stand-in.taken"),
        ("罗局", "江主任", date(2026, 6, 10), date(2026, 6, 11), "people.stand-in.away"),
    ],
)
def test_what_cannot_be_arranged_says_why(
    park: Park, person: str, absent: str, since: date, until: date, code: str
) -> None:
    stands_in(park, "何工", "罗局")
    with pytest.raises(LedgerRefusal) as refused:
        stands_in(park, person, absent, since=since, until=until)
    assert refused.value.refusal.code == code


def test_who_leaves_the_park_stands_in_for_nobody(park: Park) -> None:
    stands_in(park, "唐工", "江主任")
    with one_transaction(park=park.code):
        people.member_leaves(park=park.code, person=park["江主任"], actor="system", now=park.now)
    assert of(park, "唐工").stands_in_for == ()
    assert not StandIn.objects.filter(ended_at__isnull=True).exists()


def _membership(park: Park, who: str) -> str:
    from lianqi.server.people.models import Membership

    return str(Membership.objects.get(park=park.code, person_id=park[who]).id)
