"""What of a normalised text is counted: runs of one to three characters, and words in Latin letters."""

from __future__ import annotations

import re

_CHUNKS = re.compile(r"[a-z]+|\d[\d.]*|[^\sa-z\d]+")
_LETTERS = 4
"""Units: letters. Runs of so many of pinyin or English, spaces left out."""


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
        found.extend(map("".join, zip(chunk, chunk[1:])))
        found.extend(map("".join, zip(chunk, chunk[1:], chunk[2:])))
    found.extend(latin[start : start + _LETTERS] for start in range(len(latin) - _LETTERS + 1))
    return found
