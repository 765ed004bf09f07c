"""The wordings that share the most telling pairs of characters with a text."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from heapq import nlargest

from milu_bot.language.features import pairs

_LISTED = 64
"""Units: wordings. More are never looked at."""


class Nearest:
    """Looks wordings up by their pairs of characters and their words in Latin letters."""

    def __init__(self, texts: Sequence[str]) -> None:
        postings: dict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(texts):
            for pair in pairs(text):
                postings[pair].append(index)
        count = len(texts)
        norms = [0.0] * count
        self._postings: dict[str, tuple[float, list[int]]] = {}
        for pair, indices in postings.items():
            weight = math.log((count + 1) / len(indices)) ** 2
            self._postings[pair] = weight, indices
            for index in indices:
                norms[index] += weight
        self._norms = [math.sqrt(norm) or 1.0 for norm in norms]
        self._unknown = math.log(count + 1) ** 2

    def find(self, text: str) -> list[tuple[int, float]]:
        """The nearest wordings with their cosine, best first."""
        shared: dict[int, float] = defaultdict(float)
        size = 0.0
        for pair in set(pairs(text)):
            weight, indices = self._postings.get(pair, (self._unknown, ()))
            size += weight
            for index in indices:
                shared[index] += weight
        norms = self._norms
        size = math.sqrt(size) or 1.0
        best = nlargest(_LISTED, ((score / norms[index], index) for index, score in shared.items()))
        return [(index, score / size) for score, index in best]
