"""The FAQ in a spreadsheet: nothing is lost there and back, and slips are caught before anything is written."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from milu_bot.faq_sheet import KEY, Entry, Plan, columns, entries, plan, rows
from milu_bot.policy import Policy
from milu_bot.sheet_files import Row, SheetError, read_sheet, write_sheet
from tests.commands import invoke
from tests.few_questions import KNOWLEDGE, with_few_questions

Table = list[list[str]]


@pytest.fixture(scope="module")
def found(few: Path) -> list[Entry]:
    return entries(few)


@pytest.fixture
def table(found: list[Entry]) -> Table:
    return rows(found)


def planned(
    table: Table, found: list[Entry], policy: Policy, *, remove: bool = False
) -> tuple[Plan, list[str]]:
    header = Row(1, columns())
    lines = [Row(number, tuple(row)) for number, row in enumerate(table, 2)]
    return plan(header, lines, found, policy, remove=remove)


@pytest.mark.parametrize("name", ["常见问题.xlsx", "常见问题.csv"])
def test_there_and_back_nothing_changes(name: str, tmp_path: Path, policy: Policy) -> None:
    found = entries(KNOWLEDGE)
    table = rows(found)
    write_sheet(tmp_path / name, columns(), table)
    header, lines = read_sheet(tmp_path / name)
    assert [list(row.cells) for row in lines] == table
    wanted, problems = plan(header, lines, found, policy, remove=True)
    assert (problems, wanted.told, wanted.rewritings) == ([], (), {})


@pytest.mark.parametrize(
    "words", ["=1+1", "+86", "-5", "@某人", "'引号", 'a,b"c', "一\n二", "3.10", "是"]
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_words_that_a_spreadsheet_would_twist_stay(name: str, words: str, tmp_path: Path) -> None:
    write_sheet(tmp_path / name, ["答"], [[words]])
    _, (row,) = read_sheet(tmp_path / name)
    assert row.cells == (words,) and not row.typed


def test_a_csv_begins_with_a_mark_and_one_in_gbk_is_read(tmp_path: Path, table: Table) -> None:
    path = tmp_path / "a.csv"
    write_sheet(path, columns(), table[:20])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    path.write_bytes(path.read_bytes().decode("utf-8-sig").encode("gb18030"))
    _, lines = read_sheet(path)
    assert [list(row.cells) for row in lines] == table[:20]


def cell(name: str, value: str) -> Callable[[Table], None]:
    def edit(table: Table) -> None:
        table[2][columns().index(name)] = value

    return edit


def twice(table: Table) -> None:
    table.insert(5, list(table[2]))


def shifted(table: Table) -> None:
    table[2] = ["", *table[2][:-1]]


def overfull(table: Table) -> None:
    table[2] = [*table[2], "多出来的"]


WRONG = [
    (twice, "第 7 行：编号"),
    (shifted, "第 4 行：“种类”写的是"),
    (overfull, "第 4 行：表头右边还有字"),
    (cell("种类", "金额"), "第 4 行：“种类”写的是“金额”"),
    (cell("见", "3.3.99"), "第 4 行：“见”里的“3.3.99”"),
    (cell("答", " "), "第 4 行：“答”空着"),
    (cell("问", ""), "第 4 行：“问”空着"),
    (cell(KEY, "没有这个#1"), "第 4 行：没有编号"),
]


@pytest.mark.parametrize(("edit", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_slip_is_named_with_its_row(
    edit: Callable[[Table], None], said: str, table: Table, found: list[Entry], policy: Policy
) -> None:
    edit(table)
    _, problems = planned(table, found, policy)
    assert any(problem.startswith(said) for problem in problems), problems


def test_a_column_that_was_moved_with_its_name_is_no_slip_and_one_without_is(
    table: Table, found: list[Entry], policy: Policy
) -> None:
    names = list(reversed(columns()))
    lines = [Row(n, tuple(reversed(row))) for n, row in enumerate(table, 2)]
    wanted, problems = plan(Row(1, tuple(names)), lines, found, policy, remove=False)
    assert (problems, wanted.told) == ([], ())
    _, problems = plan(Row(1, columns()), lines, found, policy, remove=False)
    assert len(problems) > len(table)
    _, problems = plan(Row(1, columns()[:-1]), lines, found, policy, remove=False)
    assert problems == ["第一行少了“校验”列。请不要改、不要删第一行。"]


def test_an_edit_made_since_the_export_is_noticed(
    table: Table, found: list[Entry], policy: Policy
) -> None:
    table[2][columns().index("答")] = "改过的回答"
    table[2][-1] = "00000000"
    _, problems = planned(table, found, policy)
    assert problems == ["第 4 行：这一条导出以后，文件里又改过。请重新导出，在新的表上改。"]


def test_rows_that_are_gone_stay_unless_removal_is_asked_for(
    table: Table, found: list[Entry], policy: Policy
) -> None:
    del table[10:12]
    wanted, _ = planned(table, found, policy)
    assert wanted.absent == (found[10].key, found[11].key) and not wanted.rewritings
    wanted, _ = planned(table, found, policy, remove=True)
    assert sum(len(r.removed) for r in wanted.rewritings.values()) == 2


def test_a_new_row_that_stands_already_is_refused(
    table: Table, found: list[Entry], policy: Policy
) -> None:
    table.append(["", *table[3][1:-1], ""])
    _, problems = planned(table, found, policy)
    assert len(problems) == 1
    assert problems[0].startswith(f"第 {len(table) + 1} 行：“")
    assert f"已经在编号“{found[3].key}”那一条里了" in problems[0]
    table[-1][columns().index("问")] = "从来没人这样问过的一句话"
    table.append(list(table[-1]))
    _, problems = planned(table, found, policy)
    assert len(problems) == 1 and f"已经在第 {len(table)} 行里了" in problems[0]
    words = table[3][columns().index("问")].split("\n")
    del table[-1]
    table[-1][columns().index("问")] = words[0]  # a wording that moves to an entry of its own
    table[3][columns().index("问")] = "\n".join(words[1:])
    wanted, problems = planned(table, found, policy)
    assert not problems and len(wanted.rewritings) >= 1


@pytest.mark.parametrize("name", ["生效", "失效", "复核"])
def test_a_day_that_the_spreadsheet_made_a_date_is_a_day(
    name: str, tmp_path: Path, table: Table, found: list[Entry], policy: Policy
) -> None:
    path = tmp_path / "a.xlsx"
    write_sheet(path, columns(), table)
    book = load_workbook(path)
    book.worksheets[0].cell(4, columns().index(name) + 1).value = date(2026, 12, 1)
    book.save(path)
    wanted, problems = plan(*read_sheet(path), found, policy, remove=False)
    assert not problems
    (rewriting,) = wanted.rewritings.values()
    assert [dict(fields) for fields in rewriting.changed.values()] == [{name: "2026-12-01"}]


@pytest.mark.parametrize("name", ["没有这个.xlsx", "旧的.xls", "空的.csv", "坏的.xlsx", "引号.csv"])
def test_a_file_that_is_no_sheet_says_what_to_do(name: str, tmp_path: Path) -> None:
    content = {"旧的.xls": b"x", "空的.csv": b"", "坏的.xlsx": b"PK no", "引号.csv": b'a,"b\n'}
    if name in content:
        (tmp_path / name).write_bytes(content[name])
    with pytest.raises(SheetError, match=r"请|空"):
        read_sheet(tmp_path / name)


def test_a_cell_that_became_a_number_is_named(
    tmp_path: Path, table: Table, found: list[Entry], policy: Policy
) -> None:
    path = tmp_path / "a.xlsx"
    write_sheet(path, columns(), table)
    book = load_workbook(path)
    book.worksheets[0].cell(4, columns().index("见") + 1).value = 3.1
    book.save(path)
    _, problems = plan(*read_sheet(path), found, policy, remove=False)
    assert problems[0].startswith("第 4 行：“见”这一格变成了数字")


def test_the_commands_carry_an_edit_into_the_file_and_refuse_what_check_finds(
    tmp_path: Path,
) -> None:
    folder = with_few_questions(tmp_path)
    sheet = tmp_path / "a.csv"

    def run(*words: str, given: str = "") -> str:
        return invoke(*words, given=given, MILU_KNOWLEDGE=str(folder)).output

    assert "导出好了" in run("export", str(sheet))
    lines = list(csv.reader(io.StringIO(sheet.read_text("utf-8-sig"))))
    at = next(place for place, line in enumerate(lines) if line[0].startswith("3-3-08#"))
    before = (folder / "faq" / "3-3-08.yaml").read_text(encoding="utf-8")

    def save(answer: str) -> None:
        edited = [list(line) for line in lines]
        edited[at][columns().index("问")] += "\n屋里请了贫困户做事哪个来领钱"
        edited[at][columns().index("答")] = answer
        out = io.StringIO()
        csv.writer(out).writerows(edited)
        sheet.write_bytes(out.getvalue().encode("gb18030"))

    out = io.StringIO()
    csv.writer(out).writerows(line for place, line in enumerate(lines) if place != at)
    sheet.write_bytes(out.getvalue().encode("gb18030"))
    assert f"    {lines[at][0]}：" in run("import", str(sheet), "--yes")
    save("给您98765元。")
    assert "98765" in (said := run("import", str(sheet), "--yes")) and "什么都没有写" in said
    assert (folder / "faq" / "3-3-08.yaml").read_text(encoding="utf-8") == before
    save("能，要三条都满足。\n人数达到10人。")
    assert "没有写。" in run("import", str(sheet), given="否\n")
    assert "写好了 1 个文件" in run("import", str(sheet), given="是\n")
    after = (folder / "faq" / "3-3-08.yaml").read_text(encoding="utf-8")
    assert "    - 屋里请了贫困户做事哪个来领钱\n" in after and "人数达到10人。" in after
