"""The headings of a document as people name its parts: 主要任务第三条, 第二项任务, 一、指导思想."""

from __future__ import annotations

import re
from collections import Counter

from milu_bot.language.citation_lists import COUNTED
from milu_bot.language.clause_numbers import ALIAS, GLUE, headings
from milu_bot.late_pattern import late_pattern

_LAST = late_pattern(
    r"(?:^|(?<=[看查讲说念读文])|(?<=文件)|(?<=文件的))最后(?:[那一]个?)?(?:大?部分|大?块|章|篇|大[点条])(?=$|[的是讲说里写有怎,.?!])"
)
_END = 4
"""Units: characters. Shorter ends of headings are words of every day."""


class Headings:
    """The headings of one document, and the path of each."""

    def __init__(self, source: str) -> None:
        self._paths = dict(headings(source))
        self._ends = _ends(self._paths)
        words = sorted(self._paths, key=len, reverse=True)
        any_of_them = "|".join(map(re.escape, words)) or "(?!)"
        ends = "|".join(map(re.escape, sorted(self._ends, key=len, reverse=True))) or "(?!)"
        self._heading = late_pattern(
            f"(?:{any_of_them}|{ends})(?=里|中|的|部分|那|这|第|[(\\s、,\\d])"
        )
        long = "|".join(re.escape(word) for word in words if len(word) > ALIAS) or "(?!)"
        self._before_count = late_pattern(f"(?:{long})(?={COUNTED.pattern})")
        self._behind = late_pattern(rf"{GLUE}({any_of_them})")
        self.glue = late_pattern(rf"(?:{GLUE}(?:{any_of_them})?)?{GLUE}")
        """What may stand between the numbers of one clause, a heading among them."""

    def counted(self, text: str) -> str:
        """主要任务前三项 with the heading as 第2部分(2); 最后一章 as the part that it is."""
        text = _LAST.sub(f"第{max(self._paths.values(), default=(0,))[0]}部分", text)
        return self._before_count.sub(lambda found: self._in_figures(found[0]), text)

    def before(self, before: str) -> tuple[int, ...]:
        """The heading that the numbers follow: 主要任务 is 二（二）."""
        found = next(reversed(list(self._heading.finditer(before + "、"))), None)
        if found and re.fullmatch(GLUE, before[found.end() :]):
            return self._paths.get(found[0]) or self._ends[found[0]]
        return ()

    def behind(self, after: str) -> tuple[int, ...]:
        """第二项任务: the heading follows the number."""
        found = self._behind.match(after)
        return self._paths[found[1]] if found else ()

    def _in_figures(self, heading: str) -> str:
        """主要任务 as 第2部分(2)."""
        chapter, *section = self._paths[heading]
        return f"第{chapter}部分" + "".join(f"({number})" for number in section)

    def own(self, after: str) -> tuple[int, ...]:
        """一、指导思想: the number's own heading follows."""
        found = self._behind.match(after)
        return self._paths[found[1]] if found and len(found[1]) > ALIAS else ()


def _ends(paths: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The ends of long headings by which people call them, if no other heading ends so."""
    ends = Counter(words[-size:] for words in paths for size in range(_END, len(words)))
    return {
        words[-size:]: path
        for words, path in paths.items()
        for size in range(_END, len(words))
        if ends[words[-size:]] == 1
    }
