"""YAML text -> blocks, rows and texts that know their file and line.

Every scalar stays plain text, so 是, 3.10 and 2026-01-08 keep their look. Cleverness (tags,
anchors) is refused. Slips are mended in memory, so that one slip hides no other problem.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from milu_bot.conditions import Place
from milu_bot.knowledge.encodings import complaint, decode
from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.slips import find_slips

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Text(str):
    """A scalar and its place, made when somebody asks: few texts are ever complained of."""

    __slots__ = ("at",)
    at: tuple[str, int, int]

    @property
    def place(self) -> Place:
        """Where the text begins."""
        return Place(*self.at)


class Block(dict[str, Any]):
    """A mapping and its place; the keys are `Text`."""

    place: Place


class Rows(list[Any]):
    """A list and its place."""

    place: Place


Node = Text | Block | Rows


_KEPT = 512
"""Units: files. Those that did not change since the last reading are not read again."""


def read(path: Path, name: str) -> tuple[Node | None, list[Problem]]:
    """Read one file; `name` is how it is called in messages. Every slip found comes back as a
    problem; there is a node whenever the rest could be read. Nobody may change the node.
    """
    node, problems = _read(path.read_bytes(), name)
    return node, list(problems)


def forget() -> None:
    """Let go of all files that were read: whoever reads the knowledge once needs no second look at them."""
    _read.cache_clear()


@lru_cache(_KEPT)
def _read(raw: bytes, name: str) -> tuple[Node | None, list[Problem]]:
    decoded = decode(raw)
    if decoded.bad_line:
        return None, [Problem(name, decoded.bad_line, complaint(decoded))]
    node, problems = read_text(decoded.text, name)
    wrong = complaint(decoded)
    return node, [*([Problem(name, 0, wrong)] if wrong else ()), *problems]


def read_text(text: str, name: str) -> tuple[Node | None, list[Problem]]:
    """Read text that was decoded already."""
    slips, meant, _ = find_slips(text)
    problems = [Problem(name, slip.line, slip.found.message, slip.found.column) for slip in slips]
    builder = _Builder(name)
    try:
        node = builder.document(meant)
    except yaml.YAMLError as error:
        return None, problems or [_parser_problem(error, name, text)]
    return node, problems + builder.problems


def _parser_problem(error: yaml.YAMLError, name: str, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = (mark.line if mark else 0) + 1
    reason = getattr(error, "problem", None) or ""
    lines = text.rstrip("\n").split("\n")
    if "could not find expected ':'" in reason:
        line -= 1  # the parser notices one line too late
        message = "这一行少了冒号。每一行要写成“名字: 内容”。"
    elif "mapping values are not allowed" in reason:
        message = (
            "这一行多了一个“: ”，或者缩进不对。"
            "文字里要用冒号时，用中文冒号“：”，或者整句加英文双引号。"
        )
    elif "found character" in reason and "cannot start" in reason:
        message = "这一行开头的符号不能直接用（比如 @ % `）。请给整句加英文双引号。"
    elif (
        "block mapping" in reason
        or "expected <block end>" in reason
        or "did not find expected" in reason
    ):
        message = (
            "这一行的缩进或括号不对。同一层要对齐，每层两个空格；"
            "引号、方括号、花括号要成对，里面用英文逗号隔开。"
        )
    else:
        message = "这一行机器读不懂。请对照旁边的文件，看缩进、冒号和引号。"
    line = min(max(line, 1), len(lines))
    while line > 1 and not lines[line - 1].strip():
        line -= 1
    return Problem(name, line, message)


class _Builder:
    """Builds the tree from the parser's events and notes what is refused."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.next: Callable[[], Any] = lambda: None

    def document(self, text: str) -> Node | None:
        loader = _LOADER(text)
        try:
            self.next = loader.get_event
            while not isinstance(event := self.next(), yaml.StreamEndEvent):
                if isinstance(event, yaml.DocumentStartEvent):
                    return self._node(self.next())
            return None
        finally:
            loader.dispose()

    def _place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, event: Any, message: str) -> None:
        mark = event.start_mark
        self.problems.append(Problem(self.name, mark.line + 1, message, mark.column + 1))

    def _node(self, event: Any) -> Node:
        kind = type(event)
        if event.anchor is not None:
            self._refuse(
                event, "不要用 & 或 * 开头的写法（锚点）。文字以这些符号开头时，请加英文双引号。"
            )
        if kind is yaml.AliasEvent:
            return self._text(event, "")
        if event.tag is not None:
            self._refuse(event, "不要用 ! 开头的写法（标签）。文字以 ! 开头时，请加英文双引号。")
        if kind is yaml.ScalarEvent:
            return self._text(event, event.value)
        node: Block | Rows
        if kind is yaml.MappingStartEvent:
            node = self._block()
        else:
            node = Rows()
            while type(item := self.next()) is not yaml.SequenceEndEvent:
                node.append(self._node(item))
        node.place = self._place(event)
        return node

    def _text(self, event: Any, value: str) -> Text:
        text = Text(value)
        mark = event.start_mark
        text.at = (self.name, mark.line + 1, mark.column + 1)
        return text

    def _block(self) -> Block:
        block = Block()
        while type(item := self.next()) is not yaml.MappingEndEvent:
            key = self._node(item)
            value = self._node(self.next())
            if not isinstance(key, Text):
                self._refuse(item, "冒号前面只能是一个名字。")
            elif key in block:
                self._refuse(item, f"“{key}”写了两次。同一层里一个名字只能写一次，请删掉一个。")
            else:
                block[key] = value
        return block
