"""The addresses of meetings."""

from __future__ import annotations

from django.urls import path

from lianqi.server.meetings import views

urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/<str:period>/", views.meeting, name="meeting"),
    path("meetings/<str:period>/agenda/", views.agenda, name="meeting-agenda"),
    path("meetings/<str:period>/minutes.docx", views.minutes_file, name="meeting-minutes"),
    path("meetings/<str:period>/do/<str:kind>/", views.act, name="meeting-act"),
    path("meetings/<str:period>/items/<str:number>/", views.settle, name="meeting-settle"),
]
