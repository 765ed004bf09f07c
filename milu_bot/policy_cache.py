"""Policies as they were read: kept by the content of their folder, as to read and prove one takes half a second."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from milu_bot.content_cache import ContentCache
from milu_bot.policy import Policy

_KEPT = 12
"""Units: policies, of a megabyte each."""
_PROGRAM = Path(__file__).resolve().parent


class PolicyCache:
    """Reads knowledge folders, those that it has met before in a twentieth of the time."""

    def __init__(self, folder: Path) -> None:
        """`folder` must be as safe as the program: who can write there can make it do anything."""
        self._kept = ContentCache(folder, "policy", "pickle", _KEPT)

    def load(self, folder: Path) -> Policy:
        """The policy of a folder.

        Raises: KnowledgeError, with every problem found in every file.
        """
        key = ""
        try:
            key = _content_key(folder)
            known = pickle.loads(self._kept.path(key).read_bytes())  # noqa: S301  # as safe as *.pyc
        except Exception:  # none yet, half a file, or made of what this program no longer has
            known = None
        return known if isinstance(known, Policy) else self._read(folder, key)

    def _read(self, folder: Path, key: str) -> Policy:
        from milu_bot.knowledge import yaml_lines  # takes long, and is seldom wanted
        from milu_bot.knowledge.loader import load

        policy = load(folder)
        yaml_lines.forget()  # now, so that what is made of it takes its place in memory
        with suppress(OSError):
            if key == _content_key(
                folder
            ):  # else it was edited meanwhile: nobody knows which of the two was read
                self._kept.keep(key, pickle.dumps(policy, pickle.HIGHEST_PROTOCOL))
        return policy


def _content_key(folder: Path) -> str:
    """Tells this knowledge, this program and this Python from every other."""
    digest = hashlib.sha256(sys.version.encode())
    for name, content in (*_files(_PROGRAM, ".py"), *_files(folder, "")):
        digest.update(f"\x1e{name}\x1f{len(content)}\x1f".encode(errors="surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def _files(folder: Path, ending: str) -> Iterator[tuple[str, bytes]]:
    for place, inner, names in os.walk(folder):
        inner.sort()
        for name in sorted(names):
            if name.endswith(ending):
                file = Path(place, name)
                yield str(file.relative_to(folder)), file.read_bytes()
