"""The SQLite file in which the stores live."""

from __future__ import annotations

import sqlite3
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS conversation (
    user TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    touched TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS unanswered (
    question TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    times INTEGER NOT NULL,
    last TEXT NOT NULL
) STRICT;
"""


class StoreError(Exception):
    """The store cannot be used; the message is a Chinese sentence."""


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, and make it where there is none.

    Raises: StoreError if the file cannot be opened or is no such database.
    """
    try:
        connection = sqlite3.connect(
            path, isolation_level=None, timeout=10, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.executescript(SCHEMA)
    except sqlite3.Error as error:
        raise StoreError(
            f"存对话的文件 {path} 打不开（{error}）。请检查文件夹能不能写，或者换一个文件。"
        ) from error
    return connection
