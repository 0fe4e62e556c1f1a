"""What the tests of notices do again and again."""

from __future__ import annotations

from collections.abc import Sequence

from lianqi.server.cases import gate
from lianqi.server.cases.operations import tick
from lianqi.server.ledger.operations import run_consumer, seal
from lianqi.server.notices import operations, queries
from lianqi.server.notices.models import Channel, Notice
from lianqi.server.notices.noticing import CONSUMER, notice
from lianqi.server.notices.operations import NewChannel
from tests.server.cases.park import Park


def hear(park: Park) -> None:
    """The worker passes by: time is ticked, the ledger is read to its end."""
    tick(park=park.code, now=park.now)
    while seal(park=park.code).more:
        pass
    while run_consumer(park=park.code, name=CONSUMER, handler=notice).more:
        pass


def pass_by(park: Park) -> int:
    """The worker's whole minute: hear, gather, send; how many messages went out."""
    hear(park)
    operations.due_today(park=park.code, now=park.now)
    while operations.gather(park=park.code, now=park.now):
        pass
    return operations.send_due(park=park.code, now=park.now)


def codes(park: Park, who: str) -> list[str]:
    """What `who` was told, oldest first, as codes of notices."""
    rows = Notice.objects.filter(park=park.code, recipient=park[who]).order_by("at", "code")
    return list(rows.values_list("code", flat=True))


def principal(park: Park, who: str) -> gate.Principal:
    """`who`, as the gate knows them."""
    return gate.principal_for(park=park.code, actor=park[who], now=park.now)


def lines(park: Park, who: str, lang: str = "zh") -> list[str]:
    """The list of notices on `who`'s screen, newest first."""
    return [item.said.line for item in queries.notices(principal(park, who), lang=lang).items]


def group(park: Park, name: str, *, kind: str = "wecom", unit: str = "construction", **more: str) -> Channel:
    """A robot in a unit's chat group, or another channel."""
    upper = name.upper().replace("-", "_")
    channel = NewChannel(
        name=name,
        kind=kind,
        unit=unit,
        url_env=f"LIANQI_CHANNEL_{upper}_URL",
        secret_env="" if kind == "wecom" else f"LIANQI_CHANNEL_{upper}_SECRET",
        **more,
    )
    operations.arrange_channel(park=park.code, channel=channel, now=park.now)
    return Channel.objects.get(park=park.code, name=name)


def numbers(texts: Sequence[str], wanted: Sequence[str]) -> set[str]:
    """Which of these case numbers stand in the texts."""
    return {number for number in wanted if any(number in text for text in texts)}
