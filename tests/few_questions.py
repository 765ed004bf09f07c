"""The real knowledge with few questions: what delivery, stores and commands are tested on, a start on all of them
costing twice as much.
"""

from __future__ import annotations

import shutil
from pathlib import Path

KNOWLEDGE = Path(__file__).resolve().parent.parent / "knowledge" / "miluo-2017-45"
KEPT = ("3-3-08.yaml", "3-3-09.yaml", "outside-business.yaml")


def with_few_questions(home: Path, *kept: str) -> Path:
    """A copy in this folder, with the files of questions that are named, and few examples."""
    folder = home / KNOWLEDGE.name
    shutil.copytree(
        KNOWLEDGE,
        folder,
        ignore=lambda path, names: (
            [name for name in names if name not in (kept or KEPT)]
            if Path(path).name == "faq"
            else []
        ),
    )
    leave_few_examples(folder)
    return folder


def leave_few_examples(folder: Path) -> None:
    """Take away those above and below each threshold."""
    examples = folder / "examples.yaml"
    few, thresholds, _ = examples.read_text(encoding="utf-8").partition("\n# 门槛上下")
    assert thresholds
    examples.write_text(few + "\n", encoding="utf-8")
