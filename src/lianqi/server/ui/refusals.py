"""Every refusal of every room as a sentence, and the page or fragment that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from lianqi import server
from lianqi.kernel import messages
from lianqi.kernel.decision import Refused
from lianqi.kernel.messages import Message, sentence


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a refusal: a link and what it says."""

    url: str
    label: str


@cache
def catalogue() -> Mapping[str, Message]:
    """Code → message, from the kernel and from each room's `refusals.py`."""
    found: dict[str, Message] = dict(messages.CATALOGUE)
    for room in iter_modules(server.__path__, "lianqi.server."):
        if room.ispkg and room.name != __package__ and find_spec(f"{room.name}.refusals"):
            found |= getattr(import_module(f"{room.name}.refusals"), "CATALOGUE", {})
    return found


def lang() -> str:
    """zh or en: which of the two sentences the reader gets."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def said(code: str, details: Mapping[str, Any]) -> str:
    """The sentence of a refusal in the reader's language."""
    return sentence(catalogue()[code], details, lang=lang())


def in_page(refused: Refused | None) -> dict[str, str]:
    """What a page shows of a refusal beside what was typed: `sentence` and `code`, "" where nothing was refused."""
    if refused is None:
        return {"sentence": "", "code": ""}
    return {"sentence": said(refused.code, refused.details), "code": refused.code}


def status_of(refused: Refused | None, *, otherwise: int = 200) -> int:
    """The status of a page that shows this refusal, or another where nothing was refused."""
    return catalogue()[refused.code].status if refused else otherwise


def refusal_page(request: HttpRequest, refused: Refused, *, ways: tuple[Way, ...] = ()) -> HttpResponse:
    """The refusal as a page, or as a box in the page for a request of htmx; with the status of its code."""
    fragment = bool(request.headers.get("HX-Request"))
    told = {"sentence": said(refused.code, refused.details), "code": refused.code, "ways": ways}
    template = "ui/refusal_box.html" if fragment else "ui/refusal.html"
    return render(request, template, told, status=catalogue()[refused.code].status)
