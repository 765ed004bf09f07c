"""Yes, no, and unknown: three-valued truth."""

from __future__ import annotations

from enum import IntEnum


class Truth(IntEnum):
    """What is known of a statement. The order makes "all" the least and "any" the greatest."""

    NO = 0
    UNKNOWN = 1
    YES = 2


NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES
