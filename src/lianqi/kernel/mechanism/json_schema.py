"""The schema of mechanism files for editors: completion and red underlines while typing."""

from __future__ import annotations

from typing import Any

from lianqi.kernel.mechanism.schema import MechanismShape

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """JSON Schema of a mechanism file, with a description of every part. It accepts what the loader accepts; what one
    part says about another (codes that must exist, dates in order) is left to the loader and to lint."""
    schema = MechanismShape.model_json_schema(by_alias=True)
    return {"$schema": DIALECT, **schema, "title": "Lianqi mechanism"}
