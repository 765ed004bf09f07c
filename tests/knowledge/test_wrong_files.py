"""Each mistake is named at its line, and nothing beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from milu_bot.knowledge.encodings import decode
from milu_bot.staff_tools import check_knowledge, check_search
from tests.knowledge.wrong_files import ALSO_OF_FORM, FAQ, FORM, MEANING, Wrong, folder_of

ALL = [*FORM, *ALSO_OF_FORM, *MEANING]
ELSEWHERE = {
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


def test_there_are_kinds_enough() -> None:
    assert len(FORM) == 38
    assert len(MEANING) >= 22
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
