"""What a text means beyond its words: where a sentence encoder puts it, and which labels live there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_LISTED = 48
"""Units: wordings. More are never looked at."""
_NEAREST_OF_LABEL = 3
WIDTH = 2.0
"""How fast a wording's say in whether a text is foreign fades with distance: the gamma of its kernel."""


class Encoder(Protocol):
    """Turns texts into vectors of one length, a row a text; near in meaning is near in direction."""

    def __call__(self, texts: Sequence[str]) -> NDArray[float32]:
        """Encode normalised texts."""
        ...


@dataclass(frozen=True, slots=True)
class Meant:
    """What the encoder says of a text."""

    labels: Mapping[str, float]
    """Log probabilities."""
    closeness: Mapping[str, float]
    """For each label the mean cosine of its nearest wordings; those that are far share one value."""
    nearest: tuple[tuple[int, float], ...]
    """Wordings with their cosine, best first."""
    foreign: float
    """How foreign the text is by a kernel machine over all wordings: below 0 it is ours."""


@dataclass(frozen=True)
class Meaning:
    """A linear model over encoded texts, and the wordings themselves along their main axes."""

    centre: NDArray[float32]
    axes: NDArray[float32]
    """The main axes of all wordings: a row a dimension, a column an axis."""
    weights: NDArray[float32]
    """A row an axis, a column a label."""
    constants: NDArray[float32]
    wordings: NDArray[float32]
    """A row a wording, along the axes, of length one."""
    says_foreign: NDArray[float32]
    """One a wording, and a constant at the end: how much being near to it says that a text is foreign."""

    def read(
        self, vector: NDArray[float32], labels: Sequence[str], label_of: Sequence[str]
    ) -> Meant:
        """Read one encoded text. `labels` name the columns, `label_of` the rows of the wordings."""
        import numpy as np

        centred: NDArray[float32] = vector - self.centre
        direction = directions(centred[None] @ self.axes)[0]
        scores = direction @ self.weights + self.constants
        scores -= scores.max()
        scores -= np.log(np.exp(scores).sum())
        cosines = self.wordings @ direction
        listed = min(_LISTED, len(cosines))
        near = np.argpartition(cosines, -listed)[-listed:]
        near = near[np.argsort(-cosines[near], kind="stable")]
        nearest = tuple(zip(near.tolist(), cosines[near].tolist(), strict=True))
        return Meant(
            dict(zip(labels, scores.tolist(), strict=True)),
            _closeness(nearest, labels, label_of),
            nearest,
            float(
                np.exp(2 * WIDTH * (cosines - 1)) @ self.says_foreign[:-1] + self.says_foreign[-1]
            ),
        )


def directions(vectors: NDArray[Any]) -> NDArray[float32]:
    """The same rows, of length one."""
    import numpy as np

    sizes = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: NDArray[float32] = vectors / np.maximum(sizes, 1e-9)
    return result


def _closeness(
    nearest: Sequence[tuple[int, float]], labels: Sequence[str], label_of: Sequence[str]
) -> dict[str, float]:
    found: dict[str, list[float]] = defaultdict(list)
    for index, cosine in nearest:
        found[label_of[index]].append(cosine)
    floor = nearest[-1][1] if nearest else 0.0
    return dict.fromkeys(labels, floor) | {
        label: sum((cosines + [floor] * _NEAREST_OF_LABEL)[:_NEAREST_OF_LABEL]) / _NEAREST_OF_LABEL
        for label, cosines in found.items()
    }
