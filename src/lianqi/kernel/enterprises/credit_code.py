"""The unified social credit code (统一社会信用代码): GB 32100-2015, with an organisation code (GB 11714-1997) inside.

18 characters: 1 registering department, 1 category, 6 digits of the administrative division (GB/T 2260), 9 characters
of organisation code whose last checks the eight before it, and one that checks the 17 before it.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

LENGTH = 18
#: GB 32100-2015, table 1: I, O, S, V and Z are left out because they look like 1, 0, 5, U and 2.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
#: 3^(i-1) mod 31, for positions 1 to 17. 3 generates the group, so all weights differ: any transposition is found.
_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
#: GB 11714-1997, the weights of the eight characters of an organisation code.
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

LENGTH_FAULT = "credit-code.length"
CHARACTER_FAULT = "credit-code.character"
DIVISION_FAULT = "credit-code.division"
ORGANISATION_FAULT = "credit-code.organisation"
CHECK_FAULT = "credit-code.check-digit"
OLD_NUMBER_FAULT = "credit-code.old-number"
EXCEL_NUMBER_FAULT = "credit-code.excel-number"
FAULTS = (
    LENGTH_FAULT,
    CHARACTER_FAULT,
    DIVISION_FAULT,
    ORGANISATION_FAULT,
    CHECK_FAULT,
    OLD_NUMBER_FAULT,
    EXCEL_NUMBER_FAULT,
)

#: What hands and scanners write for a character of the alphabet. Never replaced silently: only `suggest` uses it.
_LOOK_ALIKES = {"O": "0", "I": "1", "S": "5", "Z": "2", "V": "U", "L": "1", "Q": "0", "B": "8", "D": "0", "G": "6"}
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff'’‘`\-－—–]+")


def normalise(text: str) -> str:
    """The code as it should be written: half width, capital letters, without spaces, hyphens and Excel's apostrophe.

    No character is ever exchanged for another.
    """
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).upper()


def check(code: str) -> str | None:
    """None when `code` (normalised) is sound, else the reason, one of `FAULTS`.

    The registering department is not compared with a list: the standard's list has been amended since 2015, and a
    sound code refused would be a worse mistake than an unknown department admitted.
    """
    if re.fullmatch(r"\d(\.\d+)?E\+\d{2}", code):
        return EXCEL_NUMBER_FAULT
    if len(code) != LENGTH:
        return OLD_NUMBER_FAULT if re.fullmatch(r"\d{15}|\d{13}", code) else LENGTH_FAULT
    if any(character not in _VALUE for character in code):
        return CHARACTER_FAULT
    if not code[2:8].isdigit():
        return DIVISION_FAULT
    if organisation_check_character(code[8:16]) != code[16]:
        return ORGANISATION_FAULT
    if check_character(code[:17]) != code[17]:
        return CHECK_FAULT
    return None


def check_character(first: str) -> str:
    """The 18th character for the first 17 (GB 32100-2015, formula 1: 31 minus the weighted sum modulo 31)."""
    total = sum(weight * _VALUE[character] for weight, character in zip(_WEIGHTS, first, strict=True))
    return ALPHABET[-total % 31]


def organisation_check_character(body: str) -> str:
    """The ninth character of an organisation code for its first eight (GB 11714-1997: modulo 11, 10 is written X)."""
    total = sum(weight * int(character, 36) for weight, character in zip(_ORGANISATION_WEIGHTS, body, strict=True))
    remainder = -total % 11
    return "X" if remainder == 10 else str(remainder)


def suggest(code: str) -> tuple[str, ...]:
    """Sound codes that differ from an unsound one only in look-alike characters, at most three of them.

    For a person to choose from; empty when the code is sound already or none comes out.
    """
    if len(code) != LENGTH or check(code) is None:
        return ()
    certain = {position for position, character in enumerate(code) if character not in _VALUE}
    doubtful = [position for position, character in enumerate(code) if character in _LOOK_ALIKES]
    found: list[str] = []
    for size in range(1, 4):
        for positions in itertools.combinations(doubtful, size):
            if certain <= set(positions):
                replaced = "".join(
                    _LOOK_ALIKES[character] if position in positions else character
                    for position, character in enumerate(code)
                )
                if check(replaced) is None:
                    found.append(replaced)
    return tuple(dict.fromkeys(found))
