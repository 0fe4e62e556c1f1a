"""The addresses of cases."""

from __future__ import annotations

from django.urls import path

from lianqi.server.cases import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("cases/<str:number>/why/<str:owed>/", views.why, name="why"),
]
