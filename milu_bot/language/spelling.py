"""The one spelling in which numbers are read; every character keeps its place."""

from __future__ import annotations

import re

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

HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
"""Characters that nobody sees and that may hide what a number really is."""


def plain(text: str) -> str:
    """The same text in half-width figures and simplified number words. Every position stays the same."""
    return text.translate(_SAME_LENGTH)
