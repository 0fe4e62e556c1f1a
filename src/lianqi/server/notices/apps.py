"""The room of the notices."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Makes known: who reads the ledger for notices, what is gathered and sent each minute, what is forgotten."""

    name = "lianqi.server.notices"
    label = "notices"
    verbose_name = "消息提醒"

    def ready(self) -> None:
        from lianqi.server.ledger import background
        from lianqi.server.ledger.operations import register_eraser
        from lianqi.server.notices import noticing, operations

        register_eraser("notices", operations.forget)
        background.register_consumer(noticing.CONSUMER, noticing.notice)
        minute = timedelta(minutes=1)
        for duty in (
            background.Duty("notices.today", timedelta(minutes=10), _today),
            background.Duty("notices.gather", minute, lambda park, now: operations.gather(park=park, now=now)),
            background.Duty("notices.send", minute, _send),
            background.Duty("notices.sweep", timedelta(days=1), lambda park, now: operations.sweep(park=park, now=now)),
        ):
            background.register_duty(duty)


def _today(park: str, now: datetime) -> bool:
    from lianqi.server.notices import operations

    operations.due_today(park=park, now=now)
    return False


def _send(park: str, now: datetime) -> bool:
    """Once a minute and no more: channels count messages a minute."""
    from lianqi.server.notices import operations

    operations.send_due(park=park, now=now)
    return False
