"""Lives of cases, lived through the use-cases month by month: the patterns that `cloning` multiplies."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.park import NOW, PARK, Park
from bench.sayings import saying

#: What the patterns are about; clones are about anything.
UNIT, CLASS, KIND = "unit-01", "premises", "problem"

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: How long after the step before, who, what, with what.
Step = tuple[timedelta, str, str, Mapping[str, Any]]

_DISPATCH: Step = (2 * HOUR, "centre", "dispatch", {"class_id": CLASS, "complexity": "general", "main_unit": UNIT})
_CONTACT: Step = (3 * HOUR, f"handler:{UNIT}", "contact", {"by": "phone"})
_ANSWER: Sequence[Step] = (
    (DAY, f"handler:{UNIT}", "draft", {"answer": "已联系物业，本周内完成修缮，费用由园区承担。", "end": "solved"}),
    (2 * HOUR, f"unit-head:{UNIT}", "review", {"approved": True}),
    (HOUR, f"leader-in-charge:{UNIT}", "sign", {"approved": True}),
)
_CONFIRM: Step = (DAY, "contact", "confirm", {"grade": 5})
_REJECT: Step = (DAY, "contact", "reject", {"reason": "只修了一半，雨天还是漏。", "grade": 2})
_CLOSE: Step = (3 * HOUR, "centre", "close", {"end": "solved"})
_RECHECK: Step = (38 * DAY, "centre", "recheck", {"result": "yes"})
_TICK: Step = (8 * DAY, "system", "tick", {})
_SPOT = {"spot": "现场帮企业联系了维修队，当天修好。"}

#: How a closed case may have gone, and how many in a hundred go so. What an officer solves on the spot is most of it.
CLOSED: Sequence[tuple[int, Mapping[str, Any], Sequence[Step]]] = (
    (9, {}, (_DISPATCH, _CONTACT, *_ANSWER, _CONFIRM, _CLOSE, _RECHECK)),
    (9, {}, (_DISPATCH, *_ANSWER, _CONFIRM, _CLOSE, _RECHECK)),
    (9, {}, (_DISPATCH, _CONTACT, _TICK, *_ANSWER, _CONFIRM, _CLOSE, _RECHECK)),
    (9, {}, (_DISPATCH, _CONTACT, *_ANSWER, _REJECT, *_ANSWER, _CONFIRM, _CLOSE, _RECHECK)),
    (58, _SPOT, (_CONFIRM, _RECHECK)),
    (6, {}, ((2 * HOUR, "centre", "not-accept", {"reason": "outside-park", "door": "请拨打12345。"}),)),
)
#: Where an open one may stand.
OPEN: Sequence[tuple[Mapping[str, Any], Sequence[Step]]] = (
    ({}, ()),
    ({}, (_DISPATCH,)),
    ({}, (_DISPATCH, _CONTACT)),
    ({}, (_DISPATCH, _CONTACT, _TICK)),
    ({}, (_DISPATCH, _CONTACT, _ANSWER[0])),
    ({}, (_DISPATCH, _CONTACT, *_ANSWER)),
    (_SPOT, ()),
)


@dataclass(frozen=True, slots=True)
class Life:
    """One pattern: the number of its case, when it began, how frequent it is, whether it is open at `NOW`."""

    number: str
    began: datetime
    weight: int
    is_open: bool


def lived(park: Park) -> list[Life]:
    """Live them all: closed ones begun in each of 23 months up to November 2026, open ones in the last two weeks."""
    chance = random.Random(0)
    beginnings: list[tuple[datetime, Mapping[str, Any], Sequence[Step], int, bool]] = []
    for month in range(23):
        for place, (weight, said, steps) in enumerate(CLOSED):
            at = datetime(2025 + month // 12, month % 12 + 1, 2, 1, 30, tzinfo=UTC)
            beginnings.append((at + place * 4 * DAY + chance.randrange(6) * HOUR, said, steps, weight, False))
    for days in range(1, 15):
        for said, steps in OPEN:
            beginnings.append((NOW - days * DAY - chance.randrange(3) * HOUR, said, steps, 1, True))
    return [_live(park, *one, words=saying(chance)) for one in sorted(beginnings, key=lambda one: one[0])]


def _live(
    park: Park, at: datetime, said: Mapping[str, Any], steps: Sequence[Step], weight: int, is_open: bool, words: str
) -> Life:
    from lianqi.server.cases.operations import perform, record
    from lianqi.server.ids import new_id

    enterprise = park.enterprises[0]
    first = {
        "enterprise": enterprise,
        "contact": park.contacts[enterprise],
        "channel": "visit",
        "case_kind": KIND,
        "words": words,
        "first_word_at": at,
        **said,
    }
    done = record(park=PARK, actor=park.people["liaison"], data=first, command_id=new_id(now=at), now=at)
    assert done.refusal is None, done.refusal
    find: Callable[[str], str] = {"contact": park.contacts[enterprise], "system": "system", **park.people}.__getitem__
    moment = at
    for after, who, kind, data in steps:
        moment += after
        if moment > NOW:
            # A case of the last weeks has not come so far; one that was to be closed waits to be asked once more.
            break
        acted = perform(
            park=PARK,
            actor=find(who),
            case_no=done.number,
            kind=kind,
            data=data,
            command_id=new_id(now=moment),
            expected_seq=None,
            now=moment,
        )
        assert acted.refusal is None, (kind, acted.refusal)
    return Life(done.number, at, weight, is_open)
