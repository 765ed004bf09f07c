"""Counts of what a door does, for those who watch over it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable


class Tally:
    """Counts and times since the start. Written by the event loop alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.heard: Counter[str] = Counter()
        """Messages taken, by the kind of answer."""
        self.sent: Counter[str] = Counter()
        """Letters, by how it ended: sent, refused."""
        self.trouble: Counter[str] = Counter()
        """Calls that failed, by the kind of error."""
        self.turn_seconds = 0.0
        self.turns = 0
        self.waiting: Callable[[], int] = lambda: 0
        """How many letters wait to be sent."""
        self._alive: float | None = None

    def alive(self) -> None:
        """The channel was heard just now."""
        self._alive = self._clock()

    @property
    def silent_for(self) -> float | None:
        """How long the channel has not been heard; None before the first time. Units: seconds."""
        return None if self._alive is None else self._clock() - self._alive
