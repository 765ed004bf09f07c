"""Slips of the pen within one line: what the parser takes in silence or blames on another line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from milu_bot.policy import Op, Written

RULE_KEYS = frozenset("分档 组 任一 全部 都不 奖励 按比例 按数量 酌情 优惠".split())
KNOWN_KEYS = RULE_KEYS | frozenset(
    field.alias or name
    for model in Written.__subclasses__()
    for name, field in model.model_fields.items()
)
"""In a list a line may be somebody's words, colon and all; only before these names is it a slip."""
TEXT_KEYS = frozenset(
    "问 答 原文 解读 提示 理由 问题 讲什么 有效期说明 标题 名称 没写清 内容 为什么 优惠".split()
)
"""What stands after these is people's or the document's words: never mended by a machine."""


@dataclass(frozen=True, slots=True)
class Found:
    """A slip and the line as it must have been meant. Units: columns count from 1."""

    column: int
    message: str
    mended: str
    certain: bool = False
    """Whether `check --fix` may write the mended line."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A line taken apart: its indent, the dashes of its rows, the key and what follows."""

    indent: int
    dashes: str
    key: str
    value: str
    start: int
    """Units: columns from 0, where the value starts."""


_KEY = r"[^\s:：\"'#\[\]{}“”「」（，,。]{1,24}"
_ROW = r"(?P<row>(?:- +)*)"
_FULL_COLON = re.compile(rf"^ *{_ROW}(?P<key>{_KEY})\s*：\s*")
_NO_SPACE = re.compile(rf"^ *{_ROW}(?P<key>{_KEY}):(?=[^\s/])")
_FLOW_KEY = re.compile(rf"(?P<before>[{{,，]\s*)(?P<key>{_KEY})(?P<colon>：\s*|:(?=[^\s/]))")
_DASH = re.compile(r"^(?P<indent> *(?:- +)*)(?P<dash>[－—–] *|-(?=[^\s\-0-9]))")
_PARTS = re.compile(rf"^(?P<indent> *){_ROW}(?:(?P<key>{_KEY}):(?:\s+|$))?(?P<value>.*)$")
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_GAP = re.compile(r"^(?P<head> *(?:- +)*(?:[^\s:：]{1,24}:|-))[ ]*[\u3000\xa0]+")
_QUANTITY = (
    rf"(?:(?:{'|'.join(Op)})\s*)?(?P<number>[0-9０-９．.]+)\s*[万亿]?[^\s，,、。：:0-9０-９｝}}\]]{{1,3}}"
)
_WHOLE_QUANTITY = re.compile(_QUANTITY)
_FLOW_QUANTITY = re.compile(rf"(?<=: ){_QUANTITY}(?=\s*[,}}])")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


def mend_line(line: str) -> tuple[str, list[Found]]:
    """Every slip of a line, and the line with all of them mended."""
    found = []
    for look in _LOOKS:
        if slip := look(line):
            found.append(slip)
            line = slip.mended
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


def take_apart(line: str) -> Parts:
    """Indent, dashes, key and value of a line."""
    match = _PARTS.match(line)
    if match is None:
        return Parts(0, "", "", line, 0)
    key = match["key"] or ""
    return Parts(len(match["indent"]), match["row"], key, match["value"], match.start("value"))


def closes_at(value: str) -> int:
    """Where the quote, bracket or brace that opens this value closes; -1 if it does not."""
    depth, quote, index = 0, "", 0
    while index < len(value):
        char = value[index]
        if quote:
            if char == "\\" and quote == '"':
                index += 1
            elif char == quote:
                quote = ""
        elif char in "\"'" and (index == 0 or value[index - 1] in " ,[{"):
            quote = char
        elif char in "[{":
            depth += 1
        elif char in "]}":
            depth -= 1
        if not quote and depth == 0:
            return index
        index += 1
    return -1


def _lead(line: str) -> Found | None:
    lead = line[: len(line) - len(line.lstrip(" \t\u3000\xa0"))]
    odd = next((i for i, char in enumerate(lead) if char != " "), None)
    if odd is None or not line.strip():
        return None
    mended = lead.replace("\t", "  ").replace("\u3000", "  ").replace("\xa0", " ")
    tail = line[len(lead) :]
    if lead[odd] == "\t":
        message = "行首用了制表符（Tab）。请改成空格，每层两个空格。"
    else:
        message = "行首有看不见的全角空格。请删掉，改成普通空格。"
    return Found(odd + 1, message, mended + tail, certain=True)


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
    message = (
        f"“{key}”后面用了全角冒号“：”。"
        f'这里要用英文冒号 ":"，后面空一格，例如“{key}: ”。'
    )
    value = line[match.end() :]
    mended = f"{line[: match.end('key')]}:{' ' + value if value else ''}"
    return Found(match.end("key") + 1, message, mended, key in KNOWN_KEYS or not value)


def _no_space(line: str) -> Found | None:
    match = _NO_SPACE.match(line)
    if not match or (match["row"] and match["key"] not in KNOWN_KEYS):
        return None
    key = match["key"]
    mended = f"{line[: match.end()]} {line[match.end() :]}"
    message = f"冒号后面要空一格，例如“{key}: ”。"
    return Found(match.end(), message, mended, key in KNOWN_KEYS)


def _flow_colon(line: str) -> Found | None:
    parts = take_apart(line)
    if not parts.value.startswith("{"):
        return None
    for match in _FLOW_KEY.finditer(line, parts.start):
        if match["key"] in KNOWN_KEYS or match["before"].startswith("{"):
            key = match["key"]
            mended = f"{line[: match.start('colon')]}: {line[match.end() :]}"
            message = f"“{key}”后面要用英文冒号，再空一格，例如“{key}: ”。"
            return Found(match.start("colon") + 1, message, mended, key in KNOWN_KEYS)
    return None


def _gap(line: str) -> Found | None:
    match = _GAP.match(line)
    if not match:
        return None
    mended = f"{match['head']} {line[match.end() :]}"
    return Found(len(match["head"]) + 1, "这里用了全角空格。请改成普通空格。", mended, certain=True)


def _brackets(line: str) -> Found | None:
    parts = take_apart(line)
    value = parts.value.rstrip()
    pairs = {"【": "】", "［": "］", "｛": "｝"}
    if not parts.key or parts.key in TEXT_KEYS - {"问", "没写清"} or value[:1] not in pairs:
        return None
    ending = pairs[value[0]]
    right = "{}" if value[0] == "｛" else "[]"
    inner = value[1:].removesuffix(ending).removesuffix(right[1])
    mended = f"{line[: parts.start]}{right[0]}{inner}{right[1]}"
    message = f"这里用了全角括号“{value[0]}”。请改成英文的 {right}，里面用英文逗号隔开。"
    return Found(parts.start + 1, message, mended, value.endswith(ending))


def _commas(line: str) -> Found | None:
    parts = take_apart(line)
    end = closes_at(parts.value)
    if not parts.value.startswith("[") or end < 0:
        return None
    inside = parts.value[: end + 1]
    at = next((i for i, char in enumerate(inside) if char in "，、"), None)
    if at is None or any(char in inside for char in "\"'{"):
        return None
    mended = re.sub(r"\s*[，、]\s*", ", ", inside)
    certain = parts.key in KNOWN_KEYS - TEXT_KEYS and "、" not in inside
    message = f"方括号里用了“{inside[at]}”，会连成一项。请改成英文逗号，后面空一格。"
    return Found(
        parts.start + at + 1, message, line[: parts.start] + mended + parts.value[end + 1 :], certain
    )


def _start(line: str) -> Found | None:
    parts = take_apart(line)
    value = parts.value.rstrip()
    if not value or value[0] not in "*&!@%`":
        return None
    word = {"*": "锚点", "&": "锚点", "!": "标签"}.get(value[0], "记号")
    mended = f"{line[: parts.start]}'{value.replace(chr(39), chr(39) * 2)}'"
    message = (
        f"“{value[0]}”开头的写法在这里另有意思（{word}）。"
        f"文字以它开头时，请给整句加英文双引号。"
    )
    return Found(parts.start + 1, message, mended)


def _quotes(line: str) -> Found | None:
    parts = take_apart(line)
    value = parts.value.rstrip()
    if value[:1] == '"' and value.endswith("”") and closes_at(value) < 0:
        message = "引号不成对：开头是英文的，结尾是中文的“”。请两边都用英文双引号。"
        return Found(
            parts.start + len(value), message, f"{line[: parts.start]}{value[:-1]}\"", certain=True
        )
    if (
        len(value) > 1
        and value[0] in "“”"
        and value[-1] in "“”"
        and not set("“”") & set(value[1:-1])
        and parts.key not in TEXT_KEYS
    ):
        message = "整句用了中文引号，引号会被当成内容。请去掉引号，或者改成英文双引号。"
        return Found(parts.start + 1, message, f'{line[: parts.start]}"{value[1:-1]}"')
    return None


def _after_quote(line: str) -> Found | None:
    parts = take_apart(line)
    value = parts.value.rstrip()
    if value[:1] not in ('"', "'", "[", "{"):
        return None
    end = closes_at(value)
    rest = value[end + 1 :].lstrip() if end >= 0 else ""
    if not rest or rest.startswith("#"):
        return None
    mended = f"{line[: parts.start]}'{value.replace(chr(39), chr(39) * 2)}'"
    what = "引号" if value[0] in "\"'" else "括号"
    message = f"{what}后面多了字。文字里要用{what}时，用中文的，或者给整句加英文单引号。"
    return Found(parts.start + end + 2, message, mended)


def _braced(line: str) -> Found | None:
    parts = take_apart(line)
    value = parts.value.rstrip()
    if not re.fullmatch(r"\{[^:{}]*\}", value):
        return None
    mended = f'{line[: parts.start]}"{value}"'
    message = "花括号里要写“名字: 内容”。文字里要用花括号时，请给整句加英文双引号。"
    return Found(parts.start + 1, message, mended)


def _eaten(line: str) -> Found | None:
    parts = take_apart(line)
    if not parts.value or parts.value[0] in "\"'[{|>#":
        return None
    match = re.search(r"\s#(?=\S)", parts.value)
    if not match:
        return None
    at = parts.start + match.start()
    message = (
        "“#”后面的字会被当成注释丢掉。要保留就给整句加英文双引号；真是注释，“#”后面请空一格。"
    )
    return Found(at + 2, message, f"{line[: at + 1]}# {line[at + 2 :]}")


def _second_colon(line: str) -> Found | None:
    parts = take_apart(line)
    value = re.split(r"\s#", parts.value)[0]
    if not parts.key or not value or value[0] in "\"'[{|>#":
        return None
    match = re.search(r":(?=\s|$)", value)
    if not match:
        return None
    at = parts.start + match.start()
    message = (
        "这一行多了一个“: ”。文字里要用冒号时，用中文冒号“：”，或者整句加英文双引号。"
    )
    return Found(at + 1, message, f"{line[:at]}：{line[at + 1 :].lstrip()}")


def _nothing(line: str) -> Found | None:
    parts = take_apart(line)
    if parts.value.rstrip() not in ("~", "null", "Null", "NULL") or not parts.key:
        return None
    message = f"“{parts.key}”后面等于没写。请写上内容；不用的话把这一行删掉。"
    return Found(parts.start + 1, message, line[: parts.start].rstrip())


def _digits(line: str) -> Found | None:
    parts = take_apart(line)
    if parts.value.startswith("{"):
        numbers = [match for match in _FLOW_QUANTITY.finditer(line, parts.start)]
    elif parts.key and parts.key not in TEXT_KEYS:
        whole = _WHOLE_QUANTITY.fullmatch(parts.value.rstrip())
        numbers = [whole] if whole else []
    else:
        return None
    for match in numbers:
        number = match["number"]
        at = match.start("number") + (0 if parts.value.startswith("{") else parts.start)
        right = number.translate(_HALF_WIDTH)
        if right != number:
            message = f"数字“{number}”是全角的。请改成英文数字 {right}。"
        elif re.match(r"0\d", number):
            right = number.lstrip("0")
            right = right if right[:1].isdigit() else f"0{right}"
            message = f"数字“{number}”前面多了 0。是不是 {right}？"
        else:
            continue
        certain = right == number.translate(_HALF_WIDTH)
        return Found(at + 1, message, f"{line[:at]}{right}{line[at + len(number) :]}", certain)
    return None


_LOOKS: tuple[Callable[[str], Found | None], ...] = (
    hidden,
    _lead,
    _dash,
    _full_colon,
    _no_space,
    _gap,
    _brackets,
    _flow_colon,
    _commas,
    _start,
    _quotes,
    _after_quote,
    _braced,
    _eaten,
    _second_colon,
    _nothing,
    _digits,
)
