"""答复函 and 督办单 as Word documents. Nothing here stands for a seal: the unit seals the paper, and files its scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lianqi.digest.page import TITLE, Block, Paragraph, Table, day, page_bytes
from lianqi.kernel.messages import names
from lianqi.server.cases.queries import Life
from lianqi.server.cases.setting import Setting
from lianqi.server.ledger.queries import read_contents
from lianqi.server.ledger.values import StoredEvent
from lianqi.server.registry.models import Enterprise, Park
from lianqi.server.registry.queries import unit_names

_RED = "C00000"
#: GB/T 9704—2012: the text of a letter in 三号, its title in 二号.
_TEXT, _TITLE, _HEAD = 16, 22, 30
_QUOTED = 60


@dataclass(frozen=True, slots=True)
class Paper:
    """A document and how it is called when it is saved."""

    name: str
    content: bytes


def reply(life: Life, *, place: Setting) -> Paper | None:
    """答复函 to the enterprise, as it was signed; None where nothing was answered, or the words are erased."""
    answered = [event for event in life.events if event.type == "answered"]
    if not answered or life.answer is None:
        return None
    row, record = life.row, life.state.record
    sender = _unit(row.park, row.main_unit) or _park(row.park)
    addressee = Enterprise.objects.filter(park=row.park, id=row.enterprise).values_list("name", flat=True).first() or ""
    title = f"关于{addressee}反映事项的答复函"
    blocks = [
        *_head(sender),
        Paragraph(life.letter or "（文号待编）", size=_TEXT, before=6, end=0, indent=False),
        Paragraph(title, font=TITLE, size=_TITLE, before=18, indent=False, centred=True),
        Paragraph(f"{addressee}：", size=_TEXT, before=18, indent=False),
        Paragraph(_received(life, place=place), size=_TEXT),
        *(Paragraph(line, size=_TEXT) for line in life.answer.splitlines() if line.strip()),
        Paragraph(f"办理结果：{names.ENDS[record.end][0]}。", size=_TEXT) if record.end in names.ENDS else None,
        Paragraph("如对本答复有不同意见，可在企业手机页选择“不认可”并说明理由，或致电园区营商中心。", size=_TEXT),
        Paragraph(sender, size=_TEXT, before=36, end=4, indent=False),
        Paragraph(_day(answered[-1].at, place=place), size=_TEXT, end=4, indent=False),
        Paragraph(
            f"本件按签发的答复内容生成，加盖印章后为正式答复函。事项编号：{row.no}", size=10.5, before=30, indent=False
        ),
    ]
    return Paper(f"答复函-{row.no}.docx", page_bytes([block for block in blocks if block], title=title))


def supervision(life: Life, seq: int, *, place: Setting) -> Paper | None:
    """督办单 that this entry of the case's log wrote; None where it wrote none."""
    event = next((one for one in life.events if one.seq == seq and one.type == "supervised"), None)
    if event is None:
        return None
    row = life.row
    firm = Enterprise.objects.filter(park=row.park, id=row.enterprise).values_list("name", flat=True).first() or ""
    unit = _unit(row.park, row.main_unit) or "—"
    level = life.teller.spelled(event, "zh")["level"].removesuffix("督办") + "督办"
    rows = [
        ("事项编号", row.no),
        ("企业名称", firm),
        ("主办单位", unit),
        ("督办级别", level),
        ("下发时间", life.teller.moment(event.at)),
        ("企业原话", _oneline(life.words if life.words is not None else "（已按规定删除）")),
        *_owed(life, event),
        ("督办要求", _oneline(_note(life, event))),
        ("回复方式", "请在系统中答复企业或作阶段性答复；办理时限不因督办顺延。"),
    ]
    signed = [("承办人签收", "　\n　"), ("办理情况", "　\n　\n　\n　\n　"), ("单位负责人", "　\n　")]
    told = [("项目", "内容"), *rows, *signed]
    blocks: list[Block] = [
        *_head(_park(row.park)),
        Paragraph("督办单", font=TITLE, size=_TITLE, before=18, indent=False, centred=True),
        Paragraph(f"{unit}：", size=_TEXT, before=12, indent=False),
        Paragraph(f"下列事项由你单位主办，现予{level}，请抓紧办理并按时答复企业。", size=_TEXT),
        Paragraph("", size=6, indent=False),
        Table(rows=told, widths=(32, 126), left=frozenset({0, 1}), size=12),
        Paragraph(_day(event.at, place=place), size=_TEXT, before=24, end=4, indent=False),
    ]
    return Paper(f"督办单-{row.no}-{seq}.docx", page_bytes(blocks, title=f"督办单 {row.no}"))


def supervisions(life: Life) -> Sequence[StoredEvent]:
    """The entries of the log that wrote a 督办单, the last first."""
    return [event for event in reversed(life.events) if event.type == "supervised"]


def _head(sender: str) -> list[Paragraph]:
    size = _HEAD if len(sender) <= 12 else 24
    return [Paragraph(sender, font=TITLE, size=size, indent=False, centred=True, colour=_RED, ruled=True)]


def _received(life: Life, *, place: Setting) -> str:
    said = _oneline(life.words or "")
    quoted = said if len(said) <= _QUOTED else said[:_QUOTED] + "……"
    what = f"反映“{quoted}”的事项" if quoted else "反映的事项"
    return f"你单位{_day(life.row.first_word_at, place=place)}{what}收悉。经办理，现答复如下："


def _owed(life: Life, event: StoredEvent) -> list[tuple[str, str]]:
    then = [one for one in life.state.commitments.values() if one.is_open or (one.ended_at or event.at) >= event.at]
    owed = [one for one in then if one.unit == life.row.main_unit] or then
    told = [
        f"{names.COMMITMENTS[one.kind][0]}：{life.teller.moment(one.due)}" for one in sorted(owed, key=lambda o: o.due)
    ]
    return [("原定时限", "；".join(told[:4]))] if told else []


def _note(life: Life, event: StoredEvent) -> str:
    ref = event.data.get("note")
    if isinstance(ref, dict) and (said := _words(life, ref["id"])):
        return said
    return "办理时限已到或已过，请立即办理。"


def _words(life: Life, id: str) -> str:
    return (read_contents(park=life.row.park, ids=[id]).get(id) or b"").decode("utf-8", "replace")


def _unit(park: str, code: str) -> str:
    return unit_names(park=park).get(code, "")


def _park(park: str) -> str:
    return Park.objects.filter(code=park).values_list("name", flat=True).first() or park


def _day(moment: datetime, *, place: Setting) -> str:
    return day(place.calendar.local(moment))


def _oneline(text: str) -> str:
    return " ".join(text.split())
