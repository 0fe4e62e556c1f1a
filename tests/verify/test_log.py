"""Inspector He checks the log of Moon Bay on her own machine: any tampering is told, with its line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.kernel.chain import GENESIS, canonical_json, content_hash, event_hash, next_root
from lianqi.kernel.messages.message import sentence
from lianqi.verify import CATALOGUE, Report, verify_log
from lianqi.verify.__main__ import main
from lianqi.verify.lines import content_line, end_line, erased_line, event_line, log_line

SALT = bytes(range(16))
WORDS = {"w1": "屋顶漏水", "w2": "路灯不亮", "w3": "招工困难"}


def make_log() -> list[bytes]:
    """Six events of three streams, three pieces of content of which one was erased."""
    lines = [log_line(park="moon-bay")]
    heads: dict[str, tuple[int, str]] = {}
    root = GENESIS
    fields: Any
    for number, stream in enumerate(("a", "b", "a", "c", "b", "a"), start=1):
        seq, head = heads.get(stream, (0, GENESIS))
        data: dict[str, Any] = {"unit": "energy", "list": [number]}
        if (word := WORDS.get(f"w{number}")) is not None:
            data = {"words": {"id": f"w{number}", "sha256": content_hash(salt=SALT, content=word.encode())}}
        fields = {
            "stream_kind": "case",
            "stream_id": stream,
            "seq": seq + 1,
            "type": "case.recorded",
            "schema": 1,
            "data": data,
            "actor": "luo-min",
            "command_id": f"c{number}",
            "occurred_at": f"2026-03-02T01:0{number}:00Z",
            "recorded_at": f"2026-03-02T01:0{number}:00Z",
            "prev_hash": head,
        }
        made = event_hash(park="moon-bay", **fields)
        root = next_root(prev_root=root, event_hash=made)
        heads[stream] = (seq + 1, made)
        lines.append(event_line({"position": number, "hash": made, "root": root, **fields}))
    lines += [content_line(id=id, salt=SALT, words=WORDS[id].encode()) for id in ("w1", "w2")]
    lines.append(erased_line(id="w3", erased_at="2026-04-01T00:00:00Z"))
    lines.append(end_line(contents=3, events=6, position=6, root=root))
    return lines


def changed(line: bytes, **fields: Any) -> bytes:
    return canonical_json(json.loads(line) | fields) + b"\n"


def codes(report: Report) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in report.findings]


class TestUntouched:
    def test_it_holds(self) -> None:
        report = verify_log(make_log())
        assert report.holds
        assert (report.park, report.events, report.streams, report.position) == ("moon-bay", 6, 3, 6)
        assert (report.contents, report.erased, report.unseen) == (2, 1, 0)

    def test_without_words_it_holds_too_and_says_what_it_did_not_see(self) -> None:
        lines = make_log()
        last = json.loads(lines[-1])
        report = verify_log([*lines[:7], end_line(contents=0, events=6, position=6, root=last["root"])])
        assert (report.holds, report.unseen) == (True, 3)

    def test_a_root_printed_in_a_bulletin_is_compared(self) -> None:
        lines = make_log()
        root = json.loads(lines[4])["root"]
        assert verify_log(lines, printed={4: root}).holds
        assert codes(verify_log(lines, printed={4: "f" * 64})) == [(5, "verify.log.printed-root")]
        assert codes(verify_log(lines, printed={9: root})) == [(11, "verify.log.printed-root")]


class TestTampered:
    @pytest.mark.parametrize("number", range(11))
    def test_a_line_left_out_is_told(self, number: int) -> None:
        lines = make_log()
        del lines[number]
        assert not verify_log(lines).holds

    @pytest.mark.parametrize("number", range(11))
    def test_a_line_repeated_is_told(self, number: int) -> None:
        lines = make_log()
        lines.insert(number, lines[number])
        assert not verify_log(lines).holds

    @pytest.mark.parametrize("number", range(6))
    def test_two_events_in_the_other_order_are_told(self, number: int) -> None:
        lines = make_log()
        lines[number], lines[number + 1] = lines[number + 1], lines[number]
        report = verify_log(lines)
        assert min(line for line, _ in codes(report)) <= number + 1

    @given(st.data())
    def test_any_byte_changed_anywhere_is_told(self, data: st.DataObject) -> None:
        text = b"".join(make_log())
        place = data.draw(st.integers(0, len(text) - 1))
        byte = data.draw(st.integers(0, 255).filter(lambda other: other != text[place]))
        report = verify_log((text[:place] + bytes([byte]) + text[place + 1 :]).splitlines(keepends=True))
        # Two things carry no hash and may be put otherwise: the date of an erasure and the name of words never cited.
        assert not report.holds or b'"erased_at"' in text.splitlines()[text[:place].count(b"\n")]

    @pytest.mark.parametrize(
        ("line", "change", "expected"),
        [
            (3, {"data": {"unit": "roads"}}, [(4, "verify.event.hash")]),
            (3, {"actor": "somebody"}, [(4, "verify.event.hash")]),
            (3, {"root": "a" * 64}, [(4, "verify.event.root"), (5, "verify.event.root")]),
            (3, {"position": 30}, [(4, "verify.event.position"), (5, "verify.event.position")]),
            (3, {"seq": 5}, [(4, "verify.event.hash"), (4, "verify.event.seq"), (7, "verify.event.seq")]),
            (3, {"prev_hash": "b" * 64}, [(4, "verify.event.hash"), (4, "verify.event.previous")]),
            (3, {"recorded_at": "2026-03-01T00:00:00Z"}, [(4, "verify.event.hash"), (4, "verify.event.time")]),
            (3, {"recorded_at": "2026-03-02 01:03"}, [(4, "verify.line.shape")]),
            (3, {"seq": True}, [(4, "verify.line.shape")]),
            (3, {"more": 1}, [(4, "verify.line.shape")]),
            (7, {"words": "6Lev54Gv"}, [(8, "verify.content.words")]),
            (7, {"salt": "00" * 16}, [(8, "verify.content.words")]),
            (7, {"words": "%"}, [(8, "verify.line.shape")]),
            (9, {"id": "w1"}, [(10, "verify.content.repeated")]),
            (10, {"events": 5}, [(11, "verify.log.counts")]),
            (0, {"version": 2}, [(1, "verify.line.shape")]),
        ],
    )
    def test_each_kind_of_tampering_has_its_words(
        self, line: int, change: dict[str, Any], expected: list[tuple[int, str]]
    ) -> None:
        lines = make_log()
        lines[line] = changed(lines[line], **change)
        found = codes(verify_log(lines))
        assert found[: len(expected)] == expected

    @pytest.mark.parametrize(
        ("tamper", "expected"),
        [
            (lambda lines: [*lines[:3], lines[3].replace(b":", b": ", 1), *lines[4:]], (4, "verify.line.spelling")),
            (lambda lines: [*lines[:3], b"not json\n", *lines[4:]], (4, "verify.line.spelling")),
            (lambda lines: [lines[1], lines[0], *lines[2:]], (1, "verify.line.order")),
            (lambda lines: lines[:-1], (10, "verify.log.cut-short")),
            (lambda lines: [*lines, lines[8]], (12, "verify.line.order")),
            (lambda lines: [], (1, "verify.log.cut-short")),
        ],
    )
    def test_so_have_a_wrong_spelling_a_wrong_order_and_a_missing_end(
        self, tamper: Callable[[list[bytes]], list[bytes]], expected: tuple[int, str]
    ) -> None:
        assert expected in codes(verify_log(tamper(make_log())))

    def test_words_cited_in_two_ways_are_told(self) -> None:
        lines = make_log()
        other = {"words": {"id": "w1", "sha256": "c" * 64}}
        lines[2] = changed(lines[2], data=other)
        assert (3, "verify.content.cited-twice") in codes(verify_log(lines))

    def test_a_file_of_nonsense_is_not_read_to_its_end(self) -> None:
        assert len(verify_log(iter([b"nonsense\n"] * 5_000)).findings) == 100

    def test_every_finding_has_a_sentence_in_both_languages(self) -> None:
        lines = make_log()
        lines[3] = changed(lines[3], position=30)
        (finding, *_) = verify_log(lines).findings
        message = CATALOGUE[finding.code]
        assert sentence(message, finding.details, lang="zh").startswith("记录序号应为 3，实为 30")
        assert sentence(message, finding.details, lang="en").startswith("Position 3 was due and 30 came")


class TestCommand:
    def test_it_says_so_when_all_is_well(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "log.jsonl"
        path.write_bytes(b"".join(make_log()))
        assert main([str(path)]) == 0
        assert "核验通过 verified: moon-bay" in capsys.readouterr().out

    def test_it_names_the_line_when_something_is_not(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "log.jsonl"
        path.write_bytes(b"".join(make_log()[:4]))
        assert main([str(path), "2=" + "f" * 64]) == 1
        said = capsys.readouterr().out
        assert "line 4 [verify.log.cut-short]" in said
        assert "line 3 [verify.log.printed-root]" in said

    def test_it_says_how_it_is_used(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([]) == 2
        assert "python -m lianqi.verify FILE" in capsys.readouterr().err
