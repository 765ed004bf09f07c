"""JSON Schemas of the knowledge files, made from the models, so that an editor helps while typing.

A text may look like a number or a date to an editor; the bot takes every scalar as text, so the
schemas do the same.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from milu_bot.conditions import NO_WORD, YES_WORD, AllOf, Compare
from milu_bot.knowledge.award_block import GROUP, PAYOFFS
from milu_bot.knowledge.condition_text import GROUPS
from milu_bot.knowledge.key_help import explained
from milu_bot.masthead import Masthead, Wording
from milu_bot.policy import Award, Clause, Example, Exclusion, Fact, Faq, Reading, Tier
from milu_bot.quantity import Quantity
from milu_bot.written import Quote, Written

Schema = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_QUANTITY: Schema = {"type": "string", "pattern": r"^\d+(\.\d+)?\s*[万亿]?\s*[^\d\s]+$"}
_NUMBER: Schema = {"type": ["string", "number"], "pattern": r"^\d+(\.\d+)?%?$"}
_DAY: Schema = {
    "type": "string",
    "pattern": r"^\d{4}(-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日)$",
}
_FLAG: Schema = {"enum": [YES_WORD, NO_WORD]}
_CONDITION = "#/definitions/条件"
_ONE, _NAMED, _ROWS = "one", "named", "rows"
_FILES: dict[str, tuple[type[Written], str]] = {
    "policy.json": (Masthead, _ONE),
    "facts.json": (Fact, _NAMED),
    "readings.json": (Reading, _NAMED),
    "exclusions.json": (Exclusion, _ROWS),
    "wording.json": (Wording, _ONE),
    "examples.json": (Example, _ROWS),
    "clause.json": (Clause, _ONE),
    "faq.json": (Faq, _ROWS),
}


def schemas() -> dict[str, str]:
    """The text of every schema by its file name."""
    return {
        name: json.dumps(
            explained(_file(model, shape), name.removesuffix(".json")), ensure_ascii=False, indent=1
        )
        + "\n"
        for name, (model, shape) in _FILES.items()
    }


def schema_for(file: str) -> str:
    """The line at the head of a knowledge file that tells an editor its schema; `file` is the path
    within the folder of one policy.
    """
    folder, _, name = file.rpartition("/")
    schema = {"clauses": "clause", "faq": "faq"}.get(folder, name.removesuffix(".yaml"))
    return f"# yaml-language-server: $schema={'../' * (file.count('/') + 1)}schema/{schema}.json"


def write_schemas(folder: Path) -> None:
    """Write every schema into this folder."""
    folder.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


def _file(model: type[Written], shape: str) -> Schema:
    definitions: Schema = {}
    inner = _model(model, definitions)
    whole: Schema = inner
    if shape == _NAMED:
        whole = {"type": "object", "additionalProperties": inner}
    elif shape == _ROWS:
        whole = {"type": "array", "items": inner}
    return {"$schema": _DRAFT, **whole, "definitions": definitions}


def _model(model: type[Written], definitions: Schema) -> Schema:
    if model is Tier:
        return _tier(definitions)
    fields = {f.alias: f for f in model.model_fields.values() if f.alias}
    made: Schema = {
        "type": "object",
        "additionalProperties": False,
        "required": [key for key, field in fields.items() if field.is_required()],
        "properties": {key: _field(field, definitions) for key, field in fields.items()},
    }
    if "依据" in fields:
        quote = {"anyOf": [_TEXT, _plain(Quote, definitions)]}
        made["properties"]["依据"] = {"type": "object", "additionalProperties": quote}
    return _award(made, definitions) if model is Award else made


def _field(field: FieldInfo, definitions: Schema) -> Schema:
    listed = any(getattr(m, "func", None) is not None for m in field.metadata)
    made = _type(field.annotation, definitions)
    if isinstance(field.json_schema_extra, dict):
        made = {**made, **field.json_schema_extra}
    if made.get("type") == "array" and listed:
        return {"anyOf": [_TEXT, made]}
    if any(getattr(mark, "min_length", None) for mark in field.metadata):
        least = next(mark.min_length for mark in field.metadata if hasattr(mark, "min_length"))
        word = {"array": "minItems", "object": "minProperties"}.get(str(made.get("type")))
        return {**made, (word or "minLength"): least}
    return made


def _type(annotation: Any, definitions: Schema) -> Schema:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return _union(args, definitions)
    if origin is Literal:
        return {"enum": list(args)}
    if origin is tuple:
        return {"type": "array", "items": _type(args[0], definitions)}
    if origin is dict:
        made: Schema = {"type": "object", "additionalProperties": _type(args[1], definitions)}
        if get_origin(args[0]) is Literal:
            made["propertyNames"] = {"enum": list(get_args(args[0]))}
        return made
    if origin is not None:  # Annotated
        inner = _type(args[0], definitions)
        return {"anyOf": [_TEXT, inner]} if inner.get("type") == "array" else inner
    return _plain(annotation, definitions)


def _union(args: tuple[Any, ...], definitions: Schema) -> Schema:
    kinds = [arg for arg in args if arg is not NoneType]
    if any(Compare in (kind, *get_args(kind)) for kind in kinds):
        return _condition(definitions)
    made = _type(kinds[0], definitions)
    return {"anyOf": [made, {"type": "null"}]} if NoneType in args else made


def _plain(kind: Any, definitions: Schema) -> Schema:
    if kind is bool:
        return _FLAG
    if kind is Quantity:
        return _QUANTITY
    if kind is date:
        return _DAY
    if kind is Decimal:
        return _NUMBER
    if kind in (Compare, AllOf):
        return _condition(definitions)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [str(member) for member in kind]}
    if isinstance(kind, type) and issubclass(kind, Written):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            definitions[kind.__name__] = _model(kind, definitions)
        return {"$ref": f"#/definitions/{kind.__name__}"}
    return {} if kind is object else _TEXT


def _condition(definitions: Schema) -> Schema:
    """A block of lines that must all hold, as condition_text.py reads it."""
    definitions["条件"] = _lines({})
    return {"$ref": _CONDITION}


def _lines(more: Schema) -> Schema:
    group = {"type": "array", "items": {"$ref": _CONDITION}, "minItems": 1}
    options = {"type": "array", "items": _TEXT, "minItems": 1}
    return {
        "type": "object",
        "properties": {**dict.fromkeys(GROUPS, group), **more},
        "additionalProperties": {"anyOf": [_TEXT, options]},
    }


def _payoffs(definitions: Schema) -> Schema:
    """What each way of paying asks for, as award_block.py reads it."""
    made = {}
    for key, model in PAYOFFS.items():
        written = _model(model, definitions)
        single = list(written["properties"]) == [key]
        made[key] = written["properties"][key] if single else written
    return made


def _tier(definitions: Schema) -> Schema:
    _condition(definitions)
    tier = _lines({**_payoffs(definitions), GROUP: _TEXT})
    return {**tier, "oneOf": [{"required": [key]} for key in PAYOFFS]}


def _award(made: Schema, definitions: Schema) -> Schema:
    properties = {**made["properties"], **_payoffs(definitions)}
    ways = [*PAYOFFS, "分档"]
    return {
        **made,
        "required": [key for key in made["required"] if key not in ways],
        "properties": properties,
        "oneOf": [{"required": [key]} for key in ways],
    }
