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

    def decide(self, evidence: Evidence) -> Decision:
        """The outcome for this evidence."""
        numbers = evidence.numbers()
        ours = logistic(self.inside, numbers)
        if ours < self.outside_below:
            return Decision.OUTSIDE
        if ours < self.surely_inside_from or logistic(self.right, numbers) < self.answer_from:
            return Decision.CLARIFY
        return Decision.ANSWER


def logistic(weights: Sequence[float], numbers: Sequence[float]) -> float:
    """The probability that a logistic model gives."""
    total = weights[-1] + sum(weight * number for weight, number in zip(weights, numbers, strict=False))
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


WITHOUT_HEAD = Gate(
    inside=(3.891, 2.550, -1.513, -1.520, -0.306, -0.062, -0.244, 3.613, 3.190, 0.0, -1.417, 0.0, -1.492),
    right=(3.353, -0.835, 0.973, 2.978, 0.245, 1.650, -1.405, 0.369, 0.906, 0.0, -0.963, 0.0, -1.047),
    outside_below=0.42,
    surely_inside_from=0.9,
    answer_from=0.72,
)
"""For the character profiles and nearest wordings alone."""
WITH_HEAD = Gate(
    inside=(6.817, -0.201, -1.262, -0.703, 0.935, -1.114, 2.048, 2.062, 3.737, 1.322, -0.545, 0.108, -1.740),
    right=(4.931, -1.810, 1.183, 3.382, 0.959, 1.400, -0.440, 0.932, -1.538, -2.341, 0.140, 0.646, -0.010),
    outside_below=0.62,
    surely_inside_from=0.9,
    answer_from=0.65,
)
"""For a trained head."""
