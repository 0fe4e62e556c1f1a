"""Half-filled forms and saved filters. Each row is its owner's alone; none is ever cited, so it goes when it is done
with, with its owner, or with whom it is about.
"""

from __future__ import annotations

from django.db import models

from lianqi.server.ledger.models import ID, PARK

#: Characters of a form's name, of a filter's name, and of a list's address without its beginning.
FORM, NAME, QUERY = 120, 40, 1_000


class Draft(models.Model):
    """What somebody typed into a form and has not sent. `fields` are the form's, as they were typed; `about` the ids of
    whose words may stand in it, one after another.
    """

    pk = models.CompositePrimaryKey("park", "person", "form")
    park = models.CharField(max_length=PARK)
    person = models.CharField(max_length=ID)
    form = models.CharField(max_length=FORM)
    about = models.CharField(max_length=200, blank=True)
    fields = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("park", "saved_at"), name="draft_by_age"),)


class SavedFilter(models.Model):
    """How somebody narrowed a list, to find it again under a name of their own."""

    pk = models.CompositePrimaryKey("park", "person", "id")
    park = models.CharField(max_length=PARK)
    person = models.CharField(max_length=ID)
    id = models.CharField(max_length=ID)
    name = models.CharField(max_length=NAME)
    query = models.CharField(max_length=QUERY)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("park", "person", "name"), name="filter_name_once_a_person"),)
