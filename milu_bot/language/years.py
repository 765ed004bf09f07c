"""Of which year a number is said to be: 去年190万，今年520万."""

from __future__ import annotations

from datetime import date

from milu_bot.language.filling import leading_up
from milu_bot.late_pattern import late_pattern

_YEAR = late_pattern(
    r"(?P<older>大前年)|(?P<old>(?<![以之])前年)|(?P<last>去年|上年|上一年|旧年)|(?P<now>今年|本年)|(?P<number>(?:19|20)[0-9]{2})年?"
    r"|(?P<short>(?<![0-9零一二两三四五六七八九十百千点.第了过有满做开干近整快这前头])[12][0-9])年(?![多来前内后老以之的起级])"
)
_RELATIVE = {"older": -3, "old": -2, "last": -1, "now": 0}
LAST_YEAR = -1
"""Units: years from this one."""
_AGO = 9
"""Units: years. 15年交了76万 is of 2015, if that is no longer ago."""


def year_of(text: str, start: int, today: date | None = None) -> int | None:
    """The year named last before a number, in its part of the text or the one that leads up to it.

    Units: years from this one.

    Without a today nobody can tell how long ago 2016年 is.
    """
    named = list(_YEAR.finditer(leading_up(text, start)))
    if not named:
        return None
    if number := named[-1]["number"]:
        return int(number) - today.year if today else None
    if short := named[-1]["short"]:
        since = 2000 + int(short) - today.year if today else 1
        return since if -_AGO <= since <= 0 else None
    return _RELATIVE[str(named[-1].lastgroup)]


def in_order(first: int | None, second: int | None) -> bool:
    """Whether these are two years, the later of them this one or the last."""
    return (
        first is not None
        and second is not None
        and first != second
        and max(first, second) in (-1, 0)
    )
