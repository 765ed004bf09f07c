"""How a text sounds: syllables without tones, alike for 合作社, 合作设 and hezuoshe."""

from __future__ import annotations

from collections.abc import Mapping

from milu_bot.late_pattern import late_pattern

_PIECES = late_pattern(r"[a-z]+|\d[\d.]*|[^\sa-z\d]")
_LONGEST_SYLLABLE = 6
_LONGEST_WORD = 40
"""Units: letters. No pinyin without spaces is longer; such words are left alone."""
_RUN = 3
_CURLED = late_pattern(r"^([zcs])h")
_NASAL = late_pattern(r"(?<=[aei])ng$")


class Sounds:
    """Reads by a table of characters and their syllables."""

    def __init__(self, readings: Mapping[str, str]) -> None:
        syllables = set(readings.values())
        flat = {syllable: _flat(syllable) for syllable in syllables}
        self._flat = flat
        self._readings = {char: flat[syllable] for char, syllable in readings.items()}

    def grams(self, text: str) -> list[str]:
        """Runs of one to three syllables, across spaces, not across numbers and English words."""
        found: list[str] = []
        run: list[str] = []
        for piece in _PIECES.findall(text):
            if piece in self._readings:
                run.append(self._readings[piece])
            elif piece.isalpha() and piece.isascii() and (syllables := self._syllables(piece)):
                run.extend(syllables)
            else:
                found.extend(_runs(run))
                run = []
        found.extend(_runs(run))
        return found

    def _syllables(self, word: str) -> list[str]:
        """The syllables that a word in Latin letters is made of; none if it is no pinyin."""
        if len(word) > _LONGEST_WORD:
            return []
        ways: list[list[str] | None] = [None] * len(word) + [[]]
        for start in reversed(range(len(word))):
            for end in range(min(start + _LONGEST_SYLLABLE, len(word)), start, -1):
                rest = ways[end]
                if rest is not None and word[start:end] in self._flat:
                    ways[start] = [self._flat[word[start:end]], *rest]
                    break
        return ways[0] or []


def _flat(syllable: str) -> str:
    """Without what Hunan speech and voice input mix up: zh and z, in and ing."""
    return _NASAL.sub("n", _CURLED.sub(r"\1", syllable))


def _runs(run: list[str]) -> list[str]:
    return [
        "~" + "-".join(run[start : start + size])
        for size in range(1, _RUN + 1)
        for start in range(len(run) - size + 1)
    ]
