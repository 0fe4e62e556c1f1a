"""Who sees what over the interface: exactly what the gate shows them, in every address alike."""

from __future__ import annotations

import pytest

from lianqi.server.api.scopes import CONFIDENTIAL
from lianqi.server.cases import reactions
from lianqi.server.cases.disclosures import STREAM_KIND
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import one_transaction
from tests.server.api.callers import USUAL, Caller, Callers
from tests.server.blobs.files import photo as picture
from tests.server.cases.park import PEOPLE, Park, open_park

#: Who sees 海棠机电's roof while the construction bureau has it.
ROOF = {"周敏", "陈立", "何工", "罗局", "江主任", "钱总工", "李书记", "方教授", "苏检", "严书记"}
INSPECTION = {"苏检", "严书记"}


def sight(caller: Caller, number: str, sha256: str) -> set[str]:
    """In which ways somebody comes to see a case."""
    seen = set()
    if number in {row["number"] for row in caller.get("/cases").body["items"]}:
        seen.add("list")
    if number in {row["case"] for row in caller.get("/commitments").body["items"]}:
        seen.add("commitments")
    if number in {row["case"] for row in caller.get("/events").body["items"]}:
        seen.add("ledger")
    for name, path in (
        ("detail", f"/cases/{number}"),
        ("log", f"/cases/{number}/events"),
        ("files", f"/cases/{number}/files"),
        ("file", f"/files/{sha256}"),
    ):
        answer = caller.get(path)
        assert answer.status in (200, 404), answer.body
        if answer.status == 200:
            seen.add(name)
    # Urging is refused to some who see the case (403), and unknown to who does not (404).
    if caller.post(f"/cases/{number}/urge").status != 404:
        seen.add("command")
    return seen


EVERYWHERE = {"list", "commitments", "ledger", "detail", "log", "files", "file", "command"}


@pytest.fixture
def photo(park: Park, calls: Callers) -> tuple[str, str]:
    """A case at the construction bureau with a photo; its number and the photo's SHA-256."""
    number = park.dispatched()
    added = upload(calls("周敏"), number, picture())
    reactions.catch_up(park=park.code)
    return number, added.body["sha256"]


def upload(caller: Caller, number: str, data: bytes, name: str = "屋顶.jpg"):  # type: ignore[no-untyped-def]  # an Answer
    """Send a file as a browser or a script does."""
    mark = "----lianqi"
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    from django.test import Client

    from tests.server.api.callers import BASE, Answer

    found = Client(headers={"Authorization": f"Bearer {caller.text}"}).generic(
        "POST",
        f"{BASE}/cases/{number}/files",
        head + data + f"\r\n--{mark}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={mark}",
    )
    return Answer(found.status_code, found.json(), found.headers)


@pytest.mark.parametrize("who", PEOPLE)
def test_a_case_is_seen_at_every_address_or_at_none(
    calls: Callers, park: Park, photo: tuple[str, str], who: str
) -> None:
    assert sight(calls(who), *photo) == (EVERYWHERE if who in ROOF else set())


def test_the_people_of_another_park_see_nothing_of_it(calls: Callers, photo: tuple[str, str]) -> None:
    other = open_park("other")
    for who in ("陈立", "李书记", "苏检"):
        assert sight(Callers(other)(who), *photo) == set()
        assert Callers(other)(who).get(f"/enterprises/{calls.park['海棠机电']}").status == 404


@pytest.fixture
def told_in_confidence(park: Park, calls: Callers) -> tuple[str, str]:
    """What 刘芳 told the inspector alone, with a picture."""
    from lianqi.server.blobs.operations import attach
    from lianqi.server.cases.models import Case
    from lianqi.server.ledger.values import StreamRef

    done = park.says("刘芳", "验收人员索要好处", channel="phone-page", case_kind="complaint", confidential=True)
    with one_transaction(park=park.code):
        ref = StreamRef(park.code, "case", Case.objects.get(no=done.number).id)
        photo = attach(stream=ref, subject=park["刘芳"], name="", data=picture(), now=park.now)
    reactions.catch_up(park=park.code)
    return done.number, photo.sha256


@pytest.mark.parametrize("who", PEOPLE)
def test_what_was_told_in_confidence_is_seen_by_no_ordinary_token(
    calls: Callers, told_in_confidence: tuple[str, str], who: str
) -> None:
    assert sight(calls(who), *told_in_confidence) == set()


@pytest.mark.parametrize("who", PEOPLE)
def test_it_takes_the_duty_and_the_scope_and_each_reading_is_written_down(
    calls: Callers, park: Park, told_in_confidence: tuple[str, str], who: str
) -> None:
    caller = calls(who, *USUAL, CONFIDENTIAL)
    seen = sight(caller, *told_in_confidence)
    if who in INSPECTION:
        assert seen == EVERYWHERE
        opened = Event.objects.filter(stream_kind=STREAM_KIND)
        assert set(opened.values_list("type", "actor")) == {("confidential.opened", park[who])}
        assert opened.count() == 5, "the ledger, the case, its log, its files, one of them"
    else:
        assert seen == set()
        assert not Event.objects.filter(stream_kind=STREAM_KIND).exists()


def test_an_ordinary_token_of_the_inspector_cannot_name_a_confidential_case_either(
    calls: Callers, park: Park, told_in_confidence: tuple[str, str]
) -> None:
    hidden, _ = told_in_confidence
    number = park.dispatched()
    refused = calls("苏检").does("link", number, other=hidden)
    unknown = calls("苏检").does("link", number, other="2026-7777777")
    assert (refused.status, refused.code) == (unknown.status, unknown.code) == (404, "case.not-found")


def test_recording_in_confidence_wants_the_scope(calls: Callers, park: Park) -> None:
    said = {
        "enterprise": park["海棠机电"],
        "channel": "phone",
        "case_kind": "complaint",
        "words": "有人索要好处",
        "confidential": True,
    }
    plain = calls("苏检").post("/cases", said)
    assert (plain.status, plain.code, plain.body["details"]) == (403, "api.token.scope", {"scope": CONFIDENTIAL})
    assert calls("苏检", *USUAL, CONFIDENTIAL).post("/cases", said).status == 201


def test_the_enterprises_of_a_park_without_its_peoples_names(calls: Callers, park: Park) -> None:
    caller = calls("何工")
    found = caller.get("/enterprises?named=海棠机电").body["items"]
    assert [one["id"] for one in found] == [park["海棠机电"]]
    told = caller.get(f"/enterprises/{park['海棠机电']}")
    assert told.body["contacts"] == [{"id": park["刘芳"], "legal_representative": False}]
    assert [one["name"] for one in told.body["names"]] == ["海棠机电"]
    unknown = caller.get("/enterprises/none")
    assert (unknown.status, unknown.code) == (404, "api.enterprise.unknown")
    assert caller.get("/enterprises?named=无此企业").body["items"] == []
    assert caller.get("/enterprises?status=closed").body["items"] == []


def test_only_who_may_supplement_a_case_adds_a_file_and_the_same_one_once(calls: Callers, park: Park) -> None:
    number = park.dispatched()
    officer = calls("周敏")
    assert upload(calls("何工"), number, picture()).code == "case.not-yours"
    first, again = upload(officer, number, picture()), upload(officer, number, picture())
    assert (first.status, again.status) == (201, 200) and first.body == again.body
    assert officer.get(f"/cases/{number}/files").body == [first.body]
    named = officer.post(f"/cases/{number}/supplement", {"words": "照片见附件", "attachments": [first.body["id"]]})
    assert named.status == 200
    assert upload(officer, number, b"MZ program").code == "blob.kind"
    assert upload(officer, number, b"").code == "blob.empty"


def test_a_file_is_saved_and_never_shown_as_a_page(calls: Callers, photo: tuple[str, str]) -> None:
    answer = calls("陈立").get(f"/files/{photo[1]}")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert calls("陈立").get("/files/" + "0" * 64).code == "blob.unknown"
    assert calls("陈立").get("/files/nonsense").status == 422
