"""Laws of the unified social credit code, and what Zhou Min is told about the codes she meets in old lists."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.kernel.enterprises import credit_code
from lianqi.kernel.enterprises.credit_code import ALPHABET, check, check_character, normalise, suggest

characters = st.sampled_from(ALPHABET)
#: what keyboards and spreadsheets produce: ASCII, full width, spaces, some hanzi, invisible characters
typing = st.text(
    [*map(chr, range(32, 127)), *map(chr, range(0xFF01, 0xFF5F)), *"\u3000\u200b\ufeff　青禾（）—’"], max_size=30
)


@st.composite
def codes(draw: st.DrawFn) -> str:
    """A sound code of no enterprise in particular."""
    head = draw(characters) + draw(characters)
    division = "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=6, max_size=6)))
    body = "".join(draw(st.lists(characters, min_size=8, max_size=8)))
    first = head + division + body + credit_code.organisation_check_character(body)
    return first + check_character(first)


def completed(first: str, body: str) -> str:
    whole = first + body + credit_code.organisation_check_character(body)
    return whole + check_character(whole)


@given(codes())
def test_a_code_made_by_the_standard_is_sound(code: str) -> None:
    assert check(code) is None


@given(codes(), st.integers(0, 17), characters)
def test_one_wrong_character_is_always_found(code: str, position: int, other: str) -> None:
    wrong = code[:position] + other + code[position + 1 :]
    assert (check(wrong) is None) == (wrong == code)


@given(codes(), st.integers(0, 16))
def test_two_neighbours_exchanged_are_always_found(code: str, position: int) -> None:
    exchanged = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
    assert (check(exchanged) is None) == (exchanged == code)


@given(codes(), st.integers(0, 16), st.integers(0, 16))
def test_any_two_of_the_first_seventeen_exchanged_are_found(code: str, one: int, other: int) -> None:
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]
    exchanged = "".join(letters)
    assert (check(exchanged) is None) == (exchanged == code)


@given(codes(), st.integers(1, 17))
def test_a_code_cut_short_or_written_twice_is_refused_by_its_length(code: str, length: int) -> None:
    assert check(code[:length]) in {credit_code.LENGTH_FAULT, credit_code.OLD_NUMBER_FAULT}
    assert check(code + code) == credit_code.LENGTH_FAULT


@given(codes(), st.integers(1, 16))
def test_width_case_spaces_and_hyphens_make_no_difference(code: str, at: int) -> None:
    wide = "".join(chr(ord(character) + 0xFEE0) for character in code.lower())
    assert normalise(f" '{wide[:at]} \u3000-{wide[at:]}\u200b") == code
    assert normalise(code) == code


@given(typing)
def test_nothing_anybody_types_breaks_the_check(text: str) -> None:
    plain = normalise(text)
    assert normalise(plain) == plain
    assert check(plain) in {None, *credit_code.FAULTS}
    assert all(check(suggestion) is None for suggestion in suggest(plain))


@given(codes())
def test_a_letter_o_for_a_zero_is_suggested_and_never_put_in_silently(code: str) -> None:
    typed = code.replace("0", "O", 1)
    if typed != code:
        assert normalise(typed) == typed
        assert check(typed) == credit_code.CHARACTER_FAULT
        assert code in suggest(typed)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("430300000012345", credit_code.OLD_NUMBER_FAULT),
        ("9.1430300E+17", credit_code.EXCEL_NUMBER_FAULT),
        ("", credit_code.LENGTH_FAULT),
        (completed("91430300", "MA4L0000")[:17], credit_code.LENGTH_FAULT),
        (completed("9143030A", "MA4L0000"), credit_code.DIVISION_FAULT),
        ("9143030I" + completed("91430300", "MA4L0000")[8:], credit_code.CHARACTER_FAULT),
        ("91430300MA4L0000" + "Y" + "0", credit_code.ORGANISATION_FAULT),
    ],
)
def test_each_mistake_has_its_own_reason(typed: str, fault: str) -> None:
    assert check(normalise(typed)) == fault


def test_a_wrong_last_character_is_named_as_such() -> None:
    code = completed("91430300", "MA4L0000")
    other = next(character for character in ALPHABET if character != code[-1])
    assert check(code[:-1] + other) == credit_code.CHECK_FAULT


def test_a_sound_code_needs_no_suggestion() -> None:
    assert suggest(completed("91430300", "MA4L0000")) == ()


def test_published_registrations_are_sound_but_for_four(shared_data: Path) -> None:
    faults = []
    for file in sorted((shared_data / "enterprises").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            faults += [check(normalise(row["统一社会信用代码"])) for row in csv.DictReader(lines)]
    assert len(faults) == 20_448
    assert sorted(fault for fault in faults if fault) == [
        credit_code.CHECK_FAULT,
        *[credit_code.ORGANISATION_FAULT] * 3,
    ]
