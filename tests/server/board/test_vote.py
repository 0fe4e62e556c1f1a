"""红黄榜: drawn by a root nobody chose, voted on paper and by phone, counted, and nobody knows who said what."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lianqi.command_line.main import main
from lianqi.kernel.ballots import Vote
from lianqi.kernel.mechanism.loop import LoopRules
from lianqi.kernel.sampling import draw, seed_of
from lianqi.server.board import models, operations
from lianqi.server.board.operations import open_and_draw, tick, vote_of
from lianqi.server.board.queries import asked_to_vote
from lianqi.server.cases import gate
from lianqi.server.ledger.exporting import export_log
from lianqi.server.ledger.models import Command, Event
from lianqi.server.ledger.operations import one_transaction, projection_digest, rebuild, seal
from lianqi.server.registry import operations as registry
from lianqi.verify.draw import verify_draws
from tests.server.board.conftest import NAMES, phone_of
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens, hidden

QUARTER = "2026Q2"
PAGE = f"/board/{QUARTER}/"
EVERYBODY = (*NAMES, "海棠机电", "木棉食品")


@pytest.fixture
def drawn(park: Park, screens: Screens) -> Vote:
    """陈立 froze the frame and drew: the park has fewer enterprises than are asked for, so all of them."""
    answer = screens["陈立"].post(f"{PAGE}open/", {"command_id": "open-1"})
    assert answer.status_code == 302
    return the_vote(park)


def the_vote(park: Park) -> Vote:
    vote = vote_of(park.code, QUARTER)
    assert vote is not None
    return vote


def exported(park: Park) -> list[bytes]:
    """The log as it is handed to outsiders."""
    while seal(park=park.code).more:
        pass
    return list(export_log(park=park.code, with_contents=False))


def by_phone(park: Park, enterprise: str, **marks: str) -> Any:
    """A contact opens the ballot and sends it, twice as thumbs do."""
    phone = phone_of(park, enterprise)
    # A page that was opened before another contact of the enterprise voted still has its button.
    sent = {"command_id": f"late-{enterprise}", **hidden(phone.get(f"/e/vote/{QUARTER}/")), **ballot(park, **marks)}
    first = phone.post(f"/e/vote/{QUARTER}/", sent)
    if first.status_code == 302:
        assert phone.post(f"/e/vote/{QUARTER}/", sent).status_code == 302, "a second click is the same ballot"
    return first


def ballot(park: Park, card: str = "red", **other: str) -> dict[str, str]:
    return {f"card-{unit}": other.get(unit, card) for unit in the_vote(park).units}


def on_paper(park: Park, screens: Screens, who: str, number: int, **marks: str) -> Any:
    """Somebody at the centre enters a paper ballot."""
    sent = {**hidden(screens[who].get(PAGE)), "number": str(number), **ballot(park, **marks)}
    return screens[who].post(f"{PAGE}paper/", sent)


def hands_in(park: Park, screens: Screens, enterprise: str) -> Any:
    return screens["陈立"].post(f"{PAGE}handed-in/", {"enterprise": park[enterprise]})


def test_the_draw_is_what_the_root_at_its_position_gives_and_outsiders_see_it(park: Park, drawn: Vote) -> None:
    lines = exported(park)
    report = verify_draws(lines)
    assert report.findings == () and [one.period for one in report.draws] == [QUARTER]
    told = [json.loads(line) for line in lines]
    opened = next(one for one in told if one.get("type") == "vote-opened")
    seed = seed_of(root=opened["root"], purpose="board", period=QUARTER)
    assert drawn.voters == draw(opened["data"]["frame"], count=50, seed=seed)
    assert sorted(drawn.voters) == sorted(park[name] for name in EVERYBODY)


def test_every_unit_of_the_park_is_judged_where_the_mechanism_names_none(park: Park, screens: Screens) -> None:
    with one_transaction(park=park.code):
        registry.store_units(
            park=park.code,
            drafts=[
                registry.UnitDraft("logistics", "物流园服务部"),
                registry.UnitDraft("rail", "铁路货场", external=True),
            ],
            actor="system",
            now=park.now,
        )
    screens["陈立"].post(f"{PAGE}open/", {"command_id": "open-1"})
    judged = the_vote(park).units
    assert "logistics" in judged and "rail" not in judged and "construction" in judged


def test_a_quarter_is_drawn_once_however_often_the_button_is_pressed(park: Park, screens: Screens, drawn: Vote) -> None:
    chen = gate.principal_for(park=park.code, actor=park["陈立"], now=park.now)
    again = open_and_draw(chen, period=QUARTER, command_id="open-2", now=park.now)
    assert again.refusal is not None and again.refusal.code == "vote.opened-already"
    assert the_vote(park) == drawn
    assert screens["陈立"].post(f"{PAGE}open/", {"command_id": "open-1"}).status_code == 302
    assert models.Voter.objects.count() == len(drawn.voters)


def test_whoever_judged_last_quarter_is_not_drawn_again(park: Park, screens: Screens, drawn: Vote) -> None:
    park.later(days=40)
    refused = screens["陈立"].post("/board/2026Q3/open/", {"command_id": "open-3"})
    assert refused.status_code == 409 and "vote.frame.empty" in refused.content.decode()


def test_a_ballot_by_phone_counts_once_and_says_nothing_of_who_sent_it(park: Park, drawn: Vote) -> None:
    assert "请您评价服务部门" in phone_of(park, "海棠机电").get("/e/").content.decode()
    assert by_phone(park, "海棠机电", economy="yellow").status_code == 302
    assert [one["economy"] for one in the_vote(park).ballots] == ["yellow"]
    again = by_phone(park, "海棠机电")
    assert again.status_code == 409 and "vote.cast-already" in again.content.decode()
    assert len(the_vote(park).ballots) == 1
    contact = gate.principal_for(park=park.code, actor=park["刘芳"], now=park.now)
    assert asked_to_vote(contact) == ""
    event = Event.objects.get(type="ballot-counted")
    command = Command.objects.get(id=event.command_id)
    told = json.dumps([event.data, event.actor, command.actor, command.outcome, command.kind])
    assert event.actor == command.actor == "ballot-box"
    for secret in (park["海棠机电"], park["刘芳"]):
        assert secret not in told, "nothing ties the ballot to whose it was"


def test_who_was_not_drawn_has_no_ballot(park: Park, drawn: Vote) -> None:
    models.Voter.objects.filter(enterprise=park["木棉食品"]).delete()
    phone = phone_of(park, "木棉食品")
    assert phone.get(f"/e/vote/{QUARTER}/").status_code == 404
    assert "请您评价服务部门" not in phone.get("/e/").content.decode()


def test_paper_is_entered_twice_by_two_people_and_a_slip_shows(park: Park, screens: Screens, drawn: Vote) -> None:
    early = on_paper(park, screens, "陈立", 1)
    assert early.status_code == 409 and "vote.paper.more-than-handed-in" in early.content.decode()
    hands_in(park, screens, "梧桐精密")
    on_paper(park, screens, "陈立", 1)
    on_paper(park, screens, "罗文", 1, economy="yellow")
    page = screens.text("罗文", PAGE)
    assert "不一致" in page and "经济发展局" in page and not the_vote(park).ballots
    on_paper(park, screens, "陈立", 1, economy="yellow")
    assert len(the_vote(park).ballots) == 1
    counted = on_paper(park, screens, "罗文", 1)
    assert counted.status_code == 409 and "vote.paper.counted" in counted.content.decode()


def test_one_enterprise_votes_by_paper_or_by_phone_and_not_by_both(park: Park, screens: Screens, drawn: Vote) -> None:
    hands_in(park, screens, "梧桐精密")
    assert by_phone(park, "梧桐精密").status_code == 409
    by_phone(park, "白杨包装")
    both = hands_in(park, screens, "白杨包装")
    assert both.status_code == 409 and "vote.cast-already" in both.content.decode()
    assert len(the_vote(park).handed_in) == 1, "what was refused has left nothing"


def test_the_result_comes_at_the_end_and_too_few_are_not_ranked(park: Park, screens: Screens, drawn: Vote) -> None:
    for name in EVERYBODY[:3]:
        by_phone(park, name, economy="yellow")
    hands_in(park, screens, "木棉食品")
    assert "满意率" not in screens.text("陈立", PAGE), "nobody looks before the end"
    open_ = screens["陈立"].post(f"{PAGE}close/", {"command_id": "close-1"})
    assert open_.status_code == 409 and "vote.close.papers-open" in open_.content.decode()
    for who in ("陈立", "罗文"):
        on_paper(park, screens, who, 1)
    assert screens["陈立"].post(f"{PAGE}close/", {"command_id": "close-2"}).status_code == 302
    page = screens.text("陈立", PAGE)
    assert "样本不足，不排名" in page and re.search(r"经济发展局 1 3 0 25.0%", page)
    assert by_phone(park, "银杏光电").status_code in (404, 409, 422)
    closed = Event.objects.get(type="vote-closed")
    assert json.loads(closed.data)["ballots"] == 4


def test_its_rows_are_made_again_byte_for_byte_and_a_late_vote_is_late(
    park: Park, screens: Screens, drawn: Vote
) -> None:
    by_phone(park, "海棠机电")
    park.later(days=25)
    assert tick(park=park.code, now=park.now) == 1 and tick(park=park.code, now=park.now) in (0, 1)
    before = projection_digest(park=park.code)
    rebuild(park=park.code, progress=lambda *_: None)
    assert projection_digest(park=park.code) == before
    assert models.Voter.objects.filter(has_voted=True).count() == 1, "who has voted is no projection"


def test_units_that_are_judged_have_no_hand_in_it(park: Park, screens: Screens, drawn: Vote) -> None:
    for who in ("何工", "周敏", "罗局"):
        assert screens[who].get(PAGE).status_code == 403
    assert screens["李书记"].get(PAGE).status_code == 200
    assert screens["李书记"].post(f"{PAGE}close/", {}).status_code == 403
    assert "评价票" in screens.text("陈立", f"{PAGE}blank/")


def test_a_forged_draw_is_found_by_whoever_looks(park: Park, drawn: Vote) -> None:
    lines = exported(park)
    changed = [line.replace(drawn.seed.encode(), b"0" * 64) for line in lines]
    assert [one.code for one in verify_draws(changed).findings] == ["verify.draw.seed"]
    at = next(n for n, line in enumerate(lines) if b'"voters-drawn"' in line)
    value = json.loads(lines[at])
    value["data"]["voters"] = value["data"]["voters"][2:]
    friends_in = [*lines[:at], json.dumps(value).encode(), *lines[at + 1 :]]
    assert [one.code for one in verify_draws(friends_in).findings] == ["verify.draw.voters"]
    assert [one.code for one in verify_draws([*lines, lines[at]]).findings] == ["verify.draw.twice"]
    value["data"]["root"] = "0" * 64
    elsewhere = [*lines[:at], json.dumps(value).encode(), *lines[at + 1 :]]
    assert [one.code for one in verify_draws(elsewhere).findings] == ["verify.draw.root"]


def test_what_is_not_numbered_yet_is_not_drawn_by(park: Park, screens: Screens) -> None:
    chen = gate.principal_for(park=park.code, actor=park["陈立"], now=park.now)
    opened = operations.do(chen, period=QUARTER, kind="open", command_id="open-9", now=park.now)
    assert opened.refusal is None
    early = operations.draw(park=park.code, period=QUARTER, now=park.now)
    assert early.refusal is not None and early.refusal.code == "vote.draw.not-sealed"
    assert "名单已固定" in screens.text("陈立", PAGE)
    seal(park=park.code)
    assert screens["陈立"].post(f"{PAGE}open/", {}).status_code == 302, "gone on with where it was interrupted"
    assert the_vote(park).voters


def test_a_park_without_a_board_says_how_to_have_one(
    park: Park, screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "rules_of_loop", lambda **_: LoopRules(None, None, None, None))
    answer = screens["陈立"].get("/board/")
    assert answer.status_code == 409 and "vote.none-held" in answer.content.decode()


def test_outsiders_draw_again_in_a_shell(park: Park, drawn: Vote, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_bytes(b"".join(exported(park)))
    told = CliRunner().invoke(main, ["verify", "draw", str(file)])
    assert told.exit_code == 0 and "核验通过" in told.output and f"{QUARTER}：名单 frame 7" in told.output
    file.write_bytes(file.read_bytes().replace(drawn.seed.encode(), b"0" * 64))
    forged = CliRunner().invoke(main, ["verify", "draw", str(file)])
    assert forged.exit_code == 1 and "verify.draw.seed" in forged.output
