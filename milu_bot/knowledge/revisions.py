"""A knowledge folder as git had it: laid out in a folder of its own for as long as it is looked at."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 30
"""Units: seconds."""


class RevisionError(Exception):
    """Git has no such version; the sentence says what to do."""


@contextmanager
def at_revision(folder: Path, revision: str) -> Iterator[Path]:
    """The folder as it was at a git revision.

    Raises: RevisionError if there is no git, no such revision, or the folder was not in it.
    """
    folder = folder.resolve()
    if revision.startswith("-"):
        raise RevisionError(f"“{revision}”不像一个版本的名字。写 HEAD、标签名或者提交号。")
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
    within = folder.relative_to(top.resolve()).as_posix()
    packed = _git(top, "archive", "--format=tar", revision, "--", within)
    with tempfile.TemporaryDirectory(prefix="milu-") as place:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(place, filter="data")
        yield Path(place) / within


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(folder), *words],  # noqa: S607
            capture_output=True,
            check=True,
            timeout=_PATIENCE,
        )
    except FileNotFoundError:
        raise RevisionError("这台电脑上没有 git，请改用 --against 加一个文件夹。") from None
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise RevisionError(
            "git 里找不到这个版本，或者这个文件夹不归 git 管。请改用 --against 加一个文件夹。"
        ) from None
    return done.stdout
