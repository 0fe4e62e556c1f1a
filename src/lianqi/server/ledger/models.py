"""The tables that cannot be retrofitted (design.md, section 4). `park` leads every key and index.

Nothing here refers to the registry: a log that another table could veto would not be a log.
Rows are written by `operations` only. Columns that hold JSON are text in the canonical spelling: PostgreSQL's jsonb
would reorder it, and the bytes are what was hashed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianqi.server.ledger.values import LONGEST_ID

PARK = 32  # a park's short code
CODE = 64  # a dotted code: an event type, a command kind, a channel
ID = LONGEST_ID
HASH = 64  # SHA-256 in hex


class Event(models.Model):
    """One fact of one stream. Triggers refuse UPDATE and DELETE (`append_only`)."""

    id = models.BigAutoField(primary_key=True)
    park = models.CharField(max_length=PARK)
    stream_kind = models.CharField(max_length=CODE)
    stream_id = models.CharField(max_length=ID)
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=CODE)
    schema = models.PositiveSmallIntegerField()
    data = models.TextField()
    actor = models.CharField(max_length=ID)
    command_id = models.CharField(max_length=ID)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    prev_hash = models.CharField(max_length=HASH)
    hash = models.CharField(max_length=HASH)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("park", "stream_kind", "stream_id", "seq"), name="event_once_in_its_place"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="event_seq_from_one"),
        )


class Unsealed(models.Model):
    """The events that have no position yet. A trigger on Event writes it, in the event's own transaction.

    It is what keeps the sealer honest on PostgreSQL, where ids are given before transactions commit: an event whose
    transaction commits late, with a lower id than others already sealed, still stands here when it becomes visible.
    """

    event_id = models.BigIntegerField(primary_key=True)
    park = models.CharField(max_length=PARK)
    hash = models.CharField(max_length=HASH)

    class Meta:
        indexes = (models.Index(fields=("park", "event_id"), name="unsealed_of_a_park"),)


class Ledger(models.Model):
    """The sealed order of a park: position 1, 2, 3 … and the root that binds all up to it. Triggers as on Event."""

    pk = models.CompositePrimaryKey("park", "position")
    park = models.CharField(max_length=PARK)
    position = models.PositiveBigIntegerField()
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="sealed")
    root = models.CharField(max_length=HASH)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(position__gte=1), name="ledger_position_from_one"),)


class Content(models.Model):
    """Words, names, numbers of people: whatever an event may only cite. Erasure empties `bytes` and `salt`.

    `subject` is the opaque id of the person or enterprise whose words these are; `basis` the code of the reason why
    they were erased.
    """

    pk = models.CompositePrimaryKey("park", "id")
    park = models.CharField(max_length=PARK)
    id = models.CharField(max_length=ID)
    subject = models.CharField(max_length=ID)
    kind = models.CharField(max_length=CODE)
    bytes = models.BinaryField(null=True)
    salt = models.BinaryField(null=True)
    retain_until = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    basis = models.CharField(max_length=CODE, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("park", "subject"), name="content_of_a_subject"),
            models.Index(
                fields=("park", "retain_until", "id"),
                condition=Q(retain_until__isnull=False, erased_at__isnull=True),
                name="content_to_erase",
            ),
        )
        constraints = (
            # Who is forgotten is forgotten whole: bytes, salt, and the date and reason are set together.
            models.CheckConstraint(
                condition=Q(bytes__isnull=False, salt__isnull=False, erased_at__isnull=True)
                | (Q(bytes__isnull=True, salt__isnull=True, erased_at__isnull=False) & ~Q(basis="")),
                name="content_whole_or_erased",
            ),
        )


class Command(models.Model):
    """What was asked, and what came of it: an accepted or refused outcome, for ever the same answer to the same id.

    `device_seq` is how the device itself numbered its commands: evidence for a ruling, it orders nothing here.
    """

    pk = models.CompositePrimaryKey("park", "id")
    park = models.CharField(max_length=PARK)
    id = models.CharField(max_length=ID)
    kind = models.CharField(max_length=CODE)
    actor = models.CharField(max_length=ID)
    device = models.CharField(max_length=ID, blank=True)
    device_seq = models.PositiveBigIntegerField(null=True)
    payload_digest = models.CharField(max_length=HASH)
    outcome = models.TextField()
    received_at = models.DateTimeField()


class Quarantine(models.Model):
    """A command that could not be applied and must not be dropped: a conflict, or one sent by somebody revoked since.

    Its payload is content, so that it can be read by who settles it and erased like any other words.
    """

    pk = models.CompositePrimaryKey("park", "id")
    park = models.CharField(max_length=PARK)
    id = models.CharField(max_length=ID)
    kind = models.CharField(max_length=CODE)
    actor = models.CharField(max_length=ID)
    device = models.CharField(max_length=ID, blank=True)
    device_seq = models.PositiveBigIntegerField(null=True)
    payload_digest = models.CharField(max_length=HASH)
    payload = models.CharField(max_length=ID)
    reason = models.CharField(max_length=CODE)
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=ID, blank=True)
    settlement = models.CharField(max_length=CODE, blank=True)

    class Meta:
        indexes = (models.Index(fields=("park", "settled_at", "received_at"), name="quarantine_waiting"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by="", settlement="")
                | (Q(settled_at__isnull=False) & ~Q(settled_by="") & ~Q(settlement="")),
                name="quarantine_settled_by_somebody",
            ),
        )


class Consumer(models.Model):
    """How far one reader of the ledger has come. `attempts` and `failure` tell of the batch it is stuck at."""

    pk = models.CompositePrimaryKey("park", "name")
    park = models.CharField(max_length=PARK)
    name = models.CharField(max_length=CODE)
    position = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)


class DeliveryState(models.TextChoices):
    """Where a message to the outside stands. Values are stored."""

    HELD = "held"  # kept back until a person lets it go: after a restore it may have been sent before
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"  # given up, visibly


class Delivery(models.Model):
    """One message to one recipient because of one event; at least once, carrying the event's id. `failure` is the kind
    of the last exception.
    """

    pk = models.CompositePrimaryKey("park", "event_id", "channel", "recipient")
    park = models.CharField(max_length=PARK)
    event_id = models.BigIntegerField()
    channel = models.CharField(max_length=CODE)
    recipient = models.CharField(max_length=ID)
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=("park", "state", "channel", "next_attempt_at"), name="delivery_due"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="delivery_sent_when",
            ),
        )
