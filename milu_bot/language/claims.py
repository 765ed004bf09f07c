"""Sums that somebody says one gets: 那就是2万块, 开店给5000. They are no sales, taxes or investments."""

from __future__ import annotations

import re

from milu_bot.language.numerals import Mention, mentions
from milu_bot.quantity import YUAN, Span

_PARTS = re.compile(r"[，,。；;！!？?：:]")
_GRANTED = re.compile(r"(?:[领拿奖补给得发讲说]|有)(?:[到得了给个是上就只能]|补贴|奖励)*$")
_SURELY_GRANTED = re.compile("[领拿奖补][到得了给]*$")
_TOTALLED = re.compile(
    r"(?:加起来|加在一起|合起来|一共|总共|合计)(?:[就只能可以也都会]*)(?:是|有|拿|领|得)?$"
)
_SO_IT_IS = re.compile(r"^(?:那么?|所以)?(?:就是|那就|也就|只是|是)(?:是|只|有|能|才)*$")
_DEED = re.compile(r"[卖销招交缴投租派运发送]|收入|纳税|营收|交易")
_SHORT = 16
"""Units: characters. A longer message says more than a sum."""
_LEAST = 100
"""Units: yuan. A bare number from here on may be a sum of money."""


def sum_claimed(words: str, *, plain: bool = True) -> Span | None:
    """The one sum that the words say one gets; None if they say none. Units: yuan.

    Without `plain`, 那就是2万, 有2万 and 一共2万 do not count: they may answer a question for a number.
    """
    found = [mention for mention in mentions(words) if mention.usable]
    if len(found) != 1 or not _is_money(found[0]):
        return None
    before = _PARTS.split(words[: found[0].start])[-1]
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


def _is_money(mention: Mention) -> bool:
    return mention.unit == YUAN or (mention.unit == "" and (mention.large or mention.low >= _LEAST))
