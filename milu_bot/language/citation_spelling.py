"""Writes citations the plain way before they are read: pinyin, English, capital figures, slips of the pen."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = str.maketrans(
    "项條點節號款內裡里篇類這壹貳贰叁參肆伍陸陆柒捌玖拾《》",
    "项条点节号款内里里篇类这一二二三三四五六六七八九十()",
)
_PINYIN = {
    "di": "第",
    "yi": "一",
    "er": "二",
    "san": "三",
    "si": "四",
    "wu": "五",
    "liu": "六",
    "qi": "七",
    "ba": "八",
    "jiu": "九",
    "shi": "十",
    "shiyi": "十一",
    "bufen": "部分",
    "bu fen": "部分",
    "zhang": "章",
    "jie": "节",
    "dian": "点",
    "tiao": "条",
    "xiang": "项",
    "kuan": "款",
}
_SYLLABLE = rf"(?:{'|'.join(sorted(_PINYIN, key=len, reverse=True))})"
_IN_PINYIN = re.compile(
    rf"(?<![a-z])(?:{_SYLLABLE}(?![a-z])|\d{{1,2}}|[().])(?:\s*(?:{_SYLLABLE}(?![a-z])|\d{{1,2}}|[().]))+"
)
_ONE = re.compile(rf"\s*({_SYLLABLE})(?![a-z])\s*")
_FIGURE = "[一二三四五六七八九十]"
_FEWEST = 3
"""Units: pinyin words in a row. Fewer may be anything: yi ba, san tiao."""
_SLIPS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (rf"({_FIGURE})\(({_FIGURE})(?=\d)", r"\1(\2)"),  # 三（三8
        (r"[这那哪每]一(?=[条款项点])", "那个"),  # 3.6这一条
        (rf"(第(?:{_FIGURE}|\d){{1,2}})个(?=任务)", r"\1项"),
        (
            rf"(?<=\))(?:里头|里面|下面|中)?第?((?:{_FIGURE}|\d){{1,2}})[个号](?![人月年])",
            r"第\1项",
        ),
        (
            rf"(?<=[点节条])(第(?:{_FIGURE}|\d){{1,2}})个(?![人月年])",
            r"\1项",
        ),  # 第三部分第三点第八个
        (r"(?<![a-z])(?:no|num|number)\.?\s*(?=\d)", "条款"),
        (r"(?<![a-z])(?:part|chapter)\s*(\d{1,2})(?![\d.])", r"第\1部分"),
        (r"(?<=[\d分])\s*,?\s*section\s*(\d{1,2})(?![\d.])", r"第\1点"),
        (r"(?<=[\d点条)])\s*,?\s*(?:item|clause|point|no)\.?\s*(\d{1,2})(?![\d.])", r"第\1条"),
    )
)


def plain_citations(text: str) -> str:
    """The same text, half width and simplified where it matters, with citations in their plain spelling."""
    folded = unicodedata.normalize("NFKC", text).lower().translate(_PLAIN)
    if not folded.isascii() or "san" in folded or "di" in folded:
        folded = _IN_PINYIN.sub(_from_pinyin, folded)
    for slip, plain in _SLIPS:
        folded = slip.sub(plain, folded)
    return folded


def _from_pinyin(found: re.Match[str]) -> str:
    run = found[0]
    words = len(re.findall(rf"{_SYLLABLE}(?![a-z])|\d+", run))
    if words < _FEWEST or not re.search(r"[a-z]", run):
        return run
    return _ONE.sub(lambda word: _PINYIN[word[1]], run)
