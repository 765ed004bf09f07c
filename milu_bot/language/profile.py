"""How well a text fits the whole of what is asked under one label (complement naive Bayes, from counts alone)."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from milu_bot.language.features import grams
from milu_bot.language.gram_table import GramTable, checksums
from milu_bot.language.labels import label_of, own_words
from milu_bot.language.normalise import Normaliser
from milu_bot.policy import Policy

if TYPE_CHECKING:
    from numpy import float32, int32
    from numpy.typing import NDArray

SMOOTHING = 0.6
"""By cross-validation on the FAQ and the tune half."""


@dataclass(frozen=True)
class Profiles:
    """One profile a label: the grams of all its wordings."""

    labels: tuple[str, ...]
    table: GramTable
    starts: NDArray[int32]
    """Where the labels of each gram begin in the next two; one more than there are grams."""
    holders: NDArray[int32]
    gains: NDArray[float32]
    base: NDArray[float32]
    """One a label: for each gram of a text, whether the label has it or not."""

    @classmethod
    def of(cls, grams: Mapping[str, Iterable[Sequence[str]]]) -> Self:
        """Count the grams of the wordings of each label. Takes some tenths of a second for ten thousand wordings."""
        import numpy as np

        sums, labels, counted = array("I"), array("i"), array("i")
        for label, texts in enumerate(grams.values()):
            counter = Counter(gram for text in texts for gram in text)
            sums.frombytes(checksums(counter).tobytes())
            labels.extend([label] * len(counter))
            counted.extend(counter.values())
        known, rows = np.unique(np.array(sums, dtype=np.uint32), return_inverse=True)
        counts = np.array(counted, dtype=np.float64)
        totals = np.bincount(rows, weights=counts, minlength=len(known))
        sizes = np.bincount(labels, weights=counts, minlength=len(grams))
        smooth = totals[rows] + SMOOTHING
        by_gram = np.argsort(rows, kind="stable")
        logs = np.log(counts.sum() - sizes + SMOOTHING * len(known))
        return cls(
            tuple(grams),
            GramTable(known),
            np.concatenate([[0], np.cumsum(np.bincount(rows))]).astype(np.int32),
            np.array(labels, dtype=np.int32)[by_gram],
            (np.log(smooth) - np.log(smooth - counts))[by_gram].astype(np.float32),
            (logs - logs.min(initial=np.inf)).astype(np.float32),
        )

    @classmethod
    def of_policy(
        cls, policy: Policy, normaliser: Normaliser, wordings: Iterable[tuple[int, str]]
    ) -> Self:
        """The profiles of all labels. Take normalised wordings with the places of their entries."""
        by_label: dict[str, list[str]] = defaultdict(list)
        for entry, text in wordings:
            by_label[label_of(entry, policy.faqs[entry])].append(text)
        own = list(own_words(policy))
        for (label, _), text in zip(own, normaliser.all(words for _, words in own), strict=True):
            by_label[label].append(text)
        # Cut into grams one label at a time: all at once they would be the most that the process ever holds.
        return cls.of({label: map(grams, texts) for label, texts in by_label.items()})

    def scores(self, grams: Sequence[str]) -> dict[str, float]:
        """For each label: how much better than by chance it explains these grams (log odds, summed)."""
        import numpy as np

        known = self.table.rows(grams)
        scores = len(known) * self.base.astype(np.float64)
        if len(known):
            begins, ends = self.starts[known].tolist(), self.starts[1:][known].tolist()
            spans = [slice(begin, end) for begin, end in zip(begins, ends, strict=True)]
            scores = scores + np.bincount(
                np.concatenate([self.holders[span] for span in spans]),
                weights=np.concatenate([self.gains[span] for span in spans]),
                minlength=len(self.labels),
            )
        return dict(zip(self.labels, scores.tolist(), strict=True))

    def known(self, grams: Sequence[str]) -> int:
        """How many of these any wording has."""
        return len(self.table.rows(grams))
