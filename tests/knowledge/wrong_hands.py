"""Further mistakes of form, most of them made by hand while trying to edit as a clerk would."""

from __future__ import annotations

from tests.knowledge.wrong_files import FAQ, JOB, Wrong, add, edit, saved_as

ALSO_OF_FORM = [
    Wrong("UTF-16", JOB, saved_as("utf-16"), "UTF-16", line=0),
    Wrong("UTF-16 without a mark", JOB, saved_as("utf-16-le"), "UTF-16", line=0),
    Wrong("a damaged byte", JOB, lambda raw: raw[:200] + b"\xff\xff\xfe" + raw[200:], "编码坏了"),
    Wrong("full-width brackets", FAQ, edit("见: [3.3.8]", "见: 【3.3.8】"), "全角括号"),
    Wrong("full-width space after a colon", JOB, edit("频次: 一次性", "频次:　一次性"), "全角空格"),
    Wrong("full-width colon in braces", JOB, edit("{每一: 安排", "{每一：安排"), "英文冒号"),
    Wrong("words after a bracket", FAQ, edit("见: [3.3.8]", "见: [3.3.8] 等"), "后面多了字"),
    Wrong("a tag", "policy.yaml", edit("地方: 汨罗", "地方: !!str 汨罗"), "标签"),
    Wrong("an empty file", FAQ, lambda raw: b"", "空的", line=0),
    Wrong("a list where names belong", "readings.yaml", lambda raw: b"- a: b\n", "名字"),
    Wrong("an answer without its bar", FAQ, edit("  答: |\n", "  答:\n"), "答: |"),
    Wrong("a row without its dash", FAQ, edit("    - 当老板", "    当老板"), "少了短横"),
    Wrong("the first row without its dash", FAQ, edit("    - 哪些", "    哪些"), "少了短横"),
    Wrong("an entry without its dash", FAQ, add(" 种类: 无关\n  见: []\n"), "少了短横"),
    Wrong("an entry one space too far", FAQ, edit("- 种类: 谁", " - 种类: 谁"), "多了一个空格"),
    Wrong("a tab from a spreadsheet", FAQ, edit("上班可以申领", "上班\t可以申领"), "制表符"),
    Wrong("a tab before the dash", FAQ, edit("    - 哪些", "    \t- 哪些"), "制表符"),
    Wrong(
        "names without brackets",
        JOB,
        edit("关键词: [贫困人口就业, ", "关键词: 贫困人口就业, "),
        "方括号里",
    ),
    Wrong("O for 0", JOB, edit("至少 10人", "至少 1O人"), "字母"),
    Wrong("l for 1", JOB, edit("奖励: 1000元}", "奖励: l000元}"), "字母"),
    Wrong("full-width %", "clauses/3-2-3.yaml", edit("比例: 30%", "比例: 30％"), "％"),
    Wrong("no rate", "clauses/3-2-3.yaml", edit("比例: 30%", "比例: 三成"), "30%"),
    Wrong(
        "Chinese numerals",
        "clauses/3-3-01.yaml",
        edit("奖励: 15万元", "奖励: 十五万元"),
        "阿拉伯数字",
        "奖励: 十",
    ),
    Wrong("10人以上", JOB, edit("至少 10人", "10人以上"), "至少 10人"),
    Wrong("≥10人", JOB, edit("至少 10人", "≥10人"), "至少 10人"),
    Wrong("a clause by its number", FAQ, edit("见: [3.3.8]", "见: [三、（三）8]"), "写成 3.3.8"),
    Wrong(
        "a telephone on one line",
        "policy.yaml",
        edit("\n  电话:\n", "\n  电话: 5222222\n"),
        "填写日期",
    ),
]
