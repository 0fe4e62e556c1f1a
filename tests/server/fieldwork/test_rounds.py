"""走访: 周敏 owes 海棠机电 a visit this quarter; three questions become cases, or the enterprise declines."""

from __future__ import annotations

import re
from typing import Any

from lianqi.server.cases.models import Case, Commitment
from lianqi.server.fieldwork.models import VisitDuty
from lianqi.server.fieldwork.operations import owe_visits, tick
from lianqi.server.ledger.operations import erase_subject, one_transaction, projection_digest, rebuild
from lianqi.server.ledger.queries import kept_of
from tests.server.cases.park import Park
from tests.server.fieldwork.conftest import as_

DIFFICULTY, NEED = "三号厂房屋顶漏水，机器都不敢开", "想办一场专场招聘会"


def sends(park: Park, address: str = "", who: str = "周敏", **typed: Any) -> Any:
    """Open the visit to 海棠机电 and send a form of its page, twice as a hasty thumb does."""
    page = f"/visits/{park['海棠机电']}/"
    browser = as_(park, who)
    found = re.search(r'name="command_id" value="([^"]+)"', browser.get(page).content.decode())
    assert found is not None
    given = {"command_id": found[1], **typed}
    first = browser.post(f"{page}{address}", given)
    if first.status_code == 302:
        second = browser.post(f"{page}{address}", given)
        assert second.status_code == 302, "a second click is the same click"
    return first


def row(park: Park) -> VisitDuty:
    return VisitDuty.objects.get(park=park.code, enterprise=park["海棠机电"])


def test_every_enterprise_with_an_officer_is_owed_one_visit_this_quarter(park: Park) -> None:
    assert not owe_visits(park=park.code, now=park.now)
    owe_visits(park=park.code, now=park.now)
    assert [one.enterprise for one in VisitDuty.objects.all()] == [park["海棠机电"]], "木棉食品 has no officer"
    page = as_(park, "周敏").get("/visits/").content.decode()
    assert "2026年第2季度" in page and "海棠机电" in page and "6月30日" in page
    centre = as_(park, "陈立").get("/visits/").content.decode()
    assert "海棠机电" in centre and "全区" in centre
    assert as_(park, "何工").get("/visits/").status_code == 403


def test_answers_become_cases_and_the_visit_is_settled(park: Park) -> None:
    owe_visits(park=park.code, now=park.now)
    typed = {"said-difficulty": DIFFICULTY, "said-need": NEED, "spot-need": "on", "measure-need": "已约人社局下周来谈"}
    sent = sends(park, contact=park["刘芳"], **typed)
    assert sent.status_code == 302
    cases = Case.objects.filter(park=park.code).order_by("no").values_list("kind", "status", "channel", "contact")
    assert list(cases) == [
        ("problem", "triage", "visit", park["刘芳"]),
        ("request", "on-the-spot", "visit", park["刘芳"]),
    ]
    assert (row(park).visited, row(park).last_period) == (1, "2026Q2")
    told = Commitment.objects.filter(stream_kind="visits").order_by("id").values_list("state", flat=True)
    assert list(told) == ["discharged", "open"]
    assert "已走访" in as_(park, "周敏").get("/visits/").content.decode()


def test_what_was_typed_stays_when_something_is_missing(park: Park) -> None:
    owe_visits(park=park.code, now=park.now)
    bare = sends(park, **{"said-difficulty": DIFFICULTY, "spot-difficulty": "on"})
    assert bare.status_code == 422 and DIFFICULTY in bare.content.decode()
    assert "请写明怎么解决的" in bare.content.decode()
    assert "一句也没有写" in sends(park).content.decode()
    both = sends(park, **{"said-need": NEED, "nothing": "on"})
    assert both.status_code == 422 and NEED in both.content.decode()
    stranger = sends(park, **{"said-need": NEED, "spot-need": "on"})
    assert stranger.status_code == 422
    assert not Case.objects.filter(park=park.code).exists() and row(park).visited == 0


def test_nothing_to_say_is_a_visit_as_well(park: Park) -> None:
    owe_visits(park=park.code, now=park.now)
    assert sends(park, nothing="on").status_code == 302
    assert row(park).visited == 1 and not Case.objects.exists()


def test_one_refused_case_leaves_no_half_of_a_visit(park: Park, monkeypatch: Any) -> None:
    from lianqi.kernel.decision import Refused
    from lianqi.server.cases import gate
    from lianqi.server.fieldwork import operations

    owe_visits(park=park.code, now=park.now)
    zhou = gate.principal_for(park=park.code, actor=park["周敏"], now=park.now)
    said = [
        {"enterprise": park["海棠机电"], "channel": "visit", "case_kind": "problem", "words": DIFFICULTY},
        {"enterprise": park["海棠机电"], "channel": "telegraph", "case_kind": "problem", "words": NEED},
    ]
    done = operations.visit(zhou, enterprise=park["海棠机电"], said=said, command_id="v1", now=park.now)
    assert isinstance(done.refusal, Refused) and done.refusal.code == "case.record.channel-unknown"
    assert not Case.objects.exists() and row(park).visited == 0


def test_the_enterprise_declines_in_its_own_words_and_they_can_be_forgotten(park: Park) -> None:
    owe_visits(park=park.code, now=park.now)
    assert sends(park, "decline/", words="").status_code == 422
    assert sends(park, "decline/", words="年中盘点走不开，下季度再来").status_code == 302
    assert "企业婉拒" in as_(park, "周敏").get("/visits/").content.decode()
    assert row(park).declined_period == "2026Q2"
    before = projection_digest(park=park.code)
    rebuild(park=park.code, progress=lambda *_: None)
    assert projection_digest(park=park.code) == before
    assert "visits.decline.words" in kept_of(park=park.code, subject=park["海棠机电"])
    with one_transaction(park=park.code):
        erase_subject(park=park.code, subject=park["海棠机电"], basis="pipl.47", actor="system", now=park.now)
    assert "visits.decline.words" not in kept_of(park=park.code, subject=park["海棠机电"])
    again = sends(park, "decline/", words="还是不方便")
    assert again.status_code == 409 and "visit.decline.nothing-owed" in again.content.decode()


def test_an_appointment_stands_in_the_list(park: Park) -> None:
    owe_visits(park=park.code, now=park.now)
    past = sends(park, "appoint/", day="2026-06-07")
    assert past.status_code == 422 and "visit.appoint.day" in past.content.decode()
    assert sends(park, "appoint/", day="2026-06-11").status_code == 302
    assert "已约 6-11" in as_(park, "周敏").get("/visits/").content.decode()


def test_a_quarter_without_a_visit_is_late_and_stays_late(park: Park) -> None:
    owe_visits(park=park.code, now=park.now)
    park.later(days=25)
    tick(park=park.code, now=park.now)
    tick(park=park.code, now=park.now)
    assert row(park).lapsed
    assert "逾期未访" in as_(park, "周敏").get("/visits/").content.decode()
    assert sends(park, nothing="on").status_code == 302
    assert Commitment.objects.filter(stream_kind="visits", lapsed=True, state="discharged").count() == 1


def test_an_officer_visits_their_own_enterprises_alone(park: Park) -> None:
    owe_visits(park=park.code, now=park.now)
    assert as_(park, "周敏").get(f"/visits/{park['木棉食品']}/").status_code == 404
    assert as_(park, "陈立").get(f"/visits/{park['海棠机电']}/").status_code == 403


def test_a_visit_half_written_down_is_there_again(park: Park) -> None:
    owe_visits(park=park.code, now=park.now)
    assert sends(park, draft="keep", **{"said-difficulty": DIFFICULTY}).status_code == 204
    page = as_(park, "周敏").get(f"/visits/{park['海棠机电']}/").content.decode()
    assert DIFFICULTY in page and "还没有提交的内容" in page
    sends(park, **{"said-difficulty": DIFFICULTY})
    assert DIFFICULTY not in as_(park, "周敏").get(f"/visits/{park['海棠机电']}/").content.decode()


def test_a_park_without_visits_says_how_to_have_them(park: Park, monkeypatch: Any) -> None:
    from lianqi.kernel.mechanism.loop import LoopRules
    from lianqi.server.fieldwork import operations, rounds

    for module in (operations, rounds):
        monkeypatch.setattr(module, "rules_of_loop", lambda **_: LoopRules(None, None, None, None))
    answer = as_(park, "周敏").get("/visits/")
    assert answer.status_code == 409 and "visit.none-held" in answer.content.decode()
    assert not owe_visits(park=park.code, now=park.now) and not VisitDuty.objects.exists()


def test_the_visits_stand_on_the_officers_desk_until_they_are_made(park: Park) -> None:
    owe_visits(park=park.code, now=park.now)
    page = as_(park, "周敏").get("/desk/").content.decode()
    assert "季度走访" in page and 'href="/visits/"' in page
    assert "季度走访" not in as_(park, "何工").get("/desk/").content.decode()
    sends(park, nothing="on")
    assert "季度走访" not in as_(park, "周敏").get("/desk/").content.decode(), "next quarter's cannot be made yet"
