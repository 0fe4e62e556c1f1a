import django.db.models.deletion
from django.db import migrations, models

from lianqi.server.ledger import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Command",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "park", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("park", models.CharField(max_length=32)),
                ("id", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=64)),
                ("actor", models.CharField(max_length=64)),
                ("device", models.CharField(blank=True, max_length=64)),
                ("device_seq", models.PositiveBigIntegerField(null=True)),
                ("payload_digest", models.CharField(max_length=64)),
                ("outcome", models.TextField()),
                ("received_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Consumer",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "park", "name", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("park", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=64)),
                ("position", models.PositiveBigIntegerField(default=0)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "park", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("park", models.CharField(max_length=32)),
                ("id", models.CharField(max_length=64)),
                ("subject", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=64)),
                ("bytes", models.BinaryField(null=True)),
                ("salt", models.BinaryField(null=True)),
                ("retain_until", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                ("basis", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["park", "subject"], name="content_of_a_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bytes__isnull", False), ("erased_at__isnull", True), ("salt__isnull", False)),
                            models.Q(
                                ("bytes__isnull", True),
                                ("erased_at__isnull", False),
                                ("salt__isnull", True),
                                models.Q(("basis", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="content_whole_or_erased",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "park",
                        "event_id",
                        "channel",
                        "recipient",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("park", models.CharField(max_length=32)),
                ("event_id", models.BigIntegerField()),
                ("channel", models.CharField(max_length=64)),
                ("recipient", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "Held"), ("pending", "Pending"), ("sent", "Sent"), ("failed", "Failed")],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("next_attempt_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["park", "state", "channel", "next_attempt_at"], name="delivery_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="delivery_sent_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("park", models.CharField(max_length=32)),
                ("stream_kind", models.CharField(max_length=64)),
                ("stream_id", models.CharField(max_length=64)),
                ("seq", models.PositiveIntegerField()),
                ("type", models.CharField(max_length=64)),
                ("schema", models.PositiveSmallIntegerField()),
                ("data", models.TextField()),
                ("actor", models.CharField(max_length=64)),
                ("command_id", models.CharField(max_length=64)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("prev_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("park", "stream_kind", "stream_id", "seq"), name="event_once_in_its_place"
                    ),
                    models.CheckConstraint(condition=models.Q(("seq__gte", 1)), name="event_seq_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quarantine",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "park", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("park", models.CharField(max_length=32)),
                ("id", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=64)),
                ("actor", models.CharField(max_length=64)),
                ("device", models.CharField(blank=True, max_length=64)),
                ("device_seq", models.PositiveBigIntegerField(null=True)),
                ("payload_digest", models.CharField(max_length=64)),
                ("payload", models.CharField(max_length=64)),
                ("reason", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(blank=True, max_length=64)),
                ("settlement", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["park", "settled_at", "received_at"], name="quarantine_waiting")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by", ""), ("settlement", "")),
                            models.Q(
                                ("settled_at__isnull", False),
                                models.Q(("settled_by", ""), _negated=True),
                                models.Q(("settlement", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="quarantine_settled_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                ("event_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("park", models.CharField(max_length=32)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["park", "event_id"], name="unsealed_of_a_park")],
            },
        ),
        migrations.CreateModel(
            name="Ledger",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "park", "position", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("park", models.CharField(max_length=32)),
                ("position", models.PositiveBigIntegerField()),
                ("root", models.CharField(max_length=64)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sealed", to="ledger.event"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("position__gte", 1)), name="ledger_position_from_one")
                ],
            },
        ),
        migrations.RunPython(append_only.install, migrations.RunPython.noop),
    ]
