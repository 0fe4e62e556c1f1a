"""From a document to its shape: every departure becomes a problem that names its place and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from lianqi.kernel.mechanism.problems import Problem, choices, problem
from lianqi.kernel.mechanism.rules import Text
from lianqi.kernel.mechanism.yaml_text import Document, Path, spell
from lianqi.kernel.workdays.durations import UNITS

Shaped = TypeVar("Shaped", bound=BaseModel)

#: pydantic error type → what should stand there.
_WANTED: Mapping[str, Text] = {
    "string_type": Text("文字（纯数字请加引号）", "text (put quotes round a bare number)"),
    "int_type": Text("整数", "a whole number"),
    "bool_type": Text("true 或 false", "true or false"),
    "dict_type": Text("下一层的“键: 值”（另起行、多缩进两格）", "“key: value” lines one level deeper"),
    "model_type": Text("下一层的“键: 值”（另起行、多缩进两格）", "“key: value” lines one level deeper"),
    "list_type": Text("清单（每项以“- ”开头）", "a list (each entry begins with “- ”)"),
    "tuple_type": Text("清单（每项以“- ”开头）", "a list (each entry begins with “- ”)"),
}


def shape(model: type[Shaped], *, document: Document) -> Shaped | None:
    """The document as `model`, or None with the problems added to the document."""
    if not isinstance(document.value, dict):
        if not document.problems:
            document.problems.append(problem("mechanism.file.not-a-mapping", at=(1, 1)))
        return None
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        document.problems.extend(_translate(item, model, document) for item in error.errors(include_url=False))
        return None


def written(path: Path, value: Any) -> Path:
    """The part of pydantic's path that stands in the text: short forms have no list, keys of mappings no `[key]`."""
    real: list[str | int] = []
    for part in path:
        if part == "[key]":
            continue
        if isinstance(value, dict):
            if isinstance(part, int):  # one value with its source stands for a list of one
                continue
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int):
            value = value[part] if part < len(value) else None
        else:  # the value alone stands for a list of one
            continue
        real.append(part)
    return tuple(real)


def _translate(error: ErrorDetails, model: type[BaseModel], document: Document) -> Problem:
    """One error of pydantic as a problem: the key where the key is wrong or missing, else the value."""
    path = written(error["loc"], document.value)
    kind, is_key = error["type"], error["loc"][-1:] == ("[key]",)
    place = document.place(path[:-1] if kind == "missing" else path)
    on_key = is_key or kind in {"extra_forbidden", "missing"}
    position = (place.line, place.column) if on_key else (place.value_line, place.value_column)
    value = str(path[-1]) if is_key or kind == "extra_forbidden" else _plain(error["input"])
    code, details = _sentence(error, model, path=path, value=value)
    return problem(code, at=position, path=spell(path), **details)


def _sentence(error: ErrorDetails, model: type[BaseModel], *, path: Path, value: str) -> tuple[str, Mapping[str, Any]]:
    """The code of the problem and the details its sentence needs."""
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return "mechanism.key.missing", {"key": path[-1], "parent": spell(path[:-1]) or "（最外层 / top level）"}
        case "extra_forbidden":
            return "mechanism.key.unknown", {"key": value} | choices(value, _keys(model, error["loc"][:-1]))
        case "unknown_value":
            return "mechanism.value.unknown", {"value": value} | choices(value, context["allowed"])
        case "bad_duration":
            return "mechanism.duration.bad", {"value": value} | choices("", UNITS)
        case "bad_date":
            return "mechanism.date.bad", {"value": value}
        case "bad_moment":
            return "mechanism.moment.bad", {"value": value}
        case "date_order":
            return "mechanism.date.order", context
        case "date_missing":
            return "mechanism.date.missing", {}
        case "bad_id":
            return "mechanism.id.bad", {"value": value}
        case "greater_than_equal" | "less_than_equal":
            return "mechanism.value.out-of-range", {"value": value, "low": 0, "high": 100 if "share" in path else 9}
        case "too_short" | "string_too_short":
            return "mechanism.value.too-few", {"low": context.get("min_length", 1)}
        case kind:
            wanted = _WANTED.get(kind, Text(error["msg"], error["msg"]))
            return "mechanism.value.wrong-type", {"value": value, "wanted_zh": wanted.zh, "wanted_en": wanted.en}


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    return "" if value is None else str(value)


def _keys(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The keys allowed where `path` leads, read from the JSON Schema so that nothing has to be kept in step."""
    schema = model.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})

    def resolve(node: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in node:
            node = definitions[node["$ref"].rsplit("/", 1)[-1]]
        if "anyOf" in node:
            # A dated value: its entry is the form with keys. An optional part: the form that is not null.
            return resolve(next(option for option in node["anyOf"] if "$ref" in option))
        return node

    node = resolve(schema)
    for part in path:
        if isinstance(part, int):
            node = resolve(node["items"]) if "items" in node else node
        elif part in node.get("properties", {}):
            node = resolve(node["properties"][part])
        else:
            named = [*node.get("patternProperties", {}).values(), node.get("additionalProperties") or {}]
            node = resolve(named[0])
    return list(node.get("properties", {}))
