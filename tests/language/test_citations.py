"""Clause numbers in every spelling, and numbers that are none."""

import random
from itertools import product
from pathlib import Path

import pytest

from milu_bot.language.citations import Citations
from tests.conftest import real_policy

POLICY = real_policy()
CITATIONS = Citations(POLICY)
CAPITAL = dict(enumerate("壹贰叁肆伍陆", 1))
CHINESE = dict(enumerate("一二三四五六七八九十", 1)) | {11: "十一"}

SPELLINGS = (Path(__file__).parent / "citations.txt").read_text(encoding="utf-8").splitlines()
"""One a line: what is written = the ids that it names."""
NO_CITATIONS = (Path(__file__).parent / "no_citations.txt").read_text(encoding="utf-8").splitlines()
"""One a line: numbers that name no clause."""
PERHAPS = (Path(__file__).parent / "perhaps_citations.txt").read_text("utf-8").splitlines()
"""One a line: numbers that may name a clause, and may be sums or amounts."""


def test_spellings() -> None:
    told = [line.rpartition(" = ") for line in SPELLINGS]
    wrong = [
        f"{text}: {' '.join(found)}, not {ids}"
        for text, _, ids in told
        if (found := CITATIONS.read(text)) != tuple(ids.split())
    ]
    assert len(told) > 1000
    assert not wrong, "\n".join(wrong)


def test_plain_numbers_are_no_citations() -> None:
    assert not [text for text in NO_CITATIONS if CITATIONS.read(text)]


def test_numbers_that_may_be_citations_are_asked_back() -> None:
    for line in PERHAPS:
        text, _, ids = line.rpartition(" = ")
        assert not CITATIONS.read(text), text
        assert CITATIONS.perhaps(text) == tuple(ids.split()), text
    assert not [text for text in ("88", "3", "339元", "38", "3.8", "12") if CITATIONS.perhaps(text)]


def spelled(path: tuple[int, ...], choose: random.Random) -> str:
    """A clause number as somebody may write it."""
    chapter, section, *item = path
    one = choose.choice(
        [
            CHINESE[chapter],
            CAPITAL[chapter],
            f"第{CHINESE[chapter]}部分",
            f"第{CAPITAL[chapter]}部分",
            f"第{CHINESE[chapter]}部份",
            f"第{CHINESE[chapter]}大点",
            f"第{CHINESE[chapter]}篇",
            f"第{chapter}章",
            f"{CHINESE[chapter]}大点",
            f"{CHINESE[chapter]}部分",
            f"第{chapter}部分",
            f"第{CHINESE[chapter]}章",
        ]
    )
    between = choose.choice(["", "、", " ", "，", "的", "里的", "中", "之", "下面"])
    inner = choose.choice([CHINESE[section], str(section), CAPITAL[section]])
    two = choose.choice(
        [
            f"（{inner}）",
            f"({inner})",
            f"【{inner}】",
            f"[{inner}]",
            f"第{inner}点",
            f"第（{inner}）条",
            f"第（{inner}）款",
            f"第{inner}节",
            f"第{inner}小点",
            f"第{inner}款",
        ]
    )
    if not item:
        return one + between + two
    then = choose.choice(["", " ", "、", "里", "中", "的", "下面", "里面"])
    number = choose.choice([CHINESE[item[0]], str(item[0])])
    three = choose.choice(
        [
            f"第{number}项",
            f"第{number}条",
            f"第{number}小点",
            f"第{number}款",
            f"第{number}小项",
            f"第{number}",
            f"{number}款",
            str(item[0]),
            f"（{number}）",
            f"{number}项",
        ]
    )
    return one + between + two + then + three


def test_any_mixture_of_spellings() -> None:
    choose = random.Random(45)
    endings = ["", "讲什么", " 怎么领", "？", "是啥", "能拿多少钱", "，我想问一下"]
    paths = [tuple(map(int, id.split("."))) for id in POLICY.clauses if "." in id]
    for path, _ in product(paths, range(60)):
        text = (
            choose.choice(["", "请问", "汨罗电商政策", "我想问"])
            + spelled(path, choose)
            + choose.choice(endings)
        )
        assert CITATIONS.read(text)[:1] == (".".join(map(str, path)),), text


@pytest.mark.parametrize(
    "mark", [*".-、，,。·•/_~:;>|", "之", "的", "点", " ", ". ", " - ", "－", "—"]
)
def test_any_mark_between_three_figures(mark: str) -> None:
    for path in (tuple(map(int, id.split("."))) for id in POLICY.clauses if id.count(".") == 2):
        for figures in (map(str, path), map(CHINESE.__getitem__, path)):
            assert CITATIONS.read(mark.join(figures)) == (".".join(map(str, path)),), mark


def test_no_text_breaks_it() -> None:
    choose = random.Random(7)
    letters = "三（）()第部分点条项款.、·- 8310五万元和abc年号#\n\u200b十百零二一"
    for _ in range(3000):
        CITATIONS.read("".join(choose.choices(letters, k=choose.randrange(30))))
    CITATIONS.read("三（" * 20000)
    CITATIONS.read("3." * 20000)
    CITATIONS.read("第三部分" * 5000)
