"""What is done after the commit: who reads the sealed ledger, and what is looked at from time to time.

Apps register in `AppConfig.ready`; the worker (`lianqi.server.worker`) runs consumers in the order of registration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lianqi.server.ledger.operations.consuming import Handler


@dataclass(frozen=True, slots=True)
class Duty:
    """Something looked at in every park, each `every`: the tick of cases, the sweep of files.

    `run(park, now)` opens its own transactions and does a bounded part; True says that there is more to do at once.
    It may run again after a kill, and beside another worker that took longer than `every`: it must not mind.
    """

    name: str
    every: timedelta
    run: Callable[[str, datetime], bool]


_consumers: dict[str, Handler] = {}
_duties: dict[str, Duty] = {}


def register_consumer(name: str, handler: Handler) -> None:
    """Have every park's sealed events handed to `handler`, in order (`operations.run_consumer`).

    The name is stored with the position reached. Refused with ValueError: a name that another handler has.
    """
    if _consumers.get(name, handler) is not handler:
        raise ValueError(f"a consumer {name!r} is registered already")
    _consumers[name] = handler


def register_duty(duty: Duty) -> None:
    """Have this done from time to time. Refused with ValueError: a name that another duty has."""
    if _duties.get(duty.name, duty) != duty:
        raise ValueError(f"a duty {duty.name!r} is registered already")
    _duties[duty.name] = duty


def consumers() -> tuple[tuple[str, Handler], ...]:
    """Every consumer, in the order of registration."""
    return tuple(_consumers.items())


def duties() -> tuple[Duty, ...]:
    """Every duty, in the order of registration."""
    return tuple(_duties.values())
