"""The wordings that share the most telling pairs of characters with a text."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from milu_bot.language.features import pairs
from milu_bot.language.gram_table import GramTable, checksums
from milu_bot.language.profile import Profiles

if TYPE_CHECKING:
    from numpy import float32, int32
    from numpy.typing import NDArray

_LISTED = 64
"""Units: wordings. More are never looked at."""
_FAR = 4
"""Wordings this many times farther than the nearest are looked at only where too few are nearer: most share a
pair that everybody says, and to sort them all costs more than the rest.
"""


@dataclass(frozen=True)
class Nearest:
    """Looks wordings up by their pairs of characters and their words in Latin letters."""

    table: GramTable
    starts: NDArray[int32]
    """Where the wordings of each pair begin in `holders`; one more than there are pairs."""
    holders: NDArray[int32]
    weights: NDArray[float32]
    """One a pair, the last one for pairs that no wording has: rare pairs tell most."""
    norms: NDArray[float32]
    """One a wording."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> Nearest:
        """Index normalised texts. Takes some tenths of a second for ten thousand."""
        import numpy as np

        sums, holders = array("I"), array("i")
        for index, text in enumerate(texts):
            own = dict.fromkeys(pairs(text))
            sums.frombytes(checksums(own).tobytes())
            holders.extend([index] * len(own))
        known, rows = np.unique(np.array(sums, dtype=np.uint32), return_inverse=True)
        sizes = np.append(np.bincount(rows, minlength=len(known)), 1)
        weights = np.log((len(texts) + 1) / sizes) ** 2
        norms = np.sqrt(np.bincount(holders, weights=weights[rows], minlength=len(texts)))
        norms[norms == 0] = 1
        return cls(
            GramTable(known),
            np.concatenate([[0], np.cumsum(sizes[:-1])]).astype(np.int32),
            np.array(holders, dtype=np.int32)[np.argsort(rows, kind="stable")],
            weights.astype(np.float32),
            norms.astype(np.float32),
        )

    def find(self, text: str) -> list[tuple[int, float]]:
        """The nearest wordings with their cosine, best first."""
        import numpy as np

        asked = tuple(dict.fromkeys(pairs(text)))
        rows = self.table.rows(asked)
        weights = self.weights[rows]
        size = float(weights.sum()) + float(self.weights[-1]) * (len(asked) - len(rows))
        shared = np.zeros(len(self.norms), dtype=np.float32)
        for row, weight in zip(rows.tolist(), weights, strict=True):
            shared[self.holders[self.starts[row] : self.starts[row + 1]]] += weight
        if not size:
            return []
        shared /= self.norms
        best = np.flatnonzero(shared >= shared.max(initial=0) / _FAR)
        if len(best) < _LISTED:
            best = np.arange(len(shared))
        if len(best) > _LISTED:
            best = best[np.argpartition(shared[best], -_LISTED)[-_LISTED:]]
        best = best[np.lexsort((-best, -shared[best]))]
        cosines = (shared[best] / size**0.5).tolist()
        return [
            (index, cosine) for index, cosine in zip(best.tolist(), cosines, strict=True) if cosine
        ]

    def common(self, labels: Sequence[str]) -> frozenset[int]:
        """Checksums of the pairs that stand in the wordings of most labels, given the label of each wording."""
        import numpy as np

        numbers = {label: number for number, label in enumerate(dict.fromkeys(labels))}
        of = np.array([numbers[label] for label in labels], dtype=np.int32)
        often = np.flatnonzero(np.diff(self.starts) * 2 > len(numbers)).tolist()
        # Not by np.unique, which loads the masked arrays: a tenth of a second and 3 MB.
        common = [
            row
            for row in often
            if np.count_nonzero(
                np.bincount(of[self.holders[self.starts[row] : self.starts[row + 1]]])
            )
            * 2
            > len(numbers)
        ]
        return frozenset(self.table.sums[common].tolist())


@dataclass(frozen=True)
class Forms:
    """Wordings as they are matched: normalised, in the order of the FAQ, and indexed. Takes half a second to make."""

    texts: tuple[str, ...]
    nearest: Nearest
    profiles: Profiles | None = None
    """What the labels look like by counts, if that is known: for who matches without a head."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Index normalised texts."""
        kept = tuple(texts)
        return cls(kept, Nearest.of(kept))
