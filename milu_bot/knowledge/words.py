"""How words and numbers of the document are compared."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(万|亿)?")
_FIRST = re.compile(r"前([一二三四五六七八九])(?!句)")
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}


def squeeze(text: str) -> str:
    """The words without white space, as quotes are compared."""
    return "".join(text.split())


def numbers_in(text: str) -> set[Decimal]:
    """Every number written in figures, and the ranks of 前三位. Units: plain, so 5万 is 50000."""
    found = {Decimal(digits) * _TIMES[times or ""] for digits, times in _NUMBER.findall(text)}
    for numeral in _FIRST.findall(text):
        found |= {Decimal(rank) for rank in range(1, "零一二三四五六七八九".index(numeral) + 1)}
    return found


def odd_number(written: str) -> str:
    """What is odd about a number that could not be read."""
    if re.search(r"\d[,，]\d", written):
        return "数字里不要加逗号。"
    if re.fullmatch(r"[\d.]+\s*[万亿]?", written):
        return f"后面少了单位，例如 {written}元、{written}人。"
    if re.search(r"\d[eE]\d", written):
        return "不要用 e 的写法，写成 1万元 这样。"
    return ""
