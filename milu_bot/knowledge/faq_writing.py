"""Changes entries of a FAQ file and leaves every other line, comment and order as it was."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString

from milu_bot.knowledge import yaml_lines

Fields = Mapping[str, "str | tuple[str, ...]"]
"""An entry by the keys that staff write; an empty value means that the key is left out."""

_BEGIN = re.compile(r"^- ", re.MULTILINE)
_BETWEEN = re.compile(r"(?:^[ \t]*(?:#.*)?\n)*\Z", re.MULTILINE)
_IN_A_LINE = ("见",)


class WritingError(Exception):
    """The file would not say what was meant; nothing is written. Ours to mend, not the clerk's."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What becomes of the entries of one file, by their places. Units: places count from 0."""

    changed: Mapping[int, Fields] = field(default_factory=dict)
    """Only the keys that change."""
    removed: Collection[int] = ()
    added: Sequence[Fields] = ()


def rewrite(text: str, rewriting: Rewriting) -> str:
    """The file after it. `text` has plain line ends and no slips.

    Raises: WritingError.
    """
    starts = [match.start() for match in _BEGIN.finditer(text)]
    ends = [*starts[1:], len(text)] if starts else []
    parts = [text[: starts[0]] if starts else text]
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        block = text[start:end]
        tail = _BETWEEN.search(block)
        between = tail.group() if tail else ""
        entry = block.removesuffix(between) if between else block
        if place in rewriting.changed:
            entry = _changed(entry, rewriting.changed[place])
        parts.append(("" if place in rewriting.removed else entry) + between)
    whole = "".join(parts)
    if rewriting.added and whole and not whole.endswith("\n"):
        whole += "\n"
    whole += "".join(_changed("", fields) for fields in rewriting.added)
    _prove(text, whole, rewriting)
    return whole


def _changed(entry: str, fields: Fields) -> str:
    """The block of one entry with these keys set; an empty one is a new entry."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    lines = entry.replace("- ", "  ", 1).split("\n")
    tree = yaml.load("\n".join(line[2:] for line in lines)) or CommentedMap()
    for key, value in fields.items():
        _set(tree, key, value)
    out = io.StringIO()
    yaml.dump(tree, out)
    dumped = out.getvalue().rstrip("\n").split("\n")
    indented = "\n".join(f"  {line}" if line else "" for line in dumped)
    return "- " + indented[2:] + "\n"


def _set(tree: CommentedMap, key: str, value: str | tuple[str, ...]) -> None:
    if not value and key not in _IN_A_LINE:
        tree.pop(key, None)
        return
    if isinstance(value, str):
        tree[key] = LiteralScalarString(value.rstrip("\n") + "\n") if "\n" in value else value
        return
    rows = tree.get(key)
    if not isinstance(rows, CommentedSeq):
        rows = tree[key] = CommentedSeq()
        if key in _IN_A_LINE:
            rows.fa.set_flow_style()
    _follow(rows, value)


def _follow(rows: CommentedSeq, wanted: tuple[str, ...]) -> None:
    """Make a list hold what is wanted, line by line, so that comments stay with their lines."""
    held = [str(row) for row in rows]
    operations = SequenceMatcher(None, held, wanted, autojunk=False).get_opcodes()
    for kind, low, high, start, end in reversed(operations):
        if kind == "equal":
            continue
        for place in range(high - 1, low - 1, -1):
            del rows[place]
        for place in range(end - 1, start - 1, -1):
            rows.insert(low, wanted[place])


def _prove(before: str, after: str, rewriting: Rewriting) -> None:
    """Read the file as the bot does: it must say what was meant, and nothing else may have changed."""
    expected: list[dict[str, Any]] = []
    for place, entry in enumerate(_entries(before)):
        if place not in rewriting.removed:
            expected.append(_with(entry, rewriting.changed.get(place, {})))
    expected += [_with({}, fields) for fields in rewriting.added]
    if _entries(after) != expected:
        raise WritingError("这个文件改了以后读出来的不是要写的内容，没有写。请告诉做这个程序的人。")


def _entries(text: str) -> list[dict[str, Any]]:
    node, problems = yaml_lines.read_text(text, "faq")
    if problems or not isinstance(node, list | None):
        raise WritingError(f"这个文件现在有错，要先改好：{problems[0] if problems else ''}")
    return [
        {str(key): _plain(value) for key, value in entry.items()} for entry in node or () if entry
    ]


def _with(entry: dict[str, Any], fields: Fields) -> dict[str, Any]:
    changed = {**entry, **{key: _plain(value) for key, value in fields.items()}}
    return {key: value for key, value in changed.items() if value or key in _IN_A_LINE}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [str(row) for row in value]
    return str(value).rstrip("\n")
