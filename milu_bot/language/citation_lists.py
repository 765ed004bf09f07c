"""Lists and ranges of clause numbers, written out: 第8、9条 -> 第8条、第9条; and counted ones: 最后一条."""

from __future__ import annotations

import re

from milu_bot.language.clause_numbers import GLUE, SECTION, value
from milu_bot.late_pattern import late_pattern

_NUMBER = r"(?:\d{1,2}|十一|[一二三四五六七八九十])(?![\d十])"
_UNIT = "小?[条点项款目]"
_TO = r"\s*(?:[到至~\-–—]|(?<![a-z])(?:to|through)(?![a-z]))\s*"
_AND = r"\s*(?:[、,和与跟及&]|以及)\s*"
_NO_MEASURE = rf"(?!\s*(?:[万亿千百元块人个名位户笔单件家年月日号天%.]|{_TO}))"
_MOST = 12
"""Units: clauses. Longer ranges are none."""
_RANGES = (
    late_pattern(
        rf"(?P<stem>(?<![一二三四五六七八九十])[一二三四][一二三四五六])(?P<first>\d{{1,2}})(?P<unit>{_UNIT})?{_TO}(?:(?P=stem))?(?P<last>\d{{1,2}}){_NO_MEASURE}"
    ),
    late_pattern(
        rf"(?P<stem>(?<![一二三四五六七八九十])[一二三四][一二三四五六])(?P<first>{_NUMBER})(?P<unit>{_UNIT})?{_TO}(?P=stem)(?P<last>{_NUMBER}){_NO_MEASURE}"
    ),
    late_pattern(
        rf"(?P<stem>(?:任务|政策|措施)第?)(?P<first>{_NUMBER})(?P<unit>{_UNIT})?{_TO}第?(?P<last>{_NUMBER}){_NO_MEASURE}"
    ),
    late_pattern(
        rf"(?P<stem>(?<![\d.])\d\.\d\.)(?P<first>\d{{1,2}})(?P<unit>{_UNIT})?{_TO}(?:(?P=stem)|第)?(?P<last>\d{{1,2}}){_NO_MEASURE}"
    ),
    late_pattern(
        rf"(?P<stem>[一二三四\d][、.]?\()(?P<first>{_NUMBER})(?P<unit>\)){_TO}(?:(?P=stem)|\()(?P<last>{_NUMBER})\)"
    ),
    late_pattern(
        rf"(?P<stem>(?<=[部分章点])\()(?P<first>{_NUMBER})(?P<unit>\)){_TO}\((?P<last>{_NUMBER})\)"
    ),
    late_pattern(
        rf"(?P<stem>[一二三四\d][、.]?\({_NUMBER}\)[、.]?第?)(?P<first>{_NUMBER})(?P<unit>{_UNIT})?{_TO}(?P=stem)(?P<last>{_NUMBER}){_NO_MEASURE}"
    ),
    late_pattern(
        rf"(?P<stem>第)(?P<first>{_NUMBER})(?P<own>{_UNIT})?{_TO}第?(?P<last>{_NUMBER})(?P<unit>{_UNIT})"
    ),
    late_pattern(
        rf"(?:(?<=\))|(?<=\d\.\d的)|(?<=之[一二三四五六])|(?<=之[一二三四五六]的))(?P<stem>第?)(?P<first>{_NUMBER})(?P<unit>{_UNIT})?{_TO}第?(?P<last>{_NUMBER}){_NO_MEASURE}"
    ),
)
_LIST = late_pattern(
    rf"第{_NUMBER}(?:{_AND}第?{_NUMBER}|第{_NUMBER})+\s*(?:[这那]?[两三四五六几]个?)?(?P<unit>{_UNIT})"
)
_LETTERS = late_pattern(
    rf"(?P<stem>[一二三四\d][、.]?(?:\([一二三四五六\d]\)|[一二三四五六\d])[、.]?(?P<item>\d{{1,2}})?)的?(?P<first>[abc])"
    rf"(?P<more>(?:{_AND}(?:(?P=item))?[abc](?![a-z\d]))+)"
)
"""二（一）7a和7b, 3.4a、b、c."""
_SECTION = r"\((?:[一二三四五六]|\d)\)"
_SECTIONS = late_pattern(
    rf"(?P<stem>[一二三四\d]的?)(?P<some>{_SECTION}(?:\s*(?:[和与跟及&、,]|以及)\s*{_SECTION})+|(?:{_SECTION}){{3,}})(?![\d第、])"
)
"""四（一）（二）（三）, 三（四）和（五）; but 二（一）（8） is one."""
_ITEMS = late_pattern(
    rf"(?<![)\d])([一二三四\d][、.]?{_SECTION})(?P<some>\(\d{{1,2}}\)(?:\(\d{{1,2}}\))+)"
)
"""二（一）⑧⑨."""
_MEMBER = late_pattern(_NUMBER)
_ALL_OF_THEM = late_pattern(rf"({_AND}{_NUMBER})\s*[这那]?[两三四五几]个?(?:{_UNIT}|个)")

_SOME = r"(?:\d{1,2}|十一|[一二两三四五六七八九十])"
COUNTED = late_pattern(
    rf"{GLUE}(?P<side>最后|最末|最前|最上|末尾?|倒数第|开头|头|首|[前后](?={_SOME}))[面那第]?(?P<number>{_SOME})?[个小]?(?P<unit>[条项点款节]|个(?=$|[是讲写,.?]))(?!钱|件)"
)
_FROM_FRONT = ("开头", "头", "首", "前", "最前", "最上")


def spread(text: str) -> str:
    """The same text with every member of a list or range written out."""
    for pattern in _RANGES:
        text = pattern.sub(_members, text)
    text = _ITEMS.sub(lambda found: found[1] + found["some"].replace(")(", ")和("), text)
    text = _SECTIONS.sub(_sections, text)
    text = _LETTERS.sub(_lettered, text)
    text = _LIST.sub(
        lambda found: "和".join(
            f"第{number}{found['unit']}" for number in _MEMBER.findall(found[0])
        ),
        text,
    )
    return _ALL_OF_THEM.sub(r"\1", text)


def counted(text: str, ids: tuple[str, ...], end: int) -> tuple[tuple[str, ...], int]:
    """二（一）的最后一条, 前两条: which of a section's items, and where these words end."""
    found = COUNTED.match(text, end)
    if not found or len(ids) < SECTION:
        return ids, end
    deep = len({id.count(".") for id in ids}) > 1 or found["unit"] == "节"
    members = list(dict.fromkeys(".".join(id.split(".")[:SECTION]) if deep else id for id in ids))
    number = value(found["number"] or "一")
    if not 0 < number <= len(members):
        return ids, end
    chosen = members[:number] if found["side"] in _FROM_FRONT else members[-number:]
    if found["side"] == "倒数第":
        chosen = chosen[:1]
    kept = tuple(id for id in ids if any(f"{id}.".startswith(f"{one}.") for one in chosen))
    return kept, found.end()


def _sections(found: re.Match[str]) -> str:
    each = re.findall(_SECTION, found["some"])
    return "和".join(found["stem"][0] + section for section in each)


def _lettered(found: re.Match[str]) -> str:
    letters = (found["first"], *re.findall("[abc]", found["more"]))
    return "和".join(found["stem"] + letter for letter in letters)


def _members(found: re.Match[str]) -> str:
    first, last = (value(found[name]) for name in ("first", "last"))
    if not first < last <= first + _MOST:
        return found[0]
    stem, unit = found["stem"], found["unit"] or ""
    return "和".join(f"{stem}{number}{unit}" for number in range(first, last + 1))
