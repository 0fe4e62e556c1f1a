"""The addresses of fieldwork."""

from __future__ import annotations

from django.urls import path

from lianqi.server.fieldwork import views

urlpatterns = [
    path("enterprises/<str:enterprise>/contacts/", views.contacts, name="contacts"),
    path("enterprises/<str:enterprise>/contacts/<str:contact>/issue/", views.issue, name="issue-link"),
    path("enterprises/<str:enterprise>/contacts/<str:contact>/revoke/", views.revoke, name="revoke-link"),
]
