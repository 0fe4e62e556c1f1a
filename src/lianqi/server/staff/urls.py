"""The addresses of the park's people and units, and of one's own leave."""

from __future__ import annotations

from django.urls import path

from lianqi.server.staff.views import leave, passing, people

urlpatterns = [
    path("people/", people.listed, name="people"),
    path("people/new/", people.new, name="new-person"),
    path("people/units/", passing.units, name="people-units"),
    path("people/<str:person>/", people.person, name="person"),
    path("people/<str:person>/account/<str:act>/", people.account, name="person-account"),
    path("people/<str:person>/leaves/", people.leaves, name="person-leaves"),
    path("people/<str:person>/handover/", passing.handover, name="handover"),
    path("account/leave/", leave.leave, name="leave"),
    path("account/leave/<str:id>/end/", leave.end, name="end-leave"),
]
