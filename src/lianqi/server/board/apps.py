"""The room of the red and yellow board."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """Makes known: streams of votes, and what time does to them."""

    name = "lianqi.server.board"
    label = "board"
    verbose_name = "红黄榜"

    def ready(self) -> None:
        from lianqi.server.board.operations import tick
        from lianqi.server.board.projection import PROJECTOR
        from lianqi.server.ledger import background, projectors

        projectors.register(PROJECTOR)
        background.register_duty(
            background.Duty("board.tick", timedelta(minutes=5), lambda park, now: tick(park=park, now=now) > 0)
        )
