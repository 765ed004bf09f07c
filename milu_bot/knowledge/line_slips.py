"""Slips of the pen before the value: indent, dash, colon, and characters that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Callable

from milu_bot.conditions import NO_WORD, YES_WORD, Op
from milu_bot.knowledge.line_parts import (
    KEY,
    KNOWN_KEYS,
    LIST_KEYS,
    ROW,
    TEXT_KEYS,
    Found,
    Parts,
    take_apart,
)
from milu_bot.knowledge.value_slips import VALUE_LOOKS

_FULL_COLON = re.compile(rf"^ *{ROW}(?P<key>{KEY})\s*：\s*")
_NO_SPACE = re.compile(rf"^ *{ROW}(?P<key>{KEY}):(?=[^\s/])")
_FLOW_KEY = re.compile(rf"(?P<before>[{{,，]\s*)(?P<key>{KEY})(?P<colon>：\s*|:(?=[^\s/]))")
_DASH = re.compile(r"^(?P<indent> *(?:- +)*)(?P<dash>[－—–] *|-(?=[^\s\-0-9]))")
_GAP = re.compile(r"^(?P<head> *(?:- +)*(?:[^\s:：]{1,24}:|-))[ ]*[\u3000\xa0]+")
_PLAIN_ROW = re.compile(
    r"^ *- [0-9A-Za-z\u4e00-\u9fff][^:：#\x00-\x1f\x7f-\xa0\u2000-\u200f\u2028-\u206f\ufeff]*$"
)
_UNSEEN = r"\x00-\x1f\x7f-\xa0\u2000-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_CALM_WORD = (
    r"(?:[\u4e00-\u9fff]{1,24}"
    rf"|(?:(?:{'|'.join(Op)}) )?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?[\u4e00-\u9fff]{{1,4}})"
)
_CALM_PAIR = rf"[0-9A-Za-z.\u4e00-\u9fff]{{1,24}}: {_CALM_WORD}"
_CALM = re.compile(
    rf"^(?P<indent> *)(?P<dashes>- )?(?P<key>[0-9A-Za-z\u4e00-\u9fff]{{1,24}}):"
    rf"(?: (?P<value>\||\[[^\[\]{{}}:#\"'，、０-９．{_UNSEEN}]*\]"
    rf"|\{{{_CALM_PAIR}(?:, {_CALM_PAIR})*\}}|{_CALM_WORD}"
    rf"|(?!{'|'.join(Op)})[\u4e00-\u9fff《（][^:#％０-９．{_UNSEEN}]*))?$"
)
_PLAIN_TEXT = re.compile(
    r"^(?P<lead> +)(?=[^\s\u3000\xa0])"
    r"[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]*$"
)
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


def is_plain_row(line: str) -> bool:
    """Most lines are a wording in a list; they need no closer look."""
    return _PLAIN_ROW.match(line) is not None


def calm_parts(line: str) -> Parts | None:
    """The parts of a row of words, or of a name with nothing, a text, `|` or plain pairs behind it, where no
    slip can hide: every look below would find nothing. Nearly all lines are so.
    """
    match = _CALM.match(line)
    if match is None:
        return take_apart(line) if is_plain_row(line) else None
    indent, dashes, key, value = match.groups("")
    if key in LIST_KEYS and value[:1] not in ("", "[", "|"):
        return None
    return Parts(len(indent), dashes, key, value, match.start("value"))


def is_plain_text(line: str, inside: int) -> bool:
    """Whether this is a line of a text block, which began with this indent, and nothing is wrong."""
    match = _PLAIN_TEXT.match(line)
    return match is not None and match.end("lead") > inside


def mend_line(line: str) -> tuple[str, list[Found]]:
    """Every slip of a line, and the line with all of them mended."""
    found: list[Found] = []
    if is_plain_row(line):
        return line, found
    for look in _LOOKS:
        if slip := look(line):
            found.append(slip)
            line = slip.mended
    parts = take_apart(line)
    for look_at_value in VALUE_LOOKS:
        if slip := look_at_value(line, parts):
            found.append(slip)
            line = slip.mended
            parts = take_apart(line)
    return line, found


def hidden(line: str) -> Found | None:
    """Control characters and characters without width."""
    match = _HIDDEN.search(line)
    if not match:
        return None
    code = f"U+{ord(match[0]):04X}"
    mended = _HIDDEN.sub(lambda m: " " if m[0] in "\u2028\u2029\x85" else "", line)
    parts = take_apart(mended)
    certain = match.start() < parts.start or (bool(parts.key) and parts.key not in TEXT_KEYS)
    message = f"这一行里有看不见的字符（{code}）。请删掉它：把这里的字删了重新打一遍。"
    return Found(match.start() + 1, message, mended, certain and bool(parts.key))


def _dash(line: str) -> Found | None:
    match = _DASH.match(line)
    if not match:
        return None
    message = "列表要用英文短横“-”，后面空一格，例如“- 招了9个人够不够”。"
    mended = f"{match['indent']}- {line[match.end() :]}"
    return Found(match.start("dash") + 1, message, mended, certain=True)


def _full_colon(line: str) -> Found | None:
    match = _FULL_COLON.match(line)
    if not match or (match["row"] and match["key"] not in KNOWN_KEYS):
        return None
    key = match["key"]
    message = f'“{key}”后面用了全角冒号“：”。这里要用英文冒号 ":"，后面空一格，例如“{key}: ”。'
    value = line[match.end() :]
    mended = f"{line[: match.end('key')]}:{' ' + value if value else ''}"
    return Found(match.end("key") + 1, message, mended, key in KNOWN_KEYS or _is_answer(value))


def _is_answer(value: str) -> bool:
    """Nothing, or what only stands after a name: a threshold, 是 or 否."""
    return (
        not value or value in (YES_WORD, NO_WORD) or value.startswith(tuple(f"{op} " for op in Op))
    )


def _no_space(line: str) -> Found | None:
    match = _NO_SPACE.match(line)
    if not match or (match["row"] and match["key"] not in KNOWN_KEYS):
        return None
    key = match["key"]
    mended = f"{line[: match.end()]} {line[match.end() :]}"
    message = f"冒号后面要空一格，例如“{key}: ”。"
    return Found(match.end(), message, mended, key in KNOWN_KEYS)


def _flow_colon(line: str) -> Found | None:
    parts = take_apart(line) if "{" in line else None
    if parts is None or not parts.value.startswith("{"):
        return None
    slips = [
        match
        for match in _FLOW_KEY.finditer(line, parts.start)
        if match["key"] in KNOWN_KEYS or match["before"].startswith("{")
    ]
    if not slips:
        return None
    mended = line
    for match in reversed(slips):
        mended = f"{mended[: match.start('colon')]}: {mended[match.end() :]}"
    key = slips[0]["key"]
    message = f"“{key}”后面要用英文冒号，再空一格，例如“{key}: ”。"
    certain = all(match["key"] in KNOWN_KEYS for match in slips)
    return Found(slips[0].start("colon") + 1, message, mended, certain)


def _gap(line: str) -> Found | None:
    match = _GAP.match(line)
    if not match:
        return None
    mended = f"{match['head']} {line[match.end() :]}"
    return Found(len(match["head"]) + 1, "这里用了全角空格。请改成普通空格。", mended, certain=True)


_LOOKS: tuple[Callable[[str], Found | None], ...] = (
    hidden,
    _dash,
    _full_colon,
    _no_space,
    _gap,
    _flow_colon,
)
