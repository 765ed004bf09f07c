"""How well a text fits the whole of what is asked under one label (complement naive Bayes, from counts alone)."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import intp
    from numpy.typing import NDArray

SMOOTHING = 0.6
"""By cross-validation on the FAQ and the tune half."""


class Profiles:
    """One profile a label: the grams of all its wordings."""

    def __init__(self, grams: Mapping[str, Iterable[Sequence[str]]]) -> None:
        import numpy as np

        self._labels = tuple(grams)
        found, labels, counted = array("q"), array("i"), array("i")
        for label, texts in enumerate(grams.values()):
            for gram, count in Counter(gram for text in texts for gram in text).items():
                found.append(hash(gram))
                labels.append(label)
                counted.append(count)
        self._hashes, rows = np.unique(np.array(found, dtype=np.int64), return_inverse=True)
        """Instead of the grams themselves, which would take ten times as much: two of a hundred thousand share
        one of 2**64 in no life.
        """
        counts = np.array(counted, dtype=np.float64)
        totals = np.bincount(rows, weights=counts, minlength=len(self._hashes))
        sizes = np.bincount(labels, weights=counts, minlength=len(self._labels))
        known = totals[rows] + SMOOTHING
        by_gram = np.argsort(rows, kind="stable")
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(rows))]).astype(np.int32)
        """Where the labels of each gram begin in the next two; one more than there are grams."""
        self._holders = np.array(labels, dtype=np.int32)[by_gram]
        self._gains = (np.log(known) - np.log(known - counts))[by_gram]
        logs = np.log(counts.sum() - sizes + SMOOTHING * len(self._hashes))
        self._base = logs - logs.min(initial=np.inf)
        """For each gram of a text, whether a label has it or not."""

    def scores(self, grams: Sequence[str]) -> dict[str, float]:
        """For each label: how much better than by chance it explains these grams (log odds, summed)."""
        import numpy as np

        known = self._rows(grams)
        scores = len(known) * self._base
        if len(known):
            begins, ends = self._starts[known].tolist(), self._starts[1:][known].tolist()
            spans = [slice(begin, end) for begin, end in zip(begins, ends, strict=True)]
            scores = scores + np.bincount(
                np.concatenate([self._holders[span] for span in spans]),
                weights=np.concatenate([self._gains[span] for span in spans]),
                minlength=len(self._labels),
            )
        return dict(zip(self._labels, scores.tolist(), strict=True))

    def known(self, grams: Sequence[str]) -> int:
        """How many of these any wording has."""
        return len(self._rows(grams))

    def _rows(self, grams: Sequence[str]) -> NDArray[intp]:
        import numpy as np

        hashes = np.array([hash(gram) for gram in grams], dtype=np.int64)
        rows = np.searchsorted(self._hashes, hashes)
        inside = rows < len(self._hashes)
        rows, hashes = rows[inside], hashes[inside]
        known: NDArray[intp] = rows[self._hashes[rows] == hashes]
        return known
