"""The options of a case command, made from the fields of the kernel's command: nothing is written twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any, get_type_hints

import click

from lianqi.command_line.naming import Names, text
from lianqi.kernel.cases.commands import KINDS, Command
from lianqi.kernel.decision import ContentRef
from lianqi.kernel.instants import to_text

#: field → what it is, in both languages.
WORDS: Mapping[str, tuple[str, str]] = {
    "answer": ("答复内容，- 表示从标准输入读", "the answer; - reads standard input"),
    "approved": ("同意，或退回修改", "pass it on, or send it back"),
    "assisting": ("协办单位，可多次", "assisting unit, may be repeated"),
    "attachments": ("附件编号，可多次", "attachment, may be repeated"),
    "by": ("时间、时长或方式", "a time, a length or a way"),
    "case_kind": ("类型：问题、诉求、建议、咨询、投诉举报", "problem, request, suggestion, enquiry, complaint"),
    "channel": ("反映渠道", "channel"),
    "class_id": ("类别", "class"),
    "complexity": ("办理时限档次", "which answer limit applies"),
    "confidential": ("保密反映，直达纪检监察", "a confidential report"),
    "contact": ("企业联系人编号", "the enterprise's contact"),
    "door": ("正确的反映渠道", "the right door"),
    "end": ("办理结果：solved 已解决，explained 解释说明", "solved or explained"),
    "enterprise": ("企业名称、信用代码或编号", "the enterprise"),
    "external_number": ("外部编号", "its number elsewhere"),
    "external_unit": ("区外单位", "outside body"),
    "field": ("更正哪一项：class、kind、first-word、lapse", "what is corrected"),
    "first_word_at": ("首次反映时间，默认此刻", "when it was first said; now by default"),
    "grade": ("评分1至5", "grade from 1 to 5"),
    "granted": ("批准，或不批准", "grant, or refuse"),
    "grounds": ("裁定理由", "grounds"),
    "into": ("并入哪个事项（编号）", "the case it goes into"),
    "leader": ("作出批示的领导", "the leader who said it"),
    "letter": ("答复函文号", "the number of the sealed letter"),
    "level": ("督办级别：yellow、red、leader", "level"),
    "main_unit": ("主办单位", "main unit"),
    "measure": ("采取了什么措施", "what was done"),
    "next_by": ("下次答复日期", "when the next word comes"),
    "note": ("说明", "note"),
    "on_behalf": ("代填", "written on its behalf"),
    "other": ("关联哪个事项（编号）", "the related case"),
    "outcome": ("议定结果：dispatch 交办，answer 直接答复", "dispatch or answer"),
    "person": ("回避的人", "who steps aside"),
    "reason": ("理由", "reason"),
    "reply": ("答复内容", "the reply"),
    "resolution": ("议定事项", "what was resolved"),
    "result": ("结果：confirmed、rejected、no-reply；回头看为 yes、no、no-reply", "result"),
    "review_by": ("复核日期", "when it is looked at again"),
    "ruling": ("裁定内容", "the ruling"),
    "spot": ("当场采取的措施（当场解决）", "what was done on the spot"),
    "text": ("批示内容", "the instruction"),
    "unit": ("单位", "unit"),
    "until": ("暂停到什么时候", "until when"),
    "upheld": ("异议成立，或不成立", "uphold, or dismiss"),
    "value": ("更正为", "the right value"),
    "words": ("企业原话，- 表示从标准输入读", "its own words; - reads standard input"),
}
_SHORT = {"class_id": "class", "case_kind": "kind"}
_DATES = (datetime, datetime | None)
_CONTENT = (ContentRef, ContentRef | None)
#: Given by the server, or by default.
_NOT_ASKED = {"record": frozenset({"number"})}


def options(kind: str) -> list[click.Option]:
    """One option for each field of the command of this kind."""
    hints = get_type_hints(KINDS[kind])
    asked = [f for f in fields(KINDS[kind]) if f.name not in _NOT_ASKED.get(kind, ())]  # type: ignore[arg-type]  # every Command subclass is a dataclass
    return [_option(kind, f.name, hints[f.name], needed=f.default is MISSING) for f in asked]


def _option(kind: str, name: str, hint: Any, *, needed: bool) -> click.Option:
    zh, en = WORDS[name]
    flag = "--" + _SHORT.get(name, name).replace("_", "-")
    shown = f"{zh} / {en}"
    required = needed and name != "first_word_at"
    if hint is bool:
        if required:
            return click.Option([f"{flag}/--not-{flag[2:]}", name], required=True, default=None, help=shown)
        return click.Option([flag, name], is_flag=True, help=shown)
    if hint is int:
        return click.Option([flag, name], type=int, required=required, help=shown)
    if hint == tuple[str, ...]:
        return click.Option([flag, name], multiple=True, help=shown)
    metavar = "TIME" if hint in _DATES else "TEXT"
    return click.Option([flag, name], required=required, metavar=metavar, help=shown)


def data_of(kind: str, said: Mapping[str, Any], *, names: Names) -> dict[str, Any]:
    """What was said on the command line as the command's plain data; what was not said is left out."""
    hints = get_type_hints(KINDS[kind])
    data: dict[str, Any] = {}
    for name, value in said.items():
        if value is None or value == () or (value is False and hints[name] is bool and _is_flag(KINDS[kind], name)):
            continue
        if hints[name] in _CONTENT:
            data[name] = text(value)
        elif hints[name] in _DATES:
            data[name] = to_text(names.instant(value))
        elif hints[name] == tuple[str, ...]:
            data[name] = list(names.value(kind, name, list(value)))
        else:
            data[name] = names.value(kind, name, value)
    if kind == "correct" and data.get("field") == "first-word":
        data["value"] = to_text(names.instant(data["value"]))
    elif kind == "correct" and data.get("field") in ("class", "kind"):
        data["value"] = names.code(data["field"], data["value"])
    return data


def _is_flag(command: type[Command], name: str) -> bool:
    return any(f.name == name and f.default is not MISSING for f in fields(command))  # type: ignore[arg-type]  # as above
