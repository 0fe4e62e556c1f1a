"""What is refused about people and their duties."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

DATES = "people.stand-in.dates"
ONESELF = "people.stand-in.self"
STRANGER = "people.stand-in.stranger"
TAKEN = "people.stand-in.taken"
AWAY = "people.stand-in.away"

CATALOGUE: Mapping[str, Message] = {
    DATES: Message(
        "代理从今天或以后的一天起，到不早于起始日的一天止，最长{longest}天；请改日期，离开更久的请办理交接。",
        "It begins today or later, does not end before it begins, and lasts at most {longest} days; change the dates, "
        "or hand the work over if you are away for longer.",
        422,
    ),
    ONESELF: Message(
        "不能由本人代理本人，请另选一位同事。", "Nobody stands in for themselves; choose a colleague.", 422
    ),
    STRANGER: Message(
        "代理人须是本园区在职人员，请从名单中另选一位。",
        "Only somebody who works for this park can stand in; choose another from the list.",
        422,
    ),
    TAKEN: Message(
        "{since}至{until}已经有人代理；请先结束那一次，或者避开这段日期。",
        "Somebody stands in from {since} to {until} already; end that first, or choose other days.",
        409,
    ),
    AWAY: Message(
        "这位同事在这段时间也由别人代理，请另选一位。",
        "This colleague is on leave in these days too; choose another.",
        409,
    ),
}
