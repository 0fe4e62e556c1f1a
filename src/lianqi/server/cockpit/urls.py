"""The addresses of the cockpit."""

from __future__ import annotations

from django.urls import path

from lianqi.server.cockpit import views

urlpatterns = [
    path("cockpit/", views.show, name="cockpit"),
    path("cockpit/week.png", views.week_picture, name="cockpit-week"),
]
