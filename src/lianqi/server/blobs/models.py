"""Which files are kept, and whose words cite them. The bytes lie beside the database (`storage`)."""

from __future__ import annotations

from django.db import models

from lianqi.server.ledger.models import CODE, HASH, ID, PARK


class Blob(models.Model):
    """One file of a park, known by the SHA-256 of its cleaned bytes; the same photo sent twice is kept once."""

    pk = models.CompositePrimaryKey("park", "sha256")
    park = models.CharField(max_length=PARK)
    sha256 = models.CharField(max_length=HASH)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=128)
    kept_at = models.DateTimeField()


class Citation(models.Model):
    """One place where a file is shown: the content that cites it, in which stream, and whose it is.

    A file whose last citation is gone is a file to remove: that row, not a list in memory, is what a killed erasure
    leaves behind for the next sweep.
    """

    pk = models.CompositePrimaryKey("park", "content")
    park = models.CharField(max_length=PARK)
    content = models.CharField(max_length=ID)
    sha256 = models.CharField(max_length=HASH)
    subject = models.CharField(max_length=ID)
    stream_kind = models.CharField(max_length=CODE)
    stream_id = models.CharField(max_length=ID)

    class Meta:
        indexes = (
            models.Index(fields=("park", "sha256"), name="citations_of_a_blob"),
            models.Index(fields=("park", "stream_kind", "stream_id"), name="citations_in_a_stream"),
        )
