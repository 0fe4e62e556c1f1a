"""The addresses of messages."""

from __future__ import annotations

from django.urls import path

from lianqi.server.notices import views

urlpatterns = [
    path("notices/", views.listing, name="notices"),
    path("notices/bell/", views.bell, name="bell"),
    path("notices/read/", views.read_all, name="notices-read"),
    path("notices/settings/", views.settings, name="notices-settings"),
    path("notices/<str:id>/", views.follow, name="notice"),
    path("reminders/cases/<str:number>/", views.reminder, name="case-reminder"),
    path("reminders/units/<str:unit>/", views.unit_reminder, name="unit-reminder"),
]
