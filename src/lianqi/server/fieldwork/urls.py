"""The addresses of fieldwork."""

from __future__ import annotations

from django.urls import path

from lianqi.server.fieldwork import phone, rounds, views, visiting

urlpatterns = [
    path("visits/", rounds.visits, name="visits"),
    path("visits/<str:enterprise>/", rounds.one, name="visit-one"),
    path("visits/<str:enterprise>/appoint/", rounds.appointed, name="visit-appoint"),
    path("visits/<str:enterprise>/decline/", rounds.declined, name="visit-decline"),
    path("e/visit/<str:kind>/", phone.answer, name="my-visit"),
    path("visit/new/", visiting.choose, name="visit"),
    path("visit/new/<str:enterprise>/", visiting.new, name="visit-here"),
    path("visit/<str:number>/recorded/", visiting.recorded, name="visit-recorded"),
    path("enterprises/<str:enterprise>/contacts/", views.contacts, name="contacts"),
    path("enterprises/<str:enterprise>/contacts/<str:contact>/issue/", views.issue, name="issue-link"),
    path("enterprises/<str:enterprise>/contacts/<str:contact>/revoke/", views.revoke, name="revoke-link"),
]
