"""Which tests go to the same worker, so that what they share is made once: each file, and all that share the house."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

IN_THE_HOUSE = re.compile(r"def (test_\w+)\([^)]*\bhouse: House")


class ByFile(LoadScopeScheduling):
    """xdist's own groups come to nothing with pytest 9.2, which no longer lets the ids of tests be changed."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        return "house" if test.partition("[")[0] in _in_the_house(file) else file


@cache
def _in_the_house(file: str) -> set[str]:
    path = Path(__file__).resolve().parent.parent / file
    return set(IN_THE_HOUSE.findall(path.read_text(encoding="utf-8")))
