"""Drafts of entries: written where they belong, harming nothing, answered from by nobody until reviewed."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.counsel import prepare
from milu_bot.dialogue.turn import Dialogue
from milu_bot.faq_sheet import entries
from milu_bot.knowledge.drafting import DraftError, draft_entry
from milu_bot.knowledge.loader import load
from milu_bot.knowledge.mending import write_mends
from milu_bot.policy import Policy
from milu_bot.staff_tools import check_knowledge, waiting
from tests.few_questions import KNOWLEDGE, with_few_questions

ASKED = [
    "量子鸽子养殖有没有岗位补贴",
    '带“: ”号和 # 号的问题: "怎么" 写',
    "- 问：一行",
    "@我 [1] {2} %d",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_few_questions(tmp_path, "1.yaml", "3-3-08.yaml", "outside.yaml")


def test_a_draft_for_every_clause_stands_in_its_file_and_changes_nothing_else(
    tmp_path: Path, policy: Policy
) -> None:
    folder = tmp_path / KNOWLEDGE.name
    shutil.copytree(KNOWLEDGE, folder)
    for id in (*list(policy.clauses)[::7], "3.3.9a"):
        mend = draft_entry(folder, id, ASKED, "2026-11-27 小李")
        assert mend.after.startswith(mend.before.rstrip())
        numbered = id.rstrip("ab").split(".")
        if numbered[0] == "3" and len(numbered) == 3:
            assert mend.path.name.startswith(f"3-{numbered[1]}-")
        write_mends([mend])
    drafted, problems = check_knowledge(folder)
    assert problems == []
    assert drafted is not None
    assert drafted.faqs == policy.faqs
    assert all(faq.questions == tuple(ASKED) for faq in drafted.drafts)
    told = list(waiting(drafted, date(2026, 11, 30)))
    assert len(told) == len(drafted.drafts) >= 5
    assert "3 天前起草" in told[0]


def test_a_draft_is_answered_from_once_it_is_reviewed(folder: Path) -> None:
    def answer() -> str:
        dialogue = Dialogue(prepare(load(folder)))
        turn = dialogue.take(Conversation("x"), ASKED[0], NOW)
        return str(turn.replies)

    from tests.test_bookkeeping import NOW

    mend = draft_entry(folder, "3.3.8", ASKED[:1], "2026-11-27 小李")
    write_mends([mend])
    text = mend.path.read_text("utf-8")
    head, _, entry = text.rpartition("  答: |\n")
    entry = entry.replace("    ", "    鸽子不算。", 1)
    mend.path.write_text(f"{head}  答: |\n{entry}", "utf-8")
    assert "鸽子不算" not in answer()
    reviewed = mend.path.read_text("utf-8").replace("状态: 待审", "状态: 已审")
    mend.path.write_text(reviewed, "utf-8")
    assert "鸽子不算" in answer()


def test_comments_and_order_are_kept(folder: Path) -> None:
    file = folder / "faq" / "3-3-08.yaml"
    odd = "# 头\n" + file.read_text("utf-8").replace("  见: [3.3.8]", "  见: [3.3.8]   # 注", 1)
    file.write_text(odd + "# 尾\n\n\n", "utf-8")
    write_mends([draft_entry(folder, "3.3.8", ASKED, "2026-11-27")])
    assert file.read_text("utf-8").startswith(odd + "# 尾\n")


def test_what_cannot_be_drafted_is_told(folder: Path) -> None:
    with pytest.raises(DraftError, match=r"没有“9\.9”这一条"):
        draft_entry(folder, "9.9", ASKED, "2026-11-27")
    (folder / "faq" / "1.yaml").write_text("- 问: [\n", "utf-8")
    with pytest.raises(DraftError, match="先改好再起草"):
        draft_entry(folder, "1", ASKED, "2026-11-27")


def test_a_wrong_status_is_named(folder: Path) -> None:
    mend = draft_entry(folder, "1", ASKED, "2026-11-27")
    write_mends([mend])
    mend.path.write_text(mend.after.replace("待审\n", "审过了\n"), "utf-8")
    _, problems = check_knowledge(folder)
    assert any("状态" in problem.message for problem in problems)


def test_a_draft_has_its_place_in_the_sheet(folder: Path) -> None:
    before = entries(folder)
    mend = draft_entry(folder, "3.3.8", ASKED[:1], "2026-11-27")
    later = "- 种类: 闲聊\n  见: []\n  问:\n    - 鸽子好吗\n  答: 好。\n"
    mend.path.write_text(mend.after + later, "utf-8")
    added = [entry for entry in entries(folder) if entry not in before]
    assert [entry.fields.get("状态", "") for entry in added] == ["待审", ""]
    assert added[1].place == added[0].place + 1


def test_a_draft_cannot_go_out_by_one_word(folder: Path) -> None:
    mend = draft_entry(folder, "3.3.8", ASKED[:1], "2026-11-27")
    write_mends([mend])
    mend.path.write_text(mend.after.replace("状态: 待审", "状态: 已审"), "utf-8")
    _, problems = check_knowledge(folder)
    assert ["【填】" in problem.message for problem in problems] == [True]


def test_what_the_document_leaves_out_is_drafted_among_its_like(folder: Path) -> None:
    mend = draft_entry(folder, "无关", ASKED[:1], "2026-11-27")
    assert mend.path.name.startswith("outside")
    write_mends([mend])
    drafted, problems = check_knowledge(folder)
    assert drafted is not None and not problems
    assert (drafted.drafts[-1].kind.value, drafted.drafts[-1].see) == ("无关", ())
