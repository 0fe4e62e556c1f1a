"""The addresses of the ledger's entries."""

from __future__ import annotations

from django.urls import path

from lianqi.server.trail import views

urlpatterns = [
    path("log/", views.show, name="log"),
]
