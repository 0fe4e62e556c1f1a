"""The room of the park's staff."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Registers the duty that carries out mergers of units when their day has come."""

    name = "lianqi.server.staff"
    label = "staff"
    verbose_name = "人员与机构"

    def ready(self) -> None:
        from lianqi.server.ledger import background
        from lianqi.server.staff.operations import carry_out

        background.register_duty(
            background.Duty("staff.mergers", timedelta(minutes=1), lambda park, now: carry_out(park=park, now=now).more)
        )
