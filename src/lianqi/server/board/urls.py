"""The addresses of the board."""

from __future__ import annotations

from django.urls import path

from lianqi.server.board import phone, views

urlpatterns = [
    path("board/", views.votes, name="board"),
    path("board/<str:period>/", views.vote, name="vote"),
    path("board/<str:period>/open/", views.open_vote, name="vote-open"),
    path("board/<str:period>/paper/", views.paper, name="vote-paper"),
    path("board/<str:period>/handed-in/", views.handed_in, name="vote-handed-in"),
    path("board/<str:period>/close/", views.close, name="vote-close"),
    path("board/<str:period>/blank/", views.blank, name="vote-blank"),
    path("e/vote/<str:period>/", phone.ballot, name="my-ballot"),
]
