"""The skeleton of a knowledge folder: a small policy that works, with a note wherever staff must fill in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from milu_bot.knowledge.problems import Problem

LEFT = "【填】"
_SKELETON = Path(__file__).parent / "skeleton"


def lay_out(folder: Path) -> None:
    """Copy the skeleton into a folder that does not exist yet or is empty.

    Raises: OSError.
    """
    for path in sorted(_SKELETON.rglob("*")):
        if path.suffix in (".yaml", ".txt"):
            copy = folder / path.relative_to(_SKELETON)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())


def to_fill(folder: Path) -> Iterator[Problem]:
    """Every place that still has its note. No mistake: the folder works as it is."""
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*/*.yaml")]):
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.split("\n"), 1):
            if LEFT in line and "有【填】的地方" not in line:
                file = f"{folder.name}/{path.relative_to(folder).as_posix()}"
                note = line[line.index(LEFT) + len(LEFT) :].strip() or "换成您的内容"
                yield Problem(file, number, f"还没填：{note}", line.index(LEFT) + 1)
