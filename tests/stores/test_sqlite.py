"""What only the SQLite file has: expiry by hand, backups, old files, the right to send."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from milu_bot.conditions import FactId
from milu_bot.dialogue.conversation import Answer
from milu_bot.message import Letter
from milu_bot.stores.backup import back_up, put_back
from milu_bot.stores.errors import StoreError
from milu_bot.stores.opening import Stores, open_sqlite

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def answered(stores: Stores, user: str, when: datetime = NOW) -> None:
    with stores.conversations.turn(user, when, f"telegram:{user}") as held:
        held.conversation = held.conversation.answered(Answer(FactId("人数"), "八", "秘密的话"))
        held.letters.append(Letter("telegram", user, user, "信"))


def people(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        return [user for (user,) in file.execute("SELECT user FROM conversation ORDER BY user")]


def test_talks_expire(tmp_path: Path) -> None:
    stores = open_sqlite(tmp_path / "s")
    answered(stores, "old", NOW - timedelta(days=31))
    answered(stores, "new", NOW - timedelta(days=29))
    assert stores.conversations.expire(NOW) == 1
    assert people(tmp_path / "s") == ["new"]
    assert stores.outbox.chats("telegram") == ["new"]
    stores.close()


def test_an_expired_talk_is_not_found_before_it_is_swept(tmp_path: Path) -> None:
    stores = open_sqlite(tmp_path / "s")
    answered(stores, "old", NOW - timedelta(days=31))
    with stores.conversations.turn("old", NOW) as held:
        assert held.conversation.answers == ()
    stores.close()


def test_nothing_forgotten_is_left_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "s"
    stores = open_sqlite(path)
    answered(stores, "telegram:4711")
    with stores.conversations.turn("telegram:4711", NOW) as held:
        held.forget()
    raw = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert "秘密的话".encode() not in raw
    stores.close()


def test_backup_while_in_use_and_restore(tmp_path: Path) -> None:
    path, copy = tmp_path / "s", tmp_path / "copy"
    stores = open_sqlite(path)
    answered(stores, "a")
    assert back_up(path, copy) == 1
    answered(stores, "b")
    with pytest.raises(StoreError, match="已经有了"):
        back_up(path, copy)
    stores.outbox.hold("telegram", "7")
    with pytest.raises(StoreError, match="还在跑"):
        put_back(copy, path)
    stores.close()
    assert put_back(copy, path) == 1
    assert people(path) == ["a"]
    assert people(tmp_path / "s.old") == ["a", "b"]


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    path, bad = tmp_path / "s", tmp_path / "bad"
    stores = open_sqlite(path)
    answered(stores, "a")
    stores.close()
    bad.write_bytes(b"not a database, but long enough to be looked at" * 50)
    with pytest.raises(StoreError, match="不是好的备份"):
        put_back(bad, path)
    with closing(sqlite3.connect(tmp_path / "foreign")) as foreign:
        foreign.execute("CREATE TABLE conversation (x)")
    with pytest.raises(StoreError, match="不是好的备份"):
        put_back(tmp_path / "foreign", path)
    assert people(path) == ["a"]


def test_a_file_of_the_first_version_is_brought_along(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "s")) as old:
        old.execute(
            "CREATE TABLE conversation (user TEXT PRIMARY KEY, body TEXT NOT NULL, touched TEXT NOT NULL)"
        )
        old.execute("INSERT INTO conversation VALUES ('a', '{}', ?)", (NOW.isoformat(),))
        old.commit()
    stores = open_sqlite(tmp_path / "s")
    answered(stores, "b")
    stores.close()
    assert people(tmp_path / "s") == ["a", "b"]


def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(b"x" * 5000)
    with pytest.raises(StoreError, match="打不开"):
        open_sqlite(tmp_path / "s")


def test_the_staff_log_can_be_neither_changed_nor_erased(tmp_path: Path) -> None:
    stores = open_sqlite(tmp_path / "s")
    stores.staff_log.append("telegram:7", "viewer", "/inbox", "看了", NOW)
    stores.close()
    with closing(sqlite3.connect(tmp_path / "s")) as file:
        for attempt in ("UPDATE staff_log SET who = 'x'", "DELETE FROM staff_log"):
            with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
                file.execute(attempt)


def test_the_questions_of_an_older_file_are_in_the_inbox(tmp_path: Path) -> None:
    stores = open_sqlite(tmp_path / "s")
    stores.close()
    with closing(sqlite3.connect(tmp_path / "s")) as file:
        file.execute("CREATE TABLE unanswered (question TEXT, kind TEXT, times INT, last TEXT)")
        file.execute("DROP TABLE inbox")
        file.executemany(
            "INSERT INTO unanswered VALUES (?, ?, 2, '2026-11-01')",
            [("我叫张三", "clarify"), ("我叫李四", "clarify"), ("天气", "out_of_scope")],
        )
        file.execute("PRAGMA user_version=2")
        file.commit()
    stores = open_sqlite(tmp_path / "s")
    assert [(note.words, note.why, note.times) for note in stores.inbox.all()] == [
        ("我叫＊＊", "反问了", 4),
        ("天气", "没答上来", 2),
    ]
    stores.close()
