"""Where something is written: from a path of keys, or from words, to file, line and column."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from milu_bot.conditions import Place
from milu_bot.knowledge.encodings import decode
from milu_bot.knowledge.loader import Draft
from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.shapes import problem_at
from milu_bot.knowledge.words import NUMBER, values_in
from milu_bot.knowledge.yaml_lines import Block, Node, Rows, Text
from milu_bot.policy import Policy

Step = str | int


class Desk:
    """What every check has before it: the draft, its policy, and the places of its words."""

    def __init__(self, draft: Draft, folder: Path) -> None:
        self.draft = draft
        self.policy: Policy = draft.policy
        self._folder = folder
        self._lines: dict[str, list[str]] = {}

    @cached_property
    def source(self) -> str:
        """The document without white space."""
        return "".join(self.policy.source.split())

    def at(self, file: str, message: str, *path: Step, words: str = "") -> Problem:
        """A problem at the key or row that this path leads to, or at these words below it."""
        tree = self.draft.trees.get(file)
        if tree is None:
            return Problem(f"{self.draft.name}/{file}", 0, message)
        return self.within(tree, message, *path, words=words)

    def within(self, node: Node, message: str, *path: Step, words: str = "") -> Problem:
        """A problem at the key or row that this path leads to from a node."""
        place, value = follow(node, path)
        found = self._words(place, value, words) if words else None
        return problem_at(found or place, message)

    def number(self, node: Node, number: Decimal, *path: Step) -> Place | None:
        """Where this number stands in figures, in the text that a path leads to."""
        place, value = follow(node, path)
        lines = self.lines(place.file.removeprefix(f"{self.draft.name}/"))
        for at in range(place.line, min(_last_line(value, place.line), len(lines)) + 1):
            for match in NUMBER.finditer(lines[at - 1]):
                if next(values_in(match[0])) == number:
                    return Place(place.file, at, match.start() + 1)
        return None

    def unread(self, file: str) -> bool:
        """Whether something in this file could not be read, so that what is missing is no wonder."""
        return any(problem.file == f"{self.draft.name}/{file}" for problem in self.draft.problems)

    def clause_file(self, clause_id: str) -> str:
        """The file that a clause is written in."""
        return self.draft.clause_files.get(clause_id, "clauses")

    def lines(self, file: str) -> list[str]:
        """The lines of a file of this folder, as they are written."""
        if file not in self._lines:
            path = self._folder / file
            text = decode(path.read_bytes()).text if path.is_file() else ""
            self._lines[file] = text.split("\n")
        return self._lines[file]

    def _words(self, place: Place, value: Any, words: str) -> Place | None:
        file = place.file.removeprefix(f"{self.draft.name}/")
        first, last = place.line, _last_line(value, place.line)
        for number, line in enumerate(self.lines(file), 1):
            if first <= number <= last and words in line:
                return Place(place.file, number, line.index(words) + 1)
        return None


def follow(node: Node, path: tuple[Step, ...]) -> tuple[Place, Any]:
    """The place of the last key or row on a path, as far as it is written, and what is there."""
    place: Place = node.place
    current: Any = node
    for step in path:
        if isinstance(current, Block) and isinstance(step, str) and step in current:
            place = next((getattr(key, "place", place) for key in current if key == step), place)
            current = current[step]
        elif isinstance(current, Rows) and isinstance(step, int) and step < len(current):
            current = current[step]
            place = current.place
        else:
            break
    return place, current


def _last_line(value: Any, start: int) -> int:
    """Units: lines. A text says how many lines it has; a list or block ends with its last part."""
    if isinstance(value, Text):
        return value.place.line + value.count("\n") + 1
    parts = list(value.values()) if isinstance(value, Block) else list(value or ())
    return _last_line(parts[-1], start) if parts else start
