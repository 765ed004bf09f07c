"""Dates that staff enter: answers and sums change on the day, and nothing else does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from itertools import count
from pathlib import Path

import pytest

from milu_bot.dialogue.conversation import Answer, Conversation
from milu_bot.dialogue.counsel import Counsel, prepare
from milu_bot.dialogue.result_pages import ResultPages
from milu_bot.edition import Edition, publish
from milu_bot.eligibility.assessment import assess
from milu_bot.eligibility.one_day import Holder
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.knowledge.due_dates import due_dates, told
from milu_bot.knowledge.loader import load, read_draft
from milu_bot.message import Incoming
from milu_bot.policy import Policy
from milu_bot.profiles import read_profile
from milu_bot.rendering import Renderer, read_templates
from milu_bot.staff_tools import check_knowledge
from tests.commands import invoke
from tests.conftest import KNOWLEDGE, ROOT
from tests.conversations.test_conversations import desk_on
from tests.few_questions import with_few_questions
from tests.knowledge.wrong_files import FAQ, folder_of

BEFORE, ON = date(2026, 11, 30), date(2026, 12, 1)
SHOP = {
    "申请身份": "贫困户",
    "是建档立卡贫困人员": "是",
    "在第三方平台开网店": "是",
    "第一年成交笔数": 12,
}
AWARD, CLAUSE = "3.3.9a", "clauses/3-3-09.yaml"


def edited(tmp_path: Path, file: str, before: str, after: str) -> Path:
    folder = folder_of(tmp_path)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) >= 1, before
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return folder


PLACES = {
    Holder.AWARD: (CLAUSE, f"  {AWARD}:\n", f"  {AWARD}:\n    {{key}}: {{day}}\n"),
    Holder.CLAUSE: (CLAUSE, "解读:", "{key}: {day}\n解读:"),
    Holder.POLICY: ("policy.yaml", "地方:", "{key}: {day}\n地方:"),
}


@pytest.mark.parametrize("day", ["2026-12-01", "2026年12月1日"])
@pytest.mark.parametrize("holder", PLACES)
@pytest.mark.parametrize("key", ["失效", "生效"])
def test_the_sum_changes_on_the_day(tmp_path: Path, holder: Holder, key: str, day: str) -> None:
    file, before, after = PLACES[holder]
    folder = edited(tmp_path, file, before, after.format(key=key, day=day))
    policy, problems = check_knowledge(folder)
    assert policy is not None and not problems
    answers = read_profile(policy, SHOP)
    outcomes = {on: assess(Rulebook(policy, on), answers).outcomes[AWARD] for on in (BEFORE, ON)}
    open_on, closed_on = (BEFORE, ON) if key == "失效" else (ON, BEFORE)
    assert outcomes[open_on].amount == (1000, 1000) and outcomes[open_on].closed is None
    shut = outcomes[closed_on]
    assert (shut.status.value, shut.amount, shut.missing) == ("cannot", (0, 0), ())
    assert shut.closed is not None
    assert (shut.closed.day, shut.closed.ended, shut.closed.holder) == (ON, key == "失效", holder)
    assert assess(Rulebook(policy), answers).outcomes[AWARD].amount == (1000, 1000), (
        "no day, no date"
    )
    page = "\n".join(_pages(policy, closed_on))
    assert "2026年12月1日" in page and "日期由工作人员填写" in page
    assert ("已失效" if key == "失效" else "还没有生效") in page


def _pages(policy: Policy, day: date) -> list[str]:
    rulebook = Rulebook(policy, day)
    renderer = Renderer(read_templates(ROOT / "templates"), rulebook)
    answers = read_profile(policy, SHOP)
    talk = Conversation("x", tuple(Answer(f, v, "") for f, v in answers.items()), focus=(AWARD,))
    pages = ResultPages(rulebook)
    _, verdict = pages.verdict(talk)
    return [out.text for out in renderer.all((*verdict, *pages.not_claimable(talk)))]


def changed(tmp_path: Path, file: str, before: str, after: str) -> Path:
    """The real knowledge with the questions of one clause and those that are of none, and one change."""
    folder = with_few_questions(tmp_path, "0.yaml", "3-3-09.yaml", "general-procedure.yaml")
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    return folder


def edition_of(folder: Path) -> Edition:
    return publish([load(folder)], read_templates(ROOT / "templates"))


def replies(tmp_path: Path, edition: Edition) -> Callable[[str, date], str]:
    """What is said on a day to words by somebody new, from this knowledge."""
    somebody = count()

    def reply(words: str, day: date) -> str:
        now = datetime.combine(day, time(4), UTC)
        desk = desk_on(tmp_path / "talk.sqlite3", edition, lambda: now)
        return desk.receive(Incoming("test", str(next(somebody)), words)).outgoing[0].text

    return reply


@pytest.mark.parametrize("holder", PLACES)
def test_once_closed_an_answer_says_so_first(tmp_path: Path, holder: Holder) -> None:
    file, before, after = PLACES[holder]
    folder = changed(tmp_path, file, before, after.format(key="失效", day="2026-12-01"))
    reply = replies(tmp_path, edition_of(folder))
    for words, terms in [
        ("贫困户开网店有补贴吗", "1000元"),
        ("贫困户网店第一年成交12笔补多少", ""),
        ("三（三）9", "开店第一年"),
        ("贫困户网店补贴去哪里申请", "市商务粮食局"),
    ]:
        if holder is Holder.AWARD and words == "三（三）9":
            continue  # a clause of two awards, of which one holds
        said = reply(words, ON)
        assert said.startswith("现在不能领。"), said
        assert "已失效" in said.splitlines()[0]
        assert not terms or said.index("以前是：") < said.index(terms)
        assert "现在不能领" not in reply(words, BEFORE)


STAFF_SAY = """  现在是否有效:
    内容: 局里答复：2026年还在执行
    填写日期: 2026年11月2日
"""


def test_the_word_of_staff_comes_first_when_it_is_asked_if_the_policy_stands(
    tmp_path: Path, edition: Edition
) -> None:
    folder = changed(tmp_path, "policy.yaml", "  现在是否有效:\n", STAFF_SAY)
    said = replies(tmp_path, edition_of(folder))("现在还有效吗", BEFORE)
    assert said.startswith("局里答复：2026年还在执行（工作人员补充，2026年11月2日填）"), said
    assert "请先" not in said and "没写有效期" in said
    assert "没写有效期" in replies(tmp_path, edition)("现在还有效吗", BEFORE).splitlines()[0]


def test_the_real_policy_has_no_dates_and_says_so(policy: Policy) -> None:
    dated = [policy.masthead, *policy.clauses.values(), *policy.awards.values(), *policy.faqs]
    assert not [d for d in dated if d.starts or d.ends or d.review]
    assert "没有写有效期" in policy.masthead.validity
    assert due_dates(read_draft(KNOWLEDGE), ON) == []


def faq_counsel(tmp_path: Path) -> Counsel:
    """Two entries with the same wordings: one until the last day of November, one from December on."""
    folder = folder_of(tmp_path)
    entry = """- 种类: 申请
  见: ["4.1"]
  {key}: 2026年12月1日
  问:
    - 窗口开到几点
    - 窗口几点关门
  答: {answer}
  原文: 领导小组办公室设在市商务粮食局
"""
    path = folder / FAQ
    path.write_text(
        path.read_text(encoding="utf-8")
        + entry.format(key="失效", answer="开到五点。")
        + entry.format(key="生效", answer="开到六点。"),
        encoding="utf-8",
    )
    return prepare(load(folder))


def test_an_entry_is_answered_from_only_while_it_holds(tmp_path: Path) -> None:
    counsel = faq_counsel(tmp_path)
    for day, said in ((BEFORE, "开到五点。"), (ON, "开到六点。")):
        for words in ("窗口开到几点", "请问窗口开到几点呢", "窗口是几点关门的"):
            hits = counsel.on(day).index.find(words).hits
            assert hits[0].faq is not None and hits[0].faq.answer.strip() == said, words


def test_the_same_wording_may_stand_twice_if_never_on_one_day(tmp_path: Path) -> None:
    _, problems = check_knowledge(_folder_with_two(tmp_path))
    assert not problems


def _folder_with_two(tmp_path: Path) -> Path:
    faq_counsel(tmp_path)
    return tmp_path / KNOWLEDGE.name


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("失效: 2026-13-01", "没有“2026-13-01”这一天"),
        ("失效: 2026年2月30日", "没有“2026年2月30日”这一天"),
        ("失效: 明年年底", "不是日期，要写成 2026-12-01 或 2026年12月1日"),
        ("生效: 2027-01-01\n失效: 2026-12-01", "“失效”的日子要在“生效”之后"),
    ],
)
def test_a_wrong_date_is_named_with_its_line(tmp_path: Path, written: str, said: str) -> None:
    folder = edited(tmp_path, CLAUSE, "解读:", f"{written}\n解读:")
    _, problems = check_knowledge(folder)
    text = (folder / CLAUSE).read_text(encoding="utf-8").split("\n")
    (problem,) = problems
    assert said in problem.message
    assert "失效" in text[problem.line - 1]


@pytest.mark.parametrize(
    ("today", "heading"),
    [
        ("2026-10-01", None),
        ("2026-10-02", "60 天以内："),
        ("2026-11-01", "30 天以内："),
        ("2026-11-24", "7 天以内："),
        ("2026-12-01", "7 天以内："),
        ("2026-12-02", None),
    ],
)
def test_what_falls_due_is_told_in_time(tmp_path: Path, today: str, heading: str | None) -> None:
    folder = edited(tmp_path, CLAUSE, "解读:", "失效: 2026-12-01\n解读:")
    lines = list(told(due_dates(read_draft(folder), date.fromisoformat(today))))
    assert lines[:1] == ([heading] if heading else [])
    if heading:
        assert "2026年12月1日" in lines[1] and "失效" in lines[1] and "第" in lines[1]


def test_a_review_that_was_missed_is_told_until_it_is_done(tmp_path: Path) -> None:
    folder = edited(tmp_path, CLAUSE, "解读:", "复核: 2026-01-01\n解读:")
    lines = list(told(due_dates(read_draft(folder), ON)))
    assert lines[0] == "该复核了，日子已经过了："
    assert "过了 334 天" in lines[1]


def test_the_commands_take_a_day(tmp_path: Path) -> None:
    """assess, ask, check, facts and digest, as a clerk runs them."""
    folder = tmp_path / "knowledge" / "yunze"
    shutil.copytree(ROOT / "tests" / "second_county" / "yunze-2026-3", folder)
    case = tmp_path / "case.yaml"
    case.write_text(
        "是本县经营主体: 是\n被列入失信名单: 否\n三年内有食品安全事故: 否\n抽水机具台数: 3台\n"
    )
    at = {"MILU_KNOWLEDGE": str(folder)}
    sums = {}
    for day in ("2026-06-30", "2026-07-01"):
        done = invoke("assess", str(case), "--json", "--as-of", day, **at)
        sums[day] = json.loads(done.stdout)["awards"]["2.8a"]["low"]
    assert sums == {"2026-06-30": 1200, "2026-07-01": 0}
    assert "已失效" in invoke("ask", "买抽水机补多少", "--as-of", "2026-07-01", **at).stdout
    asked = json.loads(invoke("facts", "--json", "--as-of", "2026年7月1日", **at).stdout)
    assert {fact["id"]: fact["asked"] for fact in asked}["抽水机具台数"] is False
    assert "7 天以内" in invoke("check", "--as-of", "2029-01-05", **at).stdout
    digest = json.loads(invoke("digest", "--json", "--as-of", "2028-12-01", **at).stdout)
    assert [row["key"] for row in digest["due"]] == ["复核", "失效"]
    wrong = invoke("assess", str(case), "--as-of", "2026-02-30", **at)
    assert wrong.exit_code == 1 and "没有“2026-02-30”这一天" in wrong.stderr


def test_a_new_policy_is_laid_out_and_passes_the_check(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge" / "lin-2026"
    done = invoke("new-policy", str(folder))
    assert done.exit_code == 0 and str(folder) in done.stdout
    checked = invoke("check", str(folder))
    assert checked.exit_code == 0, checked.stdout
    assert "没有问题" in checked.stdout and "还没填" in checked.stdout
    assert (folder.parent / "schema" / "clause.json").exists()
    where = {"MILU_STORE": str(tmp_path / "s"), "MILU_KNOWLEDGE": str(folder)}
    talk = invoke("chat", given="你好\n1.1\n", **where)
    assert "示例县店铺补助" in talk.stdout and "新开店铺补助" in talk.stdout
    again = invoke("new-policy", str(folder))
    assert again.exit_code == 1 and "已经有东西了" in again.stderr
