"""The addresses of the mechanisms."""

from __future__ import annotations

from django.urls import path

from lianqi.server.mechanisms import views

urlpatterns = [
    path("mechanism/", views.show, name="mechanism"),
]
