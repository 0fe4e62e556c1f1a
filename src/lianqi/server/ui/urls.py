"""Addresses that belong to no room."""

from __future__ import annotations

from django.conf import settings
from django.urls import path
from django.views.i18n import set_language

from lianqi.server.access import PUBLIC, access
from lianqi.server.ui import views

urlpatterns = [
    path("health", views.health, name="health"),
    path("choices/", views.choices, name="choices"),
    path("language/", access(PUBLIC)(set_language), name="set_language"),
]

if settings.DEBUG:
    from lianqi.server.ui.styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
