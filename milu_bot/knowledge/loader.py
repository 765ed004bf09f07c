"""A knowledge folder -> Policy; gathers every problem before it complains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from rapidfuzz import process

from milu_bot.knowledge import yaml_lines
from milu_bot.knowledge.condition_text import read_condition
from milu_bot.knowledge.problems import KnowledgeError, Problem
from milu_bot.knowledge.yaml_lines import Block, Node, Rows, Text
from milu_bot.policy import (
    ALWAYS,
    Clause,
    Example,
    Exclusion,
    Fact,
    Faq,
    Fixed,
    InKind,
    Masthead,
    Payoff,
    PerUnit,
    Policy,
    Reading,
    Share,
    UpTo,
    Wording,
    Written,
)

_Model = TypeVar("_Model", bound=Written)

_PAYOFFS: dict[str, type[Written]] = {
    "奖励": Fixed,
    "按比例": Share,
    "按数量": PerUnit,
    "酌情": UpTo,
    "优惠": InKind,
}
_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "missing": lambda _: "少了这一项，请补上。",
    "string_type": lambda _: "这里要写文字。",
    "string_too_short": lambda _: "这里不能空着。",
    "bool_type": lambda _: "这里只能写“是”或“否”。",
    "bool_parsing": lambda _: "这里只能写“是”或“否”。",
    "enum": lambda context: (
        f"这里只能写其中一个：{str(context['expected']).replace(' or ', '、')}。"
    ),
    "literal_error": lambda context: (
        f"这里只能写其中一个：{str(context['expected']).replace(' or ', '、')}。"
    ),
    "decimal_parsing": lambda _: "这里要写数字，例如 30% 或 2。",
    "tuple_type": lambda _: "这里要写几行以“- ”开头的内容。",
    "dict_type": lambda _: "这里要写几行“名字: 内容”。",
    "too_short": lambda _: "这里写得太少了，至少要有一项。",
    "model_type": lambda _: "这里要写几行“名字: 内容”。",
    "value_error": lambda context: f"{context.get('error')}。",
}


def load(folder: Path) -> Policy:
    """Read a knowledge folder.

    Raises: KnowledgeError, with every problem found in every file.
    """
    return _Loader(folder).policy()


class _Loader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def policy(self) -> Policy:
        masthead = self._one(Masthead, "policy.yaml")
        facts = dict(self._named(Fact, "facts.yaml", ("仅当", "等同")))
        readings = dict(self._named(Reading, "readings.yaml", ()))
        exclusions = tuple(self._rows(Exclusion, "exclusions.yaml", ("仅当",)))
        wording = self._one(Wording, "wording.yaml")
        examples = tuple(self._rows(Example, "examples.yaml", ()))
        clauses = [clause for file in self._files("clauses") if (clause := self._clause(file))]
        faqs = [faq for file in self._files("faq") for faq in self._rows(Faq, file, ())]
        source = self._source()
        if self.problems or masthead is None or wording is None:
            raise KnowledgeError(self.problems)
        ordered = sorted(clauses, key=lambda clause: _order(clause.id))
        return Policy(
            masthead=masthead,
            source=source,
            clauses={clause.id: clause for clause in ordered},
            facts=facts,
            readings=readings,
            exclusions=exclusions,
            faqs=tuple(faqs),
            wording=wording,
            examples=examples,
        )

    def _files(self, folder: str) -> list[str]:
        return sorted(f"{folder}/{path.name}" for path in (self.folder / folder).glob("*.yaml"))

    def _source(self) -> str:
        try:
            return (self.folder / "source.txt").read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            self._complain("source.txt", 0, "找不到文件原文 source.txt。请放回来。")
        except UnicodeDecodeError:
            self._complain("source.txt", 0, "这个文件不是 UTF-8 编码。请另存为，编码选 UTF-8。")
        return ""

    def _tree(self, file: str) -> Node | None:
        path = self.folder / file
        if not path.exists():
            self._complain(file, 0, "找不到这个文件。请放回来，名字不要改。")
            return None
        node, problems = yaml_lines.read(path, self._name(file))
        self.problems.extend(problems)
        if node is None and not problems:
            self._complain(file, 0, "这个文件是空的。")
        return node if not problems else None

    def _name(self, file: str) -> str:
        return f"{self.folder.name}/{file}"

    def _complain(self, file: str, line: int, message: str) -> None:
        self.problems.append(Problem(self._name(file), line, message))

    def _one(self, model: type[_Model], file: str) -> _Model | None:
        node = self._tree(file)
        return self._validate(model, node, {}) if node is not None else None

    def _named(
        self, model: type[_Model], file: str, rules: tuple[str, ...]
    ) -> Iterator[tuple[Any, _Model]]:
        node = self._tree(file)
        if node is None:
            return
        if not isinstance(node, Block):
            self._complain(file, 1, "这个文件每一段要写成“名字:”，下面缩进两格。")
            return
        for key, value in node.items():
            self._rules(value, rules)
            item = self._validate(model, value, {"id": str(key)})
            if item is not None:
                yield str(key), item

    def _rows(self, model: type[_Model], file: str, rules: tuple[str, ...]) -> Iterator[_Model]:
        node = self._tree(file)
        if node is None:
            return
        if not isinstance(node, Rows):
            self._complain(file, 1, "这个文件每一段要以“- ”开头。")
            return
        for value in node:
            self._rules(value, rules)
            item = self._validate(model, value, {})
            if item is not None:
                yield item

    def _rules(self, node: Node, keys: tuple[str, ...]) -> None:
        """Turn the condition blocks under these keys into conditions, in place."""
        if isinstance(node, Block):
            for key in keys:
                if key in node:
                    node[key] = read_condition(node[key], self.problems)

    def _clause(self, file: str) -> Clause | None:
        node = self._tree(file)
        if node is None:
            return None
        if isinstance(node, Block) and isinstance(awards := node.get("奖项"), Block):
            for award_id, award in awards.items():
                if isinstance(award, Block):
                    award["id"], award["clause"] = award_id, node.get("编号", "")
                    self._award(award)
        return self._validate(Clause, node, {})

    def _award(self, award: Block) -> None:
        self._rules(award, ("资格", "分组相加", "各档累加"))
        rows = award.get("分档")
        single = {key: award.pop(key) for key in _PAYOFFS if key in award}
        if isinstance(rows, Rows) and not single:
            award["分档"] = [tier for row in rows if (tier := self._tier(row))]
        elif rows is None and len(single) == 1:
            (key, value), *_ = single.items()
            payoff = self._payoff(key, value)
            award["分档"] = [{"condition": ALWAYS, "payoff": payoff}] if payoff else []
        else:
            names = "、".join(_PAYOFFS)
            self._at(award, f"每个奖项要写一种给法：{names}，或者“分档”；只能写一种。")
        basis = award.get("依据")
        if isinstance(basis, Block):
            for key, value in basis.items():
                if isinstance(value, Text):
                    basis[key] = {"条款": award["clause"], "原文": str(value)}

    def _tier(self, row: Node) -> dict[str, Any] | None:
        if not isinstance(row, Block):
            self._at(row, "“分档”下面每一档要以“- ”开头，写条件和奖励。")
            return None
        payoffs = [key for key in row if key in _PAYOFFS]
        if len(payoffs) != 1:
            self._at(row, "每一档要写一个给法，例如“奖励: 2000元”。")
            return None
        condition = Block({key: value for key, value in row.items() if key not in (*payoffs, "组")})
        condition.place = row.place
        return {
            "condition": read_condition(condition, self.problems),
            "payoff": self._payoff(payoffs[0], row[payoffs[0]]),
            "group": str(row.get("组", "")),
        }

    def _payoff(self, key: str, value: Node) -> Payoff | None:
        model = _PAYOFFS[key]
        if model in (Fixed, InKind):
            wrapped = Block({key: value})
            wrapped.place = value.place
            value = wrapped
        return self._validate(model, value, {})  # type: ignore[return-value]

    def _at(self, node: Node, message: str) -> None:
        self.problems.append(Problem(node.place.file, node.place.line, message))

    def _validate(self, model: type[_Model], node: Node, more: dict[str, str]) -> _Model | None:
        if not isinstance(node, Block):
            self._at(node, "这里要写几行“名字: 内容”。")
            return None
        try:
            return model.model_validate({**node, **more})
        except ValidationError as error:
            for detail in error.errors():
                self._report(model, node, detail)
            return None

    def _report(self, model: type[Written], node: Block, detail: Any) -> None:
        place, trail = _locate(node, detail["loc"])
        name = str(trail[-1]) if trail else ""
        if detail["type"] == "extra_forbidden":
            known = [field.alias or key for key, field in model.model_fields.items()]
            nearest = process.extractOne(name, known, score_cutoff=50)
            hint = (
                f"是不是想写“{nearest[0]}”？" if nearest else f"这里能写的有：{'、'.join(known)}。"
            )
            message = f"不认识“{name}”。{hint}"
        elif detail["type"] == "missing":
            message = f"少了“{detail['loc'][-1]}”这一项，请补上。"
        else:
            say = _SENTENCES.get(detail["type"])
            sentence = say(detail.get("ctx", {})) if say else "这里写得不对，请对照旁边的文件。"
            message = f"“{name}”：{sentence}" if name else sentence
        self.problems.append(Problem(place.file, place.line, message))


def _locate(node: Node, loc: tuple[Any, ...]) -> tuple[Any, list[Any]]:
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
        else:
            break
        trail.append(step)
        place = getattr(current, "place", place) if not isinstance(current, Block) else place
    return place, trail


def _order(clause_id: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in clause_id.split("."))
