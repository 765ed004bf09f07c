"""Words that say nothing of what a number is of: 一共, 去年, 大概, 做到了."""

from __future__ import annotations

from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Fact

_WORD = (
    r"(?:(?:19|20)[0-9]{2}|1[0-9])年|我们?[站店厂社村镇家]?|[两三四几][头边样块项家个](?=[都全]?[加合])|公司|单位|厂里?|店里?|社里|这边|自己|里面|里头|[去前上]年|今年|全年度?|一整年|整年|一年下来|一年到头|一年|每年|年|上年度|全部|总额|金额|数额|数量|总数|人数"
    r"|营业额|销售额|交易额|交易|营收|一共|总共|拢共|共计|合计|加一?起来?|加在一起|合起来|加一起|加一块|统共|前后|目前|现在|到现在|眼下|实际|准确|准数|实数|具体数字?|数字|具体|其实|大概|大约|将近"
    r"|[多少]一?点|点?[说讲]|应该|应当|上岗|在岗|在职|在册|留下|花费|费用|投入|设备|软件|硬件|人工|材料|满打满算|撑死|算?下来|冲|升|跌|掉|降|涨|成交|收|赚|砸|进去|卖|销|花|投|用|交|缴|招|请|做|搞|有|是|为|达|到|只|才|就|也|都|还|倒|共|约|快|近|能|可以|个|了|过|得|的|掉|出"
    r"|整|左右|上下|样子|来|多|吧|呢|啊|嘛|样|这|那|套|东西|系统|钱|块|不?算|[，,。；;！!：:、 ]"
)
FILLING = late_pattern(f"(?:{_WORD})*")
"""What may stand beside a number that has no words of its own."""
_PAUSE = late_pattern("[，,。；;！!？?]")
_COUNTED = late_pattern("[0-9一二两三四五六七八九十百千万亿]")
_NTH = late_pattern("(?:第[一二三四五六七八九十]|头一?|(?:19|20)[0-9]{2}|1[0-9])年")
_MORE = late_pattern(
    r"[0-9]+|超过|不到|不止|刚好|正好|整整|至少|最多|少说|平均|突破|首次|第一次|头一回|折合?|人民币|排名?|第|从|涨到?|又|再|去|[上里]头|刚|买|一?起|按|和|跟|加|与|及"
    rf"|方面|花名册|凭证|汇总|明细|台账|对账|报表|账上|入账|支出|采购|发票|显示|固定资产|服务器|{_WORD}"
)
_HAN = late_pattern("[\u4e00-\u9fff]+")
_NAME = 2
"""Units: characters. So long is the shortest name of a thing."""


def leading_up(text: str, start: int) -> str:
    """What leads up to what begins here: the words before it in its part, or else the part before.

    2015年收入最高，四百一十万: only a part that counts nothing itself leads up to a number.
    """
    *before, own = _PAUSE.split(text[:start])
    if not before or not FILLING.fullmatch(own) or _COUNTED.search(_NTH.sub("", before[-1])):
        return own
    return before[-1] + own


def names_another(between: str, fact: Fact) -> bool:
    """Whether a thing that the fact does not know is named between its words and a number: 培训了老百姓400人次."""
    if FILLING.fullmatch(between):
        return False
    known = " ".join((fact.ask, fact.hint, *fact.said, *fact.said_with))
    runs = _HAN.findall(_MORE.sub(" ", between))
    return any(
        len(run) >= _NAME and not any(run[at : at + 2] in known for at in range(len(run) - 1))
        for run in runs
    )
