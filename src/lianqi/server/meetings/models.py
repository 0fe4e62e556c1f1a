"""What shows the streams of meetings: projections, written with the events and rebuilt from them byte for byte."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianqi.server.ledger.models import CODE, ID, PARK


class Meeting(models.Model):
    """One reception day as the list shows it. `wake_at` is when to tick it."""

    pk = models.CompositePrimaryKey("park", "id")
    park = models.CharField(max_length=PARK)
    id = models.CharField(max_length=ID)
    period = models.CharField(max_length=7)
    seq = models.PositiveIntegerField()
    day = models.DateField()
    host = models.CharField(max_length=ID)
    stage = models.CharField(max_length=CODE)
    items = models.PositiveIntegerField()
    settled = models.PositiveIntegerField()
    rolled_over = models.PositiveIntegerField()
    wake_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("park", "period"), name="meeting_once_a_month"),)
        indexes = (
            models.Index(fields=("park", "wake_at"), condition=Q(wake_at__isnull=False), name="meeting_to_wake"),
        )
