"""A FAQ file changed by a program: what was not meant to change stays to the letter."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milu_bot.knowledge.faq_writing import Rewriting, WritingError, rewrite
from tests.conftest import KNOWLEDGE

FILES = sorted((KNOWLEDGE / "faq").glob("*.yaml"))
FILE = """\
# 给编辑器看的一行
# 这个文件讲什么

# 一、谁能领
- 种类: 谁能领
  见: [3.3.8]   # 岗位补贴
  问:
    - 哪些人能领    # 村里常这样问
    - 谁能领
  答: |
    第一行
    第二行

# 二、多少钱
- 种类: 多少钱
  见: [3.3.8]
  问: [补多少, 几多钱]
  答: 一千元。
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_entry_written_again_is_the_same_to_the_letter(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    touched = {place: {} for place in range(text.count("\n- ") + text.startswith("- "))}
    assert rewrite(text, Rewriting(changed=touched)) == text


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)
    return [line for line in list(lines)[2:] if not line.startswith("@@")]


def test_one_wording_more_is_one_line_more_and_comments_stay() -> None:
    after = rewrite(FILE, Rewriting(changed={0: {"问": ("哪些人能领", "哪个领得到", "谁能领")}}))
    assert changed_lines(FILE, after) == ["+    - 哪个领得到"]


def test_an_entry_goes_and_the_comments_around_it_stay() -> None:
    after = rewrite(FILE, Rewriting(removed=[0]))
    assert after.count("- 种类") == 1
    assert "# 这个文件讲什么" in after and "# 二、多少钱" in after


def test_an_entry_comes_at_the_end() -> None:
    new = {"种类": "时间", "见": ("3.3.8",), "问": ("哪天发",), "答": "文件没写。\n问办公室。"}
    after = rewrite(FILE.rstrip("\n"), Rewriting(added=[new]))
    assert after.endswith("  问:\n    - 哪天发\n  答: |\n    文件没写。\n    问办公室。\n")


def test_a_key_is_added_and_taken_away() -> None:
    with_status = rewrite(FILE, Rewriting(changed={1: {"原文": "按每人1000元"}}))
    assert changed_lines(FILE, with_status) == ["+  原文: 按每人1000元"]
    assert rewrite(with_status, Rewriting(changed={1: {"原文": ""}})) == FILE


@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cn")), min_size=1)
    .map(str.strip)
    .filter(bool)
)
def test_any_words_come_back_as_they_were_or_nothing_is_written(words: str) -> None:
    """Words that would be read as a slip are refused, never twisted."""
    try:
        rewrite(FILE, Rewriting(changed={1: {"答": words}}))
    except WritingError:
        return


def test_a_file_with_a_slip_is_not_touched() -> None:
    with pytest.raises(WritingError):
        rewrite(FILE.replace("答: 一千元", "答：一千元"), Rewriting(removed=[0]))


@pytest.mark.parametrize("begun", ["", "# 只有一行说明\n", "# 一行\n\n"])
def test_the_first_entry_of_a_file_is_written(begun: str) -> None:
    added = {"种类": "谁能领", "见": ("3.3.8",), "问": ("哪些人能领",), "答": "一行"}
    after = rewrite(begun, Rewriting(added=(added,)))
    assert after.startswith(begun + "- 种类: 谁能领\n")
