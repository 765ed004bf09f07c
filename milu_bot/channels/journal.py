"""The log of a door in service: what happened and when, never what was said or by whom."""

from __future__ import annotations

import hmac
import logging
import sys
import traceback
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from milu_bot.live import News

_FEW = 10
"""Units: problems written to the log; `bot.py check` shows all."""


class Journal(Protocol):
    """What a door writes to: an event and its values, none of them personal."""

    def info(self, event: str, **values: object) -> None:
        """Something worth knowing."""

    def warning(self, event: str, **values: object) -> None:
        """Something that may need a look."""

    def error(self, event: str, **values: object) -> None:
        """Something that needs a look."""


class Names:
    """Turns the ids of people into names that only tell whether two lines speak of the same one."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def of(self, id: str) -> str:
        """A keyed hash of an id."""
        return hmac.new(self._key, id.encode(), "sha256").hexdigest()[:12]


def open_journal() -> Journal:
    """A journal on the standard error: JSON in service, words at a terminal."""
    import structlog

    seen_by_people = sys.stderr.isatty()
    shown = (
        structlog.dev.ConsoleRenderer()
        if seen_by_people
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            shown,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    journal: Journal = structlog.get_logger()
    logging.root.handlers = [_Others(journal)]
    return journal


def write_news(journal: Journal, news: News) -> None:
    """Note what became of an edit of the knowledge."""
    if news.problems:
        problems = [str(problem) for problem in news.problems[:_FEW]]
        journal.warning("knowledge_refused", problems=problems, count=len(news.problems))
    else:
        journal.info("knowledge_live", seconds=round(news.seconds, 2))


class _Others(logging.Handler):
    """What libraries log, without their words: those may be somebody's, or hold the bot's token."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.WARNING)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Tell who complains, of what kind of error, and where."""
        error = record.exc_info[1] if record.exc_info else None
        what = {"why": type(error).__name__, "where": place_of(error)} if error else {}
        place = f"{record.module}:{record.lineno}"
        self._journal.warning(
            "library", logger=record.name, level=record.levelname, at=place, **what
        )


def place_of(error: BaseException) -> str:
    """Where an error came from, without its words, which may be somebody's."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-4:]))
