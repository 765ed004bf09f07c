"""The wordings that share the most telling pairs of characters with a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from milu_bot.language.features import pairs

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

    pairs: tuple[str, ...]
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

        found: dict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(texts):
            for pair in dict.fromkeys(pairs(text)):
                found[pair].append(index)
        sizes = np.array([*map(len, found.values()), 1], dtype=np.int32)
        weights = np.log((len(texts) + 1) / sizes) ** 2
        holders = np.array([index for held in found.values() for index in held], dtype=np.int32)
        spread = np.repeat(weights[:-1], sizes[:-1])
        norms = np.sqrt(np.bincount(holders, weights=spread, minlength=len(texts)))
        norms[norms == 0] = 1
        return cls(
            tuple(found),
            np.concatenate([[0], np.cumsum(sizes[:-1])]).astype(np.int32),
            holders,
            weights.astype(np.float32),
            norms.astype(np.float32),
        )

    @cached_property
    def _places(self) -> dict[str, int]:
        return {pair: place for place, pair in enumerate(self.pairs)}

    def find(self, text: str) -> list[tuple[int, float]]:
        """The nearest wordings with their cosine, best first."""
        import numpy as np

        shared = np.zeros(len(self.norms), dtype=np.float32)
        size = 0.0
        for pair in dict.fromkeys(pairs(text)):
            place = self._places.get(pair, -1)
            weight = self.weights[place]
            size += float(weight)
            if place >= 0:
                shared[self.holders[self.starts[place] : self.starts[place + 1]]] += weight
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

    def common(self, labels: Sequence[str]) -> Iterator[str]:
        """The pairs that stand in the wordings of most labels, given the label of each wording."""
        import numpy as np

        numbers = {label: number for number, label in enumerate(dict.fromkeys(labels))}
        of = np.array([numbers[label] for label in labels], dtype=np.int32)
        often = np.flatnonzero(np.diff(self.starts) * 2 > len(numbers))
        for place in often.tolist():
            held = of[self.holders[self.starts[place] : self.starts[place + 1]]]
            if np.count_nonzero(np.bincount(held)) * 2 > len(numbers):
                yield self.pairs[place]


@dataclass(frozen=True)
class Forms:
    """Wordings as they are matched: normalised, in the order of the FAQ, and indexed. Takes half a second to make."""

    texts: tuple[str, ...]
    nearest: Nearest

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Index normalised texts."""
        kept = tuple(texts)
        return cls(kept, Nearest.of(kept))
