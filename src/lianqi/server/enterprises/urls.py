"""The addresses of the enterprises' files."""

from __future__ import annotations

from django.urls import path

from lianqi.server.enterprises import views

urlpatterns = [
    path("enterprises/", views.listed, name="enterprises"),
    path("enterprises/<str:enterprise>/", views.file, name="enterprise"),
]
