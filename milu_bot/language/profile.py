"""How well a text fits the whole of what is asked under one label (complement naive Bayes, from counts alone)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

SMOOTHING = 0.6
"""By cross-validation on the FAQ and the tune half."""


class Profiles:
    """One profile a label: the grams of all its wordings."""

    def __init__(self, grams: Mapping[str, Iterable[Sequence[str]]]) -> None:
        one: dict[str, str] = {}  # each gram is kept once, however many labels have it
        self._counts = {
            label: Counter([one.setdefault(gram, gram) for found in all_found for gram in found])
            for label, all_found in grams.items()
        }
        self._total: Counter[str] = Counter()
        for counts in self._counts.values():
            for gram, count in counts.items():
                self._total[gram] += count
        everything = sum(self._total.values())
        smoothing = SMOOTHING * len(self._total)
        self._sizes = {
            label: math.log(everything - sum(counts.values()) + smoothing)
            for label, counts in self._counts.items()
        }
        self._smallest = min(self._sizes.values(), default=0.0)

    def scores(self, grams: Sequence[str]) -> dict[str, float]:
        """For each label: how much better than by chance it explains these grams (log odds, summed)."""
        known = [(gram, self._total[gram] + SMOOTHING) for gram in grams if gram in self._total]
        base = [(gram, total, math.log(total)) for gram, total in known]
        found: dict[str, float] = {}
        for label, counts in self._counts.items():
            score = len(known) * (self._sizes[label] - self._smallest)
            for gram, total, log_total in base:
                if gram in counts:
                    score += log_total - math.log(total - counts[gram])
            found[label] = score
        return found

    def knows(self, gram: str) -> bool:
        """Whether any wording has it."""
        return gram in self._total
