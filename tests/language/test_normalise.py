"""One form for words that mean the same."""

import pytest

from milu_bot.language.normalise import LONGEST, Normaliser, clean, normalise
from tests.conftest import real_policy

WORDING = real_policy().wording
NORMALISER = Normaliser(WORDING)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("電商補貼", "电商补贴"),
        ("我屋里开了個淘保店，有冇得補鐵？", "我家开了个网店 有没有补贴"),
        ("ＡＢＣ３．２百万", "abc3.2百万"),
        ("补\u200b贴", "补贴"),
        ("补贴\x07", "补贴"),
        ("贫困户，网店；补贴！", "建档立卡贫困 网店 补贴"),
        ("E-Commerce SUBSIDY", "电商 补贴"),
        ("卖了3.5万。", "卖了3.5万"),
    ],
)
def test_alike(text: str, same: str) -> None:
    assert NORMALISER(text) == same == normalise(text, WORDING)


def test_latin_synonyms_are_whole_words() -> None:
    assert "租金" in NORMALISER("shop rent")
    assert "租金" not in NORMALISER("current")


def test_only_fillers_stay_as_they_are() -> None:
    assert NORMALISER("你好") == "你好"
    assert NORMALISER("") == NORMALISER("？！") == ""


def test_cut_where_nobody_reads_on() -> None:
    assert len(NORMALISER("补贴" * 50_000)) <= LONGEST


def test_many_at_once_are_the_same_as_one_by_one() -> None:
    texts = ["請問冇得補鐵？", "how much is the rent", "三（三）8", "贫困户 网店"]
    assert NORMALISER.all(texts) == list(map(NORMALISER, texts))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("１２人，对吗？", "12人，对吗？"),
        ("a\u200bb\ufeffc\x00d\ud800", "abcd"),
        ("一行\n两行\t三", "一行\n两行\t三"),
        ("三、（三）8", "三、（三）8"),
    ],
)
def test_clean_takes_out_only_what_nobody_sees(text: str, shown: str) -> None:
    assert clean(text) == shown
