"""What shows the streams of cases. `park` leads every key and index.

Case, Commitment, CaseAccess and Precedent are projections: written with the events, rebuilt from them byte for byte.
FigureCell, FigureEntry and SearchEntry follow the sealed ledger through consumers. NumberCounter is neither: a number
once given is never given again.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianqi.server.ledger.models import CODE, HASH, ID, PARK

NUMBER = 32
OPEN = Q(state__in=("open", "suspended"))


class Case(models.Model):
    """One case as lists show it. `due`, `light` are those of what is owed soonest; `wake_at` is when to tick it."""

    pk = models.CompositePrimaryKey("park", "id")
    park = models.CharField(max_length=PARK)
    id = models.CharField(max_length=ID)
    no = models.CharField(max_length=NUMBER)
    seq = models.PositiveIntegerField()
    status = models.CharField(max_length=CODE)
    rung = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=CODE)
    class_id = models.CharField(max_length=CODE)
    complexity = models.CharField(max_length=CODE)
    channel = models.CharField(max_length=CODE)
    enterprise = models.CharField(max_length=ID)
    contact = models.CharField(max_length=ID)
    recorder = models.CharField(max_length=ID)
    main_unit = models.CharField(max_length=CODE)
    external_number = models.CharField(max_length=CODE)
    confidential = models.BooleanField()
    mechanism = models.CharField(max_length=HASH)
    words = models.CharField(max_length=ID)
    first_word_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=CODE)
    word = models.CharField(max_length=CODE)
    merged_into = models.CharField(max_length=ID)
    due = models.DateTimeField(null=True)
    light = models.CharField(max_length=8)
    wake_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("park", "no"), name="case_number_once"),)
        indexes = (
            models.Index(fields=("park", "status", "no"), name="case_by_status"),
            models.Index(fields=("park", "main_unit", "no"), name="case_of_a_unit"),
            models.Index(fields=("park", "enterprise", "no"), name="case_of_an_enterprise"),
            models.Index(
                fields=("park", "external_number"), condition=~Q(external_number=""), name="case_by_external_number"
            ),
            models.Index(fields=("park", "light", "no"), name="case_by_light"),
            models.Index(fields=("park", "due", "no"), condition=Q(due__isnull=False), name="case_by_due"),
            models.Index(fields=("park", "wake_at"), condition=Q(wake_at__isnull=False), name="case_to_wake"),
        )


class Commitment(models.Model):
    """What somebody owes in some stream (a case, later a round or a meeting). `number` is what people call the stream.

    Late is not stored: it is due < now and not discharged. `lapsed` is the witness that the tick wrote.
    """

    pk = models.CompositePrimaryKey("park", "stream_kind", "stream_id", "id")
    park = models.CharField(max_length=PARK)
    stream_kind = models.CharField(max_length=CODE)
    stream_id = models.CharField(max_length=ID)
    id = models.CharField(max_length=CODE)
    number = models.CharField(max_length=NUMBER)
    kind = models.CharField(max_length=CODE)
    duty = models.CharField(max_length=CODE)
    unit = models.CharField(max_length=CODE)
    made_at = models.DateTimeField()
    opens_at = models.DateTimeField(null=True)
    due = models.DateTimeField()
    provisional = models.BooleanField()
    calendar = models.CharField(max_length=CODE)
    state = models.CharField(max_length=12)
    light = models.CharField(max_length=8)
    lapsed = models.BooleanField()
    raised = models.BooleanField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("park", "duty", "unit", "due", "stream_id", "id"), condition=OPEN, name="owed_by_a_duty"
            ),
            models.Index(fields=("park", "unit", "due", "stream_id", "id"), condition=OPEN, name="owed_by_a_unit"),
            models.Index(fields=("park", "due", "stream_id", "id"), condition=OPEN, name="owed_by_all"),
        )


class CaseAccess(models.Model):
    """Who may see a case: every list, detail, count, search and export joins this, and nothing else decides it.

    Subjects: `park` (whole-park duties), `unit:CODE`, `person:ID`, `enterprise:ID`; of a confidential case only
    `inspection` and `contact:ID`. Sight once given is not taken away: who handed a case over may follow it.
    """

    pk = models.CompositePrimaryKey("park", "subject", "case_no")
    park = models.CharField(max_length=PARK)
    subject = models.CharField(max_length=CODE + ID)
    case_no = models.CharField(max_length=NUMBER)
    case_id = models.CharField(max_length=ID)


class Precedent(models.Model):
    """交办先例: a dispute's final ruling, to which the next case of this class can point."""

    pk = models.CompositePrimaryKey("park", "case_id", "seq")
    park = models.CharField(max_length=PARK)
    case_id = models.CharField(max_length=ID)
    seq = models.PositiveIntegerField()
    case_no = models.CharField(max_length=NUMBER)
    class_id = models.CharField(max_length=CODE)
    main_unit = models.CharField(max_length=CODE)
    grounds = models.CharField(max_length=ID)
    ruled_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("park", "class_id", "ruled_at"), name="precedent_of_a_class"),)


class NumberCounter(models.Model):
    """The last case number given in a year. A refused record takes no number, so they run without gaps."""

    pk = models.CompositePrimaryKey("park", "year")
    park = models.CharField(max_length=PARK)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)


class FigureCell(models.Model):
    """The sum of one measure for one month, unit, class and kind (`lianqi.kernel.scoring`).

    Each of unit, class and kind may be `EVERY`: the same number summed over all of them. So a figure reads months times
    measures, however many cases there are; the key leads it to rows that lie together.
    """

    EVERY = "*"

    pk = models.CompositePrimaryKey("park", "unit", "class_id", "kind", "month", "measure")
    park = models.CharField(max_length=PARK)
    measure = models.CharField(max_length=CODE)
    month = models.CharField(max_length=7)
    unit = models.CharField(max_length=CODE)
    class_id = models.CharField(max_length=CODE)
    kind = models.CharField(max_length=CODE)
    value = models.BigIntegerField()


class FigureEntry(models.Model):
    """Which case stands behind a cell, and on which day: so every number leads to its cases, and a week has numbers.

    Only of the measures that a screen leads on from (`figures.LED_ON`). `day` is the park's own ("2026-04-09").
    """

    pk = models.CompositePrimaryKey("park", "measure", "case_no", "day", "unit", "class_id", "kind")
    park = models.CharField(max_length=PARK)
    measure = models.CharField(max_length=CODE)
    case_no = models.CharField(max_length=NUMBER)
    day = models.CharField(max_length=10)
    unit = models.CharField(max_length=CODE)
    class_id = models.CharField(max_length=CODE)
    kind = models.CharField(max_length=CODE)
    value = models.IntegerField()

    class Meta:
        # All that a sum asks for stands in the index.
        indexes = (models.Index(fields=("park", "measure", "day", "unit", "value"), name="figure_of_a_day"),)


class SearchEntry(models.Model):
    """One text of one case in the search index; its bigrams stand in a table of the database's own kind (`search`)."""

    id = models.BigAutoField(primary_key=True)
    park = models.CharField(max_length=PARK)
    case_no = models.CharField(max_length=NUMBER)
    content = models.CharField(max_length=ID)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("park", "content", "case_no"), name="search_entry_once"),)
