"""The board judges units of this park: each that is named is one of `units`, inside, and named once."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.problems import choices

RULE = "board-units-inside"


def check(subject: Subject) -> list[Finding]:
    board = subject.mechanism.shape.board
    if board is None:
        return []
    inside = [code for code, unit in subject.mechanism.shape.units.items() if not unit.outside]
    found = []
    for index, code in enumerate(board.units):
        if code not in inside or code in board.units[:index]:
            near = choices(code, [unit for unit in inside if unit not in board.units])
            found.append(
                subject.finding(
                    RULE,
                    ("board", "units", index),
                    zh=f"评价对象“{code}”不是园区内单位，或者写了两遍{near['nearest_zh']}；可用：{near['allowed']}。",
                    en=f"“{code}” is no unit inside the park, or is named twice{near['nearest_en']}; write one of "
                    f"{near['allowed_en']}.",
                )
            )
    return found
