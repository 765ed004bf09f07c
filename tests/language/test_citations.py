"""Clause numbers in every spelling, and numbers that are none."""

import random
from itertools import product
from pathlib import Path

import pytest

from milu_bot.language.citations import Citations, cited
from tests.conftest import real_policy

POLICY = real_policy()
CITATIONS = Citations(POLICY)
CAPITAL = dict(enumerate("壹贰叁肆伍陆", 1))
CHINESE = dict(enumerate("一二三四五六七八九十", 1)) | {11: "十一"}

SPELLINGS = (Path(__file__).parent / "citations.txt").read_text(encoding="utf-8")
"""One a line: what is written = the ids that it names."""

NO_CITATIONS = """
我有3个（三）
括号里的字
你“三”番五次
part time job
item one
iii
I am 3
给我8号
8号去
2.2版本
两章
no 3
no. 8
参加3次
参考一下
一小部分人
第三个人
第八个月
iphone 3
ii级残疾
(8)
“8”
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
政策二选一
这个任务一直没完成
招了三个残疾人
san dian kai men
ba yi jian jun jie
三月三号
三楼三号
我8、9月卖的
8到10人
从3到5家
三到五年
第8到10名
第一、第二、第三名
前三名各3万、2万、1万
5万、20万、100万以上
100万、300万、500万
8-10月
2017-06-20
三月到五月
第3季度
二三十单
一两万
san ge ren
wo you san ge dian
yi er san
sansan
di yi ming
er shi wan
ba shi wan
i have 3 kids
iv drip
mix and vi editor
vii
xi an
chapter
article
no article 370
第八届、第九届
第一年、第二年
第一季度和第二季度
3/4的员工
1/2
9/10
10/8
24/7
2/3/2017
10、20、30个人
三个人和八个人
3个人8台车
三部手机
一千、两千
3、5、8万
第9个月到第12个月
30到50岁
4.3分
4.3%
三横一竖
横三竖四
五杠
三条杠
第三到第五年
上市公司第3.2版
v2.1.7
2.1.7版本
高三(3)班
高三（8）
我家三（8）口人
初三（8）的学生
三块八
3块3毛8
第三块地第二亩
三大块肉
第一大块
最后一条
倒数第二条
the third part of my question
the 8th of 3.5 million
the first, 3.5 years
sales grew by 3.5, first
the first 3.3 million
item 2 and item 3
number one in my town
three point five million
3 point 5
version 3.3.x
third section
the 3rd of june
no. 8 park road
room 3 floor 3 no 8
san da kuai
xiao er da san yuan
①有没有补贴②怎么领
⑧
第8条街
第三类第二种
第三中学第二（3）班
第三大类商品
3/3
3/8
3：3
三三得九
最后一点钱
"""


def test_spellings() -> None:
    rows = [line.rpartition(" = ") for line in SPELLINGS.strip().splitlines()]
    read = {text: " ".join(CITATIONS.read(text)) for text, _, _ in rows}
    assert read == {text: " ".join(ids.split()) for text, _, ids in rows}


def test_plain_numbers_are_no_citations() -> None:
    read = {text: cited(text, POLICY) for text in NO_CITATIONS.strip().splitlines()}
    assert {text: ids for text, ids in read.items() if ids} == {}


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
