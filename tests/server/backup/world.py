"""A small installation: Luo Min keeps memos of a foundry, each with a photo; one message waits to be sent."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from PIL import Image

from lianqi.kernel.chain import digest
from lianqi.kernel.decision import Accepted, NewEvent
from lianqi.server.backup import Restored, restore
from lianqi.server.blobs.operations import attach
from lianqi.server.ledger import projectors
from lianqi.server.ledger.exporting import export_log
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import (
    Message,
    apply,
    enqueue_deliveries,
    erase_subject,
    hold,
    one_transaction,
    put_content,
    seal,
)
from lianqi.server.ledger.values import CommandEnvelope, StreamRef
from lianqi.server.registry.models import Park
from lianqi.verify import Report, verify_log

PARK = "moon-bay"
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SAID = "吴健：冲天炉停电，电话 13900000000"


@dataclass(frozen=True)
class Memo:
    """What was written: the content ids of words and photo, and the photo's hash."""

    words: str
    photo: str
    sha256: str


def photo(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (12, 8), colour).save(made, "PNG")
    return made.getvalue()


def write(id: str, *, subject: str = "wu-jian", words: str = SAID, colour: str = "red") -> Memo:
    """One memo with its photo, and a message to the enterprise because of it."""
    projectors.register_audit_stream("memo")
    ref = StreamRef(PARK, "memo", "luo-min")
    with one_transaction():
        if not Park.objects.filter(code=PARK).exists():
            Park.objects.create(code=PARK, name="月亮湾", created_at=MONDAY)
        stream = hold(ref)
        said = put_content(park=PARK, subject=subject, kind="memo.words", words=words, now=MONDAY)
        picture = attach(stream=ref, subject=subject, name="厂房.png", data=photo(colour), now=MONDAY)
        events = (NewEvent("memo.written", {"words": said.data(), "photo": picture.ref.data()}),)
        envelope = CommandEnvelope(id, "memo.write", digest([words]))
        applied = apply(
            stream=stream, outcome=Accepted(events), envelope=envelope, expected_seq=None, actor="luo-min", now=MONDAY
        )
        assert applied.refusal is None
        newest = Event.objects.filter(park=PARK).order_by("-id").values_list("id", flat=True)[0]
        enqueue_deliveries(messages=[Message(PARK, newest, "sms", subject)], now=MONDAY)
    return Memo(said.id, picture.ref.id, picture.sha256)


def erase(subject: str = "wu-jian") -> int:
    with one_transaction():
        return erase_subject(park=PARK, subject=subject, basis="pipl.47.3", actor="chen-lan", now=MONDAY)


def put_back(source: Path, *, replace: bool = False, without_erasure_list: bool = False) -> Restored:
    return restore(
        source=source,
        replace=replace,
        without_erasure_list=without_erasure_list,
        progress=lambda step, done, total: None,
    )


def verified() -> Report:
    while seal(park=PARK).more:
        pass
    return verify_log(export_log(park=PARK, with_contents=True))


def blob_files() -> list[str]:
    return sorted(path.name for path in Path(settings.BLOBS).glob("*/??/*"))


def nothing_of(words: str, folder: Path) -> bool:
    """Whether no file under this folder holds these words."""
    wanted = words.encode()
    return not any(wanted in path.read_bytes() for path in folder.rglob("*") if path.is_file())
