"""A written block against its model: what is missing, unknown or of the wrong kind, in Chinese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import ValidationError
from rapidfuzz import process

from milu_bot.conditions import Place
from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.words import odd_number
from milu_bot.knowledge.yaml_lines import Block, Node
from milu_bot.written import Written

Model = TypeVar("Model", bound=Written)

_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "string_type": lambda _: "这里要写文字。",
    "string_too_short": lambda _: "这里不能空着。",
    "bool_type": lambda _: "这里只能写“是”或“否”。",
    "bool_parsing": lambda _: "这里只能写“是”或“否”。",
    "enum": lambda context: f"这里只能写其中一个：{_options(context)}。",
    "literal_error": lambda context: f"这里只能写其中一个：{_options(context)}。",
    "decimal_parsing": lambda _: "这里要写数字，例如 30% 或 2。",
    "decimal_type": lambda _: "这里要写数字，例如 30% 或 2。",
    "tuple_type": lambda _: "这里要写几行以“- ”开头的内容。",
    "dict_type": lambda _: "这里要写几行“名字: 内容”。",
    "too_short": lambda _: "这里写得太少了，至少要有一项。",
    "model_type": lambda context: _lines_of(context),
    "is_instance_of": lambda _: "这里要写数字加单位，例如 5万元。",
    "value_error": lambda context: f"{context.get('error')}。",
}


def validate(
    model: type[Model], node: Node, problems: list[Problem], more: dict[str, str] | None = None
) -> Model | None:
    """Make the model of a block; `more` holds what the block itself does not say."""
    if not isinstance(node, Block):
        problems.append(problem_at(node.place, "这里要写几行“名字: 内容”。"))
        return None
    try:
        return model.model_validate({**node, **(more or {})})
    except ValidationError as error:
        problems.extend(_told(model, node, detail) for detail in error.errors())
        return None


def problem_at(place: Place, message: str) -> Problem:
    """A problem at a place of a node."""
    return Problem(place.file, place.line, message, place.column)


def _told(model: type[Written], node: Block, detail: Any) -> Problem:
    place, trail = _locate(node, detail["loc"])
    name = str(trail[-1]) if trail else ""
    if detail["type"] == "extra_forbidden":
        known = [field.alias or key for key, field in _model_at(model, detail["loc"]).items()]
        nearest = process.extractOne(name, known, score_cutoff=50)
        hint = f"是不是想写“{nearest[0]}”？" if nearest else f"这里能写的有：{'、'.join(known)}。"
        return problem_at(place, f"不认识“{name}”。{hint}")
    if detail["type"] == "missing":
        return problem_at(place, f"少了“{detail['loc'][-1]}”这一项，请补上。")
    say = _SENTENCES.get(detail["type"])
    sentence = say(detail.get("ctx", {})) if say else "这里写得不对，请对照旁边的文件。"
    if detail["type"] == "value_error":
        sentence += odd_number(str(detail["input"]))
    return problem_at(place, f"“{name}”：{sentence}" if name else sentence)


def _model_at(model: type[Written], loc: tuple[Any, ...]) -> dict[str, Any]:
    """The fields of the model in which this path ends."""
    fields: dict[str, Any] = dict(model.model_fields)
    for step in loc[:-1]:
        for field in fields.values():
            if field.alias == step:
                inner = [kind for kind in _kinds(field.annotation) if issubclass(kind, Written)]
                fields = dict(inner[0].model_fields) if inner else fields
                break
    return fields


def _kinds(annotation: Any) -> list[type]:
    found = [annotation] if isinstance(annotation, type) else []
    for part in getattr(annotation, "__args__", ()):
        found.extend(_kinds(part))
    return [kind for kind in found if isinstance(kind, type) and not hasattr(kind, "__args__")]


def _locate(node: Node, loc: tuple[Any, ...]) -> tuple[Place, list[Any]]:
    """Follow a validation error's path as far as the written nodes go."""
    place, trail = node.place, []
    current: Any = node
    for step in loc:
        if isinstance(current, Block) and step in current:
            key = next(key for key in current if key == step)
            place = getattr(key, "place", place)
            current = current[step]
        elif isinstance(current, list) and isinstance(step, int) and step < len(current):
            current = current[step]
            place = getattr(current, "place", place)
        else:
            break
        trail.append(step)
    return place, [step for step in trail if isinstance(step, str)] or trail


def _options(context: dict[str, Any]) -> str:
    return str(context["expected"]).replace(" or ", "、").replace(", ", "、").replace("'", "")


def _lines_of(context: dict[str, Any]) -> str:
    """What a block must hold, by the name of its model."""
    for model in Written.__subclasses__():
        if model.__name__ == context.get("class_name"):
            fields = model.model_fields.items()
            names = "、".join(field.alias or name for name, field in fields if field.is_required())
            return f"下面要另起几行，缩进两格，写上{names}，每行写成“名字: 内容”。"
    return "这里要写几行“名字: 内容”。"
