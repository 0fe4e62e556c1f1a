"""The people's room."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, their memberships in parks, and the enterprises they are linked to."""

    name = "lianqi.server.people"
    label = "people"
    verbose_name = "人员"
