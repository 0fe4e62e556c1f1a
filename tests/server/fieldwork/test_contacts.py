"""专属链接: 周敏 gives 刘芳 her link, replaces it and takes it back; nobody gives links to others' enterprises."""

from __future__ import annotations

import re

from django.test import Client, override_settings

from tests.server.cases.park import Park
from tests.server.fieldwork.conftest import as_


def page_of(park: Park, enterprise: str) -> str:
    return f"/enterprises/{park[enterprise]}/contacts/"


def given(park: Park, browser: Client, who: str = "刘芳", of: str = "海棠机电") -> str:
    """Press 发放链接; the link as the page shows it."""
    answer = browser.post(f"{page_of(park, of)}{park[who]}/issue/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'src="data:image/svg+xml' in page and "链接只在这里出现一次" in page
    found = re.search(r"https?://[^/\s]+(/e/[^<\s]+/)", page)
    assert found is not None
    return found[1]


def opens(link: str) -> bool:
    """Whether a phone that never saw it comes in by this link."""
    return Client().get(link).status_code == 302


def test_the_officer_gives_a_link_that_opens_and_is_shown_once(park: Park) -> None:
    zhou = as_(park, "周敏")
    assert "没有链接" in zhou.get(page_of(park, "海棠机电")).content.decode()
    link = given(park, zhou)
    assert opens(link)
    page = zhou.get(page_of(park, "海棠机电")).content.decode()
    assert "有链接" in page and link not in page


def test_a_new_link_ends_the_former_and_one_taken_back_ends_at_once(park: Park) -> None:
    chen = as_(park, "陈立")
    first, second = given(park, chen), given(park, chen)
    assert not opens(first) and opens(second)
    phone = Client(headers={"accept-language": "zh-CN"})
    phone.get(second)
    answer = chen.post(f"{page_of(park, '海棠机电')}{park['刘芳']}/revoke/", follow=True)
    assert "刘芳的链接已收回" in answer.content.decode()
    assert not opens(second) and phone.get("/e/").url == "/e/link/"


def test_an_officer_gives_links_to_their_own_enterprises_alone(park: Park) -> None:
    zhou, chen, he = as_(park, "周敏"), as_(park, "陈立"), as_(park, "何工")
    other = page_of(park, "木棉食品")
    assert [one.get(other).status_code for one in (zhou, chen, he)] == [404, 200, 403]
    for action in ("issue", "revoke"):
        assert zhou.post(f"{other}{park['马强']}/{action}/").status_code == 404
        mixed = f"{page_of(park, '海棠机电')}{park['马强']}/{action}/"
        assert zhou.post(mixed).status_code == 404, "a contact of another enterprise"
    assert zhou.get(f"{page_of(park, '海棠机电')}{park['刘芳']}/issue/").status_code == 405


@override_settings(PUBLIC_URL="https://park.example")
def test_the_link_is_the_address_by_which_enterprises_reach_the_pages(park: Park) -> None:
    page = as_(park, "陈立").post(f"{page_of(park, '海棠机电')}{park['刘芳']}/issue/").content.decode()
    assert "https://park.example/e/" in page and "http://testserver/e/" not in page
