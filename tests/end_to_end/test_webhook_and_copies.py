"""Who comes in by the webhook, and copies of the store while it serves."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from milu_bot.stores.opening import open_sqlite
from tests.conftest import ROOT
from tests.end_to_end.people import Bot, BotApi, Person, free_port
from tests.end_to_end.postman import PATH, SECRET, deliver


def ask(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_only_telegram_comes_in_by_the_webhook(api: BotApi, new_bot: Callable[..., Bot]) -> None:
    port, watch = free_port(), free_port()
    bot = new_bot(
        "--webhook",
        TELEGRAM_WEBHOOK_URL=f"https://bot.example.org{PATH}",
        TELEGRAM_WEBHOOK_PORT=str(port),
        TELEGRAM_WEBHOOK_SECRET=SECRET,
        MILU_WATCH_PORT=str(watch),
    ).start()
    assert api.webhook["secret_token"] == SECRET
    person = Person(api, 31)
    update = {"update_id": 1, "message": person.message("/start")}
    for secret in (None, "", SECRET[:-1], SECRET + "x", SECRET.upper(), "密"):
        wrong = secret.encode().decode("latin1") if secret else secret
        assert deliver(port, update, wrong) == 403
    assert deliver(port, update, path="/elsewhere") == 404
    for body in (b"", b"{", b"[]", b'"x"', b"\xff", b'{"update_id": "1"}', b"[" * 100_000):
        assert deliver(port, body) == 400
    assert deliver(port, b" " * 1_000_001) in (413, 0)  # 0: it hung up before all was sent
    odd = [{"update_id": 2, "message": {}}, {"update_id": 3, "message": 5}, {"update_id": 4}]
    assert [deliver(port, one) for one in odd] == [200, 200, 200]
    assert api.sent(person.chat) == []
    assert deliver(port, update) == 200
    assert "小助手" in person.hear()[0]
    assert ask(watch, "/healthz")[0] == ask(watch, "/readyz")[0] == 200
    counts = ask(watch, "/metrics")[1]
    assert "milu_turns_total 1.0" in counts
    assert bot.end() == 0
    assert len(person.replies) == 1


def run(bot: Bot, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "bot.py"), *arguments]
    return subprocess.run(
        command, env=bot.environment, capture_output=True, text=True, encoding="utf-8"
    )


def test_a_copy_while_it_serves_and_back_again(api: BotApi, bot: Bot, tmp_path: Path) -> None:
    person, copy = Person(api, 32), tmp_path / "copy.sqlite3"
    person.ask("/assess")
    person.say("不知道")
    assert "第 2 题" in person.hear()[0]
    copied = run(bot, "backup", str(copy))
    assert copied.returncode == 0, copied.stderr
    person.say("不知道")
    assert "第 3 题" in person.hear()[0]
    refused = run(bot, "restore", str(copy))
    assert refused.returncode != 0
    assert "还在跑" in refused.stderr
    assert bot.end() == 0
    assert run(bot, "restore", str(copy)).returncode == 0
    bot.start()
    # What was answered after the copy is gone, so its question is put again.
    person.say("不知道")
    assert "第 3 题" in person.hear()[0]
    assert len(person.replies) == 4
    bot.end()
    old = open_sqlite(bot.store.with_name(bot.store.name + ".old"))
    assert old.outbox.chats("telegram") == []
    old.close()
