"""The hashes of the log: the same for everybody, for ever, and different as soon as anything differs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.kernel import chain

VECTORS: Mapping[str, list[dict[str, Any]]] = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))

texts = st.text(st.characters(exclude_categories=["Cs"]))
whole = st.integers(-chain.LARGEST_INTEGER, chain.LARGEST_INTEGER)
values = st.recursive(
    st.none() | st.booleans() | whole | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


class TestVectors:
    @pytest.mark.parametrize("vector", VECTORS["canonical"], ids=lambda vector: vector["sha256"][:8])
    def test_the_spelling_never_changes(self, vector: dict[str, Any]) -> None:
        assert chain.canonical_json(vector["value"]).hex() == vector["canonical_hex"]
        assert chain.digest(vector["value"]) == vector["sha256"]

    @pytest.mark.parametrize("vector", VECTORS["events"], ids=lambda vector: vector["hash"][:8])
    def test_the_hash_of_an_event_never_changes(self, vector: dict[str, Any]) -> None:
        assert chain.event_hash(**vector["fields"]) == vector["hash"]
        assert chain.check_event_hash(vector["hash"], **vector["fields"])

    @pytest.mark.parametrize("vector", VECTORS["contents"], ids=lambda vector: vector["sha256"][:8])
    def test_the_citation_of_content_never_changes(self, vector: dict[str, str]) -> None:
        salt, content = bytes.fromhex(vector["salt_hex"]), bytes.fromhex(vector["content_hex"])
        assert chain.content_hash(salt=salt, content=content) == vector["sha256"]
        assert chain.check_content_hash(vector["sha256"], salt=salt, content=content)

    @pytest.mark.parametrize("vector", VECTORS["roots"], ids=lambda vector: vector["root"][:8])
    def test_the_root_never_changes(self, vector: dict[str, str]) -> None:
        before = {"prev_root": vector["prev_root"], "event_hash": vector["event_hash"]}
        assert chain.next_root(**before) == vector["root"]
        assert chain.check_next_root(vector["root"], **before)

    def test_somebody_without_our_code_gets_the_same_hash(self) -> None:
        """The recipe of the docstrings, spelled out with nothing but a JSON writer and SHA-256."""
        first = VECTORS["events"][0]
        order = "park stream_kind stream_id seq type schema data actor command_id occurred_at recorded_at prev_hash"
        listed = [first["fields"][name] for name in order.split()]
        spelled = json.dumps(listed, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        assert hashlib.sha256(spelled).hexdigest() == first["hash"]


class TestSpelling:
    @given(values)
    def test_reading_it_back_gives_the_value(self, value: Any) -> None:
        assert json.loads(chain.canonical_json(value)) == value
        assert chain.is_canonical(chain.canonical_json(value))

    @given(st.dictionaries(texts, values, max_size=6))
    def test_a_mapping_that_is_no_dict_is_spelled_like_one(self, value: dict[str, Any]) -> None:
        assert chain.canonical_json(MappingProxyType(value)) == chain.canonical_json(value)

    @given(st.dictionaries(texts, values, max_size=6), st.randoms())
    def test_the_order_in_which_keys_were_written_does_not_matter(self, value: dict[str, Any], chance: Any) -> None:
        items = list(value.items())
        chance.shuffle(items)
        assert chain.canonical_json(dict(items)) == chain.canonical_json(value)

    @given(values, values)
    def test_two_values_never_share_a_spelling(self, one: Any, other: Any) -> None:
        same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
        assert (chain.canonical_json(one) == chain.canonical_json(other)) == same

    def test_enums_and_read_only_mappings_are_spelled_as_what_they_hold(self) -> None:
        class Status(StrEnum):
            OPEN = "open"

        held = MappingProxyType({"status": Status.OPEN, "list": (1, 2)})
        assert chain.canonical_json(held) == b'{"list":[1,2],"status":"open"}'

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (0.5, "fraction"),
            (float("nan"), "fraction"),
            (float("inf"), "fraction"),
            ({"a": [1, {"rate": 0.7}]}, r"a\.1\.rate: 0\.7 is a fraction"),
            ({1: "x"}, "the key 1 is not text"),
            (2**53, "too large"),
            (b"bytes", "bytes is not JSON"),
            ({"when": object()}, "when: object is not JSON"),
            ("\ud800", "not Unicode"),
        ],
    )
    def test_what_has_no_spelling_is_refused_and_says_where(self, value: Any, words: str) -> None:
        with pytest.raises(chain.NotCanonical, match=words):
            chain.canonical_json(value)

    @pytest.mark.parametrize(
        "line",
        [b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'"\\u8054"', b"1.0", b"1e3", b"NaN", b"{", b"\xff", b""],
    )
    def test_any_other_spelling_is_told(self, line: bytes) -> None:
        assert not chain.is_canonical(line)

    def test_brackets_without_end_do_not_bring_the_reader_down(self) -> None:
        assert not chain.is_canonical(b"[" * 100_000)


class TestBinding:
    @pytest.mark.parametrize("name", sorted(VECTORS["events"][0]["fields"]))
    def test_every_field_counts(self, name: str) -> None:
        vector = VECTORS["events"][0]
        fields = dict(vector["fields"])
        other = {"seq": 7, "schema": 2, "data": {"unit": "other"}}.get(name, "other")
        assert not chain.check_event_hash(vector["hash"], **(fields | {name: other}))

    @given(st.binary(min_size=16, max_size=16), st.binary(), st.binary())
    def test_other_words_have_another_citation(self, salt: bytes, one: bytes, other: bytes) -> None:
        cited = chain.content_hash(salt=salt, content=one)
        assert chain.check_content_hash(cited, salt=salt, content=other) == (one == other)

    def test_a_salt_of_another_length_would_let_words_slide_into_it(self) -> None:
        with pytest.raises(ValueError, match="16 bytes"):
            chain.content_hash(salt=b"short", content=b"words")
        assert not chain.check_content_hash(chain.GENESIS, salt=b"short", content=b"words")

    @pytest.mark.parametrize("wrong", ["", "0" * 63, "G" * 64, "A" * 64, None, 5])
    def test_what_is_no_hash_is_no_hash(self, wrong: Any) -> None:
        assert not chain.is_hash(wrong)
        with pytest.raises(ValueError, match="not a SHA-256"):
            chain.next_root(prev_root=wrong, event_hash=chain.GENESIS)
