"""The addresses of cases."""

from __future__ import annotations

from django.urls import path

from lianqi.server.cases.views import callbacks, desk, listing, page, saved_filters, steps, triage

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("triage/", triage.triage, name="triage"),
    path("callbacks/", callbacks.desk, name="callbacks"),
    path("callbacks/<str:number>/contacts/", callbacks.contacts, name="callback-contacts"),
    path("search/", listing.find, name="search"),
    path("cases/", listing.cases, name="cases"),
    path("cases/filters/", saved_filters.save, name="save-filter"),
    path("cases/filters/<str:id>/drop/", saved_filters.drop, name="drop-filter"),
    path("cases/export/", listing.export, name="cases-export"),
    path("cases/<str:number>/", page.case, name="case"),
    path("cases/<str:number>/news/", page.news, name="case-news"),
    path("cases/<str:number>/slip/", page.slip, name="slip"),
    path("cases/<str:number>/letter.docx", page.letter, name="letter"),
    path("cases/<str:number>/supervision/<int:seq>.docx", page.supervision, name="supervision"),
    path("cases/<str:number>/files/<str:content>/", page.case_file, name="case-file"),
    path("cases/<str:number>/why/<str:owed>/", desk.why, name="why"),
    path("cases/<str:number>/do/<str:kind>/", steps.step, name="step"),
]
