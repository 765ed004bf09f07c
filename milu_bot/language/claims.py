"""Sums that somebody says one gets: 那就是2万块, 开店给5000. They are no sales, taxes or investments."""

from __future__ import annotations

import re

from milu_bot.language.numerals import Mention, mentions
from milu_bot.late_pattern import late_pattern
from milu_bot.quantity import YUAN, Span

_PARTS = late_pattern(r"[，,。；;！!？?：:]")
_GRANTED = late_pattern(r"(?:[领拿奖补给得发讲说]|有)(?:[到得了给个是上就只能]|补贴|奖励)*$")
_SURELY_GRANTED = late_pattern("[领拿奖补][到得了给]*$")
_TOTALLED = late_pattern(
    r"(?:加起来|加在一起|合起来|一共|总共|合计)(?:[就只能可以也都会]*)(?:是|有|拿|领|得)?$"
)
_YEARS = r"(?:[两二三四五六七八九十几2-9]年)"
_SO_IT_IS = late_pattern(
    rf"^(?:那么?|所以)?{_YEARS}?(?:就是|那就|也就|只是|是)(?:是|只|有|能|才)*$"
)
_YOU_SAID = late_pattern(
    r"^(?:咦|哎|欸|可是?|但是?)?[你您][^，。]{0,8}(?:讲|说)(?:的?是|过|了)?(?:能|可以)?[领拿得补奖有给]?$"
)
"""你前面不是讲5000吗 can answer no question for a number."""
_NOT_SAYING = late_pattern("不是(?=[讲说])")
"""你不是讲5000吗 denies nothing."""
_IS_IT_SO = late_pattern(
    r"(?P<asks>对不对|是不是|是吧|对吧|是吗|对吗|对啵|是啵|对不|是不|吗|啵)?(?:么|吧|咯|呢|啊)?[?？。!！~ ]*$"
)
_DEED = late_pattern(r"[卖销招交缴投租派运发送]|收入|纳税|营收|交易")
_SHORT = 16
"""Units: characters. A longer message says more than a sum."""
_YEAR = "年"
_LEAST = 100
"""Units: yuan. A bare number from here on may be a sum of money."""


def sum_claimed(words: str, *, plain: bool = True) -> Span | None:
    """The one sum that the words say one gets; None if they say none. Units: yuan.

    Without `plain`, 那就是2万, 有2万 and 一共2万 do not count: they may answer a question for a number.
    """
    end = _IS_IT_SO.search(words)
    assert end is not None  # it matches nothing at all, too
    words = _NOT_SAYING.sub("", words[: end.start()])
    found = [mention for mention in mentions(words) if mention.usable and mention.unit != _YEAR]
    if len(found) != 1 or not _is_money(found[0]):
        return None
    before = _PARTS.split(words[: found[0].start])[-1]
    plain = plain or bool(end["asks"]) or _YOU_SAID.match(before) is not None
    totals = _TOTALLED.search(before) is not None
    so = plain and len(words) <= _SHORT and _SO_IT_IS.match(before) is not None
    given = (_GRANTED if plain else _SURELY_GRANTED).search(before) is not None
    totals = totals and plain
    if not (given or ((totals or so) and not _DEED.search(before))):
        return None
    return found[0].span(YUAN)


def claims_a_total(words: str) -> bool:
    """Whether the sum is said of several awards together: 加起来是7万吧."""
    return re.search("加起来|加在一起|合起来|一共|总共|合计", words) is not None


def claims_several_years(words: str) -> bool:
    """Whether the sum is said of several years together: 两年就是2万对吧."""
    return re.match(rf"^(?:那么?|所以)?{_YEARS}", words) is not None


def _is_money(mention: Mention) -> bool:
    return mention.unit == YUAN or (mention.unit == "" and (mention.large or mention.low >= _LEAST))
