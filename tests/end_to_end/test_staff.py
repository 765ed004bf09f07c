"""Thumbs and staff on Telegram, through the real process."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.conftest import ROOT
from tests.end_to_end.people import Bot, BotApi, Person, labels

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


def test_no_thumbs_under_questions_nor_in_groups(api: BotApi, bot: Bot) -> None:
    person = Person(api, 1102)
    person.ask("/assess")
    assert UP not in labels(person.replies[-1])
    member = Person(api, 1103, group=-100_1103)
    member.ask("@milu_test_bot 贫困户开网店有补贴吗")
    assert member.replies[-1]["reply_markup"] is None
