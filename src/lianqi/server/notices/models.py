"""What people were told, and by which way it goes out. `park` leads every key and index.

No row holds a word of anybody: a notice cites the event that it is about, and its sentence is made when it is read.
Addresses are content, whose subject is the person; what opens a channel stands in the environment, and only the name
of the variable here.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianqi.server.cases.models import NUMBER
from lianqi.server.ledger.models import CODE, ID, PARK

#: How soon something goes out. Values are stored.
RHYTHMS = ("at-once", "morning", "weekly", "never")
#: What a channel is. Values are stored.
KINDS = ("wecom", "dingtalk", "feishu", "webhook", "sms")
ROBOTS = frozenset({"wecom", "dingtalk", "feishu"})
LANGS = ("zh", "en")


class Notice(models.Model):
    """One person (or one chat group) is told of one event; `owed` names the commitment it is about, where it is one.

    The id follows from recipient, command and commitment: reading the ledger twice tells nobody twice. `go_at` is when
    it is to go out beside the screen; empty where it need not, or has. `letter` is the message that took it along.
    `night`: the mechanism's clock for it runs outside working hours too.
    """

    pk = models.CompositePrimaryKey("park", "id")
    park = models.CharField(max_length=PARK)
    id = models.CharField(max_length=ID)
    recipient = models.CharField(max_length=CODE + ID)
    code = models.CharField(max_length=CODE)
    event_id = models.BigIntegerField()
    case_id = models.CharField(max_length=ID)
    case_no = models.CharField(max_length=NUMBER)
    owed = models.CharField(max_length=CODE, blank=True)
    at = models.DateTimeField()
    urgent = models.BooleanField()
    night = models.BooleanField()
    go_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    letter = models.CharField(max_length=ID, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("park", "recipient", "at", "id"), name="notice_of_a_person"),
            models.Index(fields=("park", "recipient"), condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=("park", "case_id"), condition=Q(read_at__isnull=True), name="notice_unread_of_a_case"),
            models.Index(fields=("park", "go_at"), condition=Q(go_at__isnull=False), name="notice_to_go"),
            models.Index(fields=("park", "letter"), condition=~Q(letter=""), name="notice_of_a_letter"),
        )


class Letter(models.Model):
    """One message that carries all that somebody was to be told by then. Deliveries of the ledger name it as their
    recipient; `event_id` is the last event it tells of.
    """

    pk = models.CompositePrimaryKey("park", "id")
    park = models.CharField(max_length=PARK)
    id = models.CharField(max_length=ID)
    recipient = models.CharField(max_length=CODE + ID)
    event_id = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("park", "recipient", "made_at"), name="letter_of_a_person"),)


class Mailbox(models.Model):
    """How one person wants to be told. Without a row: what is urgent at once, the rest each morning, by text message
    where the park has that. `email` cites content; `night`: what runs by the hour may ring outside working hours.
    """

    pk = models.CompositePrimaryKey("park", "recipient")
    park = models.CharField(max_length=PARK)
    recipient = models.CharField(max_length=ID)
    urgent = models.CharField(max_length=8, default="at-once")
    other = models.CharField(max_length=8, default="morning")
    email = models.CharField(max_length=ID, blank=True)
    by_sms = models.BooleanField(default=True)
    night = models.BooleanField(default=True)
    lang = models.CharField(max_length=2, default="zh")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(urgent__in=RHYTHMS, other__in=RHYTHMS, lang__in=LANGS), name="mailbox_rhythm_known"
            ),
        )


class Channel(models.Model):
    """A way out of the house: a robot in a chat group, another system, a gateway for text messages.

    `unit` is the code of the unit whose group it is, empty for the whole park's. `url_env` and `secret_env` name
    variables of the environment: the address of a robot is its key.
    """

    pk = models.CompositePrimaryKey("park", "name")
    park = models.CharField(max_length=PARK)
    name = models.CharField(max_length=32)
    kind = models.CharField(max_length=8)
    unit = models.CharField(max_length=CODE, blank=True)
    url_env = models.CharField(max_length=100)
    secret_env = models.CharField(max_length=100, blank=True)
    urgent = models.CharField(max_length=8, default="at-once")
    other = models.CharField(max_length=8, default="morning")
    lang = models.CharField(max_length=2, default="zh")
    active = models.BooleanField(default=True)
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="channel_kind_known"),
            models.CheckConstraint(
                condition=Q(urgent__in=RHYTHMS, other__in=RHYTHMS, lang__in=LANGS), name="channel_rhythm_known"
            ),
        )
