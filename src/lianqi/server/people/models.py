"""Who works for a park. Names and phone numbers are content whose subject is the person's id: erasable, never here."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lianqi.server.ledger.models import ID, PARK
from lianqi.server.registry.models import CODE, Enterprise, Unit


class Person(models.Model):
    """One human being in every park of the installation: only an opaque id."""

    id = models.CharField(max_length=ID, primary_key=True)
    created_at = models.DateTimeField()


class Membership(models.Model):
    """What a person is in one park. `roles` are role ids of the park's mechanism, sorted; `number` the park's own
    staff number (工号), empty where it has none; `heads` marks the head of the unit (部门负责人).
    """

    id = models.CharField(max_length=ID, primary_key=True)
    park = models.CharField(max_length=PARK)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, db_index=False)
    roles = models.JSONField(default=list)
    number = models.CharField(max_length=CODE, null=True)
    heads = models.BooleanField(default=False)
    name = models.CharField(max_length=ID)
    phone = models.CharField(max_length=ID, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("park", "person"), name="member_once_in_a_park"),
            models.UniqueConstraint(fields=("park", "number"), name="member_number_once_in_a_park"),
            models.UniqueConstraint(
                fields=("park", "unit"), condition=Q(heads=True, until__isnull=True), name="unit_has_one_head"
            ),
            models.CheckConstraint(condition=Q(heads=False) | Q(unit__isnull=False), name="head_of_some_unit"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="member_until_after_since"
            ),
        )
        indexes = (models.Index(fields=("park", "unit"), name="member_of_a_unit"),)


class Charge(models.Model):
    """分管: a leader in charge answers for a unit besides their own; one row for each unit."""

    id = models.CharField(max_length=ID, primary_key=True)
    park = models.CharField(max_length=PARK)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="charges", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("park", "person", "unit"), condition=Q(until__isnull=True), name="charge_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="charge_until_after_since"
            ),
        )
        indexes = (models.Index(fields=("park", "unit"), name="charge_of_a_unit"),)


class StandIn(models.Model):
    """代理: `person` does what `absent` could, from a day to a day of the park's calendar, both included. It ends by
    itself, or on `ended_at`, if the one on leave is back before.
    """

    id = models.CharField(max_length=ID, primary_key=True)
    park = models.CharField(max_length=PARK)
    absent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stand_ins", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stands_in", db_index=False)
    since = models.DateField()
    until = models.DateField()
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="stand_in_until_after_since"),
            models.CheckConstraint(condition=~Q(person=F("absent")), name="stand_in_of_another"),
        )
        indexes = (
            models.Index(fields=("park", "person", "until"), name="stand_in_by_person"),
            models.Index(fields=("park", "absent", "until"), name="stand_in_of_absent"),
        )


class EnterpriseOfficer(models.Model):
    """联点企业: an officer linked to an enterprise in one role of the mechanism, from a day to a day."""

    id = models.CharField(max_length=ID, primary_key=True)
    park = models.CharField(max_length=PARK)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="officers", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enterprises", db_index=False)
    role = models.CharField(max_length=CODE)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("park", "enterprise", "person", "role"),
                condition=Q(until__isnull=True),
                name="officer_linked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="link_until_after_since"
            ),
        )
        indexes = (
            models.Index(fields=("park", "enterprise"), name="officers_of_an_enterprise"),
            models.Index(fields=("park", "person"), name="enterprises_of_an_officer"),
        )
