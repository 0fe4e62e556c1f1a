"""Who and what a park serves: ordinary tables, written by `operations` only, with an audit event for every write.

`park` leads every key and index but the opaque ids, which name a row in every park at once. Names and numbers of
people are content (erasable) and only cited here; the name of an enterprise is public and stands in its row.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lianqi.server.ledger.models import HASH, ID, PARK

CODE = 64
NAME = 200


class Park(models.Model):
    """A tenant of the installation; its code leads every key of every table."""

    code = models.CharField(max_length=PARK, primary_key=True)
    name = models.CharField(max_length=NAME)
    created_at = models.DateTimeField()


class Area(models.Model):
    """片区: a part of the park that one of its leaders looks after."""

    id = models.CharField(max_length=ID, primary_key=True)
    park = models.CharField(max_length=PARK)
    name = models.CharField(max_length=NAME)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("park", "name"), name="area_once_in_a_park"),)


class Grid(models.Model):
    """网格: the smallest place an officer is linked to; inside an area where the park has them."""

    id = models.CharField(max_length=ID, primary_key=True)
    park = models.CharField(max_length=PARK)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, db_index=False)
    name = models.CharField(max_length=NAME)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("park", "area", "name"), name="grid_once_in_an_area"),
            models.UniqueConstraint(
                fields=("park", "name"), condition=Q(area__isnull=True), name="grid_once_without_area"
            ),
        )


class Chain(models.Model):
    """产业链: officers and enterprises are arranged along it."""

    id = models.CharField(max_length=ID, primary_key=True)
    park = models.CharField(max_length=PARK)
    name = models.CharField(max_length=NAME)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("park", "name"), name="chain_once_in_a_park"),)


class Unit(models.Model):
    """责任单位. An external one (区外单位) cannot sign in: `counterpart` is the inside unit that tracks its work."""

    id = models.CharField(max_length=ID, primary_key=True)
    park = models.CharField(max_length=PARK)
    code = models.CharField(max_length=CODE)
    name = models.CharField(max_length=NAME)
    external = models.BooleanField(default=False)
    counterpart = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("park", "code"), name="unit_code_once_in_a_park"),
            models.UniqueConstraint(fields=("park", "name"), name="unit_name_once_in_a_park"),
            models.CheckConstraint(
                condition=Q(counterpart__isnull=True) | Q(external=True), name="unit_counterpart_of_external"
            ),
        )


class Enterprise(models.Model):
    """经营主体. Found by its credit code, else by a project's code or a number the park gives, else by its name.

    `unverified_code` holds a credit code that fails GB 32100 and was accepted all the same (待核); it identifies
    nothing. `key` is what all spellings of the current name share (`lianqi.kernel.enterprises.names`).
    """

    SCALES = ("", "above", "below", "shop", "project")
    STATUSES = ("active", "suspended", "moved", "closed")

    id = models.CharField(max_length=ID, primary_key=True)
    park = models.CharField(max_length=PARK)
    name = models.CharField(max_length=NAME)
    key = models.CharField(max_length=NAME)
    credit_code = models.CharField(max_length=18, null=True)
    project_code = models.CharField(max_length=32, null=True)
    own_number = models.CharField(max_length=CODE, null=True)
    unverified_code = models.CharField(max_length=CODE, blank=True)
    scale = models.CharField(max_length=8, blank=True)
    status = models.CharField(max_length=12, default="active")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, db_index=False)
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, null=True, db_index=False)
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, null=True, db_index=False)
    address = models.CharField(max_length=NAME, blank=True)
    registered_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("park", "credit_code"), name="enterprise_credit_code_once"),
            models.UniqueConstraint(fields=("park", "project_code"), name="enterprise_project_code_once"),
            models.UniqueConstraint(fields=("park", "own_number"), name="enterprise_own_number_once"),
            models.CheckConstraint(
                condition=Q(scale__in=("", "above", "below", "shop", "project")), name="enterprise_scale_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=("active", "suspended", "moved", "closed")), name="enterprise_status_known"
            ),
        )
        indexes = (
            models.Index(fields=("park", "key"), name="enterprise_by_key"),
            models.Index(fields=("park", "area"), name="enterprise_of_an_area"),
            models.Index(fields=("park", "grid"), name="enterprise_of_a_grid"),
            models.Index(fields=("park", "chain"), name="enterprise_of_a_chain"),
        )


class EnterpriseName(models.Model):
    """Every name an enterprise goes or went by. One is current; former ones (曾用名) keep the day they ended."""

    KINDS = ("current", "former", "alias")

    id = models.CharField(max_length=ID, primary_key=True)
    park = models.CharField(max_length=PARK)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="names", db_index=False)
    name = models.CharField(max_length=NAME)
    key = models.CharField(max_length=NAME)
    kind = models.CharField(max_length=8)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("park", "enterprise", "key"), name="enterprise_name_once"),
            models.UniqueConstraint(
                fields=("park", "enterprise"), condition=Q(kind="current"), name="enterprise_one_current_name"
            ),
            models.CheckConstraint(condition=Q(kind__in=("current", "former", "alias")), name="enterprise_name_kind"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | ~Q(kind="current"), name="enterprise_name_until_former"
            ),
        )
        indexes = (models.Index(fields=("park", "key"), name="enterprise_name_by_key"),)


class EnterpriseContact(models.Model):
    """企业联系人: several for one enterprise, each with a revocable code of their own, kept only as a hash.

    `name` and `phone` cite content whose subject is the contact's own id, so each person can be forgotten singly.
    """

    id = models.CharField(max_length=ID, primary_key=True)
    park = models.CharField(max_length=PARK)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="contacts", db_index=False)
    name = models.CharField(max_length=ID, blank=True)
    phone = models.CharField(max_length=ID, blank=True)
    legal_representative = models.BooleanField(default=False)
    code_hash = models.CharField(max_length=HASH, null=True)
    code_issued_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("park", "code_hash"), name="contact_code_once"),
            # Who has left has no code; a code has the date it was given.
            models.CheckConstraint(
                condition=Q(code_hash__isnull=True, code_issued_at__isnull=True)
                | Q(code_hash__isnull=False, code_issued_at__isnull=False, left_at__isnull=True),
                name="contact_code_with_date",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("created_at")), name="contact_left_after_coming"
            ),
        )
        indexes = (models.Index(fields=("park", "enterprise"), name="contact_of_an_enterprise"),)
