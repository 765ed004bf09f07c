"""Mends of a folder that are certain: encoding, line ends, and slips that can mean one thing."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from milu_bot.knowledge.encodings import UTF8, decode
from milu_bot.knowledge.slips import find_slips


@dataclass(frozen=True, slots=True)
class Mend:
    """A file as it is and as it would be. Nothing is written before somebody has agreed."""

    path: Path
    name: str
    encoding: str
    crlf: bool
    before: str
    after: str

    def told(self) -> Iterator[str]:
        """What would change, line by line."""
        if self.encoding != UTF8:
            yield f"{self.name}：编码从 {self.encoding} 改成 {UTF8}"
        if self.crlf:
            yield f"{self.name}：换行从 Windows 的改成普通的"
        lines = difflib.unified_diff(
            self.before.split("\n"), self.after.split("\n"), self.name, self.name, lineterm="", n=0
        )
        changes = list(lines)[2:]
        if changes:
            yield f"{self.name}："
        for line in changes:
            yield f"  {line}"


def find_mends(folder: Path) -> list[Mend]:
    """Every file with something that is certain to be mended."""
    mends = []
    for path in sorted([*folder.rglob("[!.~]*.yaml"), *folder.glob("[!.~]*.txt")]):
        decoded = decode(path.read_bytes())
        if decoded.bad_line:
            continue
        after = decoded.text
        if path.suffix == ".yaml":
            _, _, after = find_slips(decoded.text)
        if not decoded.tidy or after != decoded.text:
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            mends.append(Mend(path, name, decoded.encoding, decoded.crlf, decoded.text, after))
    return mends


def write_mends(mends: list[Mend]) -> None:
    """Write them, each file at once, so that nobody reads half of one."""
    for mend in mends:
        beside = mend.path.with_name(f".{mend.path.name}.new")
        beside.write_bytes(mend.after.encode("utf-8"))
        beside.replace(mend.path)
