"""What shows the votes. Vote is a projection; Voter is not: who has voted is marked there, without when.

The ballots stand in the log without a name, the mark here without a time; nothing that is stored ties one to the other.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianqi.server.ledger.models import CODE, ID, PARK


class Vote(models.Model):
    """One quarter's vote as the list shows it. `wake_at` is when to tick it."""

    pk = models.CompositePrimaryKey("park", "id")
    park = models.CharField(max_length=PARK)
    id = models.CharField(max_length=ID)
    period = models.CharField(max_length=CODE)
    seq = models.PositiveIntegerField()
    stage = models.CharField(max_length=CODE)
    drawn = models.PositiveIntegerField()
    counted = models.PositiveIntegerField()
    wake_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("park", "period"), name="vote_once_a_quarter"),)
        indexes = (models.Index(fields=("park", "wake_at"), condition=Q(wake_at__isnull=False), name="vote_to_wake"),)


class Voter(models.Model):
    """An enterprise that was drawn, and whether it has voted.

    All rows of a quarter are written when it is drawn, in the order of ids: the order of votes stands nowhere.
    """

    pk = models.CompositePrimaryKey("park", "enterprise", "period")
    park = models.CharField(max_length=PARK)
    enterprise = models.CharField(max_length=ID)
    period = models.CharField(max_length=CODE)
    has_voted = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("park", "period", "enterprise"), name="voters_of_a_quarter"),)
