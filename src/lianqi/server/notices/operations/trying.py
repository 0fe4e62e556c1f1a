"""A channel tried by a person, before anything depends on it."""

from __future__ import annotations

from datetime import datetime

from lianqi.kernel.decision import Refused
from lianqi.server.ids import new_id
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.notices import refusals
from lianqi.server.notices.models import ROBOTS, Channel
from lianqi.server.notices.operations.arranging import known_channels
from lianqi.server.notices.operations.sending import setting_of
from lianqi.server.notices.outgoing import robots, systems
from lianqi.server.notices.outgoing.mail import Post
from lianqi.server.notices.texts import TRIAL
from lianqi.server.registry.models import Park


def try_channel(*, park: str, name: str, to: str, now: datetime) -> None:
    """Send one test message through a channel, or by e-mail (`email`); `to` is a phone number or an address.

    Raises what `outgoing` raises. Refused: `notices.channel-unknown`, `notices.email` where no address is named.
    """
    called = Park.objects.filter(code=park).values_list("name", flat=True).first() or park
    text = TRIAL.zh.format(park=called)
    id = new_id(now=now)
    if name == "email":
        if not to:
            raise LedgerRefusal(Refused(refusals.EMAIL))
        with Post() as post:
            post.send(to=to, subject=text, body=text, id=id, event=0)
        return
    channel = Channel.objects.filter(park=park, name=name, active=True).first()
    if channel is None:
        raise LedgerRefusal(Refused(refusals.CHANNEL_UNKNOWN, {"name": name, "known": known_channels(park=park)}))
    url, seconds = setting_of(channel.url_env), int(now.timestamp())
    if channel.kind in ROBOTS:
        secret = setting_of(channel.secret_env) if channel.secret_env else ""
        robots.speak(channel.kind, url=url, secret=secret, text=text, now=seconds * 1000)
    elif channel.kind == "sms":
        gateway = systems.SignedGateway(url=url, secret=setting_of(channel.secret_env), now=seconds)
        gateway.send(number=to, text=text, id=id)
    else:
        payload = {"event_id": 0, "park": park, "type": "trial"}
        systems.send_signed(url=url, secret=setting_of(channel.secret_env), id=id, payload=payload, now=seconds)
