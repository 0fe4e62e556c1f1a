"""What the administrator reads when accounts are opened in a shell."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner, Result

from lianqi.command_line.account import account
from lianqi.server.accounts.models import Account
from tests.server.cases.park import Park, open_park

PASSWORD = "湖畔的第七棵香樟树2026"


@pytest.fixture
def park(db: None) -> Park:
    return open_park()


def lianqi(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(account, words)
    assert result.exit_code == code, result.output
    return result


def test_an_account_is_opened_with_a_password_that_is_shown_once(park: Park) -> None:
    told = lianqi("open", "何工", "--name", "A-017").output
    shown = re.search(r"密码 ([a-z2-9-]{19})", told)
    assert shown is not None and "只显示这一次" in told
    opened = Account.objects.get(person_id=park["何工"])
    assert opened.name == "a-017" and opened.must_change and opened.check_password(shown[1])


def test_without_a_staff_number_a_name_has_to_be_given(park: Park) -> None:
    assert "--name" in lianqi("open", "何工", code=2).output
    assert not Account.objects.exists()


def test_a_new_password_and_closing_end_every_session(park: Park) -> None:
    lianqi("open", "何工", "--name", "a-017", "--password", PASSWORD)
    before = Account.objects.get().get_session_auth_hash()
    told = lianqi("password", "a-017", "--password", PASSWORD + "新").output
    assert PASSWORD not in told, "what was given is not repeated"
    after = Account.objects.get()
    assert after.get_session_auth_hash() != before and after.check_password(PASSWORD + "新")
    lianqi("close", "A-017")
    assert not Account.objects.get().is_active


def test_who_has_an_account_gets_no_second_one(park: Park) -> None:
    lianqi("open", "何工", "--name", "a-017", "--password", PASSWORD)
    assert "account.has-one" in lianqi("open", "何工", "--name", "b", "--password", PASSWORD, code=2).output
    assert "account.password-weak" in lianqi("open", "周敏", "--name", "b", "--password", "123", code=2).output
    assert "account.unknown" in lianqi("close", "nobody", code=2).output
