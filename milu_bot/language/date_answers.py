"""Words -> the days that a date fact may be: 2025年3月 is a whole month, 去年 a whole year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from milu_bot.days import DATE, NO_DAY, as_number, last_of_month
from milu_bot.language.answer_values import (
    DONT_KNOW,
    MOST_SUGGESTIONS,
    DontKnow,
    Unclear,
    label,
)
from milu_bot.language.phrases import asks, is_whole, says_unknown, spelled, squeezed
from milu_bot.late_pattern import late_pattern
from milu_bot.masthead import Wording
from milu_bot.policy import Fact
from milu_bot.quantity import Span

_FIRST, _LAST = 1900, 2100
"""Units: years. Outside of these a year is a slip of the pen."""
_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
}
_NUMERAL = "[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[元正一二三四五六七八九]"
_YEAR = (
    r"(?:(?P<year>(?:19|20)[0-9]{2}|[一二][零〇○一二三四五六七八九]{3}|[0-9]{2}|[零〇○一二三四五六七八九]{2})年"
    r"|(?P<relative>大前年|前年|去年|上一?年|今年|本年))"
)
_MONTH = rf"(?P<month>{_NUMERAL})月份?(?P<fallen>底|初|中旬?|上旬|下旬|末)?"
_PART = r"(?P<part>上半年|下半年|第?[一二三四1-4]季度)"
_DAY = rf"(?:(?P<day>{_NUMERAL}|初[一二三四五六七八九十])[日号])?"
_SPOKEN = late_pattern(rf"{_YEAR}的?(?:{_MONTH}{_DAY}|{_PART})?")
_NO_YEAR = late_pattern(rf"{_MONTH}{_DAY}")
_FIGURES = late_pattern(
    r"(?P<year>(?:19|20)[0-9]{2})(?:(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?:(?P=mark)(?P<day>[0-9]{1,2}))?"
    r"|(?P<m>[0-9]{2})(?P<d>[0-9]{2}))(?![0-9])"
)
_LONE_YEAR = late_pattern(r"(?P<year>(?:19|20)[0-9]{2})(?![0-9年./-])")
_NEAR_DAY = {"今天": 0, "昨天": 1, "昨日": 1, "前天": 2}
_NEAR_MONTH = {"这个月": 0, "本月": 0, "上个月": 1, "上月": 1}
_TO = late_pattern(r"\s*(?:到|至|[-~～—])\s*")
_BEFORE = late_pattern(r"(?:以前|之前|前)$")
_AFTER = late_pattern("[以之][前后]|前(?!年)|后来")
_AGO = late_pattern(
    r"(?<![0-9])(?:[0-9]{1,2}|[一二两三四五六七八九十几]{1,3})个?[年月天]多?(?:以?前|了)"
)
_HEDGE = late_pattern("大概|大约|约|左右|前后|好像|差不多|可能|应该|估计|也许|上下|来着|吧")
_NEVER = late_pattern(
    r"(?:我|我们|都|还|也|从来|一直|目前|现在){0,3}(?:没有?|未|冇得?|没得)"
    r"(?:去|来)?(?:注册|登记|成立|开业|开办|办|领|拿|认定|备案|投产|开工)?(?:过|呢|到|的)*"
)
_SAFE = frozenset(
    "我们俺咱家公司企业店社单位的是了就在于才已经注册登记成立开业办领拿认定备案投产工那这个时候间份日期天号子从起年月当"
)
_GRAIN = {"上半年": (1, 6), "下半年": (7, 12)}


@dataclass(frozen=True, slots=True)
class Said:
    """Days that were said, where in the text, and whether the year was left out."""

    first: date
    last: date
    start: int
    end: int
    yearless: str = ""
    """What was said, if no year was."""


def read_date(
    fact: Fact, text: str, wording: Wording, cuts: tuple[Span, ...], today: date | None
) -> Span | DontKnow | Unclear:
    """Read the answer to a date fact; see `answers.read_answer`. Without `today`, 去年 is asked back."""
    words = spelled(text).strip()
    for cut in cuts:
        if squeezed(words) == squeezed(spelled(label(cut, DATE))):
            return cut
    if is_whole(words, wording.unknown, wording):
        return DONT_KNOW
    found = days_said(words, today)
    if says_unknown(words, wording):
        return DONT_KNOW if not found else _again("您像是拿不准。", cuts)
    if _NEVER.fullmatch(squeezed(words)) or is_whole(
        words, (*wording.no, *wording.none_of_them), wording
    ):
        return Span(NO_DAY, NO_DAY)
    if asks(words, wording):
        return _again("这像是在问问题。", cuts)
    if not found:
        return _again("没看懂是哪一天。", cuts)
    return _from(fact, words, found, cuts, today)


def _from(
    fact: Fact, words: str, found: list[Said], cuts: tuple[Span, ...], today: date | None
) -> Span | Unclear:
    first = found[0]
    if first.yearless:
        years = (today.year, today.year - 1) if today else ()
        return Unclear(
            "是哪一年的？请带上年份再说一遍。",
            tuple(f"{year}年{first.yearless}" for year in years),
        )
    rest = words[: first.start] + words[first.end :]
    low, high = first.first, first.last
    if len(found) > 1:
        second = found[1]
        joined = _TO.fullmatch(words[first.end : second.start])
        if len(found) != 2 or not joined or second.yearless or second.last < first.first:
            return _again("这里有好几个日子，分不清是哪一个。", cuts)
        rest, high = words[: first.start] + words[second.end :], second.last
    elif _BEFORE.search(rest.strip()) and first.first != first.last:
        return Span(as_number(date.min), as_number(first.first - timedelta(days=1)))
    if _HEDGE.search(rest):
        return _again("这里差一天，能领的钱就可能不同。", cuts, low, high)
    about = set(fact.ask + fact.name + fact.id + "".join(fact.said_outright)) - set("前后不没未差")
    if not {char for char in rest if char.isalnum()} <= about | _SAFE:
        return _again("别的话我怕看错，请只回日子。", cuts, low, high)
    return Span(as_number(low), as_number(high))


def _again(
    why: str, cuts: tuple[Span, ...], low: date | None = None, high: date | None = None
) -> Unclear:
    said = (label(Span(as_number(low), as_number(high)), DATE),) if low and high else ()
    offered = tuple(label(cut, DATE) for cut in cuts) if len(cuts) > 1 else ()
    return Unclear(
        f"{why}请回一个日子，比如“2025年3月15日”；记不清是哪天，说到月份也行；不清楚就说“不知道”。",
        (*said, *(words for words in offered if words not in said))[:MOST_SUGGESTIONS],
    )


def hedged(words: str) -> bool:
    """Whether the words leave it open which day is meant."""
    return bool(_HEDGE.search(words) or _AFTER.search(words))


def days_said(words: str, today: date | None) -> list[Said]:
    """Every day or stretch of days that is said, in order."""
    found: list[Said] = []
    at = 0
    while at < len(words):
        said = _at(words, at, today) if not _AGO.match(words, at) else None
        if said:
            found.append(said)
            at = said.end
        else:
            at += 1
    return found


def _at(words: str, at: int, today: date | None) -> Said | None:
    for pattern in (_FIGURES, _SPOKEN, _NO_YEAR, _LONE_YEAR):
        if match := pattern.match(words, at):
            return _days(match, today)
    if today:
        for said, ago in _NEAR_DAY.items():
            if words.startswith(said, at):
                day = today - timedelta(days=ago)
                return Said(day, day, at, at + len(said))
        for said, ago in _NEAR_MONTH.items():
            if words.startswith(said, at):
                year, month = divmod(today.year * 12 + today.month - 1 - ago, 12)
                first = date(year, month + 1, 1)
                return Said(first, last_of_month(year, month + 1), at, at + len(said))
    return None


def _days(match: re.Match[str], today: date | None) -> Said | None:
    parts = match.groupdict()
    month = _number(parts.get("month") or parts.get("m"))
    day = _number(parts.get("day") or parts.get("d"))
    year = _year(parts.get("year"), parts.get("relative"), today)
    if parts.get("fallen") or (month and not 1 <= month <= 12):
        return None
    if year is None:
        named = parts.get("year") or parts.get("relative")
        if named or not month:
            return None
        said = f"{month}月{day}日" if day else f"{month}月"
        return Said(date.min, date.min, match.start(), match.end(), said)
    if not _FIRST <= year <= _LAST:
        return None
    try:
        if day and month:
            only = date(year, month, day)
            return Said(only, only, match.start(), match.end())
    except ValueError:
        return None
    if day:
        return None
    first, last = (month, month) if month else _months(parts.get("part"))
    return Said(date(year, first, 1), last_of_month(year, last), match.start(), match.end())


def _months(part: str | None) -> tuple[int, int]:
    if not part:
        return 1, 12
    if part in _GRAIN:
        return _GRAIN[part]
    quarter = next(
        number
        for number, chars in enumerate(("一1", "二2", "三3", "四4"), 1)
        if set(chars) & set(part)
    )
    return quarter * 3 - 2, quarter * 3


def _year(named: str | None, relative: str | None, today: date | None) -> int | None:
    if relative:
        ago = {"大前年": 3, "前年": 2, "去年": 1, "上年": 1, "上一年": 1}.get(relative, 0)
        return today.year - ago if today else None
    if not named:
        return None
    figures = "".join(_DIGITS.get(char, char) for char in named)
    if not figures.isdecimal():
        return None
    year = int(figures)
    if len(figures) == 2:
        now = (today.year if today else _LAST - 50) % 100
        year += 2000 if year <= now else 1900
    return year


def _number(said: str | None) -> int | None:
    if not said:
        return None
    said = said.removeprefix("初")
    if said in ("元", "正"):
        return 1
    if said.isdecimal() and said.isascii():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    return (int(_DIGITS.get(tens, "1")) * 10 if ten else 0) + int(_DIGITS.get(ones, "0"))
