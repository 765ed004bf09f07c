"""A clerk's slips: each names the right file and line, and says how to mend it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from milu_bot.staff_tools import check_knowledge
from tests.conftest import KNOWLEDGE

SLIPS = [
    ("clauses/3-3-08.yaml", "标题: ", "标题：", "英文冒号"),
    ("clauses/3-3-08.yaml", "频次: 一次性", "频次:一次性", "空一格"),
    ("clauses/3-3-08.yaml", "    频次: 一次性", "\t频次: 一次性", "制表符"),
    ("clauses/3-3-08.yaml", "频次: 一次性", "频率: 一次性", "频次"),
    ("clauses/3-3-08.yaml", "频次: 一次性", "频次: 一次", "只能写其中一个"),
    (
        "clauses/3-3-08.yaml",
        "      安排贫困人口就业人数: 至少 10人",
        "      安排贫困人口就业人: 至少 10人",
        "安排贫困人口就业人数",
    ),
    ("clauses/3-3-08.yaml", "至少 10人", "至少 10家", "单位"),
    ("clauses/3-3-08.yaml", "至少 10人", "至少 12人", "找不到"),
    ("clauses/3-3-08.yaml", "至少 10人", "至少 十个", "数字加单位"),
    ("clauses/3-3-08.yaml", "奖励: 1000元}", "奖励: 2000元}", "找不到"),
    (
        "clauses/3-3-08.yaml",
        "      签一年以上劳动合同: 是\n",
        "      签一年以上劳动合同: 是\n      签一年以上劳动合同: 是\n",
        "写了两次",
    ),
    (
        "clauses/3-3-08.yaml",
        "签订一年以上劳动合同，依法",
        "签订两年以上劳动合同，依法",
        "source.txt",
    ),
    ("clauses/3-3-08.yaml", "    领取人: 用人单位\n", "", "领取人"),
    (
        "clauses/3-3-03.yaml",
        "特色产品网销额: 至少 20万元, 奖励: 5000元",
        "特色产品网销额: 至少 20万元, 奖励: 10万元",
        "从低到高",
    ),
    ("readings.yaml", "  暂按: 越过才算", "  暂按: 越过", "越过才算"),
    ("exclusions.yaml", "[[3.3.3, 3.3.7b], 3.3.10]", "[[3.3.3, 3.3.7c], 3.3.10]", "3.3.7"),
    ("facts.yaml", "  单位: 笔\n", "", "单位"),
    ("examples.yaml", "应得: {3.3.9a: 1000元}", "应得: {3.3.9a: 2000元}", "算出来"),
    ("policy.yaml", "问谁: 市商务粮食局", "问谁: !!str 市商务粮食局", "标签"),
    ("policy.yaml", "地方: 汨罗", "地方: *a", "锚点"),
]


@pytest.mark.parametrize(("file", "right", "wrong", "said"), SLIPS)
def test_a_slip_is_named_at_its_line(
    file: str, right: str, wrong: str, said: str, tmp_path: Path
) -> None:
    folder = tmp_path / KNOWLEDGE.name
    shutil.copytree(KNOWLEDGE, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    _, problems = check_knowledge(folder)
    assert any(file in problem.file and said in problem.message for problem in problems), problems
    assert all(problem.line for problem in problems), problems


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_another_encoding_is_named(encoding: str, tmp_path: Path) -> None:
    folder = tmp_path / KNOWLEDGE.name
    shutil.copytree(KNOWLEDGE, folder)
    path = folder / "exclusions.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    _, problems = check_knowledge(folder)
    assert ["UTF-8" in problem.message for problem in problems] == [True]


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf"])
def test_notepad_leaves_no_harm(prefix: bytes, tmp_path: Path) -> None:
    folder = tmp_path / KNOWLEDGE.name
    shutil.copytree(KNOWLEDGE, folder)
    for path in folder.rglob("*.yaml"):
        path.write_bytes(prefix + path.read_bytes().replace(b"\n", b"\r\n"))
    assert check_knowledge(folder)[1] == []


def test_the_real_knowledge_has_no_problem() -> None:
    assert check_knowledge(KNOWLEDGE)[1] == []
