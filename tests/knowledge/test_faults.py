"""Numbers, operators and names changed by chance: the check or an example notices.

A small sample; the whole: python -m benchmarks.faults
"""

from __future__ import annotations

import shutil
from itertools import islice
from pathlib import Path

from benchmarks.faults import catches, faults
from tests.conftest import KNOWLEDGE

SAMPLE, MOST_MISSED = 20, 1


def test_a_changed_number_operator_or_name_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / KNOWLEDGE.name
    shutil.copytree(KNOWLEDGE, folder, ignore=shutil.ignore_patterns("outside*", "general*"))
    drawn = list(islice(faults(folder), SAMPLE))
    for path in (folder / "faq").iterdir():
        if f"faq/{path.name}" not in {fault.file for fault in drawn}:
            path.unlink()  # for speed
    missed = [fault for fault in drawn if not catches(folder, fault)]
    assert len(missed) <= MOST_MISSED, missed
