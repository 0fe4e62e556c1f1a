"""当面登记: 周敏 stands in the workshop of 海棠机电 and writes down what is said."""

from __future__ import annotations

import re
from typing import Any

from lianqi.server.cases.models import Case
from tests.server.cases.park import Park
from tests.server.fieldwork.conftest import as_

WORDS = "三号厂房屋顶漏水，机器都不敢开"


def records(park: Park, who: str = "周敏", of: str = "海棠机电", **more: Any) -> Any:
    """Open the form and send it; twice with the same id where `twice`."""
    browser, address = as_(park, who), f"/visit/new/{park[of]}/"
    found = re.search(r'name="command_id" value="([^"]+)"', browser.get(address).content.decode())
    assert found is not None
    given = {"command_id": found[1], "words": WORDS, "case_kind": "problem", "spot": "no", **more}
    first = browser.post(address, given)
    if first.status_code == 302:
        assert browser.post(address, given).url == first.url, "a second click is the same click"
        return browser.get(first.url)
    return first


def test_ones_own_enterprises_stand_there_and_the_others_are_found_by_a_part_of_the_name(park: Park) -> None:
    zhou = as_(park, "周敏")
    own = zhou.get("/visit/new/").content.decode()
    assert "海棠机电" in own and "木棉食品" not in own
    assert "木棉食品" in zhou.get("/visit/new/?q=木棉").content.decode()
    assert "没有找到这家企业" in zhou.get("/visit/new/?q=云杉").content.decode()
    assert as_(park, "何工").get("/visit/new/").status_code == 403


def test_a_word_heard_in_person_is_recorded_once_and_says_what_comes_next(park: Park) -> None:
    page = records(park, contact=park["刘芳"], on_behalf="on", before="on", first_word_on="2026-06-01")
    row = Case.objects.get(park=park.code)
    assert row.no in page.content.decode() and "营商中心" in page.content.decode()
    assert "代填" in page.content.decode()
    assert (row.channel, row.contact, row.recorder) == ("visit", park["刘芳"], park["周敏"])
    assert row.first_word_at.isoformat() == "2026-05-31T16:00:00+00:00"


def test_solved_on_the_spot_needs_its_measure_and_waits_for_the_enterprises_word(park: Park) -> None:
    bare = records(park, spot="yes")
    assert bare.status_code == 422 and WORDS in bare.content.decode() and "请写明怎么解决的" in bare.content.decode()
    assert not Case.objects.filter(park=park.code).exists()
    records(park, spot="yes", measure="叫来物业补了瓦，现场不漏了")
    assert Case.objects.get(park=park.code).status == "on-the-spot"


def test_who_is_no_officer_is_not_asked_about_the_spot(park: Park) -> None:
    chen = as_(park, "陈立").get(f"/visit/new/{park['海棠机电']}/").content.decode()
    assert "当场解决了吗" not in chen
    assert "当场解决了吗" in as_(park, "周敏").get(f"/visit/new/{park['海棠机电']}/").content.decode()
    records(park, who="陈立", spot="yes", measure="不该有的")
    assert Case.objects.get(park=park.code).status == "triage"


def test_a_visit_half_written_down_is_there_again_until_it_is_recorded(park: Park) -> None:
    zhou, address = as_(park, "周敏"), f"/visit/new/{park['海棠机电']}/"
    assert zhou.post(address, {"draft": "keep", "words": WORDS, "on_behalf": "on"}).status_code == 204
    assert not Case.objects.filter(park=park.code).exists()
    again = zhou.get(address).content.decode()
    assert WORDS in again and "还没有提交的内容" in again
    assert re.search(r'<input[^>]*name="on_behalf"[^>]*checked', again)
    assert WORDS not in as_(park, "陈立").get(address).content.decode()
    records(park)
    assert WORDS not in zhou.get(address).content.decode()
