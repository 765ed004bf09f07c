"""The wordings that share the most telling pairs of characters with a text."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from heapq import nlargest

_LISTED = 64
"""Units: wordings. More are never looked at."""


class Nearest:
    """Looks wordings up by their pairs of characters and their runs of Latin letters."""

    def __init__(self, grams: Sequence[Sequence[str]]) -> None:
        postings: dict[str, list[int]] = defaultdict(list)
        for index, found in enumerate(grams):
            for gram in found:
                if len(gram) == 2 or gram.isascii():
                    postings[gram].append(index)
        count = len(grams)
        norms = [0.0] * count
        self._postings: dict[str, tuple[float, list[int]]] = {}
        for gram, indices in postings.items():
            weight = math.log((count + 1) / len(indices)) ** 2
            self._postings[gram] = weight, indices
            for index in indices:
                norms[index] += weight
        self._norms = [math.sqrt(norm) or 1.0 for norm in norms]
        self._unknown = math.log(count + 1) ** 2

    def find(self, grams: Sequence[str]) -> list[tuple[int, float]]:
        """The nearest wordings with their cosine, best first."""
        shared: dict[int, float] = defaultdict(float)
        size = 0.0
        for gram in set(grams):
            if len(gram) == 2 or gram.isascii():
                weight, indices = self._postings.get(gram, (self._unknown, ()))
                size += weight
                for index in indices:
                    shared[index] += weight
        norms = self._norms
        size = math.sqrt(size) or 1.0
        best = nlargest(_LISTED, ((score / norms[index], index) for index, score in shared.items()))
        return [(index, score / size) for score, index in best]
