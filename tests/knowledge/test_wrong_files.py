"""Each mistake is named at its line, and nothing beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from milu_bot.knowledge.encodings import decode
from milu_bot.knowledge.text_checks import nearest_passage
from milu_bot.policy import Policy
from milu_bot.staff_tools import check_knowledge, check_search
from tests.conftest import KNOWLEDGE
from tests.knowledge.wrong_files import FAQ, FORM, JOB, Wrong, folder_of
from tests.knowledge.wrong_hands import ALSO_OF_FORM
from tests.knowledge.wrong_meaning import MEANING

ALL = [*FORM, *ALSO_OF_FORM, *MEANING]
ELSEWHERE = {
    "renamed fact": JOB,
    "award without example": "clauses/3-3-08.yaml",
    "number of the text in no rule": "clauses/2-1.yaml",
}
"""Some mistakes show in another file than the one that was edited."""


@pytest.mark.parametrize("wrong", ALL, ids=lambda wrong: wrong.kind)
def test_a_mistake_is_named_at_its_line(wrong: Wrong, tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    path = folder / wrong.file
    before = path.read_bytes()
    path.write_bytes(wrong.break_it(before))
    assert path.read_bytes() != before
    _, problems = check_knowledge(folder)
    file = ELSEWHERE.get(wrong.kind, wrong.file)
    line = _expected(wrong, before, (folder / file).read_bytes())
    named = [p for p in problems if p.file == f"{folder.name}/{file}" and p.line == line]
    assert any(wrong.said in p.message for p in named), (line, problems)


def _expected(wrong: Wrong, before: bytes, after: bytes) -> int:
    if wrong.line is not None:
        return wrong.line
    text = after.decode(errors="replace") if wrong.spot else ""
    if wrong.spot:
        return next(n for n, line in enumerate(text.split("\n"), 1) if wrong.spot in line)
    pairs = zip(before.split(b"\n"), after.split(b"\n"), strict=False)
    return next(n for n, (old, new) in enumerate(pairs, 1) if old != new)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (JOB, f"{JOB}.txt", "改名为 3-3-08.yaml"),
        (JOB, "clauses/3-3-08.yml", "改名为 3-3-08.yaml"),
        ("facts.yaml", "facts.yaml.txt", "改名为 facts.yaml"),
        ("facts.yaml", "fact.yaml", "改名为 facts.yaml"),
        ("faq", "常见问题", "改回 faq"),
        ("clauses", "条款", "改回 clauses"),
    ],
)
def test_a_misnamed_file_is_named_and_blamed_for_all(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path)
    (folder / old).rename(folder / new)
    problems = check_knowledge(folder)[1]
    assert any(said in p.message and p.file == f"{folder.name}/{new}" for p in problems)
    assert {p.file.removeprefix(f"{folder.name}/") for p in problems} <= {old, new}


def test_a_copy_or_a_document_among_the_files_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "faq" / "新问题.docx").write_bytes(b"PK")
    (folder / "facts - 副本.yaml").write_bytes((folder / "facts.yaml").read_bytes())
    (folder / "clauses" / "~$3-3-08.yaml").write_bytes(b"\0")  # an editor that is open
    told = [p.file.removeprefix(f"{folder.name}/") for p in check_knowledge(folder)[1]]
    assert told == ["facts - 副本.yaml", "faq/新问题.docx"]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [("[3.3.9a]", "[3.3.9b]", "更像“3.3.9a”"), ("[3.3.9b]", "[3.3.9]", "请写成 [3.3.9b]")],
)
def test_an_entry_that_names_another_award_of_its_clause(
    right: str, wrong: str, said: str, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path)
    name = "faq/3-3-09.yaml"
    text = (KNOWLEDGE / name).read_text(encoding="utf-8")
    (folder / name).write_text(text.replace(f"见: {right}", f"见: {wrong}", 1), encoding="utf-8")
    (problem,) = check_knowledge(folder)[1]
    assert said in problem.message
    assert problem.line == 1 + text[: text.index(f"见: {right}")].count("\n")


def test_there_are_kinds_enough() -> None:
    assert len(FORM) == 38
    assert len(ALSO_OF_FORM) >= 25
    assert len(MEANING) >= 60
    assert len({wrong.kind for wrong in ALL}) == len(ALL)


@pytest.mark.parametrize("wrong", FORM[::6], ids=lambda wrong: wrong.kind)
def test_a_slip_of_form_hides_nothing_and_breeds_nothing(wrong: Wrong, tmp_path: Path) -> None:
    """Two mistakes in two files, and one more in the file that is broken: all are told, no more."""
    folder = folder_of(tmp_path)
    path = folder / wrong.file
    path.write_bytes(wrong.break_it(path.read_bytes()))
    lines = set(range(len(decode(path.read_bytes()).text.split("\n")) + 1))
    alone = check_knowledge(folder)[1]
    assert {p.file for p in alone} == {f"{folder.name}/{wrong.file}"}, alone
    assert {p.line for p in alone} <= lines
    other = folder / "wording.yaml"
    other.write_text(
        other.read_text(encoding="utf-8").replace("  帮助: [", "  求助: [", 1), encoding="utf-8"
    )
    both = check_knowledge(folder)[1]
    assert set(alone) < set(both)
    assert {p.file for p in set(both) - set(alone)} == {f"{folder.name}/wording.yaml"}


def test_a_wording_one_character_apart_is_named_wherever_it_differs(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    path = folder / FAQ
    asked = [f"这里第{letter}种说法问的是什么" for letter in "abcdefghijk"]
    near = [words[:at] + "呀" + words[at:] for at, words in enumerate(asked)]
    rows = ["\n".join(f"    - {words}" for words in part) for part in (asked, near)]
    entry = "- 种类: 无关\n  见: []\n  问:\n{}\n  答: 这份文件没有讲到。\n"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "".join(map(entry.format, rows)), encoding="utf-8")
    told = [problem.message for problem in check_knowledge(folder)[1]]
    assert len(told) == len(asked)
    for words, other in zip(asked, near, strict=True):
        assert any(f"“{words}”" in said and f"“{other}”" in said for said in told), other


def test_a_wording_that_leads_elsewhere_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    path = folder / FAQ
    text = path.read_text(encoding="utf-8")
    assert check_search(folder) == []
    path.write_text(text.replace("岗位补贴一个人好多", "第4项的称号奖给多少"), encoding="utf-8")
    (problem,) = check_search(folder)
    assert problem.file == f"{folder.name}/{FAQ}"
    assert problem.line == 1 + text[: text.index("岗位补贴一个人好多")].count("\n")
    assert "第4项的称号奖给多少" in problem.message


def test_a_name_written_wrong_is_told_once(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    path = folder / JOB
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("签一年以上劳动合同: 是", "签一年以上劳动合约: 是"), encoding="utf-8"
    )
    assert {p.file for p in check_knowledge(folder)[1]} == {f"{folder.name}/{JOB}"}


def test_a_foreign_number_is_pointed_at_and_told_how_to_mend(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    path = folder / FAQ
    lines = path.read_text(encoding="utf-8").split("\n")
    start = lines.index("  答: |")
    lines[start + 2] = "    合同要签1年，带7样东西。"
    path.write_text("\n".join(lines), encoding="utf-8")
    problems = [p for p in check_knowledge(folder)[1] if "回答里的数 7" in p.message]
    assert [(p.line, p.column) for p in problems] == [(start + 3, 13)]
    assert "请删掉这个数，或者改写成原文里的数。" in problems[0].message


def test_an_old_maximum_in_an_answer_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    path = folder / FAQ
    text = path.read_text(encoding="utf-8")
    entry = (
        "- 种类: 多少钱\n  见: [3.3.7a]\n  问:\n    - 税收奖顶破天是几多\n"
        "  答: {}元是最高的。最多{}元。\n  原文: 最高5万元\n"
    )
    for sum_, wrong in (("5万", 0), ("3万", 1)):
        path.write_text(text + entry.format(sum_, sum_), encoding="utf-8")
        named = [p for p in check_knowledge(folder)[1] if "这里说的最高数" in p.message]
        assert len({p.line for p in named}) == wrong, named


def test_the_nearest_passage_is_the_one_with_the_same_words(policy: Policy) -> None:
    words = "分别奖励1万元、3万元、8万元奖励（最高8万元）"
    assert "纳税" in nearest_passage(words, policy.clauses["3.3.7"].quote)


def test_every_problem_comes_at_once(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    kinds = ["tab", "unknown fact", "quote not in the source", "hard word without a gloss"]
    chosen = [wrong for wrong in ALL if wrong.kind in kinds]
    for wrong in chosen:
        path = folder / wrong.file
        path.write_bytes(wrong.break_it(path.read_bytes()))
    problems = check_knowledge(folder)[1]
    assert len(problems) >= len(kinds)
    for wrong in chosen:
        assert any(wrong.said in p.message and p.file.endswith(wrong.file) for p in problems), wrong
