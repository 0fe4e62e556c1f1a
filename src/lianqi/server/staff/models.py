"""What was decided about units and is carried out from a day on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lianqi.server.ledger.models import ID, PARK
from lianqi.server.registry.models import Unit


class UnitMerger(models.Model):
    """机构调整: unit `former` becomes part of `into` from the day `on`. `reason` cites content. `moved_to` is the last
    case that was looked at, so that what was interrupted is gone on with; `cases` how many were moved.
    """

    id = models.CharField(max_length=ID, primary_key=True)
    park = models.CharField(max_length=PARK)
    former = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    into = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    reason = models.CharField(max_length=ID)
    decided_at = models.DateTimeField()
    moved_to = models.CharField(max_length=ID, blank=True)
    cases = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("park", "former"), name="unit_merged_once"),
            models.CheckConstraint(condition=~Q(former=F("into")), name="unit_merged_into_another"),
        )
        indexes = (models.Index(fields=("park", "on"), condition=Q(done_at__isnull=True), name="merger_to_carry_out"),)
