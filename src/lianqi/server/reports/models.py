"""What shows the bulletins: a projection, written with the events and rebuilt from them byte for byte."""

from __future__ import annotations

from django.db import models

from lianqi.server.ledger.models import CODE, ID, PARK


class Bulletin(models.Model):
    """One quarter's bulletin as the list shows it."""

    pk = models.CompositePrimaryKey("park", "id")
    park = models.CharField(max_length=PARK)
    id = models.CharField(max_length=ID)
    period = models.CharField(max_length=CODE)
    seq = models.PositiveIntegerField()
    stage = models.CharField(max_length=CODE)
    number = models.PositiveIntegerField()
    position = models.PositiveBigIntegerField()
    drafted_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("park", "period"), name="bulletin_once_a_quarter"),)
