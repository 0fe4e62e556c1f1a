"""Files that were made just now, to be saved and never shown as a page of ours."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_document(content: bytes, *, name: str) -> HttpResponse:
    """A Word document, and how it is called when it is saved."""
    saved = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=WORD, headers={"Content-Disposition": saved or "attachment"})
