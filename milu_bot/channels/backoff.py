"""How long to wait before the next try: longer after each failure, never too long, never all at once."""

from __future__ import annotations

import random
from collections.abc import Callable


class Backoff:
    """Units: seconds. Doubles from `first` to `longest`; a fifth more or less keeps many from coming together."""

    def __init__(
        self, first: float, longest: float, draw: Callable[[], float] = random.random
    ) -> None:
        self._first, self._longest, self._draw = first, longest, draw
        self._next = first

    def next(self) -> float:
        """The wait before the next try."""
        delay = self._next
        self._next = min(delay * 2, self._longest)
        return delay * (0.8 + 0.4 * self._draw())

    def reset(self) -> None:
        """Something went well: begin anew."""
        self._next = self._first
