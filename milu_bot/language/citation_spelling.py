"""Writes citations the plain way before they are read: pinyin, English, capital figures, slips of the pen."""

from __future__ import annotations

import re
import unicodedata

from milu_bot.language.citation_english import plain_english
from milu_bot.language.citation_lists import spread
from milu_bot.late_pattern import late_pattern

_PLAIN = str.maketrans(
    "丨丶项條點節號款內裡里篇類這壹貳贰叁參肆伍陸陆柒捌玖拾仨《》〈〉⟨⟩⦅⦆‹›{}āáǎàīíǐìūúǔùōóǒò",
    "|、项条点节号款内里里篇类这一二二三三四五六六七八九十三()()()()()()aaaaiiiiuuuuoooo",
) | {
    first + step: f"({step + 1})"
    for first in (0x2460, 0x2776, 0x2780, 0x278A, 0x24F5)
    for step in range(11 if first == 0x2460 else 10)
}
"""The last are figures in rings, ⑧❽: each is a number of its own, where NFKC would make 38 of 3⑧."""
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
    "da": "大",
    "xiao": "小",
    "kuohao": "括号",
    "zhi": "之",
    "he": "和",
    "gen": "跟",
    "dao": "到",
    "de": "的",
}
_FIGURE = "[一二三四五六七八九十]"
_SYLLABLE = rf"(?:{'|'.join(sorted(_PINYIN, key=len, reverse=True))})"
_IN_PINYIN = late_pattern(
    rf"(?<![a-z])(?:{_SYLLABLE}(?![a-z])|\d{{1,2}}|[().])(?:[\s、\-]*(?:{_SYLLABLE}(?![a-z])|\d{{1,2}}|[().]))+"
)
_FIRST_WORDS = ("san", "di", "er ", "si ")
"""What a citation in pinyin begins with."""
_ONE = late_pattern(rf"\s*({_SYLLABLE})(?![a-z])\s*")
_JOINED = late_pattern(rf"(?<![a-z])(?:{_SYLLABLE}){{2,}}(?![a-z])")
_PIECE = late_pattern(_SYLLABLE)
_TONED = late_pattern(
    r"(?<![a-z\d])(san|yi|er|si|wu|liu|qi|ba|jiu|shi|dian|di|tiao|xiang)[1-5](?=\s|$)"
)
_FEWEST = 3
"""Units: pinyin words in a row. Fewer may be anything: yi ba, san tiao."""
_ROMAN = {
    numeral: value
    for value, numeral in enumerate(
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi"], 1
    )
}
_NUMERAL = f"(?:{'|'.join(sorted(_ROMAN, key=len, reverse=True))})"
_BETWEEN = r"\s*(?:[.(、·\-),/]\s*)+"
_IN_ROMAN = late_pattern(
    rf"(?<![a-z]){_NUMERAL}(?:{_BETWEEN}{_NUMERAL}){{2}}(?![a-z])"
    rf"|(?<![a-z]){_NUMERAL}{_BETWEEN}{_NUMERAL}(?={_BETWEEN}(?:{_FIGURE}|\d))"
    rf"|(?<![a-z])(?:(?<=part )|(?<=chapter )|(?<=section )|(?<=item )|(?<=clause )|(?<=number )){_NUMERAL}(?![a-z])"
    rf"|(?<![a-z])(?:iv|i{{2,3}})[.(]{_NUMERAL}(?![a-z])"
    rf"|(?:(?<=\d[.(\-]\d[.(\-])|(?<=\d\.\d \()|(?<=\(\d\) ))(?:i{{1,3}}|iv|vi{{0,3}}|ix|xi)(?![a-z])"
    rf"|(?:(?<=\d\()|(?<=\d \()){_NUMERAL}(?=\)\s*[.\-、]?\d)"
    rf"|(?<![a-z])(?:iv|i{{2,3}})(?={_BETWEEN}(?:{_FIGURE}|\d))"
    rf"|(?<=第){_NUMERAL}(?=[条项点款章节部])"
    rf"|(?<=[\d一二三四五六]\)){_NUMERAL}(?=[条项点款]|\s*$)"
)
_ROMAN_CHAPTER = late_pattern(
    r"(?<![a-z])(iv|i{2,3})(?:\s*(?=\d[.(\-]\d{1,2}\)?(?![\d.%]))|(?=\d$))"
)
"""Ⅲ3.8"""
_ONE_ROMAN = late_pattern(_NUMERAL)
_IN = r"(?:[\s,、]|里(?:面|头|边儿?)?|下[面边]?|底下|其中|当?中间?|之|的|那个)*"
_NEXT = rf"{_IN}(?:第|\(?(?:{_FIGURE}|\d))"
_INSIDE = r"(?:里(?:面|头|边)?|下面?|底下|中|的|之)+"
_RUN_TOGETHER = r"(\d)(\d)(\d{1,2})"


def _ten(found: re.Match[str]) -> str:
    """三点三点一零, 三点三点幺幺: ten and eleven, digit by digit."""
    return f"{found[1]}十" + ("一" if found[2] else "")


def _with_letter(found: re.Match[str]) -> str:
    return ".".join(filter(None, found.groups()[:3])) + found[4]


_SLIPS = tuple(
    (late_pattern(pattern), plain)
    for pattern, plain in (
        (r"[\\→»]|[=-]>", "/"),
        (
            r"(?<!兄)(?<!徒)(?<!子)弟(?=(?:[一二三四五六七八九十]|\d){1,2}(?:大|小)?(?:[条点项款章节]|部))",
            "第",
        ),
        (rf"(?<=[)点条节章分的])[帝底低地](?=(?:{_FIGURE}|\d){{1,2}}小?[条点项款])", "第"),
        (
            rf"(第(?:{_FIGURE}|\d))[典店](?=的?[第地弟](?:{_FIGURE}|\d){{1,2}}小?[条点项款])",
            r"\1点",
        ),
        (
            r"(?:从上)?(?:往下|挨着)?(?<![\d一二三四五六七八九十倒])(?:排在?|排到|数到?)(?=第)",
            "",
        ),  # 二（一）往下数第8条
        (
            rf"(?<![\d一二三四五六七八九十])([一二三四])\s*\+\s*([一二三四五六])\s*\+\s*({_FIGURE}|\d{{1,2}})(?![\d.=+十]|等于)",
            r"\1、\2、\3",
        ),
        (
            r"(?<=[一二三四五六\d)])(?:斜?杠|横杠|横线?|斜线|逗号|顿号)(?=[一二三四五六七八九十\d(括])",
            "、",
        ),
        (
            rf"(?<![\d一二三四五六七八九十])([一二三四]|[1-4])减([一二三四五六]|[1-6])减({_FIGURE}|\d{{1,2}})(?![\d.=十]|等)",
            r"\1、\2、\3",
        ),
        (
            rf"(?<![\d一二三四五六七八九十])([一二三四])[至只支]([一二三四五六])[之至只支第地](?={_FIGURE}|\d|第)",
            r"\1之\2之",
        ),
        (rf"(?<=[一二三四\d]之{_FIGURE})[地低弟](?=(?:{_FIGURE}|\d){{1,2}})", "第"),
        (rf"^[山散伞](?=[之点](?:{_FIGURE}|\d)[之点第])|(?<=[三3]之)[山散伞](?=[之第])", "三"),
        (rf"(?<=[一二三四]点)[山散伞](?=点(?:{_FIGURE}|\d|$))", "三"),
        (rf"(?<=[一二三四]点{_FIGURE}点)[酒久](?=$|[的是讲说里写那和跟,.?!\s])", "九"),
        (r"(?<=[一二三四]点[一二三四五六]点)[吧爸](?=[的是讲说里写那和跟])", "八"),
        (
            r"(?<![\d一二三四五六七八九十])([一二三四][点杠、.之]?[一二三四五六][点杠、.之]?|[1-4]\.[1-6]\.)[一幺1](?:[零〇](?![\d一二三四五六七八九十])|([一幺])(?![\d一二三四五六七八九十]))",
            _ten,
        ),
        (rf"([一二三四])[典店电]([一二三四五六])[典店电](?={_FIGURE}|\d)", r"\1点\2点"),
        (rf"[散伞](?=点(?:{_FIGURE}|\d)点)", "三"),
        (rf"(?<=[一二三四\d])[扩挂刮阔]号(?={_FIGURE}|\d)", "括号"),
        (
            rf"第({_FIGURE}|\d)个{_INSIDE}第({_FIGURE}|\d)个{_INSIDE}第({_FIGURE}|\d{{1,2}})个",
            r"第\1部分第\2点第\3条",
        ),
        (
            rf"(?<=部分)({_IN})(第(?:{_FIGURE}|\d))个({_IN}第(?:{_FIGURE}|\d{{1,2}}))个",
            r"\1\2点\3条",
        ),
        (rf"(?<=部分)({_IN}第(?:{_FIGURE}|\d))[类块段](?={_NEXT})", r"\1点"),
        (
            rf"(?<![\d.])(\d|[一二三四])\(({_FIGURE}|\d)[.、·]({_FIGURE}|\d{{1,2}})\)",
            r"\1(\2)\3",
        ),  # 三（3.8）
        (
            rf"(?:^|(?<=[第看查问讲说按那这]))\s*{_RUN_TOGETHER}(?=[这那]?一?[条款项](?:$|[的是讲说里写怎能有规,.?!和跟\s]))",
            r"\1.\2.\3",
        ),  # 第338条
        (
            rf"((?:条款|政策|文件|clause|article|section)\s*第?){_RUN_TOGETHER}(?=[条款项]?(?:$|[的是讲说里写怎,.?!\s]))",
            r"\1\2.\3.\4",
        ),
        (rf"(第(?:{_FIGURE}|\d))个?([大小])标题", r"\1\2点"),
        (
            rf"([一二三四])大([一二三四五六])小(?=第(?:{_FIGURE}|\d)|(?:{_FIGURE}|\d{{1,2}})(?:$|[条项点款的是讲说]))",
            r"第\1部分(\2)",
        ),
        (
            rf"(?:^|(?<=[看查问讲说按的]))([1-4])([1-6])(?=的?第(?:{_FIGURE}|\d{{1,2}})(?:[条项点款]|$))",
            r"\1.\2",
        ),  # 33的第4条
        (
            rf"((?:(?<=任务|政策|措施)(?:里[面头]?|下面|中|的)?|(?<=\d\.\d))第(?:{_FIGURE}|\d){{1,2}})个(?![人月年档店季任奖]|条件)",
            r"\1项",
        ),
        (rf"(?<=\))小(?={_FIGURE}|\d)", "第"),
        (
            r"^([一二三四])减([一二三四五六])(?=$|[的是讲说写呢?])",
            r"\1、\2",
        ),
        (r"^\s*([1-4])([1-6])(\d{1,2})?([abc])(?=$|[的是讲说写有呢?])", _with_letter),  # 221a
        (r"^([一二三四]|[1-4])大点(?=$|[的是讲说里写有呢?])", r"第\1部分"),
        (
            r"(?<=\))\s*([li|1])([o0li|]?)(?=\s*(?:$|[条项点款,.、?]))",
            lambda found: "1" + ("" if not found[2] else "0" if found[2] in "o0" else "1"),
        ),  # what a scanner makes of 1, 10 and 11
        (
            rf"(?<=那[节章块条]|部分)({_IN})(第(?:{_FIGURE}|\d){{1,2}})个?(?=$|[的是讲说写有怎呢?])(?![人月年档店季])",
            r"\1\2条",
        ),  # 扶持政策那节第九
        (r"章节", "章"),
        (r"小部分", "小点"),
        (r"(?<=[第(])参(?=[)部章条点节项])|参(?=\()", "三"),
        (rf"左?(?:括号|括弧)\s*({_FIGURE}|\d)\s*右?(?:括号|括弧)?", r"(\1)"),  # 三括号三8
        (rf"(?<=[一二三四\d)第])[「『“‘'\"<{{]\s*({_FIGURE}|\d{{1,2}})\s*[」』”’'\">}}]", r"(\1)"),
        (r"[(\[【]\s*(\d(?:\.\d{1,2}){2})\s*[)\]】]", r" \1 "),  # （2.1.5）
        (r"(?<![\d.])(\d\.\d\.\d{1,2})号", r"\1条"),
        (
            rf"(第(?:{_FIGURE}|\d){{1,2}})个(?=[大小]?[点条项块]|[大小板版][块类段]|部分|[章节款])",
            r"\1",
        ),
        (r"(?<=\))那个(?=\d)", ""),
        (r"(?<=[)\d])\s*#\s*(?=\d)|(?<=\))\s*(?:no?\.?|[序编条][号目])\s*(?=\d)", "第"),
        (rf"({_FIGURE})\(({_FIGURE})\s*(?=\d)", r"\1(\2)"),  # 三（三8
        (rf"[(\[【]\s*\(({_FIGURE}|\d)\)\s*[)\]】]", r"(\1)"),
        (r"[这那哪每]一(?=[条款项点])", "那个"),  # 3.6这一条
        (r"(?<=[)\d])[这那]一?[大小]?(?:[块节段类章]|部分)(?![钱人])", "那个"),  # 二（一）那一块的
        (r"[这那]一(?=大?(?:部分|块|段)[里中的,、(第])", "那"),  # 扶持政策那一部分的
        (rf"^(第(?:{_FIGURE}|\d))[块类段](?=[的是讲说里写有])", r"\1部分"),
        (rf"(第(?:{_FIGURE}|\d))[编卷](?={_NEXT})", r"\1部分"),
        (rf"(第?(?:{_FIGURE}|\d))大(?:块|类|段|节|章)(?={_NEXT})", r"\1大点"),
        (rf"(第?\(?(?:{_FIGURE}|\d)\)?)小(?:块|类|段|节|章)(?={_NEXT})", r"\1小点"),
        (rf"(第(?:{_FIGURE}|\d))大?[板版]块(?={_NEXT})", r"\1部分"),
        (
            rf"(第\(?(?:{_FIGURE}|\d)\)?)(?:块|中[项点条])(?={_IN}第(?:{_FIGURE}|\d){{1,2}}小?[块点条项款])",
            r"\1点",
        ),
        (
            rf"(第(?:{_FIGURE}|\d){{1,2}}小?[条项点款])\s*[,(]?\s*(?:是?在|属于|是)\s*"
            rf"([第(]?[\d一二三四][\d一二三四五六第()、.部分章大小点节条款]{{1,14}}?)"
            r"(?:下面?|底下|里[面头]?|当?中|那里|的|(?=[)吗么吧?,。!]*$))",
            r"\2\1",
        ),  # 第八条，在第三部分第三点下面
        (rf"(?<=\)){_IN}第((?:{_FIGURE}|\d){{1,2}})个(?![人月年档店季]|条件)", r"第\1项"),
        (rf"(第(?:{_FIGURE}|\d){{1,2}})个(?=任务)", r"\1项"),
        (
            rf"(?<=\))(?:里头|里面|下面|中)?第?((?:{_FIGURE}|\d){{1,2}})[个号](?![人月年])",
            r"第\1项",
        ),
        (
            rf"(?<=[点节条])的?(第(?:{_FIGURE}|\d){{1,2}})个(?![人月年])",
            r"\1项",
        ),  # 第三部分第三点第八个
        (r"(?<![a-z\d])(?:ss?|cll?)\.?\s*(?=\d(?:\.\d|\s?\(\d))", "条款"),
        (r"(?<![a-z])(?:part|chapter)\s*(\d{1,2})(?![\d.])", r"第\1部分"),
        (
            r"(?<=[点条)])\s*,?\s*(?:item|clause|point|article|no)\.?\s*(\d{1,2})(?![\d.])",
            r"第\1条",
        ),
        (r"(?:(?<![a-z])(?:clause|article)|条款)\s*(\d{1,2})(?![\d.(条项点])", r"第\1条"),
        (r"(?<![\d.])(\d{1,2})号条款", r"第\1条"),
        (r"(?<![a-z])(?:no|num|number)\.?\s*(?=\d)", "条款"),
    )
)


def plain_citations(text: str) -> str:
    """The same text, half width and simplified where it matters, with citations in their plain spelling."""
    folded = unicodedata.normalize("NFKC", text.translate(_PLAIN)).lower().translate(_PLAIN)
    if not folded.isascii() or any(word in folded for word in _FIRST_WORDS):
        if len(_TONED.findall(folded)) >= _FEWEST:
            folded = _TONED.sub(r"\1", folded)
        folded = _JOINED.sub(lambda run: " ".join(_PIECE.findall(run[0])), folded)
        folded = _IN_PINYIN.sub(_from_pinyin, folded)
    folded = _ROMAN_CHAPTER.sub(lambda chapter: f"第{_ROMAN[chapter[1]]}部分", folded)
    folded = _IN_ROMAN.sub(
        lambda run: _ONE_ROMAN.sub(lambda one: str(_ROMAN[one[0]]), run[0]), folded
    )
    folded = plain_english(folded)
    for slip, plain in _SLIPS:
        folded = slip.sub(plain, folded)
    return spread(folded)


def _from_pinyin(found: re.Match[str]) -> str:
    run = found[0]
    words = len(re.findall(rf"{_SYLLABLE}(?![a-z])|\d+", run))
    if words < _FEWEST or not re.search(r"[a-z]", run):
        return run
    return " " + _ONE.sub(lambda word: _PINYIN[word[1]], run)
