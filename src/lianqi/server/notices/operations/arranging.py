"""How somebody wants to be told, and by which ways a park writes to the outside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lianqi.kernel.decision import Refused
from lianqi.server.ledger.operations import one_transaction, put_content
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.mechanisms.queries import calendar_of
from lianqi.server.notices import refusals
from lianqi.server.notices.models import KINDS, RHYTHMS, ROBOTS, Channel, Mailbox, Notice
from lianqi.server.notices.reach import reach_of
from lianqi.server.notices.timing import goes_at
from lianqi.server.registry.models import Unit

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
#: Only variables made for this can be named: a channel must not read the installation's own secrets.
_VARIABLE = re.compile(r"LIANQI_CHANNEL_[A-Z0-9_]{1,80}")


@dataclass(frozen=True, slots=True)
class NewChannel:
    """A channel to be set up; see `models.Channel`."""

    name: str
    kind: str
    url_env: str
    secret_env: str = ""
    unit: str = ""
    urgent: str = "at-once"
    other: str = "morning"
    lang: str = "zh"


def arrange_mailbox(
    *,
    park: str,
    recipient: str,
    now: datetime,
    urgent: str = "at-once",
    other: str = "morning",
    email: str | None = None,
    by_sms: bool = True,
    night: bool = True,
    lang: str = "zh",
) -> None:
    """Note how somebody wants to be told; what already waits for them goes by it too.

    `email` left out keeps the address, "" takes it away. Refused: `notices.rhythm`, `notices.email`.
    """
    for rhythm in (urgent, other):
        _refuse_rhythm(rhythm)
    _refuse_address(email)
    with one_transaction(park=park):
        row = Mailbox.objects.filter(park=park, recipient=recipient).first() or Mailbox(park=park, recipient=recipient)
        row.urgent, row.other, row.by_sms, row.night = urgent, other, by_sms, night
        row.lang = "en" if lang == "en" else "zh"
        if email is not None:
            words = email.strip()
            kept = put_content(park=park, subject=recipient, kind="notices.email", words=words, now=now).id
            row.email = kept if words else ""
        row.save()
        _reschedule(park, recipient, now)


def arrange_channel(*, park: str, channel: NewChannel, now: datetime) -> None:
    """Set a channel up, or up anew. The secret and the address are read from the environment when something is sent.

    Refused: `notices.channel-name`, `-kind`, `-variable`, `-unsigned`, `notices.unit-unknown`, `notices.rhythm`.
    """
    _refuse_channel(park, channel)
    with one_transaction(park=park):
        row = Channel.objects.filter(park=park, name=channel.name).first()
        # Other systems are handed what happens from now on, not the years before.
        since = row.since if row is not None and row.active else now
        row = Channel(park=park, name=channel.name, since=since, active=True)
        for field in ("kind", "url_env", "secret_env", "unit", "urgent", "other", "lang"):
            setattr(row, field, getattr(channel, field))
        row.save()


def drop_channel(*, park: str, name: str) -> None:
    """Use a channel no more; what waits for it stays to be seen. Refused: `notices.channel-unknown`."""
    with one_transaction(park=park):
        if not Channel.objects.filter(park=park, name=name).update(active=False):
            raise LedgerRefusal(Refused(refusals.CHANNEL_UNKNOWN, {"name": name, "known": known_channels(park=park)}))


def known_channels(*, park: str) -> str:
    """The names of the channels in use, for a sentence."""
    names = Channel.objects.filter(park=park, active=True).order_by("name").values_list("name", flat=True)
    return "、".join(("email", *names))


def _reschedule(park: str, recipient: str, now: datetime) -> None:
    reach = reach_of(park=park, recipients=(recipient,))[recipient]
    calendar = calendar_of(park)
    waiting = list(Notice.objects.filter(park=park, recipient=recipient, go_at__isnull=False))
    for row in waiting:
        rhythm = reach.rhythm(urgent=row.urgent)
        row.night = row.night and reach.night
        row.go_at = goes_at(rhythm, now=now, night=row.night, calendar=calendar)
    Notice.objects.bulk_update(waiting, ["go_at", "night"], batch_size=500)


def _refuse_rhythm(rhythm: str) -> None:
    if rhythm not in RHYTHMS:
        raise LedgerRefusal(Refused(refusals.RHYTHM, {"rhythm": rhythm, "known": "、".join(RHYTHMS)}))


def _refuse_address(email: str | None) -> None:
    if email and email.strip():
        try:
            validate_email(email.strip())
        except ValidationError:
            # The address is somebody's: it is not repeated in the refusal.
            raise LedgerRefusal(Refused(refusals.EMAIL)) from None


def _refuse_channel(park: str, channel: NewChannel) -> None:
    if not _NAME.fullmatch(channel.name) or channel.name == "email":
        raise LedgerRefusal(Refused(refusals.CHANNEL_NAME, {"name": channel.name}))
    if channel.kind not in KINDS:
        raise LedgerRefusal(Refused(refusals.CHANNEL_KIND, {"kind": channel.kind, "known": "、".join(KINDS)}))
    for variable in (channel.url_env, *filter(None, [channel.secret_env])):
        if not _VARIABLE.fullmatch(variable):
            raise LedgerRefusal(Refused(refusals.CHANNEL_VARIABLE, {"variable": variable}))
    if channel.kind not in ROBOTS and not channel.secret_env:
        raise LedgerRefusal(Refused(refusals.CHANNEL_UNSIGNED, {"kind": channel.kind}))
    if channel.unit and not Unit.objects.filter(park=park, code=channel.unit).exists():
        raise LedgerRefusal(Refused(refusals.UNIT_UNKNOWN, {"unit": channel.unit}))
    for rhythm in (channel.urgent, channel.other):
        _refuse_rhythm(rhythm)
