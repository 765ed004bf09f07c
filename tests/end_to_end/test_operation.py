"""What operators set, see and are told; and what nobody finds in the log or, once forgotten, on the disk."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import cli
from milu_bot.channels.journal import Names
from milu_bot.settings import listed
from tests.conftest import ROOT
from tests.end_to_end.bot_api import TOKEN, BotApi
from tests.end_to_end.people import Bot, Person, free_port


def started(*arguments: str, **environment: str) -> Result:
    """The command, which is to give up before it opens anything."""
    unset = {name: None for name in os.environ if name.startswith(("TELEGRAM_", "MILU_"))}
    given = unset | {"MILU_STORE": "/nowhere/store"} | environment
    return CliRunner().invoke(cli, arguments, env=given)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "@BotFather"),
        ({"TELEGRAM_BOT_TOKEN": ""}, "@BotFather"),
        ({"TELEGRAM_BOT_TOKEN": "123456"}, "@BotFather"),
        ({"TELEGRAM_BOT_TOKEN": "secret words"}, "没抄全"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": "127.0.0.1:9000/bot"}, "TELEGRAM_API_BASE_URL"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": "http://127.0.0.1:9000"}, "TELEGRAM_API_BASE_URL"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_PORT": "99999"}, "TELEGRAM_WEBHOOK_PORT"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": "a b"}, "TELEGRAM_WEBHOOK_SECRET"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "MILU_WATCH_PORT": "x"}, "MILU_WATCH_PORT"),
    ],
)  # fmt: skip
def test_wrong_settings_are_told_in_chinese(given: dict[str, str], told: str) -> None:
    done = started("telegram", **given)
    assert done.exit_code == 1
    assert told in done.stderr and "secret words" not in done.stderr and TOKEN not in done.stderr


def test_a_webhook_needs_its_address() -> None:
    done = started("telegram", "--webhook", TELEGRAM_BOT_TOKEN=TOKEN)
    assert done.exit_code == 1 and "TELEGRAM_WEBHOOK_URL" in done.stderr


def test_a_token_that_telegram_refuses(api: BotApi, tmp_path: Path, few: Path) -> None:
    given = {
        "TELEGRAM_BOT_TOKEN": "123456:another",
        "TELEGRAM_API_BASE_URL": f" {api.base_url}/ ",
        "MILU_STORE": str(tmp_path / "store"),
        "MILU_KNOWLEDGE": str(few),
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), "telegram"],
        env=os.environ | given,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 1 and "@BotFather" in done.stderr
    assert "another" not in done.stderr and "Traceback" not in done.stderr


def test_every_setting_is_listed_and_no_secret_is_shown() -> None:
    secrets = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": "hush"}
    out = started("settings", **secrets).output
    names = re.findall(r"^([A-Z_]+) = .*\n    (.*[\u4e00-\u9fff].*)$", out, re.MULTILINE)
    assert {name for name, _ in names} == {name for name, *_ in listed()}
    assert TOKEN not in out and "hush" not in out and "（设了，不显示）" in out


# --- one process under watch

PORT = free_port()


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, few: Path) -> Iterator[tuple[BotApi, Bot]]:
    """Telegram is away at first; then a process that is watched and as patient as by default."""
    api = BotApi()
    store = tmp_path_factory.mktemp("watched") / "store.sqlite3"
    bot = Bot(api, store, MILU_WATCH_PORT=str(PORT), MILU_KNOWLEDGE=str(few))
    api.shut()
    bot.start(ready=False)
    bot.logged("telegram_unreachable")
    assert get("/healthz") == (200, "ok\n")
    assert get("/readyz")[0] == 503
    api.open()
    bot.logged('"ready"')
    yield api, bot
    if bot.process:
        bot.kill()
    api.close()


def get(path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    try:
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_it_is_ready_once_telegram_answers(watched: tuple[BotApi, Bot]) -> None:
    assert get("/readyz") == (200, "ok\n")
    assert get("/elsewhere")[0] == 404


def test_the_container_knows_how_it_is(watched: tuple[BotApi, Bot]) -> None:
    text = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    (command,) = re.findall(r"HEALTHCHECK[^[]+(\[.+\])", text)
    _, *check = json.loads(command.replace("9464", str(PORT)))
    assert subprocess.run([sys.executable, *check], check=False).returncode == 0
    check[-1] = check[-1].replace(str(PORT), str(free_port()))
    sick = subprocess.run([sys.executable, *check], check=False, stderr=subprocess.DEVNULL)
    assert sick.returncode != 0


def test_counts_for_prometheus_name_nobody(watched: tuple[BotApi, Bot]) -> None:
    api, _ = watched
    person = Person(api, 424_242_001)
    person.ask("贫困户开网店有补贴吗")
    person.ask("/help")  # by now the first is counted
    code, text = get("/metrics")
    assert code == 200
    assert re.search(r'^milu_messages_total\{kind="answer"\} [1-9]', text, re.MULTILINE)
    assert re.search(r'^milu_letters_total\{end="sent"\} [1-9]', text, re.MULTILINE)
    assert re.search(r"^milu_silent_seconds [0-9.]+$", text, re.MULTILINE)
    assert "424242001" not in text and "贫困户" not in text


def test_who_writes_too_fast_is_told_once_and_others_are_served(
    watched: tuple[BotApi, Bot],
) -> None:
    api, _ = watched
    hasty, calm = Person(api, 424_242_002), Person(api, 424_242_003)
    for _ in range(30):
        hasty.say("/help")
    assert "怎么用我" in calm.ask("/help")
    api.wait(lambda: len(hasty.replies) >= 21)
    last = hasty.message("/help")
    api.update("edited_message", last)  # is too much as well
    assert "怎么用我" in calm.ask("/help")
    heard = [message["text"][:8] for message in hasty.replies]
    assert len(heard) == 21 and sum("太快" in text for text in heard) == 1


def test_the_log_holds_no_words_no_ids_no_facts(watched: tuple[BotApi, Bot]) -> None:
    """Through errors too: of Telegram, of odd updates, of a letter that is refused."""
    api, bot = watched
    person = Person(api, 424_242_004)
    said = [
        "秘密话甲乙",
        "/assess",
        "1",
        "是",
        "开了",
        "一万二千三百四十五笔",
        "我叫张三丰，身份证430681",
    ]
    for line in said:
        person.say(line)
    odd = person.message("秘密话丙丁")
    api.update("message", {**odd, "chat": "秘密话丙丁"})
    api.update("message", {**odd, "from": {"id": "秘密话丙丁"}, "chat": {"type": "private"}})
    api.wait(lambda: len(person.replies) >= len(said))
    api.fault = lambda method, data: (
        "garbage"
        if data.get("chat_id") == person.chat and not failed.append(1) and len(failed) < 4
        else None
    )
    failed: list[int] = []
    person.say("/result")
    bot.logged("letter_waits")
    api.fault = lambda method, data: None
    del api.chats[person.chat]
    person.api.update("message", {**odd, "message_id": api.new_message_id(), "text": "/help"})
    line = json.loads(bot.logged("letter_refused"))
    assert line["chat"] == Names(TOKEN).of(str(person.id))
    log = "".join(bot.log)
    for hidden in (
        "424242004",
        "秘密",
        "张三",
        "430681",
        "12345",
        "一万二千",
        "贫困户",
        "建档",
        TOKEN,
        TOKEN[10:],
    ):
        assert hidden not in log, hidden
    assert all(json.loads(line)["event"] for line in bot.log)


def test_what_is_forgotten_is_gone_from_the_disk(watched: tuple[BotApi, Bot]) -> None:
    api, bot = watched
    person = Person(api, 424_242_005)
    for line in ("/assess", "1", "是", "开了", "77889笔"):
        person.say(line)
    api.wait(lambda: "能领" in "".join(m["text"] for m in person.replies))

    def on_disk() -> bytes:
        return b"".join(
            file.read_bytes()
            for file in bot.store.parent.iterdir()
            if file.name.startswith(bot.store.name)
        )

    assert b"424242005" in on_disk() and b"77889" in on_disk()
    person.say("/forget")
    api.wait(lambda: "删掉的是：4 条回答" in person.replies[-1]["text"])
    for n in range(20):
        if b"424242005" in on_disk():  # the note that the last word was sent may still be under way
            Person(api, 424_242_100 + n).ask("/help")
    assert b"424242005" not in on_disk() and b"77889" not in on_disk()


def test_through_a_proxy(api: BotApi, new_bot: Callable[..., Bot]) -> None:
    """The double knows nothing of hosts, so it may stand for a proxy as well."""
    away = {"TELEGRAM_API_BASE_URL": "http://telegram.invalid/bot", "no_proxy": ""}
    new_bot(http_proxy=api.base_url.removesuffix("/bot"), **away).start()
    assert "小助手" in Person(api, 5).ask("/start")
