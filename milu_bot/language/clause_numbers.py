"""How a clause number is written: numerals with 第, brackets and units, and the document's headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Policy

_CHINESE = {word: value for value, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11}
_DIGIT = "一二三四五六七八九"
CHAPTER, SECTION, ITEM = 1, 2, 3
LEVELS = {
    **dict.fromkeys(("部分", "部份", "章", "篇"), (CHAPTER,)),
    **dict.fromkeys(("大点", "大条", "大项", "大部分"), (CHAPTER, SECTION)),
    **dict.fromkeys(("节", "小节"), (SECTION,)),
    **dict.fromkeys(("条", "点", "款", "项", "小点", "小条"), (SECTION, ITEM)),
    **dict.fromkeys(("小项", "目"), (ITEM,)),
}
_UNIT = "|".join(sorted(LEVELS, key=len, reverse=True))
_NUMBER = late_pattern(
    rf"(?:(?P<ordinal>第)\s*)?(?:(?P<open>[(\[〔【])\s*)?"
    rf"(?:(?P<arabic>\d+)|(?P<chinese>(?:(?!一[起下样共直定些般])[{_DIGIT}十百千万亿零两])+))"
    rf"(?:\s*(?P<close>[)\]〕】]))?(?:\s*(?P<unit>{_UNIT})(?!目|子|击|评|件|手机|产品|车|头(?![一两三几\d条项点款])|街|路|线|狗|鱼|船))?(?:[\s\-的之第]*\(?(?P<letter>[abc])(?![a-z0-9])\)?)?"
)
_BARE_PATH = late_pattern(rf"([一二三四])([一二三四五六])(十一|十|[{_DIGIT}])?")
GLUE = (
    r"(?:[\s、.·•・,。:;\-–—_/|>~]|的|之|里(?:面|头|边儿?)?|其中|当?中间?|底下|下[面边]?|内"
    r"|[那这](?:一?(?:[个条块项点节段]|大?部分|大块))?|部分|包含|包括)*"
)
"""What may stand between the numbers of one clause."""
ALIAS = 2
"""Units: characters of a heading's short name."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, and where."""

    value: int | None
    start: int
    end: int
    ordinal: bool = False
    bracketed: bool = False
    unit: str = ""
    letter: str = ""
    arabic: bool = True

    @property
    def levels(self) -> tuple[int, ...]:
        """Where in a path it may stand."""
        if self.unit and not self._dot:
            chapter_in_brackets = self.bracketed and LEVELS[self.unit] == (CHAPTER,)
            return (CHAPTER, SECTION) if chapter_in_brackets else LEVELS[self.unit]
        return (SECTION, ITEM) if self.bracketed else (CHAPTER, SECTION, ITEM)

    @property
    def marked(self) -> bool:
        """Whether it cannot be a plain quantity."""
        return (
            self.ordinal
            or self.bracketed
            or bool(self.letter)
            or (bool(self.unit) and not self._dot)
        )

    @property
    def _dot(self) -> bool:
        """三点三点八: a decimal point that is spoken."""
        return self.unit == "点" and not self.ordinal and not self.bracketed


def headings(source: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The headings of the document and their last two characters: 任务 for 主要任务."""
    chapter = 0
    found: list[tuple[str, tuple[int, ...]]] = []
    for line in source.splitlines():
        if match := re.match(r"\s*([一二三四五])、(\w{2,10})\s*$", line):
            chapter = _CHINESE[match[1]]
            found.append((match[2], (chapter,)))
        elif chapter and (
            match := re.match(r"\s*[（(]([一二三四五六5-6])[）)]\s*(\w{2,20})", line)
        ):
            found.append((match[2], (chapter, int(_CHINESE.get(match[1], match[1])))))
    yield from (
        (words[-ALIAS:], path)
        for words, path in found
        if words[-ALIAS:] in ("任务", "政策", "措施")
    )
    yield from found


def value(word: str) -> int:
    """A small number in figures or Chinese."""
    return int(word) if word.isdecimal() else _CHINESE[word.replace("两", "二")]


def numbers(text: str) -> Iterator[Number]:
    """Every number of a text, those that can be no clause number without a value."""
    for match in _NUMBER.finditer(text):
        if bool(match["open"]) != bool(match["close"]) and match["open"]:
            continue
        chinese = match["chinese"]
        whole = Number(
            value=None,
            start=match.start(),
            end=match.end(),
            ordinal=bool(match["ordinal"]),
            bracketed=bool(match["open"] and match["close"]),
            unit=match["unit"] or "",
            letter=match["letter"] or "",
            arabic=bool(match["arabic"]),
        )
        if whole.arabic:
            short = len(match["arabic"]) < ITEM
            yield replace(whole, value=int(match["arabic"])) if short else whole
        elif chinese in _CHINESE:
            yield replace(whole, value=_CHINESE[chinese])
        elif path := _BARE_PATH.fullmatch(chinese):
            parts = [part for part in path.groups() if part]
            begin = match.start("chinese")
            for index, part in enumerate(parts[:-1]):
                start = begin + index if index else match.start()
                yield Number(_CHINESE[part], start, begin + index + 1, arabic=False)
            last = match.end("chinese") - len(parts[-1])
            yield replace(whole, value=_CHINESE[parts[-1]], start=last)
        else:
            yield whole


def most_benefits(policy: Policy) -> tuple[int, ...]:
    """The section that is meant when nobody says which: the one with the most awards among the smallest items."""
    paths = [tuple(map(int, award.clause.split("."))) for award in policy.awards.values()]
    deepest = max(map(len, paths), default=1)
    sections = Counter(path[:-1] for path in paths if len(path) == deepest)
    return max(sections, key=lambda path: (sections[path], path), default=())


def only_in_one(paths: Iterable[tuple[int, ...]]) -> int:
    """From this number on only one section has such an item: 第8条 alone can be nothing else."""
    known = list(paths)
    deepest = max(map(len, known), default=1)
    most = Counter[tuple[int, ...]]()
    for path in known:
        if len(path) == deepest:
            most[path[:-1]] = max(most[path[:-1]], path[-1])
    sizes = sorted(most.values(), reverse=True)
    return sizes[1] + 1 if len(sizes) > 1 else 1
