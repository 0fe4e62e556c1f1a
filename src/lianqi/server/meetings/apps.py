"""The room of meetings."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Makes known: streams of meetings, who plans the next one, and their tick."""

    name = "lianqi.server.meetings"
    label = "meetings"
    verbose_name = "接待日"

    def ready(self) -> None:
        from lianqi.server.ledger import background, projectors
        from lianqi.server.meetings.operations import plan_next, tick
        from lianqi.server.meetings.projection import PROJECTOR

        projectors.register(PROJECTOR)
        background.register_duty(
            background.Duty("meetings.plan", timedelta(minutes=10), lambda park, now: plan_next(park=park, now=now))
        )
        background.register_duty(
            background.Duty("meetings.tick", timedelta(minutes=1), lambda park, now: tick(park=park, now=now) > 0)
        )
