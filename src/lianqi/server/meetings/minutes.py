"""会议纪要 as a Word document: what was resolved, by whom to be done, until when, and what waits."""

from __future__ import annotations

from lianqi.digest.page import HEADING, TITLE, Block, Paragraph, Table, day, page_bytes
from lianqi.kernel.mechanism.loop import ReceptionRules
from lianqi.kernel.meetings import Stage
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.server.meetings.queries import Opened, Told

_FORGOTTEN = "（已按规定删除）"


def minutes(opened: Opened, *, reception: ReceptionRules, park: str, calendar: Calendar) -> bytes:
    """The minutes of a meeting that was held, in Chinese, as bytes of a .docx."""
    meeting = opened.meeting
    year, month = meeting.period.split("-")
    draft = "" if meeting.stage is Stage.CLOSED else "，草稿"
    settled = [told for told in opened.items if told.item.state == "settled"]
    waiting = [told for told in opened.items if told.item.state != "settled"]
    blocks: list[Block] = [
        Paragraph(f"{park}{reception.name.zh}会议纪要", font=TITLE, size=20, indent=False, centred=True),
        Paragraph(
            f"（{year}年{int(month)}月{draft}）",
            size=14,
            indent=False,
            centred=True,
        ),
        Paragraph(
            f"{day(meeting.day)}，{opened.host or '主持领导'}主持召开{reception.name.zh}，"
            f"研究议题{len(opened.items)}项，议定{len(settled)}项，顺延{len(waiting)}项。现将议定事项纪要如下。",
            before=8,
        ),
    ]
    if opened.moved:
        blocks.append(Paragraph(f"会期说明：{opened.moved}"))
    if opened.host_changed:
        blocks.append(Paragraph(f"主持人调整说明：{opened.host_changed}"))
    for number, told in enumerate(settled, 1):
        blocks += _item(number, told, calendar)
    if waiting:
        blocks.append(Paragraph("顺延事项", font=HEADING, before=6, indent=False))
        blocks += [
            Paragraph(f"{told.enterprise}（{told.item.number}）：{told.reason or '待下次会议研究'}") for told in waiting
        ]
    if settled:
        blocks.append(Paragraph("责任清单", font=HEADING, before=6, indent=False))
        blocks.append(_list(settled, calendar))
    if opened.present:
        blocks.append(Paragraph(f"到会：{opened.present}", before=8))
    return page_bytes(blocks, title=f"{reception.name.zh}会议纪要")


def _item(number: int, told: Told, calendar: Calendar) -> list[Block]:
    head = f"{number}．{told.enterprise}（{told.item.number}）"
    said = [Paragraph(head, font=HEADING, before=6, indent=False), Paragraph(f"企业反映：{told.words or _FORGOTTEN}")]
    resolved = Paragraph(f"议定：{told.resolution or _FORGOTTEN}")
    return [*said, resolved, Paragraph(_who(told, calendar))] if told.unit else [*said, resolved]


def _who(told: Told, calendar: Calendar) -> str:
    until = f"，{day(calendar.local(told.by).date())}前办结并答复企业" if told.by else ""
    return f"责任单位：{told.unit}{until}。"


def _list(settled: list[Told], calendar: Calendar) -> Table:
    rows = [("事项编号", "企业", "责任单位", "办结时限")]
    for told in settled:
        by = day(calendar.local(told.by).date()) if told.by else "—"
        rows.append((told.item.number, told.enterprise, told.unit or "会上答复", by))
    return Table(rows, widths=(32, 48, 42, 36), left=frozenset({1}))
