"""A message that is nothing but the number of a clause, typed, heard or scanned: 221, 二点二点留, 2)2)1."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

from milu_bot.late_pattern import late_pattern

Path = tuple[int, ...]

_SOUNDS = {
    "一": "意衣医亿已以",
    "二": "而儿耳尔",
    "三": "伞散山",
    "四": "思死寺司似",
    "五": "武舞午无屋吴雾",
    "六": "流留刘溜",
    "七": "气期其妻起器",
    "八": "巴吧爸把扒",
    "九": "就酒久旧救",
    "十": "时石实食",
}
"""What a figure is heard as."""
_LIKE = {sound: figure for figure, sounds in _SOUNDS.items() for sound in sounds}
_SOUND = f"[{''.join(_LIKE)}]"
_CHINESE = dict(zip("一二三四五六七八九", "123456789", strict=True)) | {"十": "10", "十一": "11"}
_FIGURE = r"\d+|十一|[一二三四五六七八九十]"
_MARK = (
    r"下划线|里面?的?|下面?的?|中的?|之|的|又|(?<=又.)分之|减|[点典店电]|斜?杠|横杠?|竖杠?|空格|逗号|顿号|句号|井号|冒号"
    r"|(?:大|小)?标题|部[分份]|[第章节条款项目大中小]|(?<=第.)个|(?<=第..)个|(?<![a-z])(?:ch|pt|sec|s|art|cl|item|no)\.?(?![a-z])"
    r"|[\s.()\[\]{}<>]"
)
_SUM = r"[*x+=]"
"""Between figures these reckon, so that they only may cite."""
_MEASURES = '%‰*x+=′″"$¥€£°'
"""Signs that reckon or measure."""
_BRACKETS = str.maketrans("×【〔〈《】〕〉》", "x(((())))")
_LEAD = late_pattern(
    r"(?:请问|我想|我要|麻烦|[帮给]我|[看查问讲说念读翻]一?下?到?|(?:这个)?文?件(?:里|中)?的?|政策(?:里|中)?的?|条[款目号]|[编序款]号|路径|[§#]|(?:no|cl|art|sec|clause|article|section|item)\.?|\s)*"
)
_ASKED = late_pattern(
    r"(?:[那这]?一?[条款项]|[那这]个)?(?:政策)?(?:到底|具体|主要)?(?:[是有要]?(?:什么|啥|么子|哪[样些])(?:意思|内容|要求|条件|材料)?|是?[讲说写]的?(?:是|了)?(?:什么|啥|么子|哪些)(?:内容)?"
    r"|怎么(?:申请|领|报|写的?|说的?|理解|办|拿)|如何(?:申请|办理)|(?:的)?(?:原文|原话|内容|规定|意思|条件|材料)|能(?:一起|同时)[拿领报](?:吗|不|么)?|[呢吗么吧啊呀的]|[\s.?!])*$"
)
_TOKEN = late_pattern(
    rf"(?P<figure>{_FIGURE})|(?P<sound>{_SOUND})|(?P<sum>{_SUM})|(?P<mark>{_MARK})"
)
_CORE = late_pattern(re.sub(r"\?P<\w+>", "?:", f"(?:{_TOKEN.pattern})+"))
_AND = late_pattern(r"\s*(?:和|跟|与|以及|还有)\s*")
_NESTED = late_pattern(r"[第()\[\]{}<>里下中之]")
"""Marks that no number has: one is enough."""
_SPOKEN = late_pattern("[点典店电]+")
_LONGEST = 40
"""Units: characters. A longer message is more than a number."""
_DEEP = 3


class Shapes:
    """Reads the numbers of one document's items by their figures alone: 221 is 2.2.1."""

    def __init__(self, whole: Iterable[Path]) -> None:
        items = {path: "".join(map(str, path)) for path in whole if len(path) == _DEEP}
        times = Counter(items.values())
        self._by_run = {run: path for path, run in items.items() if times[run] == 1}

    def read(self, text: str) -> tuple[Path, ...]:
        """The items that a message names which says nothing else; none if it says more, or may tell a number."""
        return self._all(text, sure=True)

    def perhaps(self, text: str) -> tuple[Path, ...]:
        """The items that a message may name, though it may as well be a number or a sum: 2.21, 2*2*1."""
        return () if self.read(text) else self._all(text, sure=False)

    def _all(self, text: str, *, sure: bool) -> tuple[Path, ...]:
        if len(text) > _LONGEST:
            return ()
        found = [self._one(part, sure=sure) for part in _AND.split(_folded(text))]
        return tuple(path for paths in found for path in paths) if all(found) else ()

    def _one(self, text: str, *, sure: bool) -> tuple[Path, ...]:
        lead = _LEAD.match(text)
        rest = text[lead.end() :] if lead else text
        core = _CORE.match(rest)
        # What is heard as a figure may be a word that only asks: 吧 is one more figure, or none.
        for end in range(core.end() if core else 0, 0, -1):
            if _ASKED.fullmatch(rest, end) and (paths := self._placed(rest[:end], sure=sure)):
                return paths
        return ()

    def _placed(self, core: str, *, sure: bool) -> tuple[Path, ...]:
        figures, gaps = _taken_apart(core)
        plain = [_CHINESE.get(_LIKE.get(figure, figure), figure) for figure in figures]
        paths = self._paths(plain, apart=any(gaps))
        if not paths or any(figure.startswith("0") for figure in figures) or _says_tens(core, gaps):
            return ()
        heard = [figure in _LIKE for figure in figures]
        if any(heard) and (not _is_spoken(heard, gaps) or not sure):
            return ()
        even = not any(gaps) or (all(gaps) and len(figures) >= _DEEP)
        certain = even or any(map(_NESTED.search, gaps))
        reckoned = any(re.search(_SUM, gap) for gap in gaps)
        return paths if (certain and not reckoned) or not sure else ()

    def _paths(self, figures: list[str], *, apart: bool) -> tuple[Path, ...]:
        """One item, several side by side, or two that are run together."""
        run = "".join(figures)
        if run in self._by_run:
            return (self._by_run[run],)
        if all(figure in self._by_run for figure in figures):
            return tuple(self._by_run[figure] for figure in figures)
        for end in range(_DEEP, len(run) - 2) if not apart else ():
            if (one := self._by_run.get(run[:end])) and (two := self._by_run.get(run[end:])):
                return one, two
        return ()


def _folded(text: str) -> str:
    """Every mark as a full stop but for brackets and what reckons; what only decorates is gone: 2️⃣."""
    narrow = unicodedata.normalize("NFKC", text).lower().translate(_BRACKETS)
    return "".join(map(_mark, narrow)).strip()


@cache
def _mark(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in ("Cf", "Mn", "Me"):
        return ""
    marks = kind[0] in "PS" and kind not in ("Ps", "Pe") and char not in _MEASURES
    return "." if marks and char not in "<>#§?!" else char


def _taken_apart(core: str) -> tuple[list[str], list[str]]:
    """The figures of a number, and what stands between each two."""
    figures: list[str] = []
    gaps: list[str] = []
    gap = ""
    for token in _TOKEN.finditer(core):
        if token["figure"] or token["sound"]:
            gaps += [gap] if figures else []
            figures.append(token[0])
            gap = ""
        else:
            gap += token[0]
    return figures, gaps


def _says_tens(core: str, gaps: list[str]) -> bool:
    """三点三十 is a time of day."""
    return any(gaps) and bool(re.search("[一二三四五六七八九]十", core))


def _is_spoken(heard: list[bool], gaps: list[str]) -> bool:
    """Whether words that sound like figures stand where only figures stand."""
    if len(heard) < _DEEP:
        return False
    if not any(gaps):
        return not any(heard[:-1])
    return all(gaps) and (not all(heard) or all(map(_SPOKEN.fullmatch, gaps)))
