"""What can be wrong with an exported log, and what to do about it. `line` is prefixed by whoever prints them."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

_ASK = "请向出具方重新索取原件；如仍不一致，请以已公布的校验值为准，向纪工委反映。"
_ASK_EN = (
    "Ask whoever gave it to you for the original; if that differs too, hold to the printed root and tell the inspector."
)


def _wrong(zh: str, en: str) -> Message:
    return Message(zh=zh + _ASK, en=f"{en} {_ASK_EN}", status=422)


CATALOGUE: Mapping[str, Message] = {
    "verify.line.spelling": _wrong(
        "本行不是规范写法，内容可能被编辑过。", "This line is not in its canonical spelling; it may have been edited."
    ),
    "verify.line.shape": _wrong(
        "本行缺少项目、多出项目或格式不符。", "This line lacks a field, has one too many, or one of the wrong kind."
    ),
    "verify.line.order": _wrong(
        "本行出现的位置不对：文件应依次为首行、记录、内容、末行。",
        "This line stands in the wrong place: first line, events, contents, end.",
    ),
    "verify.event.position": _wrong(
        "记录序号应为 {expected}，实为 {found}：有记录缺失、重复或次序被调换。",
        "Position {expected} was due and {found} came: events are missing, repeated or out of order.",
    ),
    "verify.event.hash": _wrong(
        "记录内容与其校验值不符，内容被改动过。", "This event does not match its own hash: it was changed."
    ),
    "verify.event.root": _wrong(
        "总校验值与此前全部记录不符。", "The root does not follow from all that stands before."
    ),
    "verify.event.seq": _wrong(
        "该事项的第 {expected} 条记录缺失，实为第 {found} 条。",
        "Entry {expected} of this stream was due and {found} came.",
    ),
    "verify.event.previous": _wrong(
        "本条记录与该事项的上一条记录衔接不上。", "This event does not continue the last one of its stream."
    ),
    "verify.event.time": _wrong(
        "本条记录的时间早于该事项的上一条记录。", "This event was recorded before the last one of its stream."
    ),
    "verify.content.cited-twice": _wrong(
        "同一份内容（{id}）在不同记录中的校验值不一致。", "Two events cite the same content ({id}) by different hashes."
    ),
    "verify.content.words": _wrong(
        "内容（{id}）与记录中引用的校验值不符，文字被改动过。",
        "The words of {id} are not those that were cited: they were changed.",
    ),
    "verify.content.repeated": _wrong("内容（{id}）重复出现。", "Content {id} stands here twice."),
    "verify.draw.root": _wrong(
        "{period}的抽取所引的台账序号或校验值，与名单固定时的不一致。",
        "The draw of {period} cites another position or root than that at which its frame was frozen.",
    ),
    "verify.draw.seed": _wrong(
        "{period}的抽取种子不是由公布的校验值算出的。",
        "The seed of the draw of {period} does not follow from the root.",
    ),
    "verify.draw.voters": _wrong(
        "{period}抽出的企业与重新抽取的结果不一致。", "The voters of {period} are not those that the seed draws."
    ),
    "verify.draw.twice": _wrong("{period}抽取了不止一次。", "The voters of {period} were drawn more than once."),
    "verify.log.cut-short": _wrong("文件不完整，缺少末行。", "The file ends before its last line."),
    "verify.log.counts": _wrong(
        "末行所列数目与文件内容不符。", "The last line does not agree with what the file holds."
    ),
    "verify.log.printed-root": _wrong(
        "序号 {position} 的总校验值与已公布的不一致。",
        "The root at position {position} is not the one that was printed.",
    ),
}
