"""Lines that the check passes over without a closer look are those in which a look finds nothing."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from milu_bot.conditions import Op
from milu_bot.knowledge.line_parts import KNOWN_KEYS, take_apart
from milu_bot.knowledge.line_slips import calm_parts, hidden, is_plain_text, mend_line

WORDS = st.sampled_from(
    [*"，、：；“”「【［｛】,;:'\"[]{}|>&*!@%`#~-－—（）《0１９．.\u3000\xa0\t\u200b\u2028 "]
)
PLAIN = st.sampled_from([*"甲乙网店一万元a1", "至少 ", *Op, *sorted(KNOWN_KEYS)])
TEXT = st.lists(WORDS | PLAIN, max_size=6).map("".join)
LINES = st.one_of(
    st.tuples(st.sampled_from(["", "  ", "    ", "- ", "  - ", " -", "\t"]), TEXT, TEXT).map(
        "".join
    ),
    st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(["", "  ", "- ", "  - "]),
        PLAIN | TEXT,
        st.sampled_from([": ", ":", "：", ":  ", ": |", ": [", ": {"]),
        PLAIN,
        TEXT,
    ),
    st.builds(
        "{}{}: {}{}: {}{}{}{}".format,
        st.sampled_from(["", "  ", "- "]),
        PLAIN,
        st.sampled_from(["", "{", "{甲: 乙, ", "{1.2a: 0元，"]),
        PLAIN | TEXT,
        st.sampled_from(["", *(f"{op} " for op in Op), *Op]),
        st.sampled_from(["0", "05", "0.5", "12", "1O", "１", "3.", "万", "甲"]),
        st.sampled_from(["万元", "元", "笔", "％", "%", "", "l"]),
        st.sampled_from(["", "}", ", 丙: 是}", "} 丁", "｝"]),
    ),
)


@settings(max_examples=2000)
@example("  见: [3.3.8]")
@example("  应得: {3.3.9a: 1000元, 3.3.8: 0元}")
@example("  - “重点项目”由谁认定，文件没写。")
@example("- 种类: 多少钱")
@example("    答: |")
@given(LINES)
def test_a_calm_line_has_no_slip(line: str) -> None:
    calm = calm_parts(line)
    if calm is not None:
        assert mend_line(line) == (line, [])
        parts = take_apart(line)
        assert (calm.indent, calm.dashes, calm.key) == (parts.indent, parts.dashes, parts.key)
        assert calm.value.rstrip() == parts.value.rstrip()


@settings(max_examples=500)
@given(st.sampled_from(["", " ", "   ", " \t", "\u3000 "]), TEXT)
def test_a_plain_line_of_a_text_has_nothing_hidden(lead: str, text: str) -> None:
    line = lead + text
    if is_plain_text(line, 0):
        assert hidden(line) is None
        assert "\t" not in line[: len(line) - len(line.lstrip())]
        assert line.startswith(" ")


def test_most_lines_are_calm() -> None:
    """Else the tests above would prove nothing."""
    lines = [
        "条款: 三、（三）8",
        "  答: |",
        "    - 名称: 岗位补贴",
        "问:",
        "关键词: [贫困人口就业, 用工]",
        "  回答: {申请身份: 贫困户, 第一年成交笔数: 10笔}",
        "    - 什么叫“主营”，文件没有列。",
        "    年派送件数: 至少 500万件",
    ]
    assert all(calm_parts(line) for line in lines)
    assert is_plain_text("    劳动合同签一年以上；依法缴了社会保险。", 2)
