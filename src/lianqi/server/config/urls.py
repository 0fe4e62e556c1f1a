"""Every address of the server. Each view declares who may open it; one that does not stops the server from starting."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("lianqi.server.ui.urls")),
    path("", include("lianqi.server.accounts.urls")),
    path("", include("lianqi.server.cases.urls")),
    path("", include("lianqi.server.notices.urls")),
    path("", include("lianqi.server.enterprise_page.urls")),
    path("", include("lianqi.server.fieldwork.urls")),
    path("", include("lianqi.server.cockpit.urls")),
    path("", include("lianqi.server.enterprises.urls")),
    path("", include("lianqi.server.mechanisms.urls")),
    path("", include("lianqi.server.trail.urls")),
    path("", include("lianqi.server.meetings.urls")),
    path("", include("lianqi.server.board.urls")),
    path("", include("lianqi.server.reports.urls")),
    path("", include("lianqi.server.staff.urls")),
    path("api/v1/", include("lianqi.server.api.urls")),
]
handler404 = "lianqi.server.ui.views.not_found"
handler500 = "lianqi.server.ui.views.failed"
