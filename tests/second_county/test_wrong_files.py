"""Mistakes in what only the second county writes: each is named at its line, with how to mend it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from milu_bot.staff_tools import check_knowledge
from tests.eligibility.subjects import SECOND

WRONG = [
    ("clauses/2-1.yaml", "{到: 50亩, 奖励: 200元}", "{奖励: 200元}", "最后一段可以不写"),
    ("clauses/2-1.yaml", "{到: 200亩,", "{到: 50亩,", "要从少到多排"),
    ("clauses/2-1.yaml", "{到: 50亩,", "{到: 50平方米,", "单位是“亩”"),
    ("clauses/2-1.yaml", "{到: 200亩, 奖励: 150元}", "{到: 200亩, 奖励: 160元}", "160元"),
    ("clauses/2-1.yaml", "每一: 连片稻虾面积", "每一: 连片稻虾田", "是不是“连片稻虾面积”"),
    ("clauses/2-2.yaml", "每满: 100平方米", "每满: 1000平方米", "1000平方米"),
    ("clauses/2-2.yaml", "最多: 500平方米", "最多: 500亩", "单位是“平方米”"),
    ("clauses/2-3.yaml", "前 3名", "前 4名", "4名"),
    ("clauses/2-6.yaml", "最多: 12个月", "最多: 13个月", "13个月"),
    ("clauses/2-6.yaml", "最多: 12个月", "最多: 12人", "单位是“个月”"),
    ("clauses/2-6.yaml", "每月: 300元", "每月: 300人", "要写钱"),
    ("clauses/2-7.yaml", "满 1年", "满 2年", "2年"),
    ("clauses/2-7.yaml", "民宿登记日期: 满 1年", "民宿登记日期: 至少 1年", "是日期"),
    ("clauses/2-7.yaml", "民宿登记日期: 满 1年", "民宿登记日期: 是", "是日期"),
    ("clauses/2-7.yaml", "民宿正常经营: 是,", "民宿正常经营: 满 1年,", "不是日期"),
    ("clauses/2-7.yaml", "不早于 2026年1月1日", "不早于 2026年2月1日", "2026年2月1日"),
    ("clauses/2-7.yaml", "不早于 2026年1月1日", "不早于 2026年13月1日", "没有“2026年13月1日”"),
    ("clauses/2-8.yaml", "失效: 2026年7月1日", "失效: 2026年7月", "不是日期"),
    ("clauses/3-1.yaml", "    被列入失信名单: 经营", "    被列入失信: 经营", "没有用到"),
    ("clauses/3-1.yaml", "- 被列入失信名单: 是", "- 被列入失信: 是", "没有“被列入失信”"),
    ("clauses/3-1.yaml", "共同条件:", "共用条件:", "是不是想写“共同条件”"),
    ("clauses/1-1.yaml", "    是本县经营主体: 在云泽", "    是本县经营主体: 在泽云", "没有这句话"),
    ("exclusions.yaml", "合计上限: 20万元", "合计上限: 30万元", "找不到"),
    ("exclusions.yaml", "合计上限: 6万元", "合计上限: 6万人", "要写钱"),
    ("exclusions.yaml", "奖项: 全部", "奖项: [2.2a, 2.3a]", "重合"),
    ("policy.yaml", "失效: 2029年1月8日", "失效: 2025年1月8日", "“失效”的日子要在“生效”之后"),
    ("policy.yaml", "例条: 二（一）", "例条: 五（九）", "没有这一条"),
    ("facts.yaml", "链接: {稻虾:", "链接: {虾稻:", "没有“虾稻”这个选项"),
]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "said"), WRONG, ids=[f"{row[0]} {row[2]}" for row in WRONG]
)
def test_a_mistake_is_named_at_its_line(
    tmp_path: Path, file: str, right: str, wrong: str, said: str
) -> None:
    folder = tmp_path / SECOND.name
    shutil.copytree(SECOND, folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(right) >= 1, right
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1
    _, problems = check_knowledge(folder)
    near = [
        problem
        for problem in problems
        if problem.file == f"{SECOND.name}/{file}" and abs(problem.line - line) <= 3
    ]
    assert any(said in problem.message for problem in near), problems
