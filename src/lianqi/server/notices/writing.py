"""A letter as it goes out: made when it is sent, by what its recipient may still see then."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from lianqi.server.ledger import clock
from lianqi.server.notices.models import Letter, Notice
from lianqi.server.notices.outgoing.failures import NobodyThere
from lianqi.server.notices.reach import reach_of
from lianqi.server.notices.recipients import GROUP, cast, directory
from lianqi.server.notices.saying import letter_lines, say, titles
from lianqi.server.notices.texts import GREETING, GROUP_GREETING, SIGN_IN
from lianqi.server.registry.models import Park


@dataclass(frozen=True, slots=True)
class Written:
    """One letter in words. `subject` is also all that a text message says: it names no case."""

    recipient: str
    subject: str
    body: str


def written(*, park: str, id: str) -> Written:
    """The letter with this id. Raises NobodyThere where it was forgotten, or its recipient may see none of it now."""
    letter = Letter.objects.filter(park=park, id=id).first()
    reach = reach_of(park=park, recipients=(letter.recipient,)).get(letter.recipient) if letter else None
    if letter is None or reach is None:
        raise NobodyThere
    notices = _still_theirs(park, letter)
    said = say(park=park, notices=notices, lang=reach.lang)
    if not said:
        raise NobodyThere
    name = Park.objects.filter(code=park).values_list("name", flat=True).first() or park
    greeting = GROUP_GREETING if letter.recipient.startswith(GROUP) else GREETING
    subject = getattr(greeting, reach.lang).format(park=name, count=len(said), titles=titles(said, lang=reach.lang))
    url = f" {settings.PUBLIC_URL}" if settings.PUBLIC_URL else ""
    lines = [subject, *letter_lines(said, lang=reach.lang), getattr(SIGN_IN, reach.lang).format(url=url)]
    return Written(letter.recipient, subject, "\n".join(lines))


def _still_theirs(park: str, letter: Letter) -> list[Notice]:
    notices = list(Notice.objects.filter(park=park, letter=letter.id).order_by("at", "id"))
    around = cast(park=park, case_ids=(one.case_id for one in notices if one.case_no))
    if letter.recipient.startswith(GROUP):
        return [one for one in notices if one.case_id in around.cases and not around.cases[one.case_id].confidential]
    people = directory(park=park, now=clock.database_now())
    there = people.principal(letter.recipient) is not None
    return [
        one
        for one in notices
        if (people.may_see(letter.recipient, around.subjects.get(one.case_id, frozenset())) if one.case_no else there)
    ]
