"""How words and numbers of the document are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

NUMBER = re.compile(r"(\d+(?:\.\d+)?)(万|亿)?")
_FIRST = re.compile(r"前([一二三四五六七八九])(?!句)")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_CHINESE = "[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]"
_RANKED = re.compile(rf"前({_CHINESE})[名位]")
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}


def squeeze(text: str) -> str:
    """The words without white space, as quotes are compared."""
    return "".join(text.split())


def values_in(text: str) -> Iterator[Decimal]:
    """The numbers written in figures, as they come. Units: plain, so 5万 is 50000."""
    for digits, times in NUMBER.findall(text):
        yield Decimal(digits) * _TIMES[times or ""]


def numbers_in(text: str) -> set[Decimal]:
    """Every number written in figures, and the ranks of 前三位. Units: plain, so 5万 is 50000."""
    found = set(values_in(text))
    for numeral in _FIRST.findall(text):
        found |= {Decimal(rank) for rank in range(1, "零一二三四五六七八九".index(numeral) + 1)}
    return found


def says(text: str, number: Decimal, unit: str) -> bool:
    """Whether a text has this number in figures, or in Chinese numerals before its unit: 满一年, 前十名."""
    if number in numbers_in(text):
        return True
    spoken = {
        _value(match) for match in re.findall(rf"({_CHINESE})(?:个|位)?{re.escape(unit)}", text)
    }
    return number in spoken or (unit == "名" and number in map(_value, _RANKED.findall(text)))


def _value(numeral: str) -> Decimal:
    tens, ten, ones = numeral.rpartition("十")
    return Decimal((_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0))


def odd_number(written: str) -> str:
    """What is odd about a number that could not be read."""
    if re.search(r"\d[,，]\d", written):
        return "数字里不要加逗号。"
    if re.fullmatch(r"[\d.]+\s*[万亿]?", written):
        return f"后面少了单位，例如 {written}元、{written}人。"
    if re.match(r"[一二三四五六七八九十百千两零〇壹贰叁]", written):
        return "数要写阿拉伯数字，例如 1万元、10人。"
    if re.search(r"\d[eE]\d", written):
        return "不要用 e 的写法，写成 1万元 这样。"
    return ""
