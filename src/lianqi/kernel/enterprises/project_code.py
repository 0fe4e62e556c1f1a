"""The code of an investment project (项目代码): what identifies a project in construction before it is an enterprise.

Given by the national approval platform for investment projects (《企业投资项目核准和备案管理条例》art. 9):
year, six digits of the division, two of the industry, two of the kind and six running, e.g. 2021-000000-00-00-000000.
"""

from __future__ import annotations

import re
import unicodedata

SHAPE_FAULT = "project-code.shape"
_DIGITS = re.compile(r"(\d{4})(\d{6})(\d{2})(\d{2})(\d{6})")


def normalise(text: str) -> str:
    """The code with its hyphens in place; text of another shape comes back in half width and capitals, unchanged."""
    plain = unicodedata.normalize("NFKC", text).upper().strip()
    match = _DIGITS.fullmatch(re.sub(r"[\s\-—–_]+", "", plain))
    return "-".join(match.groups()) if match else plain


def check(code: str) -> str | None:
    """None when `code` (normalised) has the shape of a project code, else `SHAPE_FAULT`. It carries no check digit."""
    return None if re.fullmatch(r"(19|20)\d{2}-\d{6}-\d{2}-\d{2}-\d{6}", code) else SHAPE_FAULT
