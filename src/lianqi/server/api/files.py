"""Attachments: those of a case, one as a download, and a new one for a case."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from mimetypes import guess_extension
from typing import Annotated

from django.http import FileResponse, HttpRequest
from ninja import File, Path, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from lianqi.kernel.cases import Case, guard
from lianqi.server.api.answers import NAMED, Refuses
from lianqi.server.api.asking import Asker, Bearer, asker
from lianqi.server.api.scopes import FILES
from lianqi.server.api.values import Number, Refusal, Sha256, Told
from lianqi.server.blobs import judging
from lianqi.server.blobs.operations import attach
from lianqi.server.blobs.queries import attachments, blob_for, cited_in
from lianqi.server.blobs.refusals import BlobRefusal
from lianqi.server.cases import facts, gate
from lianqi.server.cases.disclosures import confidential_opened
from lianqi.server.cases.setting import setting
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ledger.operations import hold, one_transaction
from lianqi.server.ledger.queries import read_contents
from lianqi.server.ledger.values import StreamRef

router = Router(tags=["files · 附件"])

_DOWNLOADS = {kind.media_type: {"schema": {"type": "string", "format": "binary"}} for kind in judging.KINDS.values()}


class Attachment(Told):
    """A file of a case. `id` is what `attachments` of a command names; `sha256` where it is found."""

    id: str
    sha256: str
    name: str
    media_type: str
    size: int


@router.get(
    "/cases/{number}/files",
    operation_id="list_files",
    summary="Files of a case · 事项附件",
    auth=Bearer(FILES),
    response={200: list[Attachment], **NAMED},
)
def list_files(request: HttpRequest, number: Annotated[Number, Path()]) -> list[Attachment]:
    """Every file that was added to a case and not erased since."""
    asks = asker(request)
    row = gate.case_for(asks.principal, number)
    _note(asks, [row.id])
    return _attachments(asks.park, row.id)


@router.post(
    "/cases/{number}/files",
    operation_id="add_file",
    summary="Add a file to a case · 上传附件",
    auth=Bearer(FILES),
    response={200: Attachment, 201: Attachment, 413: Refusal, **NAMED},
)
def add_file(request: HttpRequest, number: Annotated[Number, Path()], file: File[UploadedFile]) -> Status[Attachment]:
    """Who may supplement the case may add to it. Name the `id` in the `attachments` of a `supplement` then.

    The same file a second time gives the first one's id (200). Photos lose what they tell about where they were taken.
    """
    asks = asker(request)
    ref = StreamRef(asks.park, STREAM_KIND, gate.case_id_for(asks.principal, number))
    data = file.read(judging.MOST + 1)
    if len(data) > judging.MOST:
        sizes = {"size_mb": -(-(file.size or len(data)) // judging.MB), "limit_mb": judging.MOST // judging.MB}
        raise BlobRefusal("blob.too-large", sizes)
    digest = hashlib.sha256(judging.clean(data).data).hexdigest()
    with one_transaction(park=asks.park):
        # Held, so that the same file sent twice at once is kept once.
        case = hold(ref).state.case
        _may_add(asks, case)
        for known in _attachments(asks.park, ref.id):
            if known.sha256 == digest:
                return Status(200, known)
        subject, name = case.record.contact or case.record.enterprise, (file.name or "")[:200]
        new = attach(stream=ref, subject=subject, name=name, data=data, now=asks.now)
    added = Attachment(id=new.ref.id, sha256=new.sha256, name=name, media_type=new.media_type, size=new.size)
    return Status(201, added)


@router.get(
    "/files/{sha256}",
    operation_id="download_file",
    summary="Download a file · 下载附件",
    auth=Bearer(FILES),
    response={**NAMED},
    openapi_extra={"responses": {200: {"description": "OK", "content": _DOWNLOADS}}},
)
def download_file(request: HttpRequest, sha256: Annotated[Sha256, Path()]) -> FileResponse:
    """The file itself, to whoever may see a case that it was added to."""
    asks = asker(request)
    found = blob_for(principal=asks.principal, park=asks.park, sha256=sha256)
    _note(asks, cited_in(park=asks.park, stream_kind=STREAM_KIND, sha256=sha256))
    # Never shown in a browser as a page of ours: saved, as the type it was judged to be.
    name = sha256[:12] + (guess_extension(found.media_type) or "")
    response = FileResponse(found.path.open("rb"), as_attachment=True, filename=name, content_type=found.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _note(asks: Asker, cases: Sequence[str]) -> None:
    """Of these cases, write down that those told in confidence were read."""
    told = gate.visible(asks.principal).filter(id__in=cases, confidential=True)
    for case_id in told.values_list("id", flat=True):
        confidential_opened(park=asks.park, case_id=case_id, actor=asks.actor, now=asks.now)


def _may_add(asks: Asker, case: Case) -> None:
    """Whoever may supplement the case now. Refused as `supplement` itself would be."""
    place = setting(park=asks.park, now=asks.now)
    rules = place.rules_of(case)
    known = facts.facts_for(asks.principal, case, rules=rules, references={})
    refused = guard("supplement", case, rules=rules, calendar=place.calendar, facts=known, now=place.now)
    if refused is not None:
        raise Refuses(refused)


def _attachments(park: str, case_id: str) -> list[Attachment]:
    cited = attachments(park=park, stream_kind=STREAM_KIND, stream_id=case_id)
    told = read_contents(park=park, ids=[content for content, _ in cited])
    found = []
    for content, digest in cited:
        if words := told.get(content):
            said = json.loads(words)
            found.append(
                Attachment(
                    id=content, sha256=digest, name=said["name"], media_type=said["media_type"], size=said["size"]
                )
            )
    return found
