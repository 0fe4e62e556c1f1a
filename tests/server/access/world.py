"""Two parks with a case in every situation, and everybody who might look: the permission matrix is walked here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.test import Client

from lianqi.server.access.matrix import Entitled, Matrix, matrix
from lianqi.server.accounts.operations import open_account
from lianqi.server.api.operations import issue
from lianqi.server.api.scopes import SCOPES
from lianqi.server.blobs.operations import attach
from lianqi.server.cases import reactions
from lianqi.server.cases.models import Case
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import StreamRef
from lianqi.server.mechanisms.queries import in_force
from lianqi.server.people import operations as people
from lianqi.server.registry.operations.contacts import issue_code
from lianqi.server.registry.queries import units
from tests.server.blobs.files import photo
from tests.server.cases.park import PEOPLE, Park, open_park

#: Who is there besides: an officer of the other enterprise, a leader of the other unit, a leader in charge of every
#: unit, and the administrator.
MORE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "贺兰": (("liaison",), ""),
    "马主任": (("leader-in-charge",), "economy"),
    "郑主任": (("leader-in-charge",), ""),
    "沈娟": (("administrator",), ""),
}
#: Those of the other park who come and look.
VISITORS = ("陈立", "何工", "李书记", "苏检")
CONTACTS = {"刘芳": "海棠机电", "马强": "木棉食品"}
_BACKEND = "lianqi.server.accounts.sessions.AccountBackend"


@dataclass(frozen=True, slots=True)
class Matter:
    """A case and what ties people to it. `mark` stands in its words and in no other case's."""

    park: str
    number: str
    id: str
    mark: str
    enterprise: str
    recorder: str
    confidential: bool = False
    main_unit: str = ""
    assisting: str = ""
    file: str = "none"
    seq: int = 0

    @property
    def kind(self) -> str:
        return "confidential" if self.confidential else "ordinary"


@dataclass(slots=True, eq=False)
class Reader:
    """Somebody with a browser and, who works for the park, a token with every scope."""

    name: str
    park: str
    id: str
    duties: frozenset[str] = frozenset()
    unit: str = ""
    enterprise: str = ""  # a contact's own
    officer_of: str = ""
    browser: Client = field(default_factory=Client)
    token: str = ""

    def __str__(self) -> str:
        return f"{self.name}@{self.park}"

    def relations(self, matter: Matter) -> set[str]:
        """What ties them to the case."""
        if self.park != matter.park:
            return set()
        if self.enterprise:
            told = {"enterprise", "contact"} if self.enterprise == matter.enterprise else set()
            return told | ({"reporter"} if self.name == matter.recorder else set())
        tied = {"officer"} if self.officer_of == matter.enterprise or self.name == matter.recorder else set()
        tied |= {"recorder"} if self.name == matter.recorder else set()
        everywhere = not self.unit and matter.main_unit
        tied |= {"main_unit"} if everywhere or (self.unit and self.unit == matter.main_unit) else set()
        return tied | ({"assisting_unit"} if self.unit and self.unit == matter.assisting else set())

    def sees(self, matter: Matter) -> bool:
        """Whether the file says that the case is for their eyes."""
        said = matrix().sees[matter.kind]
        tied = self.relations(matter)
        of_unit = bool(said.unit & self.duties) and (not self.unit or tied & {"main_unit", "assisting_unit"})
        whole = bool(said.duties & self.duties) or bool(of_unit)
        return self.park == matter.park and (whole or bool(said.beside & tied))

    def may(self, act: str, matter: Matter) -> bool:
        """Whether the file says that they are entitled to this act, now or at another stage."""
        said = matrix()
        return any(self._entitled(one, matter, said) for one in said.acts[act])

    def _entitled(self, one: Entitled, matter: Matter, said: Matrix) -> bool:
        duty = ("handle" if matter.main_unit else "liaise") if one.duty == "rung" else one.duty
        if matter.confidential and duty:
            return said.confidential[duty] in self.duties
        return (not duty or duty in self.duties) and (not one.relation or one.relation in self.relations(matter))


@dataclass(slots=True)
class World:
    """Everybody, and every case by its name."""

    readers: list[Reader]
    matters: dict[str, Matter]
    parks: dict[str, Park]

    def of(self, name: str, park: str = "sample") -> Reader:
        return next(reader for reader in self.readers if (reader.name, reader.park) == (name, park))


def build() -> World:
    """示例园区 and Moon Bay, alike but for the words; numbers of the one are none of the other's."""
    here, there = _park("sample"), _park("moon-bay")
    for place in range(4):
        there.a_case(f"月湾的第{place}件事")
    matters = _matters(here, "甲") | {f"their {name}": matter for name, matter in _matters(there, "乙").items()}
    readers = [_reader(here, name, *place) for name, place in {**PEOPLE, **MORE}.items()]
    readers += [_reader(there, name, *{**PEOPLE, **MORE}[name]) for name in VISITORS]
    readers += [_contact(here, name, firm) for name, firm in CONTACTS.items()]
    readers.append(_contact(there, "刘芳", "海棠机电"))
    for park in (here, there):
        reactions.catch_up(park=park.code)
    return World(readers, matters, {here.code: here, there.code: there})


def _park(code: str) -> Park:
    park = open_park(code)
    codes = {unit.code: unit.id for unit in units(park=code)}
    drafts = []
    for name, (roles, unit) in MORE.items():
        draft = people.new_member(park=code, name=name, phone="", now=park.now)
        draft.set("roles", list(roles))
        draft.set("unit_id", codes[unit] if unit else None)
        park.ids[name] = draft.row.person_id
        drafts.append(draft)
    drafts[0].link(park["木棉食品"], "liaison")
    with one_transaction(park=code):
        people.store_members(park=code, drafts=drafts, actor="system", now=park.now)
    return park


def _matters(park: Park, sign: str) -> dict[str, Matter]:
    def matter(number: str, mark: str, firm: str, recorder: str, **more: Any) -> Matter:
        row = Case.objects.get(park=park.code, no=number)
        return Matter(park.code, number, row.id, mark, firm, recorder, seq=row.seq, **more)

    roof, power, fresh, secret = (f"{sign}屋顶漏雨", f"{sign}车间断电", f"{sign}路灯不明", f"{sign}索要好处")
    number = park.dispatched(f"{roof}，请派人来看")
    file = _file(park, number)
    at_work = matter(number, roof, "海棠机电", "周敏", main_unit="construction", file=file)
    number = park.says("陈立", f"{power}已经三天", of="木棉食品").number
    sent = {"class_id": "power", "complexity": "general", "main_unit": "economy", "assisting": ["construction"]}
    assert park.does("陈立", "dispatch", number, **sent).refusal is None
    elsewhere = matter(number, power, "木棉食品", "陈立", main_unit="economy", assisting="construction")
    new = matter(park.says("刘芳", f"{fresh}，夜里难走", channel="phone-page").number, fresh, "海棠机电", "刘芳")
    told = {"channel": "phone-page", "case_kind": "complaint", "confidential": True}
    hidden = park.says("刘芳", f"验收的人{secret}", **told).number
    whispered = matter(hidden, secret, "海棠机电", "刘芳", confidential=True)
    return {"roof": at_work, "power": elsewhere, "fresh": new, "secret": whispered}


def _file(park: Park, number: str) -> str:
    """A photograph that the officer adds."""
    ref = StreamRef(park.code, STREAM_KIND, Case.objects.get(park=park.code, no=number).id)
    with one_transaction(park=park.code):
        kept = attach(stream=ref, subject=park["刘芳"], name="屋顶.jpg", data=photo(), now=park.now)
    done = park.does("周敏", "supplement", number, words="补一张照片", attachments=[kept.ref.id])
    assert done.refusal is None, done.refusal
    return kept.ref.id


def _reader(park: Park, name: str, roles: tuple[str, ...], unit: str) -> Reader:
    carried = in_force(park=park.code, on=date(2026, 6, 9)).rules(on=date(2026, 6, 9)).roles
    duties = frozenset[str]().union(*(carried[role] for role in roles))
    reader = Reader(name, park.code, park[name], duties, unit, officer_of="木棉食品" if name == "贺兰" else "")
    account = open_account(
        name=f"{park.code}-{park[name]}",
        person=park[name],
        password="湖畔的第七棵香樟树2026",
        now=park.now,
        must_change=False,
    )
    reader.browser.force_login(account, backend=_BACKEND)
    with one_transaction(park=park.code):
        issued = issue(
            park=park.code, person=park[name], name="走查", scopes=SCOPES, days=30, actor="system", now=park.now
        )
    reader.token = issued.text
    return reader


def _contact(park: Park, name: str, firm: str) -> Reader:
    reader = Reader(name, park.code, park[name], enterprise=firm)
    with one_transaction(park=park.code):
        code = issue_code(park=park.code, contact=park[name], actor="system", now=park.now)
    assert reader.browser.get(f"/e/{code}/").status_code == 302
    return reader


def words(answer: Any) -> str:
    """Everything an answer says; of a workbook, what stands in its parts."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] != b"PK":
        return str(content.decode("utf-8", "replace"))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(part).decode("utf-8", "replace") for part in book.namelist())


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
