"""Patterns that are compiled when first used: all of them together take a third of a second of every start."""

from __future__ import annotations

import re
from typing import Any, cast


def late_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, but a mistake in `source` shows at the first use."""
    return cast("re.Pattern[str]", _Late(source, flags))


class _Late:
    """Has every attribute of a pattern. After the first use they are its own, and cost no more than a pattern's."""

    def __init__(self, source: str, flags: int) -> None:
        self.pattern = source  # known without compiling: patterns are made of others
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        vars(self).update({own: getattr(compiled, own) for own in dir(compiled) if own[0] != "_"})
        return getattr(compiled, name)
