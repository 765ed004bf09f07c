"""Copies of the SQLite file, taken while it is in use, and put back when it is not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from milu_bot.stores.database import VERSION, connect
from milu_bot.stores.errors import StoreError
from milu_bot.stores.outbox import SqliteOutbox


def back_up(store: Path, file: Path) -> int:
    """Copy the store into a new file, whole or not at all; gives how many talks it holds.

    Raises: StoreError if there is nothing to copy or it cannot be written.
    """
    if not store.exists():
        raise StoreError(f"还没有 {store}，没有什么可以备份。")
    if file.exists():
        raise StoreError(f"{file} 已经有了。请换个名字，免得盖掉以前的备份。")
    part = file.with_name(file.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with closing(connect(store)) as source, closing(sqlite3.connect(part)) as target:
            part.chmod(0o600)
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        talks = _talks(part)
        part.replace(file)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise StoreError(
            f"备份没有写成（{error}）。请检查 {file.parent} 能不能写、磁盘满没满。"
        ) from error
    return talks


def put_back(file: Path, store: Path) -> int:
    """Put a copy in the place of the store; gives how many talks it holds. The old file stays as .old.

    Raises: StoreError if the file is no good copy, or the bot is running.
    """
    if not file.exists():
        raise StoreError(f"找不到备份文件 {file}。请检查名字和位置。")
    try:
        talks = _talks(file)
    except sqlite3.Error as error:
        raise StoreError(f"{file} 不是好的备份（{error}），没有动现在的对话。") from error
    part = store.with_name(store.name + ".part")
    try:
        with closing(connect(store)) as current:
            outbox = SqliteOutbox(current, store)
            if not outbox.alone():
                raise StoreError("机器人还在跑。请先停下来，再恢复。")
            current.fold()
            part.unlink(missing_ok=True)
            with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
                source.backup(target)
        store.replace(store.with_name(store.name + ".old"))
        for left in ("-wal", "-shm"):
            store.with_name(store.name + left).unlink(missing_ok=True)
        part.replace(store)
        outbox.close()
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"没有恢复成（{error}）。请检查 {store.parent} 能不能写、磁盘满没满。"
        ) from error
    return talks


def _talks(file: Path) -> int:
    """How many talks a copy holds.

    Raises: sqlite3.Error if it is no copy of ours, or damaged.
    """
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("文件坏了")
        (version,) = copy.execute("PRAGMA user_version").fetchone()
        if not 0 < version <= VERSION:
            raise sqlite3.DatabaseError("不是这个程序的文件，或者是更新的版本写的")
        return int(copy.execute("SELECT count(*) FROM conversation").fetchone()[0])
