"""The 38 kinds of mistakes of form that staff make in Notepad and WPS: how to break a right folder, and
what must be said. Others that clerks made are in wrong_hands.py, those of meaning in wrong_meaning.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import KNOWLEDGE
from tests.few_questions import leave_few_examples

JOB, FAQ = "clauses/3-3-08.yaml", "faq/3-3-08.yaml"
QUESTIONS = """\
- 种类: 谁能领
  见: [3.3.8]
  问:
    - 哪些单位请了贫困户上班可以申领岗位补贴
    - 当老板的请了建党立卡的人上班，政府有补贴没
  答: |
    要三条都满足：安排建档立卡贫困人口就业达到10人以上；
    劳动合同签一年以上；依法缴了社会保险。
  原文: 安排建档立卡贫困人口就业达到10人以上，签订一年以上劳动合同
- 种类: 多少钱
  见: [3.3.8]
  问: [招一个贫困户补多少钱, 岗位补贴一个人好多]
  答: 按每人1000元给一次性岗位补贴。
  原文: 按每人1000元标准给予一次性岗位补贴
- 种类: 无关
  见: []
  问:
    - 低保户每个月发好多钱
  答: 这份文件没有讲到低保。
"""


@dataclass(frozen=True)
class Wrong:
    """One mistake. `spot` stands in the line that must be named, where that is not the first line
    that differs; 0 as `line` is the whole file.
    """

    kind: str
    file: str
    break_it: Callable[[bytes], bytes]
    said: str
    spot: str = ""
    line: int | None = None


def folder_of(tmp_path: Path) -> Path:
    """A right folder with few questions and examples, so that a check is quick."""
    folder = tmp_path / KNOWLEDGE.name
    shutil.copytree(KNOWLEDGE, folder, ignore=shutil.ignore_patterns("faq"))
    leave_few_examples(folder)
    (folder / "faq").mkdir()
    (folder / FAQ).write_text(QUESTIONS, encoding="utf-8")
    return folder


def edit(right: str, wrong: str) -> Callable[[bytes], bytes]:
    """Write something else, once."""

    def break_it(raw: bytes) -> bytes:
        text = raw.decode()
        assert right in text, right
        return text.replace(right, wrong, 1).encode()

    return break_it


def every(right: str, wrong: str) -> Callable[[bytes], bytes]:
    """Write something else, everywhere."""
    return lambda raw: raw.decode().replace(right, wrong).encode()


def add(text: str) -> Callable[[bytes], bytes]:
    """Write something at the end."""
    return lambda raw: raw + text.encode()


def saved_as(encoding: str) -> Callable[[bytes], bytes]:
    """Save in another encoding."""
    return lambda raw: raw.decode().encode(encoding)


FORM = [
    # Taken by the parser without a word
    Wrong("full-width colons throughout", JOB, every(": ", "："), "全角冒号", "条款：三"),
    Wrong("no space after the colon, throughout", FAQ, every(": ", ":"), "空一格", "- 种类:谁"),
    Wrong("indent of U+3000", JOB, edit("    频次: ", "　　频次: "), "全角空格"),
    Wrong("indent of NBSP", JOB, edit("    频次: ", "\xa0\xa0\xa0\xa0频次: "), "全角空格"),
    Wrong("zero-width space in a name", JOB, edit("    频次: ", "    频\u200b次: "), "U+200B"),
    Wrong(
        "a name twice",
        JOB,
        edit("    频次: 一次性\n", "    频次: 一次性\n    频次: 每年\n"),
        "写了两次",
        "频次: 每年",
    ),
    Wrong("3.10 as a number", FAQ, edit("见: [3.3.8]", "见: [3.10]"), "3.10"),
    Wrong("010", JOB, edit("至少 10人", "至少 010人"), "前面多了 0"),
    Wrong("12:30", JOB, edit("奖励: 1000元}", "奖励: 10:00}"), "5万元"),
    Wrong("no", JOB, edit("缴纳社会保险: 是", "缴纳社会保险: no"), "没有“no”"),
    Wrong(
        "a date",
        "policy.yaml",
        edit("印发日期: 2017年6月20日", "印发日期: 2017-06-20"),
        "2017年6月20日",
    ),
    Wrong("# eats the rest", FAQ, edit("答: 按每人", "答: 给 #按每人"), "注释"),
    Wrong("braces", FAQ, edit("答: 这份文件没有讲到低保。", "答: {低保}"), "花括号"),
    Wrong("full-width dashes", FAQ, edit("    - 当老板", "    － 当老板"), "英文短横"),
    Wrong("full-width comma in a list", FAQ, edit("补多少钱, 岗位", "补多少钱，岗位"), "英文逗号"),
    Wrong("full-width digits", JOB, edit("至少 10人", "至少 １０人"), "全角"),
    Wrong("comma in a number", JOB, edit("奖励: 1000元}", "奖励: '1,000元'}"), "逗号"),
    Wrong("no unit", JOB, edit("至少 10人", "至少 10"), "单位"),
    Wrong("1e3", JOB, edit("奖励: 1000元}", "奖励: 1e3元}"), "不要用 e"),
    Wrong("an empty answer", FAQ, edit("答: 这份文件没有讲到低保。", "答:"), "空着"),
    Wrong("~", FAQ, edit("答: 这份文件没有讲到低保。", "答: ~"), "等于没写"),
    Wrong("Chinese quotes around a value", JOB, edit("频次: 一次性", "频次: “一次性”"), "中文引号"),
    Wrong("a row indented too far", FAQ, edit("    - 当老板", "      - 当老板"), "缩进多了"),
    # Refused by the parser, with a message that misleads
    Wrong("full-width colon on a later line", JOB, edit("频次: ", "频次："), "全角冒号"),
    Wrong("no space on a later line", JOB, edit("频次: ", "频次:"), "空一格"),
    Wrong("tab", JOB, edit("    频次: ", "\t频次: "), "制表符"),
    Wrong(
        "half a pair of quotes", JOB, edit("领取人: 用人单位", '领取人: "用人单位”'), "引号不成对"
    ),
    Wrong("a quote left open", JOB, edit("领取人: 用人单位", '领取人: "用人单位'), "没有配成对"),
    Wrong(
        "a colon inside a value", JOB, edit("领取人: 用人单位", "领取人: 单位: 用人的"), "多了一个"
    ),
    Wrong("value that starts with *", JOB, edit("领取人: 用人", "领取人: *用人"), "开头"),
    Wrong("value that starts with @", JOB, edit("领取人: 用人", "领取人: @用人"), "开头"),
    Wrong("value that starts with %", JOB, edit("领取人: 用人", "领取人: %用人"), "开头"),
    Wrong(
        "value that starts with [", JOB, edit("领取人: 用人单位", "领取人: [用人单位"), "没有配成对"
    ),
    Wrong("no space after the dash", FAQ, edit("    - 当老板", "    -当老板"), "英文短横"),
    Wrong("dedent to no level", JOB, edit("    频次: ", "   频次: "), "对不齐"),
    Wrong("GBK", JOB, saved_as("gbk"), "GB18030", line=0),
    Wrong("control character", JOB, edit("领取人: 用人", "领取人: 用\x07人"), "U+0007"),
    Wrong("U+2028", JOB, edit("领取人: 用人", "领取人: 用\u2028人"), "U+2028"),
]
