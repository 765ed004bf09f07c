"""Who is staff, and what each may do at the desk."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import Result

from milu_bot.staff import Role, read_staff
from tests.commands import invoke


def test_roles_are_read() -> None:
    staff = read_staff(" telegram:12345=publisher, telegram:678=viewer，terminal:me=editor,")
    assert staff == {
        "telegram:12345": Role.PUBLISHER,
        "telegram:678": Role.VIEWER,
        "terminal:me": Role.EDITOR,
    }
    assert read_staff("") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("telegram:1", "第 1 项“telegram:1”"),
        ("telegram:1=viewer,12345=editor", "第 2 项“12345=editor”"),
        ("telegram:1=boss", "viewer（看信箱和统计）"),
        ("telegram:1:viewer", "第 1 项"),
        ("telegram:1=viewer,telegram:1=editor", "写了两次"),
    ],
)
def test_a_wrong_list_says_how_to_write_it(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        read_staff(text)


@pytest.fixture(autouse=True)
def _few_questions(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILU_KNOWLEDGE", str(few))


def chat(store: Path, staff: str, lines: str, user: str = "me") -> Result:
    where = {"MILU_STORE": str(store), "MILU_STAFF": staff}
    return invoke("chat", "--json", "--user", user, given=lines, **where)


def replies(done: Result) -> list[str]:
    rows = map(json.loads, done.stdout.splitlines())
    return ["\n".join(reply["text"] for reply in row["replies"]) for row in rows]


def test_a_wrong_list_stops_the_bot_in_chinese(tmp_path: Path) -> None:
    done = chat(tmp_path / "s", "me=king", "你好\n")
    assert done.exit_code == 1
    assert "要写成 渠道:编号=权限" in done.stderr


def test_staff_at_the_terminal(tmp_path: Path) -> None:
    staff = "terminal:me=editor,terminal:eye=viewer"
    lines = "明天股市涨不涨，我叫张三\n/whoami\n/inbox\n/stats\n/check\n/reload\n我的回答\n"
    told = replies(chat(tmp_path / "s", staff, lines))
    assert "terminal:me" in told[1] and "/check" in told[1] and "/reload" not in told[1]
    assert "明天股市涨不涨，我叫＊＊" in told[2]
    assert "没答上来 1 次" in told[3]
    assert told[4].endswith("没有问题。")
    assert "不能用 /reload" in told[5]
    # The talk is as it was: an order is no part of it.
    assert "没有在答题" in told[6]
    told = replies(chat(tmp_path / "s", staff, "/check\n/inbox\n", "eye"))
    assert "不能用 /check" in told[0]
    assert "信箱里有 1 类问题" in told[1]
    stranger = replies(chat(tmp_path / "s", staff, "/whoami\n/inbox\n/nonsense\n", "other"))
    assert stranger[0] == "您的编号是 terminal:other"
    assert "信箱" not in stranger[1]
    rows = json.loads(bot_py(tmp_path / "s", staff, "staff-log", "--json"))
    assert [row["what"] for row in rows] == [
        *("/whoami", "/inbox", "/stats", "/check", "/reload"),
        *("/check", "/inbox"),
    ]
    assert [row["outcome"] for row in rows][3:6] == ["没有问题。", "没有权限", "没有权限"]
    assert {row["listed"] for row in rows} == {"terminal:me", "terminal:eye"}
    assert not any("terminal" in row["who"] for row in rows)
    week = bot_py(tmp_path / "s", staff, "digest")
    assert "信箱里有 1 类问题" in week
    assert "最近 7 天（只有次数，没有人）" in week


def bot_py(store: Path, staff: str, *arguments: str) -> str:
    done = invoke(*arguments, MILU_STORE=str(store), MILU_STAFF=staff)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_staff_close_what_they_have_seen_to(tmp_path: Path) -> None:
    store = tmp_path / "s"
    chat(store, "", "明天股市涨不涨\n明天股市涨不涨啊\n今天下雨吗\n")
    groups = json.loads(bot_py(store, "", "inbox", "--json"))
    assert [(group["times"], len(group["questions"])) for group in groups] == [(2, 2), (1, 1)]
    number = str(groups[0]["number"])
    assert "已办" in bot_py(store, "", "inbox", "done", number)
    assert [group["state"] for group in json.loads(bot_py(store, "", "inbox", "--json"))] == [
        "待办"
    ]
    everything = json.loads(bot_py(store, "", "inbox", "--all", "--json"))
    assert [group["state"] for group in everything] == ["待办", "已办"]
    (deed,) = json.loads(bot_py(store, "", "staff-log", "--json"))
    assert (deed["role"], deed["what"]) == ("本机", f"inbox 第 {number} 号 已办")
