"""What a leader is shown before an edit goes live."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from milu_bot.edition import Edition, publish
from milu_bot.knowledge.loader import load
from milu_bot.knowledge.revisions import RevisionError, at_revision
from milu_bot.policy import Policy
from milu_bot.preview import Preview, preview
from milu_bot.preview_page import preview_page, preview_text
from milu_bot.stale_words import changed_ids, stale_words
from tests.commands import invoke
from tests.conftest import KNOWLEDGE, ROOT

DAY = date(2026, 12, 1)
EDITS = [
    ("clauses/3-3-07.yaml", "年纳税额: 至少 300万元, 奖励: 3万元", "年纳税额: 超过 300万元, 奖励: 3万元"),
    ("faq/3-3-08.yaml", "1000元一个人，按人头算。", "1000元一个人，<b>按人数</b>算。"),
    ("faq/3-3-08.yaml", "    - 岗位补铁一个人头好多块\n", ""),
    ("faq/3-3-09.yaml", "  问:\n", "  问:\n    - 岗位补铁一个人头好多块\n"),
]  # fmt: skip


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge in use: few questions, all examples."""
    folder = tmp_path_factory.mktemp("used") / KNOWLEDGE.name
    shutil.copytree(KNOWLEDGE, folder)
    for path in (folder / "faq").iterdir():
        if not path.name.startswith("3-3-0"):
            path.unlink()
    return folder


@pytest.fixture(scope="module")
def before(used: Path, edition: Edition) -> Edition:
    return publish([load(used)], edition.templates)


@pytest.fixture(scope="module")
def edited(used: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edit") / KNOWLEDGE.name
    shutil.copytree(used, folder)
    for name, before, after in EDITS:
        text = (folder / name).read_text(encoding="utf-8")
        if before in text:
            (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def seen(before: Edition, edited: Path) -> Preview:
    return preview(before, publish([load(edited)], before.templates), DAY, ["交税300万奖多少"])


def test_no_edit_changes_nothing(before: Edition) -> None:
    found = preview(before, before, DAY)
    assert found.empty
    assert "没有人会看出变化" in "\n".join(preview_text(found))


def test_a_sum_is_shown_where_it_changes_and_nowhere_else(seen: Preview) -> None:
    threshold = [change for change in seen.sums if not change.what.startswith("例子")]
    assert [(change.clause, change.before, change.after) for change in threshold] == [
        ("3.3.7a", "3万元", "1万元")
    ]
    assert threshold[0].what.endswith("300万元")
    assert ("例子“纳税正好300万元”：3.3.7a", "3万元", "1万元") in [
        (change.what, change.before, change.after) for change in seen.sums
    ]


def test_an_answer_is_shown_with_what_went_and_what_came(seen: Preview) -> None:
    changed = {change.clause: change for change in seen.answers}["3.3.8"]
    assert "按人头算" in changed.before and "<b>按人数</b>算" in changed.after
    told = "\n".join(preview_text(seen))
    assert "    - 1000元一个人，按人头算。\n    + 1000元一个人，<b>按人数</b>算。" in told


def test_a_wording_put_under_another_entry_leads_there(seen: Preview) -> None:
    (moved,) = [change for change in seen.leads if change.what == "岗位补铁一个人头好多块"]
    assert moved.before.startswith("三、（三）8") and moved.after.startswith("三、（三）9")


def test_words_that_an_edit_left_behind_are_listed(
    policy: Policy, edited: Path, tmp_path: Path
) -> None:
    found = stale_words(policy, edited)
    assert changed_ids(policy, load(edited)) == {"3.3.7", "3.3.7a"}
    assert {words.where.split(" ")[0].rpartition("/")[2] for words in found} >= {
        "3-3-07.yaml",
        "readings.yaml",
    }
    assert {"三、（三）7 的“解读”", "三、（三）7 的“关键词”", "口径“税收奖怎么取档”"} <= {
        words.what for words in found
    }
    for words in found:
        file, line = words.where.split(" 第 ")
        text = (edited.parent / file).read_text(encoding="utf-8").split("\n")
        assert text[int(line.removesuffix(" 行")) - 1].strip()
    assert not stale_words(policy, KNOWLEDGE)
    renamed = tmp_path / "草稿"
    shutil.copytree(KNOWLEDGE, renamed)
    assert not stale_words(policy, renamed)


def test_a_reading_settled_otherwise_leaves_words_behind(policy: Policy) -> None:
    id = "特色产品奖怎么取档"
    other = policy.readings[id].model_copy(update={"adopted": "六档全部累加"})
    before = replace(policy, readings={**policy.readings, id: other})
    answers = [words.text for words in stale_words(before, KNOWLEDGE)]
    assert any("10万元是最高一档" in text for text in answers)
    assert any(text.startswith("不能加") for text in answers)


def test_the_page_shows_markup_as_text(seen: Preview, policy: Policy) -> None:
    page = preview_page(
        ROOT / "templates", seen, policy, old="HEAD", new="改过的", made="2026年12月1日", wrong=3
    )
    assert "<b>按人" not in page and "&lt;b&gt;" in page
    assert "还有 3 处没通过检查" in page
    assert policy.masthead.number in page
    assert "src=" not in page and "http" not in page, "the page must open without a network"


def test_the_command_holds_a_copy_against_the_folder_in_use(
    used: Path, edited: Path, tmp_path: Path
) -> None:
    page = tmp_path / "改动.html"
    done = invoke("preview", str(edited), "--html", str(page), MILU_KNOWLEDGE=str(used))
    assert done.exit_code == 0, done.stderr
    assert "【算出来的钱】" in done.stdout and "【说给人听的话】" in done.stdout
    assert "没通过检查" in done.stdout
    assert "【这几个回答也要看一看】" in done.stdout
    assert f"python bot.py check {edited}\n" in done.stdout
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_git_revision_is_laid_out_beside(tmp_path: Path) -> None:
    folder = tmp_path / "知识" / "a"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text("标题: 一\n", encoding="utf-8")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    (folder / "policy.yaml").write_text("标题: 二\n", encoding="utf-8")
    with at_revision(folder, "HEAD") as before:
        assert (before / "policy.yaml").read_text(encoding="utf-8") == "标题: 一\n"
    for wrong in ("no-such-revision", "--output=x"):
        with pytest.raises(RevisionError, match="版本"), at_revision(folder, wrong):
            pass
