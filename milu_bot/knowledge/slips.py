"""A file's lines before the parser sees them: slips within lines, and indents that do not fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from milu_bot.knowledge.line_parts import (
    BLOCK_KEYS,
    KNOWN_KEYS,
    Found,
    OpenValue,
    Parts,
    take_apart,
)
from milu_bot.knowledge.line_slips import (
    calm_parts,
    hidden,
    is_plain_row,
    is_plain_text,
    mend_line,
)
from milu_bot.knowledge.text_blocks import BLOCK_START, WHITE, goes_on, tab_before_text

_TAB_WIDTHS = (2, 4, 8)
"""Units: spaces. A file that was written with tabs keeps to one of them."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip and its line. Units: lines count from 1."""

    line: int
    found: Found


def find_slips(text: str) -> tuple[list[Slip], str, str]:
    """Every slip; the text with all of them mended, to read on; the text with the certain ones
    mended, to be written.
    """
    return _Walk(text.split("\n")).all()


class _Walk:
    """Walks down the lines; knows whether a block of text or an open bracket goes on."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        self.slips: list[Slip] = []
        self.certain = list(lines)
        self.written = list(lines)
        self.levels = [0]
        self.row_at: int | None = None
        self.row_key = ""
        """The name that each row of the whole file begins with: 种类, 名称."""
        self.opened = True
        self.tabs: tuple[int, ...] = _TAB_WIDTHS
        self.next_row = "-"
        """How the next row of the list at hand begins; most lines are such rows."""

    def all(self) -> tuple[list[Slip], str, str]:
        number = 0
        inside: int | None = None
        while number < len(self.lines):
            line = self.lines[number]
            if (line.startswith(self.next_row) and is_plain_row(line)) or (
                inside is not None and is_plain_text(line, inside)
            ):
                number += 1
                continue
            calm = calm_parts(line)
            if calm and (inside is None or calm.indent <= inside) and self._settled(calm):
                self._indent(number, calm)
                inside = calm.indent if calm.value == "|" else None
                number += 1
                continue
            stripped = line.strip(WHITE)
            if inside is not None and goes_on(line, inside, self.tabs):
                self._text(number, inside)
            elif not stripped or stripped.startswith("#"):
                if slip := hidden(line):
                    self._add(number, slip)
            else:
                self._line(number)
                parts = take_apart(self.lines[number])
                inside = parts.indent if BLOCK_START.search(self.lines[number]) else None
                number = self._open_value(number, parts)
            number += 1
        return self.slips, "\n".join(self.lines), "\n".join(self.certain)

    def _settled(self, calm: Parts) -> bool:
        """Whether such a line needs no look at its neighbours either."""
        if calm.dashes:
            return not calm.indent % 2 and (bool(calm.key) or self.opened)
        lost = calm.indent < 2 and calm.key == self.row_key
        return not lost and (bool(calm.value) or calm.key not in BLOCK_KEYS)

    def _add(self, number: int, found: Found) -> None:
        self.slips.append(Slip(number + 1, found))
        if found.certain and self.certain[number] == self.lines[number]:
            self.certain[number] = found.mended
        self.lines[number] = found.mended

    def _text(self, number: int, inside: int) -> None:
        """A line of a text block: only what breaks the parser is a slip."""
        line = self.lines[number]
        if slip := hidden(line):
            self._add(number, Found(slip.column, slip.message, slip.mended))
        if slip := tab_before_text(self.lines, self.written, number, inside, self.tabs):
            self._add(number, slip)

    def _lead(self, number: int) -> None:
        """Tabs and wide spaces at the start: they mean the level that fits what stands above."""
        line = self.lines[number]
        lead = line[: len(line) - len(line.lstrip(WHITE))]
        odd = next((place for place, char in enumerate(lead) if char != " "), None)
        if odd is None:
            return
        plain = lead.replace("\u3000", "  ").replace("\xa0", " ")
        could_be = {len(plain.expandtabs(width)): width for width in reversed(self.tabs)}
        spaces = plain.count(" ")
        if spaces and plain.startswith(" "):  # a tab too many behind the right indent
            could_be.setdefault(spaces, self.tabs[0])
        deeper = [self.levels[-1] + 2] if self.opened else []
        fitting = [to for to in (*deeper, *reversed(self.levels)) if to in could_be]
        to = fitting[0] if fitting else min(could_be)
        if "\t" in plain:
            self.tabs = (could_be[to],)
            message = "行首用了制表符（Tab）。请改成空格，每层两个空格。"
        else:
            message = "行首有看不见的全角空格。请删掉，改成普通空格。"
        mended = " " * to + line[len(lead) :]
        self._add(number, Found(odd + 1, message, mended, bool(fitting)))

    def _line(self, number: int) -> None:
        self._lead(number)
        _, found = mend_line(self.lines[number])
        for slip in found:
            self._add(number, slip)
        self._astray(number, told=bool(found))
        if beside := self._dashless(number) or self._leaning(number):
            self._add(number, beside)
        self._indent(number, take_apart(self.lines[number]))
        self._barless(number)

    def _astray(self, number: int, *, told: bool) -> None:
        """A row in the middle of a list that does not stand where the others stand; `told` if a slip of
        this line was told already: then it is mended without another word.
        """
        line, to = self.lines[number], self.row_at
        parts, below = take_apart(line), self._below(number)
        if to is None or self.opened or parts.dashes != "- " or parts.key or parts.indent == to:
            return
        before_another = bool(below.dashes) and below.indent == to
        if parts.indent in self.levels and (parts.indent > to or not before_another):
            return
        mended = " " * to + line.lstrip(" ")
        if not told and parts.indent > to:
            return  # told by the look at the indent
        if not told:
            message = f"这一行和上面同一层的没有对齐。短横前面要空 {to} 格。"
            self._add(number, Found(parts.indent + 1, message, mended, certain=True))
            return
        if self.certain[number] == line:
            self.certain[number] = mended
        self.lines[number] = mended

    def _dashless(self, number: int) -> Found | None:
        """A row without its dash: it stands where the rows of the list stand."""
        line = self.lines[number]
        parts = take_apart(line)
        if parts.dashes or (not parts.value.strip() and not parts.key):
            return None
        below = self._below(number)
        first = self.opened and not parts.key and below.dashes and below.indent == parts.indent
        later = self.row_at == parts.indent and not parts.key and not self.opened
        begins = parts.key and parts.key == self.row_key and parts.indent < 2
        if not (first or later or begins):
            return None
        to = 0 if begins else parts.indent
        message = "这一行前面少了短横。列表里每一项都要以“- ”开头。"
        return Found(parts.indent + 1, message, f"{' ' * to}- {line.lstrip(' ')}", certain=True)

    def _leaning(self, number: int) -> Found | None:
        """A row that begins one space too far to the right, as the names below it show."""
        line = self.lines[number]
        parts, below = take_apart(line), self._below(number)
        if not (parts.dashes and parts.key and parts.indent % 2 and below.key and not below.dashes):
            return None
        if below.indent != parts.indent + 1:
            return None
        message = "这一行前面多了一个空格。短横要和上面同一层的短横对齐。"
        return Found(parts.indent, message, line[1:], certain=True)

    def _barless(self, number: int) -> None:
        """A long text below its name, without the bar that keeps its lines."""
        line = self.lines[number]
        parts, below = take_apart(line), self._below(number)
        if parts.key not in BLOCK_KEYS or not _is_nothing(parts.value) or below.dashes:
            return
        if below.indent > parts.indent and below.value.strip() and not below.key:
            message = f"“{parts.key}”下面有几行字，要写成“{parts.key}: |”，每一行才会另起一行。"
            bar = f"{line.rstrip()} |"
            self._add(number, Found(len(line.rstrip()), message, bar, certain=True))

    def _below(self, number: int) -> Parts:
        """The next line that says something, taken apart."""
        for at in range(number + 1, len(self.lines)):
            line = self.lines[at]
            if line.strip(WHITE) and not line.strip().startswith("#"):
                return take_apart(line)
        return take_apart("")

    def _indent(self, number: int, parts: Parts) -> None:
        """Hold the indent of a line against the levels that are open above it."""
        indent = parts.indent
        if not parts.key and not parts.dashes:
            return
        if indent > self.levels[-1] and not self.opened:
            if parts.dashes and self.row_at is None:
                self.row_at = self.levels[-1]
            to = self.row_at if parts.dashes and self.row_at is not None else self.levels[-1]
            message = (
                f"这一行缩进多了，会接到上一行后面。请和上面同一层的对齐（前面 {to} 个空格）。"
            )
            mended = " " * to + self.lines[number].lstrip(" ")
            self._add(number, Found(indent + 1, message, mended, bool(parts.dashes)))
            indent = to
        elif indent < self.levels[-1]:
            fitting = [level for level in self.levels if level <= indent]
            if indent not in fitting:
                to = min(self.levels, key=lambda level: abs(level - indent))
                message = (
                    "这一行的缩进和上面哪一层都对不齐。"
                    f"同一层要对齐，每层两个空格（是不是前面 {to} 个空格？）。"
                )
                mended = " " * to + self.lines[number].lstrip(" ")
                self._add(number, Found(indent + 1, message, mended))
                indent = to
        self.levels = [level for level in self.levels if level < indent] + [indent]
        self.row_at = indent if parts.dashes else None
        if parts.dashes and parts.key and not parts.indent:
            self.row_key = parts.key
        plain = parts.dashes == "- " and not parts.key
        self.next_row = " " * indent + "- " if plain else "\0"
        dashes = re.findall(r"- +", parts.dashes) if parts.dashes else []
        for place, dash in enumerate(dashes, 1):
            indent += len(dash)
            if parts.key or place < len(dashes):
                self.levels.append(indent)
        self.opened = (bool(parts.key) and _is_nothing(parts.value)) or (
            bool(parts.dashes) and not parts.key and _is_nothing(parts.value)
        )

    def _open_value(self, number: int, parts: Parts) -> int:
        """Skip the lines over which a bracket or quote stays open; blame the line that opens it."""
        value = parts.value
        reader = OpenValue()
        if value[:1] not in ("[", "{", '"', "'") or reader.read(value) >= 0:
            return number
        for end in range(number + 1, len(self.lines)):
            line = self.lines[end]
            after = take_apart(line)
            key = after.key or line.strip().rstrip("：:").split("：")[0]
            if line.strip() and (
                (after.dashes and value[0] != "[")
                or (key in KNOWN_KEYS and after.indent <= parts.indent)
                or (after.dashes and after.indent <= parts.indent)
            ):
                break
            piece = re.sub(r"\s#\s.*$", "", line) if value[0] in "[{" else line
            if reader.read(" " + piece.strip()) >= 0:
                return end
        closing = {"[": "]", "{": "}", '"': '"', "'": "'"}[value[0]]
        what = "引号" if value[0] in "\"'" else "括号"
        message = f"{what}没有配成对：这一行开了 {value[0]}，后面没有 {closing}。"
        line = self.lines[number]
        plain = parts.value.rstrip().replace("'", "''")
        mended = f"{line[: parts.start]}'{plain}'"
        if value[0] in "[{" and parts.value.count(value[0]) == 1 and len(parts.value.strip()) > 1:
            mended = line.rstrip() + closing
        self._add(number, Found(parts.start + 1, message, mended))
        return number


def _is_nothing(value: str) -> bool:
    return not value.strip() or value.lstrip().startswith("#")
