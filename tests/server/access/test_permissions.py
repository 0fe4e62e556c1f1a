"""Every role opens every address and tries every act, in both parks; the permission matrix says what comes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, get_type_hints

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from lianqi.kernel.cases.commands import KINDS
from lianqi.kernel.mechanism.rules import DUTIES
from lianqi.server.access.checks import routes
from lianqi.server.access.matrix import SHOWS, Address, matrix
from lianqi.server.api.commands import BODIES, SENT
from lianqi.server.api.scopes import SCOPES
from lianqi.server.cases import steps
from lianqi.server.cases.facts import CASE_FIELDS
from lianqi.server.cases.models import Commitment
from lianqi.server.enterprise_page.matters import STEPS
from tests.server.access.world import Matter, Reader, World, build, undone, words
from tests.server.blobs.files import photo

#: What stands for a part of an address that is not of the case itself.
_ANY = {
    "provider_id": "none",
    "code": "AAAAAAAAAAAA",
    "sha256": "0" * 64,
    "command": "tick",
    "kind": "urge",
    "period": "2026-06",
    "seq": "1",
}
_NOT_YOURS = "case.not-yours"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Built once for all walks; what a walk writes is taken back."""
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("django.conf.settings.BLOBS", tmp_path_factory.mktemp("blobs"))
        patch.setattr("django.conf.settings.API_REQUESTS_A_MINUTE", 1_000_000)
        found = build()
        now = found.parks["sample"].now
        for module in (
            "accounts.doorkeeper",
            "api.asking",
            "cases.operations.performing",
            "cases.operations.recording",
        ):
            patch.setattr(f"lianqi.server.{module}.database_now", lambda: now)
        cache.clear()
        yield found
        patch.undo()
        transaction.set_rollback(True)


def addresses(*shows: str) -> list[tuple[str, Address]]:
    """(path with its parts in angle brackets, row of the file), one for each row; those that show this, if named."""
    found = {name or path: path for path, name, _ in routes()}
    rows = [(path, matrix().addresses[name]) for name, path in found.items() if name in matrix().addresses]
    return [(path, row) for path, row in rows if not shows or row.shows in shows]


class TestTheFile:
    """Nothing is left out of it, and nothing in it means nothing."""

    def test_every_address_has_its_row_and_no_row_outlives_its_address(self) -> None:
        found = {name or path for path, name, _ in routes()}
        rows = set(matrix().addresses) - {"styleguide"}  # there while somebody develops
        assert sorted(found - rows) == [], "write its row into src/lianqi/server/access/permissions.yaml"
        assert sorted(rows - found) == [], "take its row out of src/lianqi/server/access/permissions.yaml"

    def test_the_doors_are_declared_as_the_file_says(self) -> None:
        said = matrix().addresses
        declared = {name or path: (rule.audience, rule.duties) for path, name, rule in routes() if rule}
        rows = {name: (row.audience, row.duties) for name, row in said.items() if name in declared}
        assert {name: row for name, row in declared.items() if name in rows} == rows

    def test_every_act_of_a_case_and_every_duty_is_in_it(self) -> None:
        assert set(matrix().acts) == set(KINDS)
        acting = {one.duty for row in matrix().acts.values() for one in row}
        seeing = matrix().sees["ordinary"]
        assert set(DUTIES) - acting - seeing.duties - seeing.unit == {"administer"}, "who acts on no case and sees none"
        assert {row.shows for row in matrix().addresses.values()} <= set(SHOWS)
        assert {row.scope for row in matrix().addresses.values()} - {""} <= set(SCOPES)


def filled(path: str, world: World, matter: Matter) -> str:
    """The address with its parts filled in, as it would be opened for this case."""
    park = world.parks[matter.park]
    parts = {**_ANY, "number": matter.number, "content": matter.file}
    parts |= {"person": park["周敏"], "act": "password", "id": "none", "unit": "construction"}
    parts |= {"enterprise": park[matter.enterprise], "contact": park["刘芳"]}
    if "<str:owed>" in path:
        owed = Commitment.objects.filter(park=matter.park, stream_id=matter.id).order_by("id")
        parts["owed"] = str(owed.values_list("id", flat=True)[0])
    wanted = re.findall(r"<(?:\w+:)?(\w+)>", path)
    unknown = set(wanted) - set(parts)
    assert not unknown, f"{path}: say in this test what stands for {sorted(unknown)}"
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: parts[found[1]], path)


def asked(reader: Reader, path: str, row: Address, *, part: bool = False) -> Any:
    """What comes back to this reader, of the interface with their token; posted where nothing can be got. As a part of
    a page (htmx), if wanted. What it writes is taken back.
    """
    headers = {"Authorization": f"Bearer {reader.token}"} if row.audience == "token" else {}
    if part:
        headers |= {"HX-Request": "true", "HX-Target": "cases"}
    with undone(), signed_in_as_before(reader):
        answer = reader.browser.get(path, headers=headers)
        if answer.status_code == 405 and (row.shows == "case" or row.audience == "token"):
            sent: dict[str, Any] = {"data": {}}
            if row.name == "add_file":
                sent = {"data": {"file": SimpleUploadedFile("屋顶.jpg", photo())}}
            elif row.audience == "token":
                sent = {"data": "{}", "content_type": "application/json"}
            answer = reader.browser.post(path, **sent, headers={**headers, "Idempotency-Key": "k"})
    return answer


@contextmanager
def signed_in_as_before(reader: Reader) -> Iterator[None]:
    """Whoever signs out inside is signed in again: their session is in the database as it was."""
    cookies = deepcopy(reader.browser.cookies)
    yield
    reader.browser.cookies = cookies


def let_in(reader: Reader, row: Address) -> bool:
    """Whether the file says that the door opens."""
    if row.audience in ("public", "token"):
        return row.audience == "public" or not reader.enterprise
    if row.audience == "enterprise":
        return bool(reader.enterprise)
    return not reader.enterprise and (not row.duties or bool(row.duties & reader.duties))


def turned_away(answer: Any) -> bool:
    """To the sign-in page, to the page for lost links, told that one is signed out or lacks a duty, without a token."""
    if answer.status_code == 302:
        return str(answer.url).startswith(("/sign-in/", "/e/link/"))
    refused = answer.status_code == 403 and not answer.streaming
    said = (b"account.not-for-you", b"account.signed-out")
    return answer.status_code == 401 or (refused and any(code in answer.content for code in said))


def leaks(answer: Any, reader: Reader, world: World) -> list[str]:
    """What stands in the answer of cases that are not for these eyes, and of the other park's enterprises."""
    said = words(answer)
    hidden = [matter for matter in world.matters.values() if not reader.sees(matter)]
    other = [park for code, park in world.parks.items() if code != reader.park]
    kept = [one for matter in hidden for one in (matter.mark, matter.id)] + [park["海棠机电"] for park in other]
    return [one for one in kept if one in said]


def walkers(world: World, row: Address) -> list[Reader]:
    """Whose doors are tried: everybody's where a case makes a difference, else one for each set of duties; one of each
    kind where not even that does.
    """
    if row.shows == "nothing" and not row.duties:
        return [world.of("陈立"), world.of("刘芳"), world.of("何工", "moon-bay")]
    if row.shows == "some":
        return world.readers
    alike = {(reader.park, reader.duties): reader for reader in reversed(world.readers)}
    return [reader for reader in alike.values() if reader.park == "sample" or reader.name == "陈立"]


#: Opened by everybody; the other addresses of a case by one for each set of cases that people may see.
_BY_ALL = frozenset({"case", "step", "case-file", "show_case", "my-matter", "cases", "list_cases", "cases-export"})


def lookers(world: World, row: Address) -> list[Reader]:
    """Who looks at the cases of an address, of those whom its door lets in."""
    welcome = [reader for reader in world.readers if let_in(reader, row)]
    if row.name in _BY_ALL:
        return welcome
    seen = {reader: tuple(reader.sees(matter) for matter in world.matters.values()) for reader in welcome}
    return list({(reader.park, bool(reader.enterprise), seen[reader]): reader for reader in welcome}.values())


class TestEveryAddress:
    def test_the_door_opens_to_whom_it_should_and_nothing_shows_that_is_not_for_their_eyes(self, world: World) -> None:
        """Each address as a page and as a part of one (htmx), and through the interface."""
        wrong = []
        for path, row in addresses():
            for reader in walkers(world, row):
                welcome = let_in(reader, row)
                if welcome and row.shows in ("case", "cases", "found"):
                    continue  # below, with every case
                here = filled(path, world, world.matters["roof" if reader.park == "sample" else "their roof"])
                parts = (False, True) if welcome and row.shows == "some" else (False,)
                for answer in (asked(reader, here, row, part=part) for part in parts):
                    if row.audience != "public" and turned_away(answer) == welcome:
                        wrong.append(f"{reader} {here}: {answer.status_code}, the file says {row}")
                    if answer.status_code >= 500:
                        wrong.append(f"{reader} {here}: {answer.status_code}")
                    wrong += [f"{reader} {here}: shows {what}" for what in leaks(answer, reader, world)]
        assert wrong == [], "\n".join(wrong[:60])

    def test_nobody_signed_in_gets_further_than_the_door(self, world: World) -> None:
        nobody = Reader("nobody", "", "")
        for path, row in addresses():
            if row.audience != "public":
                answer = asked(nobody, filled(path, world, world.matters["roof"]), row)
                assert turned_away(answer) or (path.endswith("/<command>") and answer.status_code == 401), path

    def test_a_case_that_is_not_for_somebodys_eyes_is_not_there(self, world: World) -> None:
        """404 by every address that names a case: its page, its panels, its parts, its log."""
        wrong, met = [], set()
        for path, row in addresses("case"):
            if row.name == "carry_out":
                continue  # every act of it is tried below
            for reader in lookers(world, row):
                # The other park's readers have cases of their own by the numbers of 示例园区.
                theirs = ("roof", "power", "secret") if reader.park == "sample" else ("their roof",)
                abroad = (
                    ("their power",)
                    if reader.park == "sample" and reader.name in ("陈立", "李书记", "苏检", "何工", "刘芳")
                    else ()
                )
                for matter in (world.matters[name] for name in (*theirs, *abroad)):
                    answer = asked(reader, filled(path, world, matter), row)
                    if not reader.sees(matter) and answer.status_code != 404:
                        wrong.append(f"{reader} {path} of {matter.mark}: {answer.status_code}")
                    if turned_away(answer) or answer.status_code >= 500:
                        wrong.append(f"{reader} {path} of {matter.mark}: {answer.status_code}")
                    if reader.sees(matter) and answer.status_code != 404:
                        met.add(row.name)
                    wrong += [f"{reader} {path}: shows {what}" for what in leaks(answer, reader, world)]
        assert wrong == [], "\n".join(wrong[:60])
        rare = {"letter", "supervision", "my-letter", "my-letter-scan", "meeting-settle", "callback-contacts"}
        assert {row.name for _, row in addresses("case")} - met <= {"carry_out", *rare}, "everybody met 404 there"

    def test_lists_searches_and_exports_hold_what_somebody_may_see_and_nothing_else(self, world: World) -> None:
        wrong = []
        for path, row in addresses("cases", "found"):
            for reader in lookers(world, row):
                headers = {"Authorization": f"Bearer {reader.token}"} if row.audience == "token" else {}
                for sought in world.matters.values() if row.ask else [None]:
                    ask = f"?{row.ask.format(words=sought.mark)}" if sought else ""
                    with undone():
                        answer = reader.browser.get(path + ask, headers=headers, follow=True)
                    said = words(answer)
                    for matter in (one for one in world.matters.values() if sought in (None, one)):
                        shown = (matter.number if matter.park == reader.park else matter.mark) in said
                        if sought and matter.park != reader.park:
                            shown = bool(answer.context["rows"])  # what was looked for stands in its box all the same
                        if shown != reader.sees(matter):
                            wrong.append(f"{reader} {path}{ask}: {matter.number} is shown: {shown}")
        assert wrong == [], "\n".join(wrong[:60])

    def test_counts_count_what_is_seen(self, world: World) -> None:
        for reader in (one for one in world.readers if one.token and one.park == "sample"):
            seen = [matter for matter in world.matters.values() if reader.sees(matter)]
            assert str(reader.browser.get("/cases/").context["total"]) == str(len(seen)), reader


class TestEveryAct:
    def test_the_interface_lets_everybody_do_what_the_file_says(self, world: World) -> None:
        wrong = []
        for act, body in _bodies().items():
            for reader in (one for one in world.readers if one.token and one.park == "sample"):
                for name in ("roof", "power", "secret"):
                    matter = world.matters[name]
                    if act != "urge" and not reader.sees(matter):
                        continue  # what is not there cannot be acted on: one act shows it
                    code = _sent(reader, act, matter, body).get("code")
                    if not reader.sees(matter):
                        if code != "case.not-found":
                            wrong.append(f"{reader} {act} {matter.mark}: {code}, and they may not even see it")
                    elif (code == _NOT_YOURS) == reader.may(act, matter):
                        wrong.append(f"{reader} {act} {matter.mark}: the file says {reader.may(act, matter)}")
        assert wrong == [], "\n".join(wrong[:60])

    def test_the_screen_offers_everybody_what_the_file_says(self, world: World) -> None:
        """On the page of a case what is others' to do stands apart from what one may do, now or at another stage."""
        wrong = []
        for reader in (one for one in world.readers if one.token and one.park == "sample"):
            for matter in (world.matters[name] for name in ("roof", "power", "secret")):
                if not reader.sees(matter):
                    continue
                with undone():
                    offers = reader.browser.get(f"/cases/{matter.number}/").context["offers"]
                others = {offer.kind for offer in offers.others} | steps.ENTERPRISES_OWN
                own = {act for act in steps.ORDER if reader.may(act, matter)}
                wrong += [f"{reader} {act} {matter.mark}" for act in (set(steps.ORDER) - others) ^ own]
        assert wrong == [], "\n".join(wrong[:60])

    def test_the_form_of_a_step_is_closed_to_whom_it_is_not_for(self, world: World) -> None:
        roof = world.matters["roof"]
        for act, who, others in (("dispatch", "陈立", "何工"), ("draft", "何工", "陈立"), ("sign", "江主任", "罗局")):
            codes = [
                world.of(name).browser.get(f"/cases/{roof.number}/do/{act}/").context["code"] for name in (who, others)
            ]
            assert codes[0] != _NOT_YOURS == codes[1], act

    def test_an_enterprise_is_offered_its_own_acts_and_no_others(self, world: World) -> None:
        liu, roof = world.of("刘芳"), world.matters["roof"]
        for act in KINDS:
            answer = liu.browser.get(f"/e/matters/{roof.number}/{act}/")
            assert (answer.status_code == 200) == (act in STEPS), act
            if act in STEPS:
                assert liu.may(act, roof), act
                assert answer.context["code"] != _NOT_YOURS
        own = {act for act in KINDS if liu.may(act, roof)}
        assert own - set(STEPS) <= {"record", "rate", "recheck"}, "recorded on a page of its own, said with the word"

    def test_what_the_system_does_of_itself_nobody_asks_for(self, world: World) -> None:
        chen, roof = world.of("陈立"), world.matters["roof"]
        of_itself = {act for act, row in matrix().acts.items() if {one.relation for one in row} == {"system"}}
        assert of_itself == set(KINDS) - set(SENT) - {"record"}
        for act in of_itself:
            assert _sent(chen, act, roof, {})["code"] == "case.by-system-only"

    def test_who_may_write_down_what_an_enterprise_says(self, world: World) -> None:
        wrong = []
        park = world.parks["sample"]
        said = {"enterprise": park["海棠机电"], "channel": "visit", "case_kind": "problem", "words": "大门口积水"}
        for reader in (one for one in world.readers if one.token and one.park == "sample"):
            for confidential in (False, True):
                with undone():
                    told = _post(reader, "/api/v1/cases", {**said, "confidential": confidential})
                inspects = "inspect" in reader.duties
                records = any(one.duty in reader.duties for one in matrix().acts["record"])
                entitled = inspects if confidential else records and not inspects
                if (told.status_code == 201) != entitled:
                    wrong.append(f"{reader} {'confidential' if confidential else 'ordinary'}: {told.content.decode()}")
        assert wrong == [], "\n".join(wrong[:60])


def _bodies() -> dict[str, dict[str, Any]]:
    """A body of the right shape for every command: who may is asked before what it says."""
    return {
        kind: {
            name: _sample(hint)
            for name, hint in get_type_hints(KINDS[kind]).items()
            if name in BODIES[kind].model_fields
        }
        for kind in SENT
    }


def _sample(hint: Any) -> Any:
    said = str(hint)
    if "ContentRef" in said:
        return "一句话"
    if "datetime" in said:
        return "2026-06-20T10:00:00+08:00"
    return {bool: True, int: 1, str: "x"}.get(hint, [])


def _post(reader: Reader, path: str, body: Mapping[str, Any]) -> Any:
    headers = {"Authorization": f"Bearer {reader.token}", "Idempotency-Key": "key"}
    return reader.browser.post(path, json.dumps(body), content_type="application/json", headers=headers)


def _sent(reader: Reader, act: str, matter: Matter, body: Mapping[str, Any]) -> Any:
    # A case that is named beside has to be one they may see.
    beside = dict.fromkeys(set(CASE_FIELDS) & body.keys(), matter.number)
    with undone():
        answer = _post(reader, f"/api/v1/cases/{matter.number}/{act}", {"expected_seq": matter.seq, **body, **beside})
    told: Any = answer.json()
    assert told.get("code") != "api.request.malformed", told
    return told
