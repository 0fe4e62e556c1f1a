"""`lianqi token`: a key for another system, shown once, seen in the list, ended at once."""

from __future__ import annotations

from click.testing import CliRunner, Result

from lianqi.command_line.main import main
from lianqi.server.api.models import Token
from tests.server.cases.park import Park, open_park


def lianqi(*words: str) -> Result:
    """What somebody types after `lianqi`."""
    return CliRunner().invoke(main, words, catch_exceptions=False)


def test_the_centre_gives_the_12345_platform_a_token_and_takes_it_back(db: None) -> None:
    park: Park = open_park()
    assert "还没有令牌" in lianqi("token", "list").output
    made = lianqi(
        *("token", "create", "--service", "12345平台", "--role", "centre", "--unit", "service-centre"),
        *("--scope", "read", "--scope", "write", "--days", "30"),
    )
    assert made.exit_code == 0, made.output
    assert made.stdout.startswith("lianqi.sample.") and "只显示这一次" in made.stderr
    row = Token.objects.get(park=park.code)
    shown = lianqi("token", "list").output
    assert row.id in shown and "有效" in shown and "12345平台" in shown and "未使用" in shown
    assert made.stdout.strip().rpartition(".")[2] not in shown
    assert "已停用" in lianqi("token", "revoke", row.id).output
    assert "此前已停用" in lianqi("token", "revoke", row.id).output
    assert "已停用" in lianqi("token", "list").output


def test_a_person_is_named_and_their_name_stands_in_no_row(db: None) -> None:
    park = open_park()
    assert lianqi("token", "create", "--as", "陈立", "--scope", "figures").exit_code == 0
    row = Token.objects.get()
    assert (row.person, row.name, row.scopes) == (park["陈立"], "", ["figures"])


def test_what_cannot_be_is_refused_in_words(db: None) -> None:
    open_park()
    assert "--as NAME or --service NAME" in lianqi("token", "create", "--scope", "read").output
    both = lianqi("token", "create", "--as", "陈立", "--service", "平台", "--scope", "read")
    assert both.exit_code == 2 and not Token.objects.exists()
    for words, code in (
        (("create", "--as", "陈立", "--scope", "root"), "api.token.scopes"),
        (("create", "--as", "陈立", "--scope", "read", "--days", "4000"), "api.token.days"),
        (("create", "--service", "平台", "--role", "emperor", "--scope", "read"), "api.token.roles"),
        (("revoke", "none"), "api.token.absent"),
    ):
        refused = lianqi("token", *words)
        assert refused.exit_code == 2 and f"[{code}]" in refused.output, refused.output
    assert not Token.objects.exists()
