"""What is lacking to a number: 差一笔满十笔 and 离十笔差一笔 are nine; a lack by itself is no number told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from milu_bot.language.bounds import Mention
from milu_bot.late_pattern import late_pattern
from milu_bot.quantity import YUAN, ZERO

_LACKING = late_pattern(
    r"[还就只仅才也]*(?:(?<![相误时逆价温偏])差|(?<=还)[缺欠少])(?:[了着个到得]|大概|大约)? ?$"
)
"""少了 and 欠了 by themselves are another thing: 比去年少了3万, 欠了5万."""
LACK = late_pattern(r"[还就只仅才也]*差")
"""How words begin that tell a number by what is lacking: 差三万块税到三百万."""
_A_LITTLE = late_pattern("差(?:一?点点?|些)[^，,。；;！!？?]{0,4}$")
"""差一点到100万."""
_TO = late_pattern(r"(?:满|到|达到?|够|凑[满够齐]?|才[满够到是有]?|就[满够到是有上]?|上|成)了? ?$")
_FROM = late_pattern(r"(?:距离?|离|隔|到|够|满)(?:了|着)? ?$")
_BETWEEN = 8
"""How far a number may stand from what is lacking to it. Units: characters."""
_PAUSE = late_pattern("[，,。；;！!？?]")
"""九单，差一单 tells nine: after a pause the lack only explains."""
_GENERIC = ("", "个")


def lacks(text: str, start: int) -> bool:
    """Whether the number that begins here is what is lacking: 差两万."""
    return _before(text, start) is not None


def without_what_lacks(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, with 差一笔满十笔 as one number; what cannot be reckoned is vague, to be asked back."""
    rest = iter([*found, None])
    first = next(rest)
    while first is not None:
        second = next(rest)
        together = _together(text, first, second) if second else None
        if together:
            yield together
            second = next(rest)
        elif first.flaw is None and (_is_lack(text, first.start) or _unclear(text, first, second)):
            yield replace(first, vague=True)
        else:
            yield first
        first = second


def _together(text: str, first: Mention, second: Mention) -> Mention | None:
    """One number out of two: 差一笔满十笔, 离十笔还差一笔."""
    if first.flaw is not None or second.flaw is not None:
        return None
    lack = _start_of_lack(text, first)
    if lack is not None:
        leads = _near(text, first.end, second.start) and _TO.search(text, first.end, second.start)
        return _less(second, first, lack, second.end) if leads else None
    lack = _start_of_lack(text, second)
    if lack is None or not _near(text, first.end, lack):
        return None
    away = _FROM.search(text, max(0, first.start - 3), first.start)
    return _less(first, second, away.start(), second.end) if away else None


def _unclear(text: str, whole: Mention, second: Mention | None) -> bool:
    """49万吨差1万吨 has 49万, 十个差一个 has nine: nobody can tell."""
    lack = _start_of_lack(text, second) if second else None
    return lack is not None and _near(text, whole.end, lack)


def _near(text: str, start: int, end: int) -> bool:
    return end - start <= _BETWEEN and not _PAUSE.search(text, start, end)


def _before(text: str, start: int) -> re.Match[str] | None:
    return _LACKING.search(text, max(0, start - _BETWEEN), start)


def _start_of_lack(text: str, mention: Mention) -> int | None:
    """Where the words begin that make this number a lack."""
    match = _before(text, mention.start)
    return match.start() if match else None


def _is_lack(text: str, start: int) -> bool:
    return lacks(text, start) or _A_LITTLE.search(text, max(0, start - _BETWEEN), start) is not None


def _less(whole: Mention, lack: Mention, start: int, end: int) -> Mention:
    """The whole without what is lacking; vague if either is no point or they are of two kinds."""
    both = {whole.unit, lack.unit}
    units = both.difference(_GENERIC)
    alike = len(units) <= 1 and not both >= {YUAN, "个"}
    unit = next(iter(units), whole.unit or lack.unit)
    exact = alike and not whole.vague and not lack.vague and lack.is_point and _at_least(whole)
    low = whole.low - lack.low
    less = replace(
        whole, start=start, end=end, unit=unit,
        bare=whole.bare and lack.bare, large=whole.large or lack.large,
    )  # fmt: skip
    if not exact or low < ZERO:
        return replace(less, vague=True)
    return replace(less, low=low, high=low, low_open=False, high_open=False)


def _at_least(whole: Mention) -> bool:
    """Whether one number was named: 满十笔 is read as ten and more, and ten is meant."""
    return not whole.low_open and (whole.is_point or whole.high is None)
