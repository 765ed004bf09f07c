"""Slips of the pen in a value: brackets, quotes, signs with a meaning of their own, numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

from milu_bot.conditions import Op
from milu_bot.knowledge.line_parts import KNOWN_KEYS, LIST_KEYS, TEXT_KEYS, Found, Parts, closes_at

_QUANTITY = (
    rf"(?:(?:{'|'.join(Op)})\s*)?(?P<number>[0-9０-９．.]+)"
    r"\s*[万亿]?[^\s，,、。：:0-9０-９｝}\]]{1,3}"
)
_WHOLE_QUANTITY = re.compile(_QUANTITY)
_FLOW_QUANTITY = re.compile(rf"(?<=: ){_QUANTITY}(?=\s*[,}}])")
_WITH_LETTERS = re.compile(
    rf"(?:(?:{'|'.join(Op)})\s*|奖励: |每月: |上限: |最多: |减去: )"
    r"(?P<number>(?=[0-9OolI.]*\d)(?=[0-9.]*[OolI])[0-9OolI.]+)\s*[万亿]?[\u4e00-\u9fff]"
)
_FIGURES = str.maketrans("OolI", "0011")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


def _brackets(line: str, parts: Parts) -> Found | None:
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


def _commas(line: str, parts: Parts) -> Found | None:
    end = closes_at(parts.value)
    if not parts.value.startswith("[") or end < 0:
        return None
    inside = parts.value[: end + 1]
    at = next((i for i, char in enumerate(inside) if char in "，、"), None)
    if at is None or any(char in inside for char in "\"'{") or "、（" in inside:
        return None
    if parts.key in TEXT_KEYS and ", " in inside:
        return None  # sentences with commas of their own, set apart rightly
    mended = re.sub(r"\s*[，、]\s*", ", ", inside)
    certain = parts.key in KNOWN_KEYS - TEXT_KEYS and "、" not in inside
    message = f"方括号里用了“{inside[at]}”，会连成一项。请改成英文逗号，后面空一格。"
    return Found(
        parts.start + at + 1,
        message,
        line[: parts.start] + mended + parts.value[end + 1 :],
        certain,
    )


def _start(line: str, parts: Parts) -> Found | None:
    value = parts.value.rstrip()
    if not value or value[0] not in "*&!@%`":
        return None
    word = {"*": "锚点", "&": "锚点", "!": "标签"}.get(value[0], "记号")
    mended = f"{line[: parts.start]}'{value.replace(chr(39), chr(39) * 2)}'"
    message = (
        f"“{value[0]}”开头的写法在这里另有意思（{word}）。文字以它开头时，请给整句加英文双引号。"
    )
    return Found(parts.start + 1, message, mended)


def _quotes(line: str, parts: Parts) -> Found | None:
    value = parts.value.rstrip()
    if value[:1] == '"' and value.endswith("”") and closes_at(value) < 0:
        message = "引号不成对：开头是英文的，结尾是中文的“”。请两边都用英文双引号。"
        return Found(
            parts.start + len(value), message, f'{line[: parts.start]}{value[:-1]}"', certain=True
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


def _after_quote(line: str, parts: Parts) -> Found | None:
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


def _braced(line: str, parts: Parts) -> Found | None:
    value = parts.value.rstrip()
    if not re.fullmatch(r"\{[^:{}]*[^:{}\s][^:{}]*\}", value):
        return None
    mended = f'{line[: parts.start]}"{value}"'
    message = "花括号里要写“名字: 内容”。文字里要用花括号时，请给整句加英文双引号。"
    return Found(parts.start + 1, message, mended)


def _eaten(line: str, parts: Parts) -> Found | None:
    if not parts.value or parts.value[0] in "\"'[{|>#":
        return None
    match = re.search(r"\s#(?=\S)", parts.value)
    if not match:
        return None
    at = parts.start + match.start()
    message = "“#”后面的字会被当成注释丢掉。要保留就给整句加英文双引号；真是注释，“#”后面请空一格。"
    return Found(at + 2, message, f"{line[: at + 1]}# {line[at + 2 :]}")


def _second_colon(line: str, parts: Parts) -> Found | None:
    value = re.split(r"\s#", parts.value)[0]
    if not parts.key or not value or value[0] in "\"'[{|>#":
        return None
    match = re.search(r":(?=\s|$)", value)
    if not match:
        return None
    at = parts.start + match.start()
    message = "这一行多了一个“: ”。文字里要用冒号时，用中文冒号“：”，或者整句加英文双引号。"
    return Found(at + 1, message, f"{line[:at]}：{line[at + 1 :].lstrip()}")


def _nothing(line: str, parts: Parts) -> Found | None:
    if parts.value.rstrip() not in ("~", "null", "Null", "NULL") or not parts.key:
        return None
    message = f"“{parts.key}”后面等于没写。请写上内容；不用的话把这一行删掉。"
    return Found(parts.start + 1, message, line[: parts.start].rstrip())


def _digits(line: str, parts: Parts) -> Found | None:
    if parts.value.startswith("{"):
        numbers = list(_FLOW_QUANTITY.finditer(line, parts.start))
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


def _unlisted(line: str, parts: Parts) -> Found | None:
    """Several names behind a name that wants a list: without brackets they would be one."""
    value = parts.value.strip()
    if parts.key not in LIST_KEYS or value[:1] in ("", *"[{\"'|>#&*!【［") or " #" in value:
        return None
    match = re.search(r"[,，、]", value)
    if not match:
        return None
    listed = re.sub(r"\s*[,，、]\s*", ", ", value)
    message = f"“{parts.key}”有几样时要写在方括号里，用英文逗号隔开：[{listed}]。"
    at = parts.start + parts.value.index(match[0]) + 1
    return Found(at, message, f"{line[: parts.start]}[{listed}]", certain="、" not in value)


def _tab(line: str, parts: Parts) -> Found | None:
    at = line.find("\t", parts.start)
    if at < 0 or not line[at:].strip():
        return None
    mended = line[:at] + re.sub(r"\t+", " ", line[at:])
    message = "这一行中间有制表符（从表格里贴来的？）。请删掉，要隔开就打一个空格。"
    return Found(at + 1, message, mended)


def _letters(line: str, parts: Parts) -> Found | None:
    """The letters O and l for the figures 0 and 1."""
    if parts.key in TEXT_KEYS:
        return None
    for match in _WITH_LETTERS.finditer(line, parts.start):
        written = match["number"]
        right = written.translate(_FIGURES)
        message = f"“{written}”里把字母当成了数字。是不是 {right}？"
        return Found(
            match.start("number") + 1,
            message,
            f"{line[: match.start('number')]}{right}{line[match.end('number') :]}",
        )
    return None


def _percent(line: str, parts: Parts) -> Found | None:
    match = re.search(r"(?<=[0-9０-９])\s*％", line[parts.start :])
    if not match or not parts.key or parts.key in TEXT_KEYS:
        return None
    at = parts.start + match.start()
    mended = f"{line[:at]}%{line[parts.start + match.end() :]}"
    message = "这里用了全角的“％”。请改成英文的 %，例如 30%。"
    return Found(at + 1, message, mended, certain=True)


VALUE_LOOKS: tuple[Callable[[str, Parts], Found | None], ...] = (
    _brackets,
    _commas,
    _start,
    _quotes,
    _after_quote,
    _braced,
    _eaten,
    _second_colon,
    _nothing,
    _digits,
    _percent,
    _letters,
    _unlisted,
    _tab,
)
