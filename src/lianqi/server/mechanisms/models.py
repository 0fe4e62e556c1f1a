"""The texts a park has run by, by their digest, and from which day. Nothing here is ever changed or deleted: a case
keeps the digest of its mechanism, and must find the text again after twenty years.
"""

from __future__ import annotations

from django.db import models

from lianqi.server.ledger.models import CODE, HASH, ID, PARK


class MechanismText(models.Model):
    """The exact text of one mechanism file."""

    pk = models.CompositePrimaryKey("park", "digest")
    park = models.CharField(max_length=PARK)
    digest = models.CharField(max_length=HASH)
    mechanism = models.CharField(max_length=CODE)
    text = models.TextField()
    added_at = models.DateTimeField()


class Activation(models.Model):
    """From `since` on, cases are recorded under this text. Of several for one day the last one holds."""

    pk = models.CompositePrimaryKey("park", "id")
    park = models.CharField(max_length=PARK)
    id = models.CharField(max_length=ID)
    since = models.DateField()
    digest = models.CharField(max_length=HASH)
    actor = models.CharField(max_length=ID)
    activated_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("park", "since", "activated_at"), name="activation_in_force"),)


class CalendarText(models.Model):
    """The exact text of one calendar, and how far its publication has come.

    The last one published (the highest `place`) holds. `moved_to` is the id of the last case whose due times were
    computed again with it: a publication that was interrupted goes on from there.
    """

    pk = models.CompositePrimaryKey("park", "version")
    park = models.CharField(max_length=PARK)
    version = models.CharField(max_length=CODE)
    place = models.PositiveIntegerField()
    digest = models.CharField(max_length=HASH)
    text = models.TextField()
    published_at = models.DateTimeField()
    actor = models.CharField(max_length=ID)
    moved_to = models.CharField(max_length=ID, blank=True)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("park", "place"), name="calendar_place_once"),)


class Proof(models.Model):
    """What was proved of a text on a day, with the values of that day. `violations` is JSON: for each the property,
    what is wrong and the shortest way there, in both languages; empty where everything holds.
    """

    pk = models.CompositePrimaryKey("park", "digest", "on")
    park = models.CharField(max_length=PARK)
    digest = models.CharField(max_length=HASH)
    on = models.DateField()
    states = models.PositiveIntegerField()
    transitions = models.PositiveIntegerField()
    violations = models.TextField()
    proved_at = models.DateTimeField()
    actor = models.CharField(max_length=ID)
