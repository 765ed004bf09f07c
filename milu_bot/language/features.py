"""What of a normalised text is counted: runs of characters, places of numbers, words in Latin letters."""

from __future__ import annotations

import itertools

from milu_bot.late_pattern import late_pattern

_LETTERS = 4
"""Units: letters. Runs of so many of pinyin or English, spaces left out."""
_NUMBER = late_pattern(
    r"\d+(?:\.\d+)?|[一二三四五六七八九十百千两几]{2,}(?=[万亿个人单笔家件元块年户次])|[一二三四五六七八九十两几](?=[万亿个人单笔家件元块户])"
)
_ANY_NUMBER = "N"


def grams(text: str) -> list[str]:
    """Characters, pairs and triples; for Latin letters whole words and runs of letters."""
    found: list[str] = []
    latin = ""
    for chunk in text.split():
        if chunk.isascii() and chunk.isalpha():
            found.append("=" + chunk)
            latin += chunk
            continue
        found.extend(chunk)
        found.extend(map("".join, itertools.pairwise(chunk)))
        found.extend(map("".join, zip(chunk, chunk[1:], chunk[2:], strict=False)))
    found.extend(latin[start : start + _LETTERS] for start in range(len(latin) - _LETTERS + 1))
    return found


def pairs(text: str) -> list[str]:
    """Pairs of characters, and all that `grams` has of Latin letters: enough to find near wordings."""
    if text.isascii():
        return [gram for gram in grams(text) if len(gram) > 1]
    found: list[str] = []
    for chunk in text.split():
        if chunk.isascii() and chunk.isalpha():
            found.append("=" + chunk)
        else:
            found.extend(map("".join, itertools.pairwise(chunk)))
    return found


def number_grams(text: str) -> list[str]:
    """Pairs and triples around numbers, whatever the number: 招了N, N个人."""
    masked = _NUMBER.sub(_ANY_NUMBER, text)
    if masked == text:
        return []
    runs = (
        masked[start : start + size] for size in (2, 3) for start in range(len(masked) - size + 1)
    )
    return ["#" + run for run in runs if _ANY_NUMBER in run and " " not in run]
