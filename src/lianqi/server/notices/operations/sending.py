"""What is due goes out, by the worker: a few at a time on each channel, so that a slow one holds nobody up."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime

from lianqi.kernel.decision import Json
from lianqi.kernel.instants import to_text
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.models import Delivery, Event, Ledger
from lianqi.server.ledger.operations import Message, deliver
from lianqi.server.ledger.values import StreamRef
from lianqi.server.notices.models import Channel
from lianqi.server.notices.outgoing import robots, systems
from lianqi.server.notices.outgoing.failures import NobodyThere, NotSetUp, Unreachable
from lianqi.server.notices.outgoing.mail import Post
from lianqi.server.notices.reach import EMAIL, HOOK, ROBOT, SMS, email_of, phone_of
from lianqi.server.notices.writing import written

#: Messages on one channel in one round of a minute: below the twenty a minute that WeCom and DingTalk allow.
MOST_A_MINUTE = 15

Send = Callable[[Message], None]


def send_due(*, park: str, now: datetime) -> int:
    """Send what is due on every channel of a park; returns how many were taken. Failures stay to be tried again
    (`ledger.operations.deliver`), and are seen in `queries.outside`.
    """
    due = Delivery.objects.filter(park=park, state="pending", next_attempt_at__lte=now)
    ways = sorted(set(due.order_by().values_list("channel", flat=True).distinct()))
    sent = 0
    for way in ways:
        with ExitStack() as stack:
            send = _sender(park, way, now, stack)
            sent += deliver(park=park, channel=way, send=send, now=now, limit=MOST_A_MINUTE)
    return sent


def setting_of(variable: str) -> str:
    """The value of a channel's variable of the environment. Raises NotSetUp."""
    value = os.environ.get(variable, "")
    if not value:
        raise NotSetUp
    return value


def _sender(park: str, way: str, now: datetime, stack: ExitStack) -> Send:
    if way == EMAIL:
        post = stack.enter_context(Post())
        return lambda message: _mail(post, message)
    prefix, _, name = way.partition(".")
    channel = Channel.objects.filter(park=park, name=name, active=True).first()
    senders = {ROBOT: _speak, SMS: _text, HOOK: _hand_over}
    send = senders.get(f"{prefix}.")
    if channel is None or send is None:
        return _nowhere
    return _once_away(lambda message: send(channel, message, now))


def _once_away(send: Send) -> Send:
    """The same, but where the other side did not answer once the rest of this round is not tried: each would wait."""
    away = False

    def careful(message: Message) -> None:
        nonlocal away
        if away:
            raise Unreachable
        try:
            send(message)
        except Unreachable:
            away = True
            raise

    return careful


def _nowhere(message: Message) -> None:
    raise NotSetUp


def _mail(post: Post, message: Message) -> None:
    letter = written(park=message.park, id=message.recipient)
    address = email_of(park=message.park, recipient=letter.recipient)
    if not address:
        raise NobodyThere
    post.send(to=address, subject=letter.subject, body=letter.body, id=message.recipient, event=message.event_id)


def _speak(channel: Channel, message: Message, now: datetime) -> None:
    letter = written(park=message.park, id=message.recipient)
    url, secret = setting_of(channel.url_env), setting_of(channel.secret_env) if channel.secret_env else ""
    robots.speak(channel.kind, url=url, secret=secret, text=letter.body, now=int(now.timestamp() * 1000))


def _text(channel: Channel, message: Message, now: datetime) -> None:
    letter = written(park=message.park, id=message.recipient)
    number = phone_of(park=message.park, recipient=letter.recipient)
    if not number:
        raise NobodyThere
    gateway: systems.TextGateway = systems.SignedGateway(
        url=setting_of(channel.url_env), secret=setting_of(channel.secret_env), now=int(now.timestamp())
    )
    gateway.send(number=number, text=letter.subject, id=message.recipient)


def _hand_over(channel: Channel, message: Message, now: datetime) -> None:
    systems.send_signed(
        url=setting_of(channel.url_env),
        secret=setting_of(channel.secret_env),
        id=f"{message.park}:{message.event_id}",
        payload=payload(park=message.park, event_id=message.event_id),
        now=int(now.timestamp()),
    )


def payload(*, park: str, event_id: int) -> dict[str, Json]:
    """What another system is told of an event: codes, numbers and times; it asks the API for more.

    Raises NobodyThere for one that is no case's, or a confidential one's.
    """
    row = Event.objects.filter(park=park, id=event_id, stream_kind=STREAM_KIND).values_list("stream_id", "seq").first()
    if row is None:
        raise NobodyThere
    stream_id, seq = row
    stream = ledger.load(StreamRef(park, STREAM_KIND, stream_id))
    if stream.state.case.control.confidential:
        raise NobodyThere
    (event, *_) = ledger.events(stream.ref, after=seq - 1)
    position = Ledger.objects.filter(park=park, event_id=event_id).values_list("position", flat=True).first()
    return {
        "event_id": event_id,
        "park": park,
        "position": position,
        "type": event.type,
        "case": stream.state.case.record.number,
        "seq": seq,
        "at": to_text(event.at),
    }
