"""The number of a whole document, as people shorten it."""

from __future__ import annotations

import re
import unicodedata

from milu_bot.late_pattern import late_pattern

_OWN_NUMBER = late_pattern(
    r"(?P<office>\w+)[〔\[﹝（(](?P<year>\d{4})[〕\]﹞）)](?P<serial>\d{1,3})号"
)
_NUMERALS = "零一二三四五六七八九"


def document_number(number: str) -> re.Pattern[str]:
    """How people name the whole document by its number: 某政办, 政办发, 2026年3号, 3号文."""
    match = _OWN_NUMBER.fullmatch(unicodedata.normalize("NFKC", "".join(number.split())))
    if not match:
        return late_pattern(re.escape(number) or "(?!)")
    office, year, serial = match["office"], match["year"], match["serial"]
    short, common = (r"\s*".join(map(re.escape, part)) for part in (office[:-1], office[1:]))
    return late_pattern(
        rf"{short}|(?<!\w){common}"
        rf"|[\[〔(【]?\s*{year}\s*[\]〕)】]?\s*[年\-]?\s*第?\s*{serial}(?!\d|\s*[期届次页])(?:\s*号(?:文件?)?)?"
        rf"|(?:(?<!\d){serial}|{_in_words(int(serial))})\s*[号号好]\s*文"
    )


def _in_words(number: int) -> str:
    """A number under a hundred in Chinese: 45 -> 四十五."""
    tens, ones = divmod(number, 10)
    if tens > len(_NUMERALS) - 1:
        return str(number)
    ten = f"{_NUMERALS[tens] if tens > 1 else ''}十" if tens else ""
    return ten + (_NUMERALS[ones] if ones else "")
