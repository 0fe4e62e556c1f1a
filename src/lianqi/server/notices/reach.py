"""By which ways somebody can be reached outside the screen, and how soon they want to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lianqi.server.ledger.queries import read_content
from lianqi.server.ledger.selecting import in_parts
from lianqi.server.notices.models import ROBOTS, Channel, Mailbox
from lianqi.server.notices.recipients import GROUP
from lianqi.server.people.models import Membership
from lianqi.server.registry.models import EnterpriseContact

EMAIL = "email"
#: Channels of the ledger's deliveries: a gateway of text messages, a robot, another system, each with its name.
SMS, ROBOT, HOOK = "sms.", "robot.", "hook."


@dataclass(frozen=True, slots=True)
class Reach:
    """How soon, in which language, through which channels of `ledger.Delivery` (none: on screen only), and whether at
    night where the mechanism's clock runs then.
    """

    urgent: str
    other: str
    lang: str
    ways: tuple[str, ...]
    night: bool = True

    def rhythm(self, *, urgent: bool) -> str:
        """How soon one notice is to go out."""
        return (self.urgent if urgent else self.other) if self.ways else "never"


def active(*, park: str, kinds: Iterable[str]) -> tuple[Channel, ...]:
    """The park's channels of these kinds that are in use, by name."""
    return tuple(Channel.objects.filter(park=park, kind__in=sorted(kinds), active=True).order_by("name"))


def reach_of(*, park: str, recipients: Iterable[str]) -> Mapping[str, Reach]:
    """How each of these is reached: persons, contacts, and chat groups (`group:NAME`)."""
    wanted = sorted(set(recipients))
    found = {
        f"{GROUP}{row.name}": Reach(row.urgent, row.other, row.lang, (f"{ROBOT}{row.name}",))
        for row in active(park=park, kinds=ROBOTS)
        if f"{GROUP}{row.name}" in wanted
    }
    people = [one for one in wanted if not one.startswith(GROUP)]
    boxes = _boxes(park, people)
    gateways = active(park=park, kinds=("sms",))
    phones = _with_phone(park, people) if gateways else frozenset()
    for person in people:
        box = boxes.get(person) or Mailbox(park=park, recipient=person)
        ways = (EMAIL,) if box.email else ()
        if person in phones and box.by_sms:
            ways = (*ways, f"{SMS}{gateways[0].name}")
        found[person] = Reach(box.urgent, box.other, box.lang, ways, box.night)
    return found


def phone_of(*, park: str, recipient: str) -> str:
    """The phone number on file; empty where there is none, or where it was erased."""
    cited = [
        *Membership.objects.filter(park=park, person_id=recipient, until__isnull=True).values_list("phone", flat=True),
        *EnterpriseContact.objects.filter(park=park, id=recipient, left_at__isnull=True).values_list(
            "phone", flat=True
        ),
    ]
    return _words(park, next(filter(None, cited), ""))


def email_of(*, park: str, recipient: str) -> str:
    """The address given; empty where there is none, or where it was erased."""
    return _words(park, _boxes(park, [recipient]).get(recipient, Mailbox()).email)


def _words(park: str, content: str) -> str:
    return (read_content(park=park, id=content) or b"").decode() if content else ""


def _boxes(park: str, people: list[str]) -> dict[str, Mailbox]:
    found: dict[str, Mailbox] = {}
    for some in in_parts(people):
        found |= {row.recipient: row for row in Mailbox.objects.filter(park=park, recipient__in=some)}
    return found


def _with_phone(park: str, people: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for some in in_parts(people):
        members = Membership.objects.filter(park=park, person_id__in=some, until__isnull=True).exclude(phone="")
        found |= set(members.values_list("person_id", flat=True))
        contacts = EnterpriseContact.objects.filter(park=park, id__in=some, left_at__isnull=True).exclude(phone="")
        found |= set(contacts.values_list("id", flat=True))
    return frozenset(found)
