"""一企一档: who may look an enterprise up, what its sheet says, and that its numbers are those of the lists."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from lianqi.server.cases.operations import tick
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.registry import operations as registry
from lianqi.server.registry.operations.drafts import DraftContact
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens, plain
from tests.server.cases.test_life import live


def address(park: Park, name: str = "海棠机电") -> str:
    return f"/enterprises/{park[name]}/"


def new(park: Park, name: str, *, phone: str = "") -> None:
    """One more enterprise, with a contact who has a telephone."""
    draft = registry.new_enterprise(park=park.code, name=name, now=park.now)
    draft.add_contact(DraftContact(name="孙丽", phone=phone))
    with one_transaction():
        registry.store(park=park.code, drafts=[draft], actor="system", now=park.now)
    park.ids[name] = draft.row.id


def names(answer: object) -> list[str]:
    return [one["row"].name for one in answer.context["rows"]]  # type: ignore[attr-defined]


def test_陈立_of_the_centre_finds_every_enterprise_by_a_part_of_its_name(park: Park, screens: Screens) -> None:
    assert names(screens["陈立"].get("/enterprises/")) == ["木棉食品", "海棠机电"]
    assert names(screens["陈立"].get("/enterprises/?q=海棠")) == ["海棠机电"]
    assert names(screens["陈立"].get("/enterprises/?q=nothing")) == []
    assert "没有找到企业" in screens.text("陈立", "/enterprises/?q=不存在的")


def test_何工_finds_those_whose_cases_his_unit_had_and_no_other(park: Park, screens: Screens) -> None:
    assert "还没有企业" in screens.text("何工", "/enterprises/")
    assert screens["何工"].get(address(park)).status_code == 404
    park.dispatched()
    assert names(screens["何工"].get("/enterprises/")) == ["海棠机电"]
    assert screens["何工"].get(address(park)).status_code == 200
    assert screens["何工"].get(address(park, "木棉食品")).status_code == 404
    assert screens["唐工"].get(address(park)).status_code == 404, "the other unit never had a case of it"


def test_an_enterprise_of_another_park_is_not_found(park: Park, screens: Screens) -> None:
    from tests.server.cases.park import open_park

    other = open_park("other")
    assert screens["陈立"].get(f"/enterprises/{other['海棠机电']}/").status_code == 404


def test_the_numbers_of_the_sheet_are_those_of_the_lists_they_lead_to(park: Park, screens: Screens) -> None:
    live(park)
    park.dispatched("门口路灯不亮")
    park.later(days=20)
    tick(park=park.code, now=park.now)
    park.a_case("食堂用气压力不足")
    file = screens["陈立"].get(address(park)).context["file"]
    assert {one.label: one.value for one in file.numbers} == {"登记": 3, "未办结": 2, "超期（红灯）": 1}
    for one in file.numbers:
        assert len(screens["陈立"].get(one.url).context["rows"]) == one.value, one.label
    assert {one.label: one.value for one in file.words} == {"企业认可": 1, "企业不认可": 0, "企业未表态": 0}
    assert [row.what for row in file.owed][:1] and all(row.enterprise == "海棠机电" for row in file.owed)
    (line,) = [one for one in screens["陈立"].get("/enterprises/").context["rows"] if one["row"].name == "海棠机电"]
    assert (line["total"], line["open"], line["red"]) == (3, 2, 1)
    assert names(screens["陈立"].get("/enterprises/?only=red")) == ["海棠机电"]


def test_a_confidential_report_is_in_no_file_not_even_for_苏检(park: Park, screens: Screens) -> None:
    assert park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).refusal is None
    for who in ("苏检", "陈立"):
        file = screens[who].get(address(park)).context["file"]
        assert not file.cases and not file.owed and file.numbers[0].value == 0, who


def test_a_telephone_number_shows_its_ends(park: Park, screens: Screens) -> None:
    new(park, "凤凰精密", phone="13912345678")
    text = screens.text("陈立", address(park, "凤凰精密"))
    assert "139****5678" in text and "13912345678" not in text


def test_former_names_find_it_and_stand_below_the_name(park: Park, screens: Screens) -> None:
    from lianqi.kernel.enterprises.names import match_key
    from lianqi.server.ids import new_id
    from lianqi.server.registry.models import EnterpriseName

    EnterpriseName.objects.create(
        id=new_id(now=park.now), park=park.code, enterprise_id=park["海棠机电"], name="海棠农机厂",
        key=match_key("海棠农机厂"), kind="former", until=(park.now - timedelta(days=400)).date(), recorded_at=park.now,
    )  # fmt: skip
    assert names(screens["陈立"].get("/enterprises/?q=农机")) == ["海棠机电"]
    assert "海棠农机厂（曾用名，至2025-05-05）" in screens.text("陈立", address(park))


@pytest.mark.parametrize("count", [31, 64])
def test_pages_follow_each_other_without_a_gap(park: Park, screens: Screens, count: int) -> None:
    for place in range(count - 2):
        new(park, f"第{place:02}号样品厂")
    seen, url = [], "/enterprises/"
    while url:
        answer = screens["陈立"].get(url)
        seen += names(answer)
        assert re.search(f"共 {count} 项", plain(answer))
        url = answer.context["next"]
    assert len(seen) == len(set(seen)) == count
