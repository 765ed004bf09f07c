"""Numbers in what people write -> exact ranges with their units: 不到5万, 十几个, 100到200万."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from milu_bot.language.bounds import BEFORE, Mention, bounded
from milu_bot.language.lacking import lacks, without_what_lacks
from milu_bot.language.measures import CALENDAR, RANK, read_measure
from milu_bot.language.number_words import read_numeral
from milu_bot.language.numeral import Flaw, Numeral
from milu_bot.language.spelling import HIDDEN, NUMBER_RUN, plain
from milu_bot.late_pattern import late_pattern
from milu_bot.quantity import ZERO

__all__ = ["Mention", "mentions"]


_WINDOW = 14
"""How far before a number its 不到, 大概 or 没 may stand. Units: characters."""

_START = late_pattern(
    r"[0-9零一二两三四五六七八九十百千亿廿卅几半]|万(?!一)|好几|个把"
    r"|(?<![人件吨户家次总笔单度指倍])数(?=[十百千万亿])"
)
_SPECIAL = late_pattern(
    r"(?P<date>(?:19|20)[0-9]{2}(?:[-/][0-9]{1,2}(?:[-/][0-9]{1,2})?|\.[0-9]{1,2}\.[0-9]{1,2})(?![0-9])"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9]))"
    r"|(?P<code>1[3-9][0-9]{9}(?![0-9.万亿元块]|,[0-9])|0[0-9]{2,3}-?[0-9]{7,8}|[0-9]{17}[0-9Xx](?![0-9])"
    r"|[0-9]+(?:\.[0-9]+){2,}|[0-9]+(?:-[0-9]+){2,}|[0-9]+[/^*×xX+=][0-9]+"
    r"|[0-9.]+(?![wWkKtT](?![a-zA-Z])|[kK][gG]|[rR][mM][bB]|CNY|yuan)[a-zA-Z_][0-9a-zA-Z_.+-]*)"
)
_LINK = late_pattern(
    r" ?(?:到|至|或者?|[-–—~～]{1,2}) ?(?P<bound>不满|不到|不足|未满|不超过)? ?(?P<order>第?)"
)
_NEGATIVE = late_pattern(r"负$|-$|亏[了损]?$")
_NAME_BEFORE = late_pattern("[a-zA-Z_]$")
_CURRENCY_BEFORE = late_pattern("(?:RMB|rmb|CNY|USD) ?$")
_NAME = late_pattern("[0-9a-zA-Z_]*")
_HIDDEN_RUN = late_pattern(rf"(?:{HIDDEN.pattern}|{NUMBER_RUN.pattern})+")
_AFTER_HIDDEN = late_pattern(rf"{HIDDEN.pattern}+[0-9零一二两三四五六七八九十百千万亿点.]")
_TIGHTER = late_pattern(rf"[，,、 ]?(?:但是?|且|又|而且|并且?|和)? ?(?:{BEFORE.pattern})?")


def mentions(text: str) -> tuple[Mention, ...]:
    """Every number in the text, in order, in time proportional to its length. Never raises."""
    words = plain(text)
    return tuple(without_what_lacks(words, list(_joined(words))))


def _joined(text: str) -> Iterator[Mention]:
    """超过100万元，不超过500万元 is one range."""
    held: Mention | None = None
    for mention in _found(text):
        if held and _closes(held, mention, text):
            yield replace(
                held, end=mention.end, high=mention.high, high_open=mention.high_open,
                unit=held.unit or mention.unit, bare=held.bare and mention.bare, large=held.large or mention.large,
            )  # fmt: skip
            held = None
            continue
        if held:
            yield held
        held = mention
    if held:
        yield held


def _closes(first: Mention, second: Mention, text: str) -> bool:
    return (
        first.usable
        and second.usable
        and first.high is None
        and second.low == 0
        and second.high is not None
        and first.low < second.high
        and (first.unit == second.unit or (not first.unit and first.large))
        and _TIGHTER.fullmatch(text, first.end, second.start) is not None
    )


def _found(text: str) -> Iterator[Mention]:
    at = 0
    while start := _START.search(text, at):
        mention, end = _read(text, start.start(), at)
        at = max(end, start.start() + 1)
        if mention:
            yield mention


def _read(text: str, start: int, floor: int) -> tuple[Mention | None, int]:
    """The mention that begins here, if one does, and where to go on."""
    before = text[max(floor, start - _WINDOW) : start]
    if before.endswith("双"):
        return None, _skip(NUMBER_RUN, text, start)
    if text[start] in "0123456789":
        if _NAME_BEFORE.search(before) and not _CURRENCY_BEFORE.search(before):
            return None, _skip(_NAME, text, start)
        if special := _SPECIAL.match(text, start):
            if special["date"]:
                return Mention(start, special.end(), ZERO, ZERO, CALENDAR), special.end()
            return _flawed(start, special.end(), Flaw.GARBLED)
    if text.startswith("百分之", start):
        return _percent(text, start, before)
    return _number(text, start, before)


def _number(text: str, start: int, before: str) -> tuple[Mention | None, int]:
    number = read_numeral(text, start)
    if number is None:
        return None, start + 1
    flaw, end = number.flaw, number.end
    if not flaw and HIDDEN.match(text, end) and _AFTER_HIDDEN.match(text, end):
        flaw, end = Flaw.HIDDEN, _skip(_HIDDEN_RUN, text, end)
    elif not flaw and not number.chinese and _odd_figure(text[end : end + 1]):
        flaw, end = Flaw.GARBLED, end + 1
    if flaw:
        return _flawed(start, end, flaw)
    mention = _measured(text, start, before, number)
    if mention is None:
        return None, end
    if _NEGATIVE.search(before):
        return _flawed(start, mention.end, Flaw.NEGATIVE)
    other = None if lacks(text, start) else _link(text, mention, number)
    return bounded(text, other or mention, before)


def _measured(text: str, start: int, before: str, number: Numeral) -> Mention | None:
    """A number with its unit."""
    measure = read_measure(text, before, number)
    if measure is None:
        return None
    only_some = number.low == 2 and number.high == 10 and number.high_open
    if only_some and not measure.unit:
        return None
    low = number.low * measure.factor + measure.extra
    high = number.high * measure.factor + measure.extra
    if measure.unit == RANK and before.endswith("前"):
        low = Decimal(1)
    return Mention(
        start,
        measure.end,
        low,
        high,
        measure.unit,
        low_open=number.high_open and number.loose and not number.large and low >= 10,
        high_open=number.high_open,
        vague=number.vague or only_some,
        bare=not measure.unit and not number.large,
        large=number.large,
    )


def _factor(mention: Mention, number: Numeral) -> Decimal:
    """What one of the written unit is worth in ours: 0.001 for 5到10公斤."""
    return mention.low / number.low if number.low and mention.unit == "吨" else Decimal(1)


def _flawed(start: int, end: int, flaw: Flaw) -> tuple[Mention, int]:
    return Mention(start, end, ZERO, ZERO, flaw=flaw), end


def _skip(what: re.Pattern[str], text: str, start: int) -> int:
    run = what.match(text, start)
    return max(run.end() if run else start, start + 1)


def _odd_figure(char: str) -> bool:
    """Whether a figure that is none of ours follows: ², ٣ or ½."""
    return not char.isascii() and char.isnumeric() and not "\u4e00" <= char <= "\u9fff"


def _percent(text: str, start: int, before: str) -> tuple[Mention | None, int]:
    number = read_numeral(text, start + 3)
    if number is None or number.flaw:
        return _flawed(start, start + 3, Flaw.GARBLED)
    vague = number.vague and text[start + 3 : number.end] != "百"
    mention = Mention(start, number.end, number.low, number.high, "%", vague=vague)
    return bounded(text, mention, before)


def _link(text: str, first: Mention, number: Numeral) -> Mention | None:
    """100到200万, 5万元到不满20万元: one range of two numbers."""
    link = _LINK.match(text, first.end)
    if not link or not number.is_point or first.vague:
        return None
    second_number = read_numeral(text, link.end())
    if second_number is None or second_number.flaw or second_number.vague:
        return None
    if text[link.end() - 1] in "-–—~～" and _SPECIAL.match(text, link.end()):
        return None
    if not second_number.is_point:
        return None
    second = _measured(text, link.end(), link["order"], second_number)
    if second is None or (first.unit and second.unit != first.unit):
        return None
    low, flaw = first.low, None
    if not first.unit and not first.large and second.large:
        mantissa = second_number.mantissa
        if low < mantissa:
            low *= second_number.low / mantissa
        elif low < 1000:
            flaw = Flaw.GARBLED
    if second.low <= low:
        flaw = Flaw.GARBLED
    return Mention(
        first.start,
        second.end,
        low if first.unit else low * _factor(second, second_number),
        second.high,
        second.unit,
        high_open=bool(link["bound"]) and link["bound"] != "不超过",
        bare=first.bare and second.bare,
        flaw=flaw,
        large=first.large or second.large,
    )
