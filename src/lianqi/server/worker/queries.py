"""How an installation stands: what is numbered, who reads behind, what waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from lianqi.server.ledger import background, queries
from lianqi.server.ledger.models import Consumer, Delivery, Quarantine, Unsealed
from lianqi.server.worker.models import DutyTurn


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """One consumer: the position it has read to, how many sealed events lie behind that, and its trouble if any.

    `known` is False for one that no room registers any more, kept from an older version.
    """

    name: str
    position: int
    lag: int
    attempts: int
    failure: str
    known: bool


@dataclass(frozen=True, slots=True)
class DutyStatus:
    """One duty: when it last went well, when its next turn is, and its trouble if any."""

    name: str
    done_at: datetime | None
    due_at: datetime | None
    attempts: int
    failure: str


@dataclass(frozen=True, slots=True)
class ParkStatus:
    """One park. `deliveries` by state; states without any are left out."""

    park: str
    position: int
    root: str
    unsealed: int
    readers: tuple[ReaderStatus, ...]
    duties: tuple[DutyStatus, ...]
    quarantined: int
    deliveries: dict[str, int]

    @property
    def well(self) -> bool:
        """Whether nothing has failed and nothing waits for an administrator."""
        failing = any(one.attempts for one in self.readers) or any(one.attempts for one in self.duties)
        return not failing and not self.quarantined and not self.deliveries.keys() & {"held", "failed"}


def status() -> tuple[ParkStatus, ...]:
    """Every park that has an event."""
    return tuple(park_status(park) for park in queries.parks())


def park_status(park: str) -> ParkStatus:
    """One park."""
    position, root = queries.position(park)
    states = Delivery.objects.filter(park=park).values_list("state").annotate(count=Count("event_id")).order_by("state")
    return ParkStatus(
        park=park,
        position=position,
        root=root,
        unsealed=Unsealed.objects.filter(park=park).count(),
        readers=_readers(park, position),
        duties=_duties(park),
        quarantined=Quarantine.objects.filter(park=park, settled_at__isnull=True).count(),
        deliveries=dict(states),
    )


def _readers(park: str, position: int) -> tuple[ReaderStatus, ...]:
    rows = {row.name: row for row in Consumer.objects.filter(park=park)}
    known = [name for name, _ in background.consumers()]
    found: list[ReaderStatus] = []
    for name in (*known, *sorted(rows.keys() - set(known))):
        row = rows.get(name) or Consumer(park=park, name=name)
        lag = position - row.position
        found.append(ReaderStatus(name, row.position, lag, row.attempts, row.failure, name in known))
    return tuple(found)


def _duties(park: str) -> tuple[DutyStatus, ...]:
    rows = {row.name: row for row in DutyTurn.objects.filter(park=park)}
    found: list[DutyStatus] = []
    for duty in background.duties():
        row = rows.get(duty.name)
        if row is None:
            found.append(DutyStatus(duty.name, None, None, 0, ""))
        else:
            found.append(DutyStatus(duty.name, row.done_at, row.due_at, row.attempts, row.failure))
    return tuple(found)
