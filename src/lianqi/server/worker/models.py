"""When each duty is due in each park, and how often it failed since it last went well."""

from __future__ import annotations

from django.db import models

from lianqi.server.ledger.models import CODE, PARK


class DutyTurn(models.Model):
    """One duty (`ledger.background.Duty`) in one park.

    Whoever moves `due_at` on has taken the turn: with several workers one does it, and a worker that is killed
    meanwhile leaves it to the next turn, with no lease to wait for.
    """

    pk = models.CompositePrimaryKey("park", "name")
    park = models.CharField(max_length=PARK)
    name = models.CharField(max_length=CODE)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
