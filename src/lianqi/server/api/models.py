"""What other systems sign in with. `park` leads every key and index."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lianqi.server.ledger.models import HASH, ID, PARK

NAME = 100


class ServiceAccount(models.Model):
    """A member of a park that is a system and no person: it has roles like everybody, and nobody can sign in as it."""

    pk = models.CompositePrimaryKey("park", "person")
    park = models.CharField(max_length=PARK)
    person = models.CharField(max_length=ID)
    name = models.CharField(max_length=NAME)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("park", "name"), name="service_account_once_in_a_park"),)


class Token(models.Model):
    """A key to the interface: stands for one member, for what its scopes say, until it expires or is revoked.

    Only the hash of its secret is kept. `last_used_at` is true to a minute.
    """

    pk = models.CompositePrimaryKey("park", "id")
    park = models.CharField(max_length=PARK)
    id = models.CharField(max_length=ID)
    secret_hash = models.CharField(max_length=HASH)
    person = models.CharField(max_length=ID)
    name = models.CharField(max_length=NAME)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("park", "secret_hash"), name="token_secret_once"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="token_expires_after_its_making"),
        )
