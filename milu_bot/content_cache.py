"""A folder of things that take long to make, each under the key of the content it was made of."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_LONG_ENOUGH = 32
"""Units: hexadecimal digits of a key."""


class ContentCache:
    """Keeps things of one kind. What is found may be half of a file or of an older program: who reads it looks."""

    def __init__(self, folder: Path, kind: str, ending: str, most: int) -> None:
        """Of more than `most` things the oldest are dropped."""
        self.folder = folder
        self._kind, self._ending, self._most = kind, ending, most

    def path(self, key: str) -> Path:
        """Where the thing of this key is kept, if it is."""
        return self.folder / f"{self._kind}-{key[:_LONG_ENOUGH]}.{self._ending}"

    def keep(self, key: str, content: bytes) -> None:
        """Store a thing in one step, and drop the oldest ones of its kind.

        Raises: OSError if the folder cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path(key)
        half = path.with_suffix(f".{os.getpid()}.part")
        half.write_bytes(content)
        half.replace(path)
        things = self.folder.glob(f"{self._kind}-*.{self._ending}")
        with suppress(OSError):  # another process dropped one first, or still reads it (Windows)
            for old in sorted(things, key=lambda file: file.stat().st_mtime)[: -self._most]:
                old.unlink()
