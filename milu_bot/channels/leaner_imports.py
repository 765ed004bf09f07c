"""Leaves out what the HTTP libraries would load or look for in vain. To be called before telegram is imported."""

from __future__ import annotations

import sys


def spare_what_nobody_needs() -> None:
    """Make two optional imports fail at once, as if the packages were not there.

    httpx loads its own command line with it, and all of rich; httpcore looks for sniffio through the whole
    path at every lock it takes.
    """
    for name in ("httpx._main", "sniffio"):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # the way Python itself marks an absence
