"""An edit of the knowledge while the bot serves on Telegram, as its people and its staff see it."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.end_to_end.bot_api import BotApi
from tests.end_to_end.people import FIRST_FACT, Bot, Person, free_port
from tests.few_questions import with_few_questions


def test_an_edit_goes_live_in_the_midst_of_a_talk(
    api: BotApi, new_bot: Callable[..., Bot], tmp_path: Path
) -> None:
    folder, port = with_few_questions(tmp_path), free_port()
    environment = {"MILU_KNOWLEDGE": str(folder), "MILU_WATCH_PORT": str(port)}
    bot = new_bot(**environment).start()
    person = Person(api, 2001)
    assert "您是哪一种" in person.ask("/assess")
    assert "建档立卡" in person.ask("贫困户")

    # Wrong: the bot stays ready with what it had, and says to staff what to mend.
    facts = folder / "facts.yaml"
    words = facts.read_text("utf-8")
    facts.write_text(words.replace("申请身份:", "申请身份：", 1), "utf-8")
    assert f"facts.yaml 第 {FIRST_FACT} 行" in bot.logged('"knowledge_refused"', 60)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        told = answer.read().decode()
        assert answer.status == 200
    assert told.startswith("ok\n")
    assert f"facts.yaml 第 {FIRST_FACT} 行" in told
    assert "开了网店" in person.ask("是")

    # Right, with one option more: the answer to that question is asked anew, and the person is told so once.
    more = "    农户: 种田的农户\n    乡镇: 乡镇政府\n"
    words = words.replace("    乡镇: 乡镇政府\n", more, 1)
    facts.write_text(words.replace("[贫困户, 企业,", "[农户, 贫困户, 企业,", 1), "utf-8")
    bot.logged('"knowledge_live"', 60)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        assert answer.read() == b"ok\n"
    person.say("开了")
    notice = person.hear()[0]
    assert "更新" in notice
    assert "不再算数：身份。" in notice
    assert "第 3 题" in notice
    answers = person.ask("我的回答")
    assert "身份" not in answers
    assert "更新" not in answers
