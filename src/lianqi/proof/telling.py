"""A way through a case as sentences that people can follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lianqi.kernel.mechanism.rules import Text
from lianqi.kernel.messages.names import COMMANDS, COMMITMENTS, DUTIES, ENDS, STATUSES, WORDS
from lianqi.proof.abstraction import Weather
from lianqi.proof.explorer import TIME, Move
from lianqi.proof.moves import ENTERPRISE, OTHER_CASE

_VARIANTS: Mapping[str, tuple[str, str]] = {
    **ENDS,
    **WORDS,
    "no-reply": ("未表态", "no reply"),
    "yes": ("仍已解决", "still solved"),
    "no": ("又出现了", "it came back"),
    "answer": ("直接答复", "an answer"),
    "dispatch": ("交给单位办理", "to a unit"),
    "confidential": ("保密反映", "confidential"),
    "approved": ("同意", "approved"),
    "not approved": ("退回修改", "sent back"),
    "granted": ("批准", "granted"),
    "not granted": ("不批准", "refused"),
    "upheld": ("成立", "upheld"),
    "not upheld": ("不成立", "dismissed"),
}
_CONDITIONS: Mapping[Weather, tuple[str, str]] = {
    Weather("all", True): ("（有关期限已过）", " (late)"),
    Weather("one", False): ("（次数只剩一次）", " (one time left)"),
    Weather("none", False): ("（次数已用完）", " (no time left)"),
    Weather("one", True): ("（有关期限已过，次数只剩一次）", " (late, one time left)"),
    Weather("none", True): ("（有关期限已过，次数已用完）", " (late, no time left)"),
}


def tell(moves: Sequence[Move], *, names: Mapping[str, Text]) -> tuple[Text, ...]:
    """One sentence a step: who did what, and where the case then stood."""
    return tuple(_step(move, names) for move in moves)


def party_name(party: str, names: Mapping[str, Text]) -> tuple[str, str]:
    """What people call a party; a role without a name is told by its code."""
    if party == ENTERPRISE:
        return "企业", "the enterprise"
    if party == OTHER_CASE:
        return "主事项", "the main case"
    name = names.get(f"role.{party}", Text(party, party))
    return name.zh, name.en


def duty_name(duty: str) -> tuple[str, str]:
    """The word for whoever carries this duty."""
    return DUTIES.get(duty, (duty, duty))


def _step(move: Move, names: Mapping[str, Text]) -> Text:
    status_zh, status_en = STATUSES[move.target.status]
    if move.party is TIME:
        zh, en = _joined(COMMITMENTS[kind] for kind in sorted(move.passing))
        return Text(f"时间过去，“{zh}”到时未办 → {status_zh}", f"time passes “{en}” → {status_en}")
    who_zh, who_en = party_name(move.party.id, names)
    did_zh, did_en = COMMANDS[move.attempt.command.kind]
    variant = move.attempt.variant
    how_zh, how_en = _VARIANTS.get(variant, ("", ""))
    if_zh, if_en = _CONDITIONS.get(move.weather, ("", ""))
    return Text(
        f"{who_zh}：{did_zh}{f'（{how_zh}）' if how_zh else ''}{if_zh} → {status_zh}",
        f"{who_en}: {did_en}{f' ({how_en})' if how_en else ''}{if_en} → {status_en}",
    )


def _joined(pairs: Iterable[tuple[str, str]]) -> tuple[str, str]:
    zh, en = zip(*pairs, strict=True)
    return "、".join(zh), ", ".join(en)
