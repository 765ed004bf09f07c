"""YAML text -> blocks, rows and texts that know their file and line.

Every scalar stays plain text, so 是, 3.10 and 2017-06-20 keep their look. Cleverness (tags,
anchors)
is refused, and the slips of Notepad and WPS get a sentence of their own before the parser sees
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from milu_bot.knowledge.problems import Problem
from milu_bot.policy import Place, Written

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Text(str):
    """A scalar and its place."""

    __slots__ = ("place",)
    place: Place


class Block(dict[str, Any]):
    """A mapping and its place; the keys are `Text`."""

    place: Place


class Rows(list[Any]):
    """A list and its place."""

    place: Place


Node = Text | Block | Rows

_KNOWN_KEYS = frozenset(
    field.alias for model in Written.__subclasses__() for field in model.model_fields.values()
)
"""In a list a line may be somebody's words, colon and all; only before these names is it a slip."""

_FULL_WIDTH_COLON = re.compile(r"^[ ]*(?P<row>(?:- )*)(?P<key>[^\s:：\"'#\[{“「（(，,。]{1,24})：")
_NO_SPACE = re.compile(r"^[ ]*(?P<row>(?:- )*)(?P<key>[^\s:：\"'#\[{“「（(，,。]{1,24}):(?=[^\s/])")
_DASH = re.compile(r"^[ ]*(?:－|—|–|-(?=[^\s\-0-9]))")
_BLOCK_START = re.compile(r"[:\-]\s+[|>][+-]?\s*$")


def read(path: Path, name: str) -> tuple[Node | None, list[Problem]]:
    """Read one file; `name` is how it is called in messages. Every slip found comes back as a
    problem.
    """
    text, problem = _decode(path.read_bytes(), name)
    return (None, [problem]) if problem else read_text(text, name)


def read_text(text: str, name: str) -> tuple[Node | None, list[Problem]]:
    """Read text that was decoded already."""
    problems = list(_slips(text, name))
    if problems:
        return None, problems
    try:
        builder = _Builder(name)
        node = builder.document(text)
    except yaml.YAMLError as error:
        return None, [_parser_problem(error, name, text)]
    return node, builder.problems


def _decode(raw: bytes, name: str) -> tuple[str, Problem | None]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", Problem(name, 0, "这个文件存成了 UTF-16 编码。请另存为，编码选 UTF-8。")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return "", Problem(
            name, line, "这个文件不是 UTF-8 编码（多半是 GBK）。请另存为，编码选 UTF-8。"
        )


def _slips(text: str, name: str) -> Iterator[Problem]:
    """Yield what the parser would take in silence or blame on another line."""
    inside: int | None = None
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.lstrip(" ")
        indent = len(line) - len(stripped)
        if inside is not None and (not stripped or indent > inside):
            continue
        inside = indent if _BLOCK_START.search(line) else None
        if not stripped or stripped.startswith("#"):
            continue
        if stripped[0] == "\t":
            yield Problem(name, number, "行首用了制表符（Tab）。请改成空格，每层两个空格。")
        elif stripped[0] in "\u3000\xa0\u200b\ufeff":
            yield Problem(name, number, "行首有看不见的全角空格。请删掉，改成普通空格。")
        elif key := _slipped_key(_FULL_WIDTH_COLON, line):
            mend = f'这里要用英文冒号 ":"，后面空一格，例如“{key}: ”。'
            yield Problem(name, number, f"“{key}”后面用了全角冒号“：”。{mend}")
        elif _DASH.match(line):
            yield Problem(
                name, number, "列表要用英文短横“-”，后面空一格，例如“- 招了9个人够不够”。"
            )
        elif key := _slipped_key(_NO_SPACE, line):
            yield Problem(name, number, f"冒号后面要空一格，例如“{key}: ”。")


def _slipped_key(slip: re.Pattern[str], line: str) -> str | None:
    match = slip.match(line)
    if match is None or (match["row"] and match["key"] not in _KNOWN_KEYS):
        return None
    return match["key"]


def _parser_problem(error: yaml.YAMLError, name: str, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = (mark.line if mark else 0) + 1
    reason = getattr(error, "problem", None) or ""
    last = len(text.rstrip("\n").split("\n"))
    if "mapping values are not allowed" in reason:
        message = (
            "这一行多了一个“: ”，或者缩进不对。"
            "文字里要用冒号时，用中文冒号“：”，或者整句加英文双引号。"
        )
    elif "found character" in reason and "cannot start" in reason:
        message = "这一行开头的符号不能直接用（比如 @ % `）。请给整句加英文双引号。"
    elif "could not find expected ':'" in reason:
        message = "这一行附近少了冒号。每一行要写成“名字: 内容”。"
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
    return Problem(name, min(line, last), message)


class _Builder:
    """Builds the tree from the parser's events and notes what is refused."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def document(self, text: str) -> Node | None:
        events = iter(yaml.parse(text, Loader=_LOADER))
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                return self._node(next(events), events)
        return None

    def _place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, event: Any, message: str) -> None:
        self.problems.append(Problem(self.name, event.start_mark.line + 1, message))

    def _node(self, event: Any, events: Iterator[Any]) -> Node:
        if getattr(event, "anchor", None):
            self._refuse(
                event, "不要用 & 或 * 开头的写法（锚点）。文字以这些符号开头时，请加英文双引号。"
            )
        if getattr(event, "tag", None):
            self._refuse(event, "不要用 ! 开头的写法（标签）。文字以 ! 开头时，请加英文双引号。")
        node: Node
        if isinstance(event, yaml.MappingStartEvent):
            node = self._block(event, events)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Rows()
            while not isinstance(item := next(events), yaml.SequenceEndEvent):
                node.append(self._node(item, events))
        else:
            node = Text(getattr(event, "value", ""))
        node.place = self._place(event)
        return node

    def _block(self, event: Any, events: Iterator[Any]) -> Block:
        block = Block()
        while not isinstance(item := next(events), yaml.MappingEndEvent):
            key = self._node(item, events)
            value = self._node(next(events), events)
            if not isinstance(key, Text):
                self._refuse(item, "冒号前面只能是一个名字。")
            elif key in block:
                self._refuse(item, f"“{key}”写了两次。同一层里一个名字只能写一次，请删掉一个。")
            else:
                block[key] = value
        return block
