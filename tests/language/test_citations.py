"""Clause numbers in every spelling, and numbers that are none."""

import random
from itertools import product
from pathlib import Path

import pytest

from milu_bot.knowledge.loader import load
from milu_bot.language.citations import Citations, cited

POLICY = load(Path(__file__).parents[2] / "knowledge" / "miluo-2017-45")
CITATIONS = Citations(POLICY)
CHINESE = dict(enumerate("一二三四五六七八九十", 1)) | {11: "十一"}

SPELLINGS = """
3.3.8 = 3.3.8
三（三）8 = 3.3.8
三(三)8 = 3.3.8
三、（三）第8项 = 3.3.8
第三部分第三点第8条 = 3.3.8
第三部分第三點第8條 = 3.3.8
三.三.8 = 3.3.8
三·三·8 = 3.3.8
三.(三).8怎么理解 = 3.3.8
三 三 8 = 3.3.8
三三8怎么领 = 3.3.8
三、（三）⑧ = 3.3.8
第三大点第（三）小点第八项 = 3.3.8
第三章第三节第8条 = 3.3.8
三点三点八 = 3.3.8
（三）8 = 3.3.8
第8项 = 3.3.8
第八条 = 3.3.8
第三部分第8条 = 3.3.8
扶持政策第(三)条第9点 = 3.3.9
1. 三（三）8是啥 = 3.3.8
３．３．８ = 3.3.8
3-3-9 = 3.3.9
第三大点（三）里第10小点 = 3.3.10
第10项 = 3.3.10
第三项 = 3.3.3
三(5) = 3.5
三（五） = 3.5
三、（5） = 3.5
3.5 是啥 = 3.5
3.5和3.6 = 3.5 3.6
第三部分第四条 = 3.4
四（三） = 4.3
4.3乡镇奖励 = 4.3
保障措施（三） = 4.3
主要任务第三条 = 2.2.3
任务4 = 2.2.4
第二项任务 = 2.2.2
二 二 6 扶贫 = 2.2.6
二（一） = 2.1
第一部分写了什么 = 1
一、指导思想 = 1
3.3.7a = 3.3.7a
3.4b是什么 = 3.4b
3.3.9 b = 3.3.9b
三（三）3和7能同时领吗 = 3.3.3 3.3.7
第3项和第7项是什么关系 = 3.3.3 3.3.7
3.3.3、3.3.7 = 3.3.3 3.3.7
三三7和三三3能一起领吗 = 3.3.7 3.3.3
45号文 = 0
汨政办发2017 45号讲的啥 = 0
汨政办发〔2017〕45号三（三）8 = 3.3.8 0
二（二） = 2.2.1 2.2.2 2.2.3 2.2.4 2.2.5 2.2.6
"""

NO_CITATIONS = """
3.5万
卖了3.5
3.5折
利率3.3
3.3%
我卖了3.5万，交税3.3万
卖3.5和2.1
3.3.8万
2017
2017年6月20日
2017-3-3
2017.3.3
电话0730-5222338
13812345678
版本v3.3.8
ip 1.2.3.4
12.3.8
一共12个人
三个人 三万块
三分之一
第一年成交10笔
第四名呢
第三方支付平台
第3项目部
劳动法第十条
三（三）班
一事一议
三品一标
一村一品
三三两两
二二六事件
从3点到8点
5万、20万、100万
8
第八
3.3.12
五（一）
三（七）
"""


@pytest.mark.parametrize("line", SPELLINGS.strip().splitlines())
def test_spellings(line: str) -> None:
    text, _, ids = line.rpartition(" = ")
    assert CITATIONS.read(text) == tuple(ids.split())


@pytest.mark.parametrize("text", NO_CITATIONS.strip().splitlines())
def test_plain_numbers_are_no_citations(text: str) -> None:
    assert cited(text, POLICY) == ()


def spelled(path: tuple[int, ...], choose: random.Random) -> str:
    """A clause number as somebody may write it."""
    chapter, section, *item = path
    one = choose.choice(
        [
            CHINESE[chapter],
            f"第{CHINESE[chapter]}部分",
            f"第{chapter}部分",
            f"第{CHINESE[chapter]}章",
        ]
    )
    between = choose.choice(["", "、", " ", "，", "的"])
    inner = choose.choice([CHINESE[section], str(section)])
    two = choose.choice(
        [f"（{inner}）", f"({inner})", f"第{inner}点", f"第（{inner}）条", f"第{inner}节"]
    )
    if not item:
        return one + between + two
    then = choose.choice(["", " ", "、", "里", "中"])
    number = choose.choice([CHINESE[item[0]], str(item[0])])
    three = choose.choice(
        [
            f"第{number}项",
            f"第{number}条",
            f"第{number}小点",
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


def test_no_text_breaks_it() -> None:
    choose = random.Random(7)
    letters = "三（）()第部分点条项款.、·- 8310五万元和abc年号#\n\u200b十百零二一"
    for _ in range(3000):
        CITATIONS.read("".join(choose.choices(letters, k=choose.randrange(30))))
    CITATIONS.read("三（" * 20000)
    CITATIONS.read("3." * 20000)
    CITATIONS.read("第三部分" * 5000)
