"""The knowledge as it stands now: watches the files, and publishes an edit when it is whole and right."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Protocol

from milu_bot.dialogue.counsel import Counsel, prepare
from milu_bot.edition import Edition, publish
from milu_bot.knowledge.problems import Problem
from milu_bot.policy import Policy
from milu_bot.proving import Proof, ProofError

_LOOK = 0.25
"""Units: seconds between looks at the files. A look costs about a millisecond."""
_SETTLED = 0.6
"""Units: seconds without a change before the files are read: an editor may write in pieces."""
_SETTLED_GONE = 2.0
"""The same while a file is empty or gone: WPS deletes before it writes anew."""

Print = Mapping[str, tuple[int, int, int]]
"""Size, time of change and inode of every file by its path."""


class Outcome(StrEnum):
    """What became of an edit."""

    LIVE = "已启用"
    REFUSED = "没有启用"
    UNCHANGED = "没有变化"


@dataclass(frozen=True, slots=True)
class News:
    """An edit was looked at. `seconds` is the time since it was noticed."""

    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0

    def __str__(self) -> str:
        if self.outcome is not Outcome.REFUSED:
            return f"知识{self.outcome}。"
        more = f"（一共 {len(self.problems)} 处）" if len(self.problems) > 1 else ""
        return f"刚改的知识有错，没有启用，还在用上一版。{self.problems[0]}{more}"


class Prover(Protocol):
    """Reads and proves the files."""

    def warm(self) -> None:
        """A proof will be wanted soon."""

    def __call__(self) -> Proof:
        """Prove what the files hold now.

        Raises: ProofError.
        """

    def stop(self) -> None:
        """No more proofs are wanted, and none under way."""


class Live:
    """Holds the edition that counts. Editions are swapped whole; whoever took one keeps it to the end of the turn."""

    def __init__(
        self,
        templates: Path,
        folders: Sequence[Path],
        first: Callable[[], Edition],
        prover: Prover,
        prepared: Callable[[Policy], Counsel] = prepare,
        sharpen: Callable[[Counsel, Callable[[Counsel], None]], object] | None = None,
        told: Callable[[News], None] = lambda news: None,
    ) -> None:
        """Begin with what `first` reads; its errors are the caller's.

        `sharpen` makes a counsel better beside the door and hands it over when it is ready.
        `told` hears of every edit, in another thread.
        """
        self._places = (templates, *folders)
        self._prover = prover
        self._prepared, self._sharpen, self._told = prepared, sharpen, told
        self._known = fingerprint(self._places)
        self._edition = first()
        self._problems: tuple[Problem, ...] = ()
        self._one_at_a_time, self._swap = Lock(), Lock()
        self._stop = Event()
        self._thread: Thread | None = None
        # What is here now stays; without it the collector's longest pause is a third.
        gc.freeze()
        gc.enable()

    def current(self) -> Edition:
        """The edition that counts now."""
        return self._edition

    @property
    def trouble(self) -> str:
        """What is wrong with the files as they lie there, as a sentence for staff; empty if all is well."""
        return str(News(Outcome.REFUSED, self._problems)) if self._problems else ""

    def start(self) -> Live:
        """Warm and sharpen what there is, and watch from now on, all of it beside who is served at the same time."""
        Thread(target=self._improve, name="improve", daemon=True).start()
        self._thread = Thread(target=self._watch, name="live", daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Watch no more."""
        self._stop.set()
        self._prover.stop()
        if self._thread:
            self._thread.join()
            self._prover.stop()

    def reload(self) -> News:
        """Look at the files at once, without waiting for them to settle. Takes a second or two."""
        with self._one_at_a_time:
            return self._look(fingerprint(self._places), time.monotonic())

    def _watch(self) -> None:
        seen, since = self._known, 0.0
        while not self._stop.wait(_LOOK):
            now = fingerprint(self._places)
            if now != seen:
                seen, since = now, time.monotonic()
                self._prover.warm()
            elif now != self._known and time.monotonic() - since >= self._patience(now):
                with self._one_at_a_time:
                    self._look(now, since)

    def _patience(self, now: Print) -> float:
        whole = self._known.keys() <= now.keys() and all(size for size, _, _ in now.values())
        return _SETTLED if whole else _SETTLED_GONE

    def _look(self, now: Print, since: float) -> News:
        try:
            proof = self._prover()
        except ProofError as error:
            if self._stop.is_set():
                return News(Outcome.UNCHANGED)
            return self._tell(News(Outcome.REFUSED, (Problem("知识文件夹", 0, f"{error}"),)), now)
        if fingerprint(self._places) != now:
            # Somebody is still at work: what was read may be half of it.
            return News(Outcome.UNCHANGED)
        if proof.problems:
            news = News(Outcome.REFUSED, proof.problems, time.monotonic() - since)
            return self._tell(news, now)
        edition = self._edition
        if proof.policies == edition.policies and proof.templates == edition.templates:
            better = Outcome.LIVE if self._problems else Outcome.UNCHANGED
            return self._tell(News(better, (), time.monotonic() - since), now)
        gc.disable()  # A collection in the midst of it would hold up answers.
        try:
            edition = publish(proof.policies, proof.templates, self._prepared).warm(
                datetime.now(UTC)
            )
        except Exception as error:  # ours to mend, but no reason to stop serving or watching
            why = f"检查没有看出错，可是用不起来（{type(error).__name__}: {error}）。请告诉做这个程序的人。"
            return self._tell(News(Outcome.REFUSED, (Problem("知识文件夹", 0, why),)), now)
        finally:
            gc.enable()
        with self._swap:
            self._edition = edition
        self._begin_to_sharpen()
        return self._tell(News(Outcome.LIVE, (), time.monotonic() - since), now)

    def _improve(self) -> None:
        self._edition.warm(datetime.now(UTC))
        self._begin_to_sharpen()

    def _begin_to_sharpen(self) -> None:
        if self._sharpen:
            for counsel in self._edition.counsels:
                self._sharpen(counsel, self._adopt)

    def _adopt(self, better: Counsel) -> None:
        """Answer with a better counsel, if it is of the edition that still counts."""
        with self._swap:
            self._edition = self._edition.sharpened(better).warm(datetime.now(UTC))

    def _tell(self, news: News, now: Print) -> News:
        self._known, self._problems = now, news.problems
        if news.outcome is not Outcome.UNCHANGED:
            self._told(news)
        return news


class ClauseNumbers(Mapping[str, str]):
    """The numbers of clauses and awards by id, as they stand now."""

    def __init__(self, current: Callable[[], Edition]) -> None:
        self._current = current

    def __getitem__(self, id: str) -> str:
        return self._current().numbers[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._current().numbers)

    def __len__(self) -> int:
        return len(self._current().numbers)


def fingerprint(places: Sequence[Path]) -> Print:
    """What tells whether any file was written, replaced, added or taken away."""
    return {path: mark for place in places for path, mark in _marks(str(place))}


def _marks(folder: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith((".", "~")):
                    continue
                if entry.is_dir():
                    yield from _marks(entry.path)
                elif entry.name.endswith((".yaml", ".txt", ".j2")):
                    stat = os.stat(entry.path)  # noqa: PTH116  # the entry's own may be stale on Windows
                    yield entry.path, (stat.st_size, stat.st_mtime_ns, stat.st_ino)
    except OSError:
        return
