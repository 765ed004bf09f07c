"""A policy that was read before comes back the same, and never in place of another."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import FrameType

import pytest

from milu_bot.knowledge.loader import load
from milu_bot.knowledge.problems import KnowledgeError
from milu_bot.policy_cache import PolicyCache
from tests.conftest import ROOT
from tests.few_questions import with_few_questions

_ONLY_FROM_CACHE = """
import sys
from pathlib import Path
from milu_bot.policy_cache import PolicyCache
print(len(PolicyCache(Path(sys.argv[1])).load(Path(sys.argv[2])).faqs), "yaml" in sys.modules)
"""


def test_what_was_read_comes_back_the_same(tmp_path: Path, few: Path) -> None:
    cache = PolicyCache(tmp_path / "new" / "cache")
    assert cache.load(few) == cache.load(few) == load(few)
    done = subprocess.run(
        [sys.executable, "-c", _ONLY_FROM_CACHE, str(tmp_path / "new" / "cache"), str(few)],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )
    assert done.stdout.split() == [str(len(load(few).faqs)), "False"]


def test_an_edit_is_read_anew_and_its_mistakes_are_told_each_time(tmp_path: Path) -> None:
    cache, folder = PolicyCache(tmp_path / "cache"), with_few_questions(tmp_path)
    before = cache.load(folder)
    file = folder / "policy.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(before.masthead.title, "另一份文件"), encoding="utf-8")
    assert cache.load(folder).masthead.title == "另一份文件"
    file.write_text(text.replace("\n编号: ", "\n编号 ", 1), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(KnowledgeError, match=r"policy\.yaml 第 \d+ 行"):
            cache.load(folder)
    file.write_text(text, encoding="utf-8")
    assert cache.load(folder) == before


def test_what_is_edited_while_it_is_read_is_not_kept(tmp_path: Path) -> None:
    cache, folder = PolicyCache(tmp_path / "cache"), with_few_questions(tmp_path)
    file = folder / "policy.yaml"
    text = file.read_text(encoding="utf-8")
    title = load(folder).masthead.title
    seen: list[str] = []

    def edited(frame: FrameType, event: str, _: object) -> None:
        if event == "return" and frame.f_code is load.__code__ and not seen:
            seen.append(title)
            file.write_text(text.replace(title, "另一份文件"), encoding="utf-8")

    sys.setprofile(edited)
    try:
        assert cache.load(folder).masthead.title == title
    finally:
        sys.setprofile(None)
    assert seen
    assert cache.load(folder).masthead.title == "另一份文件"


@pytest.mark.parametrize("content", [b"", b"\x80\x05half", b"cno_module\nNothing\n."])
def test_a_broken_file_is_no_policy(tmp_path: Path, few: Path, content: bytes) -> None:
    cache = PolicyCache(tmp_path)
    cache.load(few)
    (kept,) = tmp_path.glob("policy-*")
    kept.write_bytes(content)
    assert cache.load(few) == load(few)
    assert len(kept.read_bytes()) > len(content)


def test_a_folder_that_cannot_be_written_is_no_hindrance(tmp_path: Path, few: Path) -> None:
    (tmp_path / "file").touch()
    assert PolicyCache(tmp_path / "file" / "cache").load(few) == load(few)
