"""Decides from several scores whether to answer, to offer candidates or to decline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_NOT_SURELY_FOREIGN = 0.12
"""On the tune half 4 of 89 foreign questions that are declined score as much, and most of ours."""


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
    meant_foreign: float = 0.0
    """How foreign all encoded wordings together say the text is."""

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
            self.meant_foreign,
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

    def may_be_ours(self, evidence: Evidence) -> bool:
        """Whether a question that is declined is not surely foreign."""
        return self.ours(evidence) >= _NOT_SURELY_FOREIGN

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
        3.252, -0.159, 0.773, -0.926, 0.234, -1.755, 1.989, 1.921, 1.614,
        3.149, -0.670, 1.743, 0.000, -0.206, 0.000, 0.000, 0.000, 0.000,
        -2.149,
    ),
    right=(
        -0.471, -0.754, 2.094, 2.253, 0.574, 0.701, -0.126, 0.178, -1.430,
        0.093, 1.445, 1.374, 0.000, -0.009, 0.000, 0.000, 0.000, 0.000,
        -0.070,
    ),
    outside_below=0.45,
    surely_inside_from=0.9,
    answer_from=0.8,
)  # fmt: skip
"""For a trained head. By benchmarks/gate.py."""
WITH_ENCODER = Gate(
    inside=(
        4.351, -1.378, -0.502, 0.440, 0.246, -1.567, 1.813, 2.538, 2.866,
        0.897, 0.399, 0.313, -0.846, 0.046, 1.192, -0.288, 1.480, -2.337,
        -4.317,
    ),
    right=(
        0.143, -0.947, 2.062, 2.352, 0.539, 0.344, 0.195, 0.170, -0.327,
        0.483, 0.817, -0.280, 0.194, -0.338, 0.441, 0.632, -0.191, -0.182,
        -1.613,
    ),
    outside_below=0.4,
    surely_inside_from=0.9,
    answer_from=0.8,
)  # fmt: skip
"""For a trained head and the sentence encoder. By benchmarks/gate.py."""
