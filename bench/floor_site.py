"""The least a Django site does for the same requests, beside ours in the same run: `create_tables`, then `serve`.

A session, the CSRF token, somebody who is signed in; a form whose POST writes one row; a page of fifty rows. Its
tables stand in the database that DATABASE_URL names, which is reached with the very options of ours; where
BENCH_AS_DJANGO_COMES is set, with none: a connection for each request.
"""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from lianqi.server.config import environment

PAGE = 50
_TEMPLATES = {
    "form.html": "<!doctype html><title>form</title><form method=post>{% csrf_token %}<textarea name=words></textarea>"
    "<input name=kind><button>send</button></form>",
    "rows.html": "<!doctype html><title>rows</title><p>{{ user.username }}</p><table>{% for row in rows %}<tr>"
    '<td><a href="/{{ row.number }}/">{{ row.number }}</a><td>{{ row.words }}<td>{{ row.enterprise }}'
    "<td>{{ row.kind }}<td>{{ row.unit }}<td>{{ row.recorded_at }}{% endfor %}</table>",
}


def _database() -> dict[str, Any]:
    """How the database is reached. Where it is (a socket's folder may stand among the options) is no option."""
    ours = environment.database(test_file=Path(tempfile.gettempdir()) / "never")
    if not os.environ.get("BENCH_AS_DJANGO_COMES"):
        return ours
    place = {name: ours[name] for name in ours if name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")}
    return place | {"OPTIONS": {name: said for name, said in ours["OPTIONS"].items() if name == "host"}}


if not settings.configured:
    settings.configure(
        SECRET_KEY="floor-only",
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": _database()},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        ROOT_URLCONF="bench.floor_site",
        USE_TZ=True,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [("django.template.loaders.locmem.Loader", _TEMPLATES)],
                        )
                    ],
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                    ],
                },
            }
        ],
    )
    import django

    django.setup()

from django.contrib.auth import get_user_model, login  # noqa: E402 - the settings come first
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.shortcuts import redirect, render  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import ensure_csrf_cookie  # noqa: E402


class Matter(models.Model):
    """One row, as wide as what a form says."""

    number = models.CharField(max_length=16, unique=True)
    words = models.TextField()
    enterprise = models.CharField(max_length=80)
    kind = models.CharField(max_length=32)
    unit = models.CharField(max_length=32)
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "floor_site"


def create_tables(rows: int) -> None:
    """Its tables, with so many rows; the tables of sessions and content types are ours, which are Django's."""
    with connection.schema_editor() as editor:
        editor.create_model(get_user_model())
        editor.create_model(Matter)
    now = datetime.now(UTC)
    words = "三号厂房屋顶漏水已经两个月，机器都不敢开；物业说不归他们管，请帮忙协调。"
    Matter._default_manager.bulk_create(
        [_matter(f"F-{place:07d}", words, now) for place in range(rows)], batch_size=500
    )


def _matter(number: str, words: str, now: datetime) -> Matter:
    name = "样本机电有限公司"
    return Matter(number=number, words=words, enterprise=name, kind="problem", unit="第一科", recorded_at=now)


def health(request: Any) -> HttpResponse:
    return HttpResponse("well")


def enter(request: Any) -> HttpResponse:
    """Whoever asks is signed in: passwords are no part of what is measured."""
    user, _new = get_user_model()._default_manager.get_or_create(username="floor")  # type: ignore[misc]  # Django's own here
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("/new/")


@login_required
@ensure_csrf_cookie
def new(request: Any) -> HttpResponse:
    if request.method != "POST":
        return render(request, "form.html")
    now = datetime.now(UTC)
    _matter(f"F{now.timestamp():.6f}"[-16:], request.POST["words"], now).save(force_insert=True)
    return redirect("/")


@login_required
def rows(request: Any) -> HttpResponse:
    return render(request, "rows.html", {"rows": Matter._default_manager.order_by("-id")[:PAGE]})


urlpatterns = [path("health", health), path("enter/", enter), path("new/", new), path("", rows)]
application = get_wsgi_application()


def serve(port: int) -> None:
    """With as many processes and threads as ours; not from `__main__`, because each process imports this again."""
    from granian import Granian
    from granian.constants import Interfaces

    from bench.serving import THREADS, WORKERS

    Granian(
        "bench.floor_site:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        log_level="warning",  # type: ignore[arg-type]  # granian takes the word
    ).serve()
