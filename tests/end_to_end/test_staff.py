"""Thumbs and staff on Telegram, through the real process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.conftest import ROOT
from tests.end_to_end.conftest import House
from tests.end_to_end.people import FIRST_FACT, Bot, BotApi, Person, labels
from tests.few_questions import with_few_questions

UP, DOWN = "👍 有用", "👎 没帮上忙"


def bot_py(bot: Bot, *arguments: str) -> str:
    """What a command of bot.py prints while the bot serves."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), *arguments],
        env=bot.environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_thumbs_under_answers(api: BotApi, bot: Bot) -> None:
    person = Person(api, 1101)
    person.ask("贫困户开网店有补贴吗")
    answer = person.replies[-1]
    assert labels(answer)[-2:] == [UP, DOWN]
    person.press(DOWN)
    (kind,) = api.wait(
        lambda: [c.data.get("text") for c in api.called("answerCallbackQuery")] or None
    )
    assert "谢谢" in kind
    # The thumbs go, the other buttons stay; nothing else is said.
    changed = api.wait(
        lambda: (found := api.messages[person.chat, answer["message_id"]]).get("edited") and found
    )
    assert labels(changed) == labels(answer)[:-2]
    assert changed["text"] == answer["text"]
    person.press_on(answer, UP)
    api.wait(lambda: len(api.called("answerCallbackQuery")) == 2)
    person.press_on(changed, labels(changed)[0])
    assert "三、（三）9" in person.hear()[0]
    assert len(person.replies) == 2
    (group,) = json.loads(bot_py(bot, "inbox", "--json"))
    assert group["questions"] == ["贫困户开网店有补贴吗"]
    assert group["why"] == {"没帮上忙": 1}
    assert json.loads(bot_py(bot, "stats", "--json"))["没帮上忙"] == {
        "3.3.9a 贫困户开网店有补贴吗": 1
    }


def test_no_thumbs_under_questions_nor_in_groups(house: House) -> None:
    person = house.person()
    person.ask("/assess")
    assert UP not in labels(person.replies[-1])
    member = house.person(house.group())
    member.ask("@milu_test_bot 贫困户开网店有补贴吗")
    assert member.replies[-1]["reply_markup"] is None


def test_staff_on_telegram(api: BotApi, new_bot: Callable[..., Bot], tmp_path: Path) -> None:
    folder = with_few_questions(tmp_path)
    staff = "telegram:3001=publisher,telegram:3002=viewer,telegram:3009=publisher"
    bot = new_bot(MILU_KNOWLEDGE=str(folder), MILU_STAFF=staff).start()
    chief, viewer, other = (Person(api, id) for id in (3001, 3002, 3003))
    other.ask("明天股市涨不涨，我叫张三")
    assert other.ask("/whoami") == "您的编号是 telegram:3003"
    unknown = other.ask("/nonsense")
    assert other.ask("/inbox") == unknown
    assert "权限是 viewer" in viewer.ask("/whoami")
    page = viewer.ask("/inbox")
    assert "明天股市涨不涨，我叫＊＊" in page
    assert "没答上来" in viewer.ask("/stats")
    assert "不能用 /check" in viewer.ask("/check")
    chief.say("/check")
    assert "正在检查" in chief.hear()[0]
    assert chief.hear(seconds=60) == ["没有问题。"]
    # In a group nobody is staff.
    group = Person(api, 3001, group=-100_3001)
    assert group.ask("/inbox@milu_test_bot") == unknown

    # A wrong edit: publishers are told, though one of them has never opened a chat. Others are not.
    facts = folder / "facts.yaml"
    words = facts.read_text("utf-8")
    facts.write_text(words.replace("申请身份:", "申请身份：", 1), "utf-8")
    (told,) = chief.hear(seconds=60)
    assert "没有启用" in told
    assert f"facts.yaml 第 {FIRST_FACT} 行" in told
    facts.write_text(words, "utf-8")
    chief.say("/reload")
    assert "知识" in chief.hear(2, seconds=60)[1]
    assert [len(person.replies) for person in (viewer, other)] == [4, 4]
    deeds = json.loads(bot_py(bot, "staff-log", "--json"))
    assert [
        (deed["role"], deed["what"]) for deed in deeds if deed["listed"] == "telegram:3001"
    ] == [
        ("publisher", "/check"),
        ("publisher", "/reload"),
    ]
