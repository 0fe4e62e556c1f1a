"""The addresses of bulletins."""

from __future__ import annotations

from django.urls import path

from lianqi.server.reports import views

urlpatterns = [
    path("bulletins/", views.bulletins, name="bulletins"),
    path("bulletins/<str:period>/", views.bulletin, name="bulletin"),
    path("bulletins/<str:period>/draft/", views.drafted, name="bulletin-draft"),
    path("bulletins/<str:period>/issue/", views.issued, name="bulletin-issue"),
    path("bulletins/<str:period>/bulletin.docx", views.file, name="bulletin-file"),
]
