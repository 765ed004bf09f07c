"""One spelling for what dialects and forms write otherwise, character for character: no place in a text moves."""

from __future__ import annotations

from milu_bot.late_pattern import late_pattern

_DIALECT = str.maketrans("俺咱敝冇哒", "我我我没了")
_LE = late_pattern("(?<![大网])咖(?![啡喱])|(?<=咖)[哒了]")
"""投咖五万块: in Hunan 咖 is 了."""
_THIS = late_pattern("咯(?=[个几里样多些边种年次回])")
_ASIDE = late_pattern("[（(]([^（）()]{3,})[）)]")
"""126人（残疾4人): what stands in brackets is a part of its own."""
_LABEL = late_pattern(
    r"(?:(?<=[，,。；;！!？?\n])|^)([^，,。；;！!？?：:\n0-9问说讲看听写算知万亿]{1,10})[：:](?=[^，,。；;！!？?：:\n])"
)
"""税额：20万 says 税额是20万."""
_HAN, _COUNT = "[\u4e00-\u9fff]", "0-9零一二两三四五六七八九十百千万亿几个"
_NO_COUNT = f"(?![{_COUNT}](?![共年直般定样分]|个[月都]))"
_PAUSE = late_pattern(
    rf"(?<={_HAN}{{2}})(?<![{_COUNT}是有共]) (?={_HAN}{{3}}){_NO_COUNT}"
    rf"|(?<=[{_COUNT}元块人家件吨笔次]) (?={_HAN}{{2}}){_NO_COUNT}(?![多来左元块人名位家件吨笔单次以年])"
    "|(?<=差一点) (?=[0-9])"
)
"""交了税130万 在园区的: many write a space for a comma."""


def in_one_spelling(words: str) -> str:
    """俺冇招人 -> 我没招人; 年收入：20万 -> 年收入是20万."""
    words = words.translate(_DIALECT)
    if "咖" in words:
        words = _LE.sub("了", words)
    if "咯" in words:
        words = _THIS.sub("这", words)
    if "（" in words or "(" in words:
        words = _ASIDE.sub(r"，\1，", words)
    if " " in words:
        words = _PAUSE.sub("，", words)
    return _LABEL.sub(r"\1是", words) if ":" in words or "：" in words else words
