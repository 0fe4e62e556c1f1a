"""The park of the browser tests, made in a process of its own: `python -m tests.e2e.world`, before the server starts.

The database is the one that the environment names. Times are counted back from now, because the pages are opened now.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lianqi.command_line.database import open_database

PASSWORD = "湖畔的第七棵香樟树2026"
#: Who may sign in: name → sign-in name.
ACCOUNTS = {
    "周敏": "zhoumin",
    "陈立": "chenli",
    "何工": "hegong",
    "罗局": "luoju",
    "江主任": "jiangzhuren",
    "钱总工": "qianzonggong",
    "唐工": "tanggong",
    "苏检": "sujian",
}
#: The code of 刘芳's personal link to the enterprise's pages.
LINK = "HA2TANG4LIU6"
#: (hours ago, what the enterprise said, whose it is): dispatched to the construction bureau.
SAID = (
    (400, "三号厂房屋顶漏水，机器都不敢开，已经停产两天，请尽快派人来看", "海棠机电"),
    (60, "厂区门前道路积水严重，货车进不来，希望疏通雨水管网", "木棉食品"),
    (30, "新建车间的规划核实什么时候可以办下来，客户下个月要来验厂", "海棠机电"),
    (5, "园区东门红绿灯时间太短，员工上下班有安全隐患", "木棉食品"),
)


def make() -> None:
    """示例园区 with four cases in hand, two not yet dispatched, and an account for each person of `ACCOUNTS`."""
    open_database()
    from lianqi.server.accounts.operations import open_account
    from lianqi.server.cases.operations import tick
    from lianqi.server.cases.reactions import catch_up
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.meetings.operations import plan_next
    from tests.server.cases.park import open_park

    now = database_now()
    park = open_park()
    for hours, words, enterprise in SAID:
        park.now = now - timedelta(hours=hours)
        park.dispatched(words, of=enterprise)
    park.now = now - timedelta(hours=1)
    park.a_case("门口路灯不亮，夜班工人走路看不清", of="木棉食品")
    park.now = now - timedelta(hours=3)
    park.a_case("厂区一周停电三次，整条线的料都报废，希望解决双回路供电", of="海棠机电")
    while tick(park=park.code, now=now).changed:
        pass
    park.now = now - timedelta(hours=3)
    park.a_case("厂区西侧消火栓没有水压，担心年检过不了", spot="已联系供水公司开阀，现场测压正常")
    link(park, "刘芳")
    plan_next(park=park.code, now=now)
    catch_up(park=park.code)
    for name, sign_in in ACCOUNTS.items():
        open_account(name=sign_in, person=park[name], password=PASSWORD, now=now, must_change=False)


def link(park: Any, who: str, *, code: str = LINK) -> None:
    """Give a contact the link whose code the tests know."""
    from lianqi.server.registry.models import EnterpriseContact
    from lianqi.server.registry.operations.contacts import code_hash

    hashed = code_hash(park=park.code, code=code)
    EnterpriseContact.objects.filter(id=park[who]).update(code_hash=hashed, code_issued_at=park.now)


if __name__ == "__main__":
    make()
