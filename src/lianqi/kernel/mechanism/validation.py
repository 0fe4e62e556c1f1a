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
            document.problems.append(problem("mechanism.file.not-a-mapping", line=1, column=1))
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
        if (isinstance(value, dict) and part in value) or (isinstance(value, list) and isinstance(part, int) and part < len(value)):
            value = value[part]
        elif isinstance(part, int) or not isinstance(value, dict | list):
            continue
        real.append(part)
    return tuple(real)


def _translate(error: ErrorDetails, model: type[BaseModel], document: Document) -> Problem:
    path = written(error["loc"], document.value)
    kind, context = error["type"], error.get("ctx", {})
    on_key = kind in {"extra_forbidden", "bad_id"} or error["loc"][-1:] == ("[key]",)
    place = document.place(path[:-1] if kind == "missing" else path)
    at: dict[str, Any] = {
        "line": place.line if on_key or kind == "missing" else place.value_line,
        "column": place.column if on_key or kind == "missing" else place.value_column,
        "path": spell(path),
    }
    value = str(error["loc"][-2] if error["loc"][-1:] == ("[key]",) else _plain(error["input"]))
    match kind:
        case "missing":
            parent = spell(path[:-1]) or "（文件最外层 / top level）"
            return problem("mechanism.key.missing", key=path[-1], parent=parent, **at)
        case "extra_forbidden":
            allowed = _keys(model, error["loc"][:-1])
            return problem("mechanism.key.unknown", key=path[-1], **choices(str(path[-1]), allowed), **at)
        case "unknown_value":
            return problem("mechanism.value.unknown", value=value, **choices(value, context["allowed"]), **at)
        case "bad_duration":
            return problem("mechanism.duration.bad", value=value, allowed="、".join(UNITS), **at)
        case "bad_date":
            return problem("mechanism.date.bad", value=value, **at)
        case "date_order":
            return problem("mechanism.date.order", **context, **at)
        case "date_missing":
            return problem("mechanism.date.missing", **at)
        case "bad_id":
            return problem("mechanism.id.bad", value=value, **at)
        case "greater_than_equal" | "less_than_equal":
            high = 9 if context.get("le", 9) == 9 and "share" not in error["loc"] else 100
            return problem("mechanism.value.out-of-range", value=value, low=0, high=high, **at)
        case "too_short" | "string_too_short":
            return problem("mechanism.value.too-few", low=context.get("min_length", 1), **at)
        case _:
            wanted = _WANTED.get(kind, Text(error["msg"], error["msg"]))
            return problem("mechanism.value.wrong-type", value=value, wanted_zh=wanted.zh, wanted_en=wanted.en, **at)


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
            node = resolve(node.get("additionalProperties", {}))
    return list(node.get("properties", {}))
