"""一 that counts nothing: 一个人补多少 asks for the rate, 一分钱都冇得 for nothing at all."""

from __future__ import annotations

from milu_bot.language.measures import RANK
from milu_bot.language.numerals import Mention
from milu_bot.late_pattern import late_pattern
from milu_bot.quantity import YUAN

_ONLY = late_pattern("(?:[只仅]|(?<!人)才|就(?![业是])|总共|一共|单单|光)[^，,。；;！!？?]{0,4}$")
"""我只请了一个 tells a number."""
_EACH = late_pattern("[每按] ?$")
_RATE = late_pattern(
    "[\u4e00-\u9fff]{0,2}?(?:补|奖|给|发|多少|好多|几多|几块|几个钱|能?[领得拿])|[，,]?(?:政府|财政|国家)"
)


def is_article(words: str, mention: Mention) -> bool:
    """Whether a number is no number told. `words` are those that the mention was found in."""
    if not mention.is_point or mention.unit == RANK or mention.large or not mention.low:
        return False
    written = words[mention.start : mention.start + 1]
    if mention.unit == YUAN and mention.low <= 1 and written == "一":
        return True
    if mention.low != 1:
        return False
    if written in "一壹":
        return not _ONLY.search(words, 0, mention.start)
    before = _EACH.search(words, 0, mention.start)
    return bool(before or _RATE.match(words, mention.end))
