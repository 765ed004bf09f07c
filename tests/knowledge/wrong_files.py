"""Every kind of mistake we know staff to make: how to break a right folder, and what must be said.

The first 38 kinds are those of form, met in Notepad and WPS; the others are those of meaning.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import KNOWLEDGE

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


def leave_few_examples(folder: Path) -> None:
    """Take away those above and below each threshold."""
    examples = folder / "examples.yaml"
    few, thresholds, _ = examples.read_text(encoding="utf-8").partition("\n# 门槛上下")
    assert thresholds
    examples.write_text(few + "\n", encoding="utf-8")


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
]
MEANING = [
    Wrong(
        "unknown fact",
        JOB,
        edit("\n      安排贫困人口就业人数: 至少", "\n      安排贫困就业人数: 至少"),
        "安排贫困人口就业人数",
    ),
    Wrong("renamed fact", "facts.yaml", edit("\n缴纳社会保险:", "\n缴纳社保:"), "没有一个奖项用到"),
    Wrong(
        "unknown option", JOB, edit("签一年以上劳动合同: 是", "签一年以上劳动合同: 有"), "没有“有”"
    ),
    Wrong("wrong unit", JOB, edit("至少 10人", "至少 10家"), "单位"),
    Wrong("number without operator", JOB, edit("人数: 至少 10人", "人数: 10人"), "是数字"),
    Wrong("unknown name", JOB, edit("频次: 一次性", "频率: 一次性"), "频次"),
    Wrong(
        "tiers out of order",
        "clauses/3-3-03.yaml",
        edit("至少 5万元, 奖励: 2000元", "至少 100万元, 奖励: 2000元"),
        "从低到高",
        "至少 20万元",
    ),
    Wrong(
        "sums out of order",
        "clauses/3-3-03.yaml",
        edit("20万元, 奖励: 5000元", "20万元, 奖励: 10万元"),
        "从少到多",
        "至少 100万元, 奖",
    ),
    Wrong(
        "one threshold twice", "clauses/3-3-03.yaml", edit("至少 20万元", "至少 5万元"), "门槛一样"
    ),
    Wrong(
        "cap under the smallest tier",
        "clauses/3-3-07.yaml",
        edit("上限: 5万元", "上限: 5000元"),
        "上限比最小",
    ),
    Wrong(
        "impossible condition",
        JOB,
        edit("至少 10人", "至少 10人\n      全部: [{安排贫困人口就业人数: 不足 1人}]"),
        "谁也达不到",
        "不足 1人",
    ),
    Wrong("threshold not in the text", JOB, edit("至少 10人", "至少 12人"), "找不到"),
    Wrong("sum not in the text", JOB, edit("奖励: 1000元}", "奖励: 2000元}"), "找不到"),
    Wrong("wrong unit of money", JOB, edit("奖励: 1000元}", "奖励: 1000块}"), "要写钱"),
    Wrong(
        "clause differs from the source",
        JOB,
        edit("签订一年以上劳动合同，依法", "签订两年以上劳动合同，依法"),
        "source.txt",
        "原文: 安排",
    ),
    Wrong(
        "number in the plain words",
        JOB,
        edit("解读: 安排建档立卡贫困人口就业10人", "解读: 安排建档立卡贫困人口就业20人"),
        "找不到",
    ),
    Wrong(
        "basis not in the clause",
        JOB,
        edit("签一年以上劳动合同: 签订一年", "签一年以上劳动合同: 签了一年"),
        "最像的一句",
    ),
    Wrong(
        "basis missing",
        JOB,
        edit("      缴纳社会保险: 依法缴纳了社会保险的\n", ""),
        "少了“缴纳社会保险”",
        "依据:",
    ),
    Wrong(
        "basis for nothing",
        JOB,
        edit("      缴纳社会保险: 依法", "      开展跨境电商: 缴纳\n      缴纳社会保险: 依法"),
        "没有用到",
    ),
    Wrong("basis in an unknown clause", JOB, edit("{条款: 3.3.1,", "{条款: 3.3.12,"), "没有编号"),
    Wrong("missing payee", JOB, edit("    领取人: 用人单位\n", ""), "少了“领取人”", "3.3.8:"),
    Wrong("missing frequency", JOB, edit("    频次: 一次性\n", ""), "少了“频次”", "3.3.8:"),
    Wrong("another frequency", JOB, edit("频次: 一次性", "频次: 每年"), "每年"),
    Wrong("no way of paying", JOB, edit("    按数量: {", "    附加: {"), "给法", "名称: 贫困人口"),
    Wrong(
        "award without example",
        "examples.yaml",
        every("3.3.8: ", "3.3.9a: "),
        "没有例子",
        "  3.3.8:",
    ),
    Wrong("award under another clause", JOB, edit("  3.3.8:\n", "  3.4.8:\n"), "开头"),
    Wrong("a clause twice", "clauses/4-2.yaml", edit('编号: "4.2"', '编号: "4.1"'), "已经用在"),
    Wrong(
        "wrong sum in an example",
        "examples.yaml",
        edit("应得: {3.3.8: 1.2万元}", "应得: {3.3.8: 1.3万元}"),
        "算出来",
    ),
    Wrong(
        "unknown fact in an example",
        "examples.yaml",
        edit("回答: {申请身份: 贫困户,", "回答: {申请人身份: 贫困户,"),
        "申请身份",
    ),
    Wrong(
        "unknown reading in an example",
        "examples.yaml",
        edit("口径: {特色产品奖怎么取档: 前", "口径: {特色奖怎么取档: 前"),
        "不存在",
    ),
    Wrong(
        "reading without default",
        "readings.yaml",
        edit("  暂按: 不含\n", ""),
        "少了“暂按”",
        "超过含不含本数:",
    ),
    Wrong(
        "default is no option",
        "readings.yaml",
        edit("  暂按: 越过才算", "  暂按: 越过"),
        "越过才算",
    ),
    Wrong(
        "exclusion names no award",
        "exclusions.yaml",
        edit("[[3.3.3, 3.3.7b], 3.3.10]", "[[3.3.3, 3.3.7c], 3.3.10]"),
        "3.3.7",
    ),
    Wrong(
        "exclusion with one side",
        "exclusions.yaml",
        edit("[3.3.3, 3.3.7b]\n", "[3.3.3]\n"),
        "只写了一边",
    ),
    Wrong(
        "unused fact",
        "facts.yaml",
        add("\n没人用的事:\n  问: 有吗？\n  回答: 是否\n"),
        "没有一个奖项用到",
        "没人用的事",
    ),
    Wrong(
        "fact used before it is asked",
        "facts.yaml",
        edit("  先看:\n", "  仅当: {是乡镇: 是}\n  先看:\n"),
        "写在后面",
    ),
    Wrong(
        "count without unit",
        "facts.yaml",
        edit("  单位: 笔\n", ""),
        "要写“单位”",
        "第一年成交笔数:",
    ),
    Wrong(
        "hard word without a gloss",
        "facts.yaml",
        edit("“溯源”就是能查", "就是能查"),
        "听不懂",
        "质量溯源系统了吗",
    ),
    Wrong(
        "number in an option of a fact",
        "facts.yaml",
        edit("到15000万元（1.5亿元）", "到25000万元（2.5亿元）"),
        "找不到",
    ),
    Wrong(
        "quote not in the source",
        FAQ,
        edit("原文: 按每人1000元标准给予", "原文: 按每人1000元标准发放"),
        "最像的一句",
    ),
    Wrong("number in an answer", FAQ, edit("按每人1000元给一", "按每人1200元给一"), "找不到"),
    Wrong(
        "number within a long answer",
        FAQ,
        edit("劳动合同签一年以上；", "劳动合同签3年以上；"),
        "找不到",
    ),
    Wrong("unknown clause", FAQ, edit("见: [3.3.8]", "见: [3.3.18]"), "3.3.18"),
    Wrong(
        "answer without a quote",
        FAQ,
        edit("  原文: 按每人1000元标准给予一次性岗位补贴\n", ""),
        "少了“原文”",
        "种类: 多少钱",
    ),
    Wrong(
        "one wording under two entries",
        FAQ,
        edit("- 低保户每个月发好多钱", "- 哪些单位请了贫困户上班可以申领岗位补贴"),
        "两个问题",
    ),
    Wrong(
        "near-duplicate wording",
        FAQ,
        edit("- 低保户每个月发好多钱", "- 哪些单位请了贫困户上班可以申领岗位补贴呀"),
        "几乎一样",
    ),
    Wrong(
        "answer over eight lines",
        FAQ,
        edit(
            "    劳动合同签",
            "    一\n    二\n    三\n    四\n    五\n    六\n    七\n    劳动合同签",
        ),
        "9 行",
        "  答: |",
    ),
    Wrong("unknown kind of question", FAQ, edit("种类: 多少钱", "种类: 多少"), "只能写其中一个"),
    Wrong("unknown command", "wording.yaml", edit("  帮助: [", "  求助: ["), "不认识"),
    Wrong(
        "number without rule that is not there", "policy.yaml", edit("76亿元", "77亿元"), "不在条款"
    ),
    Wrong(
        "number of the text in no rule",
        "policy.yaml",
        edit('  - {数字: 76亿元, 条款: "2.1", 为什么: 发展目标}\n', ""),
        "没有写进规则",
        "原文:",
    ),
    Wrong(
        "office without basis",
        "policy.yaml",
        edit("问谁: 市商务粮食局", "问谁: 市商务局"),
        "问谁的依据",
    ),
]
