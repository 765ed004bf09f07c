"""Decides from several scores whether to answer, to offer candidates or to decline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """What comes of a question."""

    ANSWER = "答"
    CLARIFY = "问"
    OUTSIDE = "无关"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a question being ours, and for the best candidate being right."""

    inside_lead: float
    """By how much the best of ours beats the foreign ones."""
    clause_lead: float
    """By how much the best clause beats the next one."""
    nearest_inside: float
    nearest_outside: float
    length: int
    """Units: grams."""
    known: float
    """The share of grams that any wording has."""
    head_inside: float = 0.0
    """How surely the head says "not foreign": minus the log probability of foreign."""
    head_best: float = 0.0
    """The head's log probability of the best candidate."""
    meaning_inside: float = 0.0
    meaning_best: float = 0.0
    """The same two by the encoded text."""
    closest_inside: float = 0.0
    closest_outside: float = 0.0
    """The cosines of the nearest encoded wordings."""

    def numbers(self) -> tuple[float, ...]:
        """What the logistic models weigh."""
        root = math.sqrt(self.length or 1)
        return (
            math.tanh(self.inside_lead / 10),
            self.inside_lead / root / 2,
            math.tanh(self.clause_lead / 5),
            self.clause_lead / root / 2,
            self.nearest_inside,
            self.nearest_outside,
            self.nearest_inside - self.nearest_outside,
            self.known,
            1 / root,
            math.tanh(self.head_inside / 3),
            math.exp(self.head_best),
            max(-5.0, self.head_best) / 5,
            math.tanh(self.meaning_inside / 3),
            math.exp(self.meaning_best),
            self.closest_inside,
            self.closest_outside,
            self.closest_inside - self.closest_outside,
        )


@dataclass(frozen=True, slots=True)
class Gate:
    """Two logistic models and where they cut; fitted by training.py on cross-validated wordings."""

    inside: tuple[float, ...]
    """Weights for "the question is ours", the constant last."""
    right: tuple[float, ...]
    """Weights for "the best candidate is the right one", the constant last."""
    outside_below: float
    surely_inside_from: float
    answer_from: float

    def ours(self, evidence: Evidence) -> float:
        """How probably the question is ours."""
        return logistic(self.inside, evidence.numbers())

    def decide(self, evidence: Evidence) -> Decision:
        """The outcome for this evidence."""
        numbers = evidence.numbers()
        ours = self.ours(evidence)
        if ours < self.outside_below:
            return Decision.OUTSIDE
        if ours < self.surely_inside_from or logistic(self.right, numbers) < self.answer_from:
            return Decision.CLARIFY
        return Decision.ANSWER


def logistic(weights: Sequence[float], numbers: Sequence[float]) -> float:
    """The probability that a logistic model gives."""
    total = weights[-1] + sum(
        weight * number for weight, number in zip(weights[:-1], numbers, strict=False)
    )
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


WITHOUT_HEAD = Gate(
    inside=(4.102, 1.768, -1.466, -1.062, -0.988, 0.083, -1.071, 4.873, 4.874, 0.0, -2.074, 0.0, -2.151),
    right=(2.765, -0.565, 1.293, 2.904, -0.507, 1.312, -1.819, 0.595, -1.178, 0.0, -0.708, 0.0, -0.757),
    outside_below=0.4,
    surely_inside_from=0.85,
    answer_from=0.75,
)  # fmt: skip
"""For the character profiles and nearest wordings alone."""
WITH_HEAD = Gate(
    inside=(
        5.233, -1.578, -0.217, 0.262, -0.867, -2.185, 1.318, 1.156, 2.690,
        2.814, -0.950, 0.978, 0.000, -0.313, 0.000, 0.000, 0.000, -1.254,
    ),
    right=(
        0.130, -0.557, 2.690, 1.587, 0.649, 0.085, 0.564, -0.222, -2.832,
        0.149, 0.739, 0.155, 0.000, -0.065, 0.000, 0.000, 0.000, -0.175,
    ),
    outside_below=0.45,
    surely_inside_from=0.9,
    answer_from=0.8,
)  # fmt: skip
"""For a trained head. By benchmarks/gate.py."""
WITH_ENCODER = Gate(
    inside=(
        4.136, -1.163, -0.151, 0.190, -1.182, -2.294, 1.112, 0.990, 1.836,
        1.563, -0.536, 0.270, 1.782, -0.237, 2.436, -0.286, 2.722, -3.315,
    ),
    right=(
        0.759, -0.145, 2.319, 1.789, 0.635, 0.639, -0.004, -0.790, -1.918,
        -0.060, 0.426, -0.963, -0.322, -0.238, 0.309, 0.322, -0.013, -0.475,
    ),
    outside_below=0.45,
    surely_inside_from=0.9,
    answer_from=0.8,
)  # fmt: skip
"""For a trained head and the sentence encoder. By benchmarks/gate.py."""
