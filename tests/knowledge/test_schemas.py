"""The JSON Schemas are current, take every right file, and refuse what the models refuse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from milu_bot.knowledge.schemas import schema_for, schemas
from tests.conftest import KNOWLEDGE, ROOT

SCHEMAS = ROOT / "knowledge" / "schema"
FILES = sorted(path.relative_to(KNOWLEDGE).as_posix() for path in KNOWLEDGE.rglob("*.yaml"))


def validator(file: str) -> jsonschema.Draft7Validator:
    head = (KNOWLEDGE / file).read_text(encoding="utf-8").split("\n")[0]
    path = (KNOWLEDGE / file).parent / head.split("$schema=")[1]
    return jsonschema.Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def parsed(file: str) -> Any:
    text = (KNOWLEDGE / file).read_text(encoding="utf-8")
    return yaml.load(text, yaml.CBaseLoader)  # noqa: S506 - builds nothing but text


def test_the_schemas_are_current() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.glob("*.json")}
    assert kept == schemas(), "run python bot.py check --write-schema"


@pytest.mark.parametrize("file", FILES)
def test_a_file_names_its_schema_and_keeps_to_it(file: str) -> None:
    head = (KNOWLEDGE / file).read_text(encoding="utf-8").split("\n")[0]
    assert head == schema_for(file)
    found = [error.message for error in validator(file).iter_errors(_blank(parsed(file)))]
    assert found == []


@pytest.mark.parametrize(
    ("file", "path", "value"),
    [
        ("clauses/3-3-08.yaml", ("奖项", "3.3.8", "频次"), "一次"),
        ("clauses/3-3-08.yaml", ("奖项", "3.3.8", "频率"), "一次性"),
        ("clauses/3-3-08.yaml", ("奖项", "3.3.8", "奖励"), "1000元"),
        ("clauses/3-3-08.yaml", ("奖项", "3.3.8", "按数量", "奖励"), "1000"),
        ("clauses/3-3-08.yaml", ("奖项", "3.3.8", "资格", "任一"), "是"),
        ("clauses/3-3-08.yaml", ("原文",), ""),
        ("facts.yaml", ("申请身份", "回答"), "单选"),
        ("facts.yaml", ("申请身份", "保密"), "true"),
        ("policy.yaml", ("工作人员补充", "传真"), ""),
        ("faq/3-3-08.yaml", (0, "问"), []),
    ],
)
def test_a_wrong_shape_is_refused(file: str, path: tuple[str | int, ...], value: object) -> None:
    whole = _blank(parsed(file))
    current: Any = whole
    for step in path[:-1]:
        current = current[step]
    current[path[-1]] = value
    assert list(validator(file).iter_errors(whole))


def test_every_key_is_explained_in_chinese() -> None:
    for path in SCHEMAS.glob("*.json"):
        told = dict(_described(json.loads(path.read_text(encoding="utf-8"))))
        assert told, path.name
        for key, said in told.items():
            assert "\u4e00" <= said[:1] <= "\u9fff" and said.endswith("。"), (path.name, key)


def _described(schema: Any) -> Iterator[tuple[str, str]]:
    parts = schema.values() if isinstance(schema, dict) else schema
    for part in parts if isinstance(schema, dict | list) else ():
        yield from _described(part)
    if isinstance(schema, dict) and isinstance(schema.get("properties"), dict):
        for key, part in schema["properties"].items():
            yield key, part.get("description", "")


def test_the_schemas_name_no_machine() -> None:
    for path in SCHEMAS.glob("*.json"):
        assert str(Path.home()) not in (text := path.read_text(encoding="utf-8"))
        assert str(ROOT) not in text


def _blank(node: Any) -> Any:
    """What is left empty is nothing to an editor."""
    if isinstance(node, dict):
        return {key: _blank(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_blank(part) for part in node]
    return None if node == "" else node
