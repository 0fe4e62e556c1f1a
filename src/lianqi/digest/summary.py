"""The one-page summary (一页纸) in Chinese: what came in, who should act, what was left out, how it was counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lianqi.digest.commons import commons, key_lines
from lianqi.digest.figures import Figures, Split
from lianqi.digest.page import HEADING, HEIGHT, TITLE, Block, Paragraph, Table, day, height, write_page
from lianqi.digest.values import Digest
from lianqi.digest.wording import STATE_NAMES, UNJUDGED, local, quoted, telling_sentence
from lianqi.insight.kind import COMPLAINT, ENQUIRY, PROBLEM, REQUEST, SUGGESTION

#: Lines of the table, refused files, reasons and closed questions shown; the page says where the rest is.
_CLASSES, _REFUSED, _REASONS, _TALLIES = 9, 2, 3, 8
#: Characters of a class's and of a unit's name that fit on one line of the table, and of a refusal on the page.
_NAMES, _REFUSAL = (8, 13), 80
#: (common problems, key matters) shown: as many as the page has room for, the first choice that fits.
_SHOWN = ((5, 3), (5, 2), (4, 2), (3, 2), (3, 1), (2, 1), (1, 1))


def write_summary(path: Path, digest: Digest, figures: Figures) -> None:
    """Write the page."""
    write_page(path, page(digest, figures))


def page(digest: Digest, figures: Figures) -> tuple[Block, ...]:
    """What stands on the page; whatever was collected, it fits on one."""
    for most_commons, most_keys in _SHOWN:
        blocks = _blocks(digest, figures, most_commons, most_keys)
        if height(blocks) <= HEIGHT:
            break
    return blocks


def _blocks(digest: Digest, figures: Figures, most_commons: int, most_keys: int) -> tuple[Block, ...]:
    made = f"（{day(local(digest.terms.now, digest))}整理，口径附后）"
    middle: list[Block]
    if figures.matters:
        texts = _common_sentences(digest, figures, most_commons, most_keys)
        middle = [_heading("二、分类和分办建议"), _counts(figures), _heading("三、普遍性问题和关键性问题")]
    else:
        texts = _tally_sentences(digest)
        middle = [_heading("二、选择题统计" if digest.tallies else "二、分类和普遍性问题")]
    return (
        Paragraph("企业反映问题和诉求梳理情况", font=TITLE, size=20, indent=False, centred=True),
        Paragraph(made, size=10.5, indent=False, centred=True),
        _heading("一、总体情况"),
        Paragraph(_overall(digest, figures)),
        *middle,
        *(Paragraph(text) for text in texts),
        _heading("四、没有列入的和没有读成的" if figures.matters else "三、没有列入的和没有读成的"),
        Paragraph(_left_out(digest, figures)),
        _heading("五、口径" if figures.matters else "四、口径"),
        Paragraph(_passport(digest), size=9, spacing=13),
    )


def _heading(text: str) -> Paragraph:
    return Paragraph(text, font=HEADING, before=3, indent=False)


def _overall(digest: Digest, figures: Figures) -> str:
    kinds = figures.kinds
    files = len({source.file for source in digest.sources})
    others = "、".join(
        f"{digest.kind_name(kind)}{kinds[kind]}件" for kind in (SUGGESTION, ENQUIRY, COMPLAINT) if kinds.get(kind)
    )
    named = (
        f"，涉及企业{figures.enterprises_with_matters}户"
        if figures.enterprises_with_matters
        else "（表中没有企业名称）"
    )
    if not figures.matters:
        tallied = f"选择题{len(digest.tallies)}题的结果已统计在台账“选择题统计”表。" if digest.tallies else ""
        return f"本次汇总表格{files}份，表单{figures.rows_read}份，没有可以列入台账的文字诉求。{tallied}"
    return (
        f"本次汇总表格{files}份，共有表单{figures.rows_read}份，其中{figures.rows['listed']}份提出了事项，"
        f"列入台账{figures.matters}件{named}：问题{kinds.get(PROBLEM, 0)}件，诉求{kinds.get(REQUEST, 0)}件"
        + (f"，另有{others}" if others else "")
        + f"。{_dates(digest, figures)}"
    )


def _dates(digest: Digest, figures: Figures) -> str:
    unjudged = next((split.all for split in figures.units if not split.name), 0)
    due = sorted({line.due.at for line in digest.listed() if line.due and line.unit})
    span = ""
    if due:
        first, last = day(local(due[0], digest)), day(local(due[-1], digest))
        span = f"答复时限在{first}" + (f"至{last}之间" if last != first else "") + "；"
    if not unjudged:
        return f"{span}类别和主办单位均已提出建议。" if span else ""
    return f"{span}{figures.matters - unjudged}件已提出主办单位建议，{unjudged}件{UNJUDGED}。"


def _counts(figures: Figures) -> Table:
    """Classes on the left, units on the right, each with problems and requests apart."""
    halves = [_fit(figures.classes), _fit(figures.units)]
    rows = [["类别", "问题", "诉求", "其他", "建议主办单位", "问题", "诉求", "其他"]]
    for at in range(max(len(half) for half in halves)):
        row: list[str] = []
        for half, longest in zip(halves, _NAMES, strict=True):
            split = half[at] if at < len(half) else None
            counts = (split.problems, split.requests, split.others) if split else ("", "", "")
            row += [_short(split.name or UNJUDGED, longest) if split else "", *(str(count) for count in counts)]
        rows.append(row)
    return Table(rows=rows, widths=(34, 12, 12, 12, 52, 12, 12, 12), left=frozenset({0, 4}))


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _fit(splits: Sequence[Split]) -> list[Split]:
    """At most so many lines; what does not fit is added up in the last."""
    if len(splits) <= _CLASSES:
        return list(splits)
    unjudged = [split for split in splits if not split.name]
    named = [split for split in splits if split.name]
    kept, rest = named[: _CLASSES - 1 - len(unjudged)], named[_CLASSES - 1 - len(unjudged) :]
    name = f"其余{len(rest)}个"
    more = Split(name, sum(s.problems for s in rest), sum(s.requests for s in rest), sum(s.others for s in rest))
    return [*kept, more, *unjudged]


def _common_sentences(digest: Digest, figures: Figures, most_commons: int, most_keys: int) -> list[str]:
    found = commons(digest)
    least = f"{digest.terms.least}户以上企业共同反映的"
    if not figures.enterprises_with_matters:
        least = f"表中没有企业名称，只能按件数归并；{digest.terms.least}件以上说同一件事的"
    said = [f"{least}有{len(found)}类" + ("，居前的是：" if found else "。")]
    for common in found[:most_commons]:
        words = "、".join(common.problem.words[:3]) or digest.class_name(common.class_id)
        who = f"{common.problem.enterprises}户" if common.problem.enterprises else ""
        sentence = telling_sentence(common.representative.words, common.problem.words)
        said.append(f"{common.number}. {words}（{who}{len(common.lines)}件）：{quoted(sentence, longest=26)}")
    keys, wide = key_lines(digest), sum(common.wide for common in found)
    if keys:
        told = "；".join(
            f"{quoted(telling_sentence(line.words, [sign.words for sign in line.hard]), longest=28)}（{reasons[0]}）"
            for line, reasons in keys[:most_keys]
        )
        also = f"，另有{wide}类普遍性问题涉及面广" if wide else ""
        said.append(f"列为关键性问题的{len(keys)}件{also}。如：{told}。")
    return said


def _tally_sentences(digest: Digest) -> list[str]:
    """What the closed questions said, where nothing was said in words."""
    said = []
    for tally in digest.tallies[:_TALLIES]:
        answers = "、".join(f"{answer[:12]}{count}份" for answer, count in tally.answers[:4])
        said.append(
            f"{tally.question[:24]}（{tally.answered}份作答）：{answers}" + ("等。" if len(tally.answers) > 4 else "。")
        )
    if len(digest.tallies) > _TALLIES:
        said.append(f"其余{len(digest.tallies) - _TALLIES}题见台账。只有代号的选项，须对照问卷原题看。")
    return said or ["没有可以归类的内容。"]


def _left_out(digest: Digest, figures: Figures) -> str:
    rows = figures.rows
    said = (
        f"{figures.rows_read}份表单中，{STATE_NAMES['blank']}（没有填写或填“无”）{rows['blank']}份，"
        f"{STATE_NAMES['duplicate']}{rows['duplicate']}份，{STATE_NAMES['rejected']}{rows['rejected']}份，逐份原因见台账。"
    )
    if figures.rejected_because:
        why = "；".join(f"{reason}{count}份" for reason, count in figures.rejected_because[:_REASONS])
        said += f"{STATE_NAMES['rejected']}的原因：{why}。"
    if not digest.refused:
        return said + "送来的文件全部读成。"
    shown = "".join(_short(refused.zh, _REFUSAL) for refused in digest.refused[:_REFUSED])
    more = f"其余{len(digest.refused) - _REFUSED}个见台账“说明”。" if len(digest.refused) > _REFUSED else ""
    return said + f"有{len(digest.refused)}个文件没有读成：{shown}{more}"


def _passport(digest: Digest) -> str:
    start = digest.terms.received_at
    since = f"自{day(local(start, digest))}起" if start else "自各表单填报时间起（未填的自整理之日起）"
    return (
        "一行表单可有几件事项，份数、件数、户数分开计；问题、诉求按原表栏目或企业用词区分。类别、主办单位、时限依据"
        f"《{digest.terms.title.zh}》各类别说明词提出，属建议，以研判分办为准；办理时限{since}按工作日历计算。"
        f"普遍性问题指同类事项用词相近且{digest.terms.least}户以上企业反映；关键性问题凭原话中的用词认定，未经核实。号码和带称呼的人名已遮盖。"
    )
