"""The SQLite file in which the stores live."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from milu_bot.language.masking import masked
from milu_bot.stores.errors import StoreError

VERSION = 5
"""Raised with every change of the schema; `_upgrade` brings older files along."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS conversation (
    user TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    touched TEXT NOT NULL,
    door TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    words TEXT NOT NULL,
    why TEXT NOT NULL,
    answer TEXT NOT NULL,
    times INTEGER NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    state TEXT NOT NULL,
    closed TEXT NOT NULL,
    UNIQUE (words, why, answer)
) STRICT;
CREATE TABLE IF NOT EXISTS counts (
    day TEXT NOT NULL,
    what TEXT NOT NULL,
    of TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (day, what, of)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS staff_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    role TEXT NOT NULL,
    what TEXT NOT NULL,
    outcome TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS staff_log_stays BEFORE UPDATE ON staff_log
BEGIN SELECT RAISE(ABORT, 'the staff log is only ever added to'); END;
CREATE TRIGGER IF NOT EXISTS staff_log_is_kept BEFORE DELETE ON staff_log
BEGIN SELECT RAISE(ABORT, 'the staff log is only ever added to'); END;
CREATE TABLE IF NOT EXISTS secret (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (
    id TEXT PRIMARY KEY,
    day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS seen_day ON seen (day);
CREATE TABLE IF NOT EXISTS outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    chat TEXT NOT NULL,
    user TEXT NOT NULL,
    body TEXT NOT NULL,
    final INTEGER NOT NULL,
    written TEXT NOT NULL,
    tried INTEGER,
    last INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS outbox_chat ON outbox (channel, chat, id);
CREATE TABLE IF NOT EXISTS floor (
    channel TEXT NOT NULL,
    chat TEXT NOT NULL,
    user TEXT NOT NULL,
    message INTEGER NOT NULL,
    touched TEXT NOT NULL,
    PRIMARY KEY (channel, chat)
) STRICT, WITHOUT ROWID;
"""
_ADDED = (
    ("conversation", "door", "TEXT NOT NULL DEFAULT ''"),
    ("outbox", "tried", "INTEGER"),
    ("outbox", "last", "INTEGER"),
)
"""Columns that older files lack."""

__all__ = ["Database", "StoreError", "connect"]


class Database(sqlite3.Connection):
    """A connection that threads share: whoever is in a transaction has it alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lock = RLock()
        self._depth = 0

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[None]:
        """All or nothing. A transaction within another is undone alone and kept with the outer one.

        What is not durable survives the end of the process, but perhaps not a power cut.
        Raises: StoreError if the file cannot be read or written.
        """
        with self._lock:
            outermost = self._depth == 0
            try:
                if outermost:
                    self.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
                self.execute("BEGIN IMMEDIATE" if outermost else f"SAVEPOINT s{self._depth}")
                self._depth += 1
                try:
                    yield
                    self.execute("COMMIT" if outermost else f"RELEASE s{self._depth - 1}")
                except BaseException:
                    self._undo()
                    raise
                finally:
                    self._depth -= 1
            except sqlite3.Error as error:
                raise StoreError(
                    f"存对话的文件现在读写不了（{error}）。请检查磁盘空间和文件夹权限。"
                ) from error

    def fold(self) -> None:
        """Fold the journal into the file, so that what was erased is gone from the disk too."""
        with self._lock:
            if not self.in_transaction:
                self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _undo(self) -> None:
        # SQLite itself undoes everything when, say, the disk is full: then there is nothing to undo.
        if not self.in_transaction:
            return
        if self._depth == 1:
            self.execute("ROLLBACK")
        else:
            self.execute(f"ROLLBACK TO s{self._depth - 1}")
            self.execute(f"RELEASE s{self._depth - 1}")


def connect(path: Path) -> Database:
    """Open the file, and make it where there is none.

    Raises: StoreError if the file cannot be opened or is no such database.
    """
    try:
        connection = sqlite3.connect(
            path, isolation_level=None, timeout=10, check_same_thread=False, factory=Database
        )
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        # What is forgotten shall not be found in the free pages of the file.
        connection.execute("PRAGMA secure_delete=ON")
        _upgrade(connection)
    except sqlite3.Error as error:
        raise StoreError(
            f"存对话的文件 {path} 打不开（{error}）。请检查文件夹能不能写，或者换一个文件。"
        ) from error
    return connection


def _upgrade(connection: Database) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == VERSION:
        return
    with connection.transaction():
        for table, column, kind in _ADDED:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            if columns and column not in columns:
                connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
        for statement in _statements(SCHEMA):
            connection.execute(statement)
        _empty_the_old_box(connection)
        connection.execute(f"PRAGMA user_version={VERSION}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: executescript would end the transaction under way."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _empty_the_old_box(connection: Database) -> None:
    """Before version 3 the questions lay in a table of their own, counted by their words alone."""
    if not connection.execute("PRAGMA table_info(unanswered)").fetchall():
        return
    rows = connection.execute("SELECT question, kind, times, last FROM unanswered").fetchall()
    connection.execute("DROP TABLE unanswered")
    for words, kind, times, last in rows:
        why = "反问了" if kind == "clarify" else "没答上来"
        connection.execute(
            "INSERT INTO inbox (words, why, answer, times, first, last, state, closed) "
            "VALUES (?, ?, '', ?, ?, ?, '待办', '') "
            "ON CONFLICT (words, why, answer) DO UPDATE SET times = times + excluded.times",
            (masked(words), why, times, last, last),
        )
