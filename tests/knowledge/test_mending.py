"""`check --fix` mends what is certain, shows it first, and never touches people's words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from milu_bot.knowledge.mending import find_mends, write_mends
from milu_bot.knowledge.slips import find_slips
from milu_bot.staff_tools import check_knowledge
from tests.commands import invoke
from tests.conftest import KNOWLEDGE
from tests.knowledge.wrong_files import FAQ, FORM, JOB, folder_of

CERTAIN = {
    "indent of U+3000",
    "indent of NBSP",
    "zero-width space in a name",
    "full-width dashes",
    "full-width digits",
    "a row indented too far",
    "full-width colon on a later line",
    "no space on a later line",
    "tab",
    "no space after the dash",
    "GBK",
}


@pytest.mark.parametrize("kind", sorted(CERTAIN))
def test_what_is_certain_is_mended_to_the_right_file(kind: str, tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    wrong = next(wrong for wrong in FORM if wrong.kind == kind)
    path = folder / wrong.file
    right = path.read_text(encoding="utf-8")
    path.write_bytes(wrong.break_it(path.read_bytes()))
    mends = find_mends(folder)
    assert [mend.path for mend in mends] == [path]
    write_mends(mends)
    assert path.read_text(encoding="utf-8") == right


def test_full_width_commas_and_brackets_in_a_list_of_names(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    path = folder / JOB
    right = path.read_text(encoding="utf-8")
    wrong = right.replace("[贫困人口就业, 招贫困户, 员工", "【贫困人口就业，招贫困户, 员工")
    path.write_text(wrong.replace("岗位补贴, 用工]", "岗位补贴，用工】"), encoding="utf-8")
    write_mends(find_mends(folder))
    assert path.read_text(encoding="utf-8") == right


def test_a_file_written_with_tabs(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    path = folder / JOB
    right = path.read_text(encoding="utf-8")
    tabbed = re.sub(r"^(?:  )+", lambda lead: "\t" * (len(lead[0]) // 2), right, flags=re.M)
    path.write_text(tabbed, encoding="utf-8")
    write_mends(find_mends(folder))
    assert path.read_text(encoding="utf-8") == right


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_any_encoding_comes_back_as_plain_utf8(
    encoding: str, before: bytes, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path)
    path = folder / JOB
    right = path.read_bytes()
    mark = before if encoding == "utf-8" else b""
    path.write_bytes(mark + right.decode().replace("\n", "\r\n").encode(encoding))
    write_mends(find_mends(folder))
    assert path.read_bytes() == right
    assert find_mends(folder) == []


def test_words_of_people_and_of_the_document_are_left_alone(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    path = folder / FAQ
    odd = "１００元，以上：“对”；第　一、[甲，乙]"
    text = path.read_text(encoding="utf-8").replace("按每人1000元给一次性岗位补贴。", odd, 1)
    text = text.replace("    劳动合同签", f"    {odd}\n    劳动合同签", 1)
    path.write_text(text.replace("种类: 无关", "种类：无关"), encoding="utf-8")
    write_mends(find_mends(folder))
    assert path.read_text(encoding="utf-8") == text


ANSWERED = "faq/3-3-04.yaml"


@pytest.mark.parametrize("tab", ["\t", "\t\t", "  \t"])
@pytest.mark.parametrize("left", [(), (0,), (1,), (2,)])
def test_tabs_before_the_lines_of_an_answer(
    tab: str, left: tuple[int, ...], tmp_path: Path
) -> None:
    folder = tmp_path / KNOWLEDGE.name
    (folder / "faq").mkdir(parents=True)
    right = (KNOWLEDGE / ANSWERED).read_text(encoding="utf-8")
    lines = right.split("\n")
    start = lines.index("  答: |") + 1
    tabbed = [number for number in range(start, start + 3) if number - start not in left]
    for number in tabbed:
        lines[number] = tab + lines[number].lstrip(" ")
    slips, meant, certain = find_slips("\n".join(lines))
    assert (meant, certain) == (right, right)
    assert [slip.line - 1 for slip in slips] == tabbed
    assert all("“答”下面的字前面要空 4 格" in slip.found.message for slip in slips)


@pytest.mark.parametrize("row", ["-合同", "   -合同", "      -合同", "   - 合同", "     - 合同"])
def test_one_slip_has_one_message(row: str) -> None:
    lines = (KNOWLEDGE / ANSWERED).read_text(encoding="utf-8").split("\n")
    at = 6
    assert all(line.startswith("    - ") for line in lines[at - 1 : at + 2])
    right = [*lines[:at], "    - 合同", *lines[at + 1 :]]
    slips, meant, certain = find_slips("\n".join([*lines[:at], row, *lines[at + 1 :]]))
    assert [slip.line for slip in slips] == [at + 1]
    assert meant == certain == "\n".join(right)


def test_tabs_of_several_depths_are_told_and_left() -> None:
    text = "- 种类: 内容\n  答: |\n\t一\n\t\t二\n"
    slips, _, certain = find_slips(text)
    assert [slip.line for slip in slips] == [3, 4] and certain == text


def test_a_change_is_shown_with_its_file(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    path = folder / JOB
    text = path.read_text(encoding="utf-8").replace("频次: 一次性", "频次：一次性")
    path.write_text(text, encoding="utf-8")
    (mend,) = find_mends(folder)
    assert next(mend.told()) == f"{folder.name}/{JOB}："


def test_nothing_is_mended_in_right_files() -> None:
    assert find_mends(KNOWLEDGE) == []


def test_the_command_shows_asks_and_mends(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    path = folder / JOB
    right = path.read_text(encoding="utf-8")
    path.write_text(right.replace("频次: 一次性", "频次：一次性"), encoding="utf-8")
    told = invoke("check", str(folder))
    assert told.exit_code == 1
    assert f"{folder.name}/{JOB} 第 15 行第 7 列" in told.stdout
    assert "\n        频次：一次性\n            ^\n" in told.stdout
    assert "一共 1 处要改" in told.stderr
    refused = invoke("check", str(folder), "--fix", given="否\n")
    assert "+    频次: 一次性" in refused.stderr
    assert path.read_text(encoding="utf-8") != right
    assert "没有问题" in invoke("check", str(folder), "--fix", given="是\n").stdout
    assert path.read_text(encoding="utf-8") == right


def test_json_for_editors(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    path = folder / JOB
    text = path.read_text(encoding="utf-8").replace("至少 10人", "至少 12人")
    path.write_text(text, encoding="utf-8")
    done = invoke("check", str(folder), "--json")
    assert done.exit_code == 1
    (problem,) = json.loads(done.stdout)
    assert (problem["file"], problem["line"]) == (f"{folder.name}/{JOB}", 20)
    assert text.split("\n")[19][problem["column"] - 1 :] == "至少 12人"
    assert [p.line for p in check_knowledge(folder)[1]] == [20]
