"""Hiding what identifies a person: phone, identity and bank card numbers, mail addresses, and names that are plainly
names (`persons`).

A name without a sign beside it stays: a reader must not take a masked text for an anonymous one. Source of the duty:
Personal Information Protection Law (个人信息保护法) arts. 6 and 51: no more than the purpose needs.
"""

from __future__ import annotations

import re

from lianqi.insight.persons import mask_persons

_WIDE = str.maketrans("０１２３４５６７８９－＠", "0123456789-@")

# A resident identity number carries a birth date; without that test a credit code or an order number would be hidden.
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_CARD = re.compile(r"(?<!\d)(?:62|4\d|5[1-5])\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86[- ]?)?(1[3-9]\d)([- ]?)\d{4}[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(\(?0\d{2,3}\)?[- ]?)\d{4}(\d{3,4})(?!\d)")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def mask(text: str) -> str:
    """The text with every such number shortened to its ends, so that somebody who knows it can still recognise it, and
    of a person's name only the surname: 联系人：李* 139****1234.
    """
    plain = text.translate(_WIDE) if any(c in text for c in "０１２３４５６７８９＠") else text
    plain = _IDENTITY.sub(lambda m: m[0][:3] + "*" * 13 + m[0][-2:], plain)
    plain = _CARD.sub(lambda m: m[0][:4] + " **** **** " + m[0][-4:], plain)
    plain = _MOBILE.sub(lambda m: f"{m[1]}****{m[3]}", plain)
    plain = _LANDLINE.sub(lambda m: f"{m[1]}****{m[2][-3:]}", plain)
    return mask_persons(_MAIL.sub(lambda m: m[0][0] + "***@" + m[0].split("@", 1)[1], plain))


def mask_name(name: str) -> str:
    """A person's name with only its first character left."""
    stripped = name.strip()
    return stripped[:1] + "*" * (len(stripped) - 1) if len(stripped) > 1 else stripped
