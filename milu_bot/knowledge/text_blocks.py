"""Blocks of text below a name: which lines belong to one, and tabs before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from milu_bot.knowledge.line_parts import KNOWN_KEYS, Found, take_apart

BLOCK_START = re.compile(r"(?:^|[:\-]\s+)[|>][+-]?\d?\s*(?:\s#.*)?$")
WHITE = " \t\u3000\xa0"


def goes_on(line: str, inside: int, tabs: Sequence[int]) -> bool:
    """Whether a line goes on with the text of a block whose name stands at the indent `inside`.

    A tab has no width of its own, so a line behind one is text unless it begins with a name that
    staff write. Units: spaces; `tabs` are the widths that a tab of this file may have.
    """
    if not line.strip(WHITE):
        return True
    lead = _lead(line)
    narrowest = lead.replace("\u3000", "  ").replace("\xa0", " ").expandtabs(min(tabs))
    if len(narrowest) > inside:
        return True
    key = take_apart(line.lstrip(WHITE)).key
    named = key in KNOWN_KEYS or (bool(key) and len(tabs) == 1)
    return "\t" in lead and not named


def tab_before_text(
    lines: Sequence[str], written: Sequence[str], number: int, inside: int, tabs: Sequence[int]
) -> Found | None:
    """A tab where the text of a block needs spaces; the other lines of the block say how many.

    `lines` are mended as far as `number`, `written` are as they were. Units: lines count from 0.
    """
    line = lines[number]
    lead = _lead(line)
    if "\t" not in lead or not line.strip(WHITE):
        return None
    start = number - 1
    while start > 0 and not (
        BLOCK_START.search(lines[start]) and take_apart(lines[start]).indent <= inside
    ):
        start -= 1
    depths, leads = set(), set()
    for other in written[start + 1 :]:
        if not goes_on(other, inside, tabs):
            break
        before = _lead(other)
        if "\t" in before:
            leads.add(before)
        elif other.strip(WHITE):
            depths.add(len(before) - len(before.lstrip(" ")))
    depth = min(depths, default=inside + 2)
    key = take_apart(lines[start]).key
    whose = f"“{key}”下面的字" if key else "这一段字"
    message = f"{whose}前面要空 {depth} 格。这里用了制表符（Tab），请删掉，改打空格。"
    certain = len(leads) == 1 and len(depths) <= 1
    mended = " " * depth + line[len(lead) :]
    return Found(line.index("\t") + 1, message, mended, certain)


def _lead(line: str) -> str:
    return line[: len(line) - len(line.lstrip(WHITE))]
