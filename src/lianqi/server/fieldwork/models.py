"""What shows the visits: a projection, written with the events and rebuilt from them byte for byte."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianqi.server.ledger.models import CODE, ID, PARK


class VisitDuty(models.Model):
    """The visits to one enterprise: what is owed next, what was done last. `asked` is the day that the enterprise would
    rather have than the one agreed on; `wake_at` is when to tick it.
    """

    pk = models.CompositePrimaryKey("park", "enterprise")
    park = models.CharField(max_length=PARK)
    enterprise = models.CharField(max_length=ID)
    seq = models.PositiveIntegerField()
    period = models.CharField(max_length=CODE)
    opens_at = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    light = models.CharField(max_length=8)
    lapsed = models.BooleanField()
    appointed = models.DateField(null=True)
    asked = models.DateField(null=True)
    visited = models.PositiveIntegerField()
    last_visit = models.DateTimeField(null=True)
    last_period = models.CharField(max_length=CODE)
    declined_period = models.CharField(max_length=CODE)
    wake_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("park", "due", "enterprise"), name="visit_by_due"),
            models.Index(fields=("park", "last_period"), name="visit_by_period"),
            models.Index(fields=("park", "declined_period"), name="visit_declined_by_period"),
            models.Index(fields=("park", "wake_at"), condition=Q(wake_at__isnull=False), name="visit_to_wake"),
        )
