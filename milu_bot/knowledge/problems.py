"""A mistake in the knowledge, as a Chinese sentence that says where it is and how to mend it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_SHOWN = 60
"""Units: columns of the screen. A longer line is cut around the spot."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. Units: lines and columns count from 1; 0 means the whole file or line."""

    file: str
    line: int
    message: str
    column: int = 0

    def __str__(self) -> str:
        where = f"{self.file} 第 {self.line} 行" if self.line else self.file
        return f"{where}：{self.message}"


class KnowledgeError(Exception):
    """The knowledge cannot be used; `problems` holds every reason at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def pictured(problem: Problem, line: str) -> str:
    """The problem with its line below it and a mark under the spot."""
    column = problem.column or len(line) - len(line.lstrip()) + 1
    where = f"{problem.file} 第 {problem.line} 行第 {column} 列" if problem.line else problem.file
    told = f"{where}：{problem.message}"
    if not problem.line or not line.strip():
        return told
    start = max(0, column - _SHOWN // 3)
    before = ("…" if start else "") + _visible(line[start : column - 1])
    after = _visible(line[column - 1 :])
    room, cut = _SHOWN, 0
    while cut < len(after) and room > 0:
        room -= _width(after[cut])
        cut += 1
    rest = "…" if cut < len(after) else ""
    return f"{told}\n    {before}{after[:cut]}{rest}\n    {' ' * _width(before)}^"


def _visible(text: str) -> str:
    """What cannot be seen gets a sign, so that the mark stands under something."""
    return "".join(
        "→" if char == "\t" else "□" if unicodedata.category(char) in ("Cc", "Cf", "Zl") else char
        for char in text
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
