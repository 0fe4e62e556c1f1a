"""The addresses of an enterprise's contact. The last one takes whatever stands behind /e/ for a link's code."""

from __future__ import annotations

from django.urls import path

from lianqi.server.enterprise_page.views import door, matters, recording, saying

urlpatterns = [
    path("e/", matters.mine, name="my-matters"),
    path("e/new/", recording.new, name="new-matter"),
    path("e/confidential/", recording.confidential, name="confidential-matter"),
    path("e/link/", door.link_needed, name="enterprise-link-needed"),
    path("e/matters/<str:number>/", matters.matter, name="my-matter"),
    path("e/matters/<str:number>/recorded/", matters.recorded, name="matter-recorded"),
    path("e/matters/<str:number>/letter.docx", matters.letter, name="my-letter"),
    path("e/matters/<str:number>/files/<str:content>/", matters.scan, name="my-letter-scan"),
    path("e/matters/<str:number>/<str:kind>/", saying.say, name="say"),
    path("e/<str:code>/", door.enter, name="enterprise-link"),
]
