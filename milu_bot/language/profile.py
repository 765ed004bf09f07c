"""How well a text fits the whole of what is asked under one label (complement naive Bayes, from counts alone)."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

SMOOTHING = 0.6
"""By cross-validation on the FAQ and the tune half."""


class Profiles:
    """One profile a label: the grams of all its wordings."""

    def __init__(self, grams: Mapping[str, Iterable[Sequence[str]]]) -> None:
        import numpy as np

        self._labels = tuple(grams)
        self._places: dict[str, int] = {}
        places, labels, counted = array("i"), array("i"), array("i")
        for label, all_found in enumerate(grams.values()):
            for gram, count in Counter(gram for found in all_found for gram in found).items():
                places.append(self._places.setdefault(gram, len(self._places)))
                labels.append(label)
                counted.append(count)
        rows, counts = np.array(places, dtype=np.int32), np.array(counted, dtype=np.float64)
        totals = np.bincount(rows, weights=counts, minlength=len(self._places))
        sizes = np.bincount(labels, weights=counts, minlength=len(self._labels))
        known = totals[rows] + SMOOTHING
        by_gram = np.argsort(rows, kind="stable")
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(rows))]).astype(np.int32)
        """Where the labels of each gram begin in the next two; one more than there are grams."""
        self._holders = np.array(labels, dtype=np.int32)[by_gram]
        self._gains = (np.log(known) - np.log(known - counts))[by_gram]
        logs = np.log(counts.sum() - sizes + SMOOTHING * len(self._places))
        self._base = logs - logs.min(initial=np.inf)
        """For each gram of a text, whether a label has it or not."""

    def scores(self, grams: Sequence[str]) -> dict[str, float]:
        """For each label: how much better than by chance it explains these grams (log odds, summed)."""
        import numpy as np

        known = [self._places[gram] for gram in grams if gram in self._places]
        scores = len(known) * self._base
        if known:
            begins, ends = self._starts[known].tolist(), self._starts[1:][known].tolist()
            spans = [slice(begin, end) for begin, end in zip(begins, ends, strict=True)]
            scores = scores + np.bincount(
                np.concatenate([self._holders[span] for span in spans]),
                weights=np.concatenate([self._gains[span] for span in spans]),
                minlength=len(self._labels),
            )
        return dict(zip(self._labels, scores.tolist(), strict=True))

    def knows(self, gram: str) -> bool:
        """Whether any wording has it."""
        return gram in self._places
