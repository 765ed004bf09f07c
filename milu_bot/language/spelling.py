"""How numbers are spelled: one form for all forms of a character, and the pieces of a numeral."""

from __future__ import annotations

from milu_bot.late_pattern import late_pattern

_OTHER_FORMS = {
    "零": "〇○",
    "一": "壹弌",
    "二": "贰貳",
    "两": "兩",
    "三": "叁參叄",
    "四": "肆",
    "五": "伍",
    "六": "陆陸",
    "七": "柒",
    "八": "捌",
    "九": "玖",
    "十": "拾",
    "百": "佰",
    "千": "仟",
    "万": "萬",
    "亿": "億",
    "点": "點",
    "几": "幾",
    "个": "個",
    "余": "餘",
    "来": "來",
    "块": "塊",
    "吨": "噸",
    "单": "單",
    "笔": "筆",
    "户": "戶",
    "约": "約",
    "将": "將",
    "过": "過",
    "于": "於",
    "达": "達",
    "数": "數",
    "没": "沒",
    "负": "負",
    "满": "滿",
    "内": "內",
    "还": "還",
    "订": "訂",
    "¥": "￥",
    "-": "−",
    "~": "〜",
}
_SAME_LENGTH = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF0C}
    | {"　": " ", "\xa0": " "}
    | {form: plain for plain, forms in _OTHER_FORMS.items() for form in forms}
)

HIDDEN = late_pattern(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
"""Characters that nobody sees and that may hide what a number really is."""

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000, "k": 1000}
BIG = {"万": 10**4, "w": 10**4, "亿": 10**8}
NEIGHBOURS = frozenset(
    ["一二", "二三", "两三", "三四", "四五", "五六", "六七", "七八", "八九", "三五", "一两"]
)
"""Two digits side by side that name a range: 两三百, 三五个."""
FIGURES = frozenset("0123456789")
LONGEST = 24
"""Figures of one literal; more would not fit the arithmetic and means nothing anyway."""

NUMBER_RUN = late_pattern(r"[0-9零一二两三四五六七八九十百千万亿几廿卅.,，_]+")
_LITERAL = (
    r"[0-9]{1,3}(?:，[0-9]{3})*，0[0-9]{2}(?:，[0-9]{3})*(?![0-9])"
    r"|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
    r"|[0-9]{1,3}(?: [0-9]{3})+(?![0-9.])"
    r"|[0-9]+(?:\.[0-9]+)?"
)
PIECE = late_pattern(
    r" {0,2}(?P<big>[万亿]|[wW](?![a-zA-Z]))"
    r"|(?P<small>[十百]|千(?!克)|(?: ?[kK])(?![a-zA-Z]))"
    rf"|(?P<literal>{_LITERAL})"
    r"|(?P<tens>[廿卅])"
    r"|(?P<digits>[零一二两三四五六七八九]+?(?=(?<!零)一[年个月天])|[零一二两三四五六七八九]+)"
    r"|点(?P<fraction>[零一二三四五六七八九]+(?![十分刻点])|[0-9]+(?=[万亿百千]))"
    r"|(?P<some>好几|几|个把|数(?=[十百千万亿]))"
    r"|(?P<more>[多余](?![少数大次])(?:一?点(?![0-9零一二三四五六七八九十]))?)"
    r"|(?P<about>[来把])"
    r"|(?P<head> ?个(?P<and_half>半?)(?=[多来把]?(?:亿|[wW](?![a-zA-Z]))))"
    r"|(?P<half>半)"
    r"|(?P<and>(?<=[十百千万])又(?=[一二三四五六七八九](?![十百千万亿])))"
)
ODD_JOIN = late_pattern(r"[,，_'’·。.、]?[0-9]*[,，_'’·。][0-9]")
"""Figures joined by a mark that joins none: 1,2345."""
GOES_ON = late_pattern("[0-9十百万亿]|千(?!克)")
COUNTERS = late_pattern(" ?[个人家年月天次名位户笔单口种条项]")


def plain(text: str) -> str:
    """The same text in half-width figures and simplified number words. Every position stays the same."""
    return text.translate(_SAME_LENGTH)
