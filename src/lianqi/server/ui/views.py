"""Pages that belong to no room: is the server alive, a reader's choices, and what is shown when nothing was found."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianqi.server.access import PUBLIC, access
from lianqi.server.ui.choices import choose


@access(PUBLIC)
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches over the installation: 200 while the database answers, 503 while it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "database-unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


@access(PUBLIC)
@require_POST
def choices(request: HttpRequest) -> HttpResponse:
    """A reader's choice of theme or print."""
    return choose(request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing is said about whether it exists for somebody else."""
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500: our fault, said so, with a way on. Drawn without database, session or anything else that may be broken."""
    return render(None, "500.html", status=500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the protection against forged forms: nearly always a page that was left open for too long."""
    return render(request, "ui/stale_form.html", status=403)
