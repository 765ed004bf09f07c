"""Leaves out what the libraries would load or look for in vain. To be called before telegram is imported."""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec


def spare_what_nobody_needs() -> None:
    """Make optional imports fail at once, as if the packages were not there, and of telegram load parts alone.

    httpx loads its own command line with it, structlog the colours of rich for tracebacks that we never show;
    httpcore looks for sniffio through the whole path at every lock it takes. Of python-telegram-bot we use
    telegram.error and telegram.request; without the file that loads the other 130 modules the start is a sixth
    of a second shorter, and the process 12 MB smaller.
    """
    for name in ("httpx._main", "rich", "sniffio"):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # the way Python itself marks an absence
    if "telegram" not in sys.modules and (spec := find_spec("telegram")):
        sys.modules["telegram"] = module_from_spec(spec)
