"""Reads clause numbers in any spelling: 2.1.5, 二、（一）第5项, 第二部分第一点第5条, 主要任务第三条."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from milu_bot.language.citation_headings import Headings
from milu_bot.language.citation_lists import COUNTED, counted
from milu_bot.language.citation_paths import Paths
from milu_bot.language.citation_shape import Shapes
from milu_bot.language.citation_spelling import plain_citations
from milu_bot.language.clause_numbers import (
    CHAPTER,
    ITEM,
    LEVELS,
    SECTION,
    Number,
    most_benefits,
    numbers,
)
from milu_bot.language.document_number import document_number
from milu_bot.language.normalise import LONGEST
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Clause, Policy

_MEASURE = late_pattern(
    r"\s*(?:班|[%‰°℃万亿千百十元块圆角毛个名位户笔单件家间吨斤公克米亩平年月日号天周期岁折倍成届次回遍档级层种样"
    r"口台辆套把只条头张本批代版排座列桌万余几半点时分秒句]|人(?!均)|多(?!少|多)|来[个万千百块元人名位户笔单件家]|(?<!\s)\d)|(?!vs|and)[a-z]"
)
_BEFORE = late_pattern(
    r"(?:^|[看说讲问查写]的|条款|条|款|项|政策|文件|看|看看|查|查查|按|讲|讲讲|说|说说|念|读|翻到?|[看查讲说念读翻找]一?下|解释|问|什么是|[编条序]号是?"
    r"|clause|section|article|item|wen ?jian|zheng ?ce|art\.?|#的?|[?:])\s*$"
)
_AFTER = late_pattern(
    r"\s*(?:$|最后|倒数|[,，。.?？!！、;；:和与跟及或是讲说怎什啥么咋内原规条款项点里这那呢吗能有要可写到]|一起|同时|都|全部?|所有|的(?:内容|原文|规定|意思|条件|奖|补))"
    r"|\s+(?!\d)"
)
_ITS_TEXT = late_pattern(r"的?(?:原[文话]|全文|条文|内容)")
_NOTICE = ("0",)
"""The document as a whole."""
_RECENT = 4
"""Units: texts. One message is read several times on its way, and no text is kept for longer."""
_AND = late_pattern(r"\s*(?:vs\.?|[&+]|和|与|跟|及|以及|或|还是|同|、|,|/|and|[,、]?\s*还有)\s*")
_CLASSES = late_pattern("班|口(?!径)")
_HEADS = late_pattern("班|口(?!径)|人(?![才均员口])")
"""三（8）班, 三（8）口人: brackets that count, or tell classes."""
_LOOSE = late_pattern(r"[、,;\s]")
_SPOKEN_OF = late_pattern(
    r"(?:里|中|下)?(?:面|头)?[讲说写提谈][^,，。;；、?？和与跟及或第]{0,5}的?"
)
_LEAD = late_pattern(
    r"(?:请问?|帮我|给我|我?想|我?要|[看查问讲说念]一?下?|[,、\s(《「“#]|政策|文件|意见|的|里|clause|section|article|item)*"
)
_ASKED = late_pattern(
    r"(?:[\s、,.。?？!)》」”]|是|讲|说|写|了|的|些|有|怎么|什么|么子|[啥咋呢吗]|内容|原[文话]|规定|[条款项点])*"
)
_OTHER_LAW = late_pattern(r"(?:法典?|条例|合同|协议|办法|章程|纪律|守则|宪法)》?\s*$")
_VERSION = late_pattern(
    r"(?:[a-z.\d$¥]|版本|\d[-/.、]|(?:ver(?:sion|\.)?|android|ios|windows|app|安卓|鸿蒙|系统|软件)\s*)$"
)


def cited(text: str, policy: Policy) -> tuple[str, ...]:
    """The ids of clauses and awards that a text names by number, in the order of the text."""
    return Citations(policy).read(text)


class Citations:
    """Reads citations of one policy."""

    def __init__(self, policy: Policy) -> None:
        self._paths = {id: tuple(map(int, id.split("."))) for id in policy.clauses if id != "0"}
        self._clauses: Mapping[str, Clause] = {
            str(id): clause for id, clause in policy.clauses.items()
        }
        self._awards = frozenset(policy.awards)
        self._notice = document_number(policy.masthead.number)
        self._benefits = most_benefits(policy)
        self._places = Paths(self._paths.values(), self._benefits)
        self._shapes = Shapes(self._paths.values())
        self._headings = Headings(policy.source)
        self._recent = lru_cache(_RECENT)(self._read)

    def read(self, text: str) -> tuple[str, ...]:
        """The ids that a text names; all ids below a heading that is named."""
        return self._recent(text)

    def perhaps(self, text: str) -> tuple[str, ...]:
        """The ids that a text may name which may as well be a number or a sum: 2.21, 2*2*1."""
        paths = () if self.read(text) else self._shapes.perhaps(text)
        return tuple(id for path in paths for id in self._under(path))

    def _read(self, text: str) -> tuple[str, ...]:
        unnamed = self._notice.sub("", text)
        if shaped := self._shapes.read(unnamed):
            whole = [id for path in shaped for id in self._under(path)]
            return tuple(dict.fromkeys(whole if unnamed == text else [*whole, *_NOTICE]))
        folded = plain_citations(text[:LONGEST])
        found: list[str] = []
        folded = self._headings.counted(folded)
        notice = _NOTICE if self._notice.search(folded) else ()
        folded = self._notice.sub(lambda match: "#" * len(match[0]), folded)
        accepted_end = -1
        prefix: tuple[int, ...] = ()
        waiting: list[Number] = []
        """Members of a list that only the later ones place: 第3、7、10条."""
        chains = (part for chain in self._chains(folded) for part in self._parts(folded, chain))
        for chain in chains:
            if chain[0].start < accepted_end:
                continue
            listed = accepted_end >= 0 and bool(
                _AND.fullmatch(folded[accepted_end : chain[0].start])
            )
            ids: tuple[str, ...] = ()
            if listed and prefix and len(chain) == 1:
                ids = self._sibling(folded, prefix, chain[0])
            ids = ids or self._ids(folded, chain, listed=listed)
            if inner := self._inner(folded[accepted_end : chain[0].start], found, chain):
                found, ids = found[: -len(self._below(found))], inner
            waiting = self._joined(folded, waiting, chain[0])
            if ids:
                first = self._paths.get(ids[0], ())
                found.extend(id for one in waiting for id in self._sibling(folded, first, one))
                waiting = []
                ids, accepted_end = counted(folded, ids, chain[-1].end)
                found.extend(ids)
                prefix = self._paths.get(ids[0].rstrip("abc"), ())
            elif len(chain) == 1 and chain[0].ordinal and chain[0].unit in ("条", "点", "款"):
                waiting.append(chain[0])
        return tuple(dict.fromkeys([*found, *notice]))

    def beside(self, text: str) -> tuple[str, ...]:
        """The ids of what there is where a text is nothing but the number of a clause that is not: 二（一）15."""
        folded = plain_citations(text[:LONGEST])
        chains = list(self._chains(folded))
        if len(chains) != 1 or len(chains[0]) > ITEM or self.read(text):
            return ()
        chain = chains[0]
        around = _LEAD.fullmatch(folded[: chain[0].start]) and _ASKED.fullmatch(
            folded[chain[-1].end :]
        )
        if not around or not self._evident(folded, chain, listed=False, headed=False):
            return ()
        path = self._supposed(chain)
        known = next(
            (path[:end] for end in range(len(path), 0, -1) if self._under(path[:end])),
            (),
        )
        dated = not known and not any(number.marked for number in chain)  # 17.3.3
        return () if dated or known == path else self._under(known)

    def _under(self, path: tuple[int | None, ...]) -> tuple[str, ...]:
        return tuple(id for id, whole in self._paths.items() if whole[: len(path)] == path)

    def _supposed(self, chain: list[Number]) -> tuple[int | None, ...]:
        """Where a clause would stand that is not there; nowhere if the numbers may be no clause."""
        first = chain[0]
        path = tuple(number.value for number in chain)
        if len(chain) == 1:
            if not (first.ordinal and first.unit):
                return ()
            return path if LEVELS[first.unit][0] == CHAPTER else (*self._benefits, *path)
        if len(chain) < ITEM and not any(number.marked for number in chain):
            return ()
        inner = first.bracketed and len(chain) == SECTION
        return (*self._benefits[:1], *path) if inner else path

    def _chains(self, text: str) -> Iterator[list[Number]]:
        """Numbers that stand together with nothing but glue between them."""
        chain: list[Number] = []
        in_list = False
        for number in numbers(text):
            if chain:
                between = text[chain[-1].end : number.start]
                joins = bool(_AND.fullmatch(between)) and between.strip() != ""
                same = chain[-1].unit == number.unit != ""
                alike = same and (number.unit == "项" or (joins and len(chain) == 1))
                lists = joins and (_whole(chain) or in_list)
                if lists or alike or not self._headings.glue.fullmatch(between):
                    yield chain
                    chain = []
                    in_list = lists
            chain.append(number)
        if chain:
            yield chain

    def _parts(self, text: str, chain: list[Number]) -> list[list[Number]]:
        """二（一）8 二（一）9 and 3.4、3.5: alike, each a place of its own, and set apart from one another."""
        gaps = [text[a.end : b.start] for a, b in pairwise(chain)]
        for size in (ITEM, SECTION):
            parts = [chain[at : at + size] for at in range(0, len(chain), size)]
            shapes = {tuple((n.bracketed, n.arabic, n.unit) for n in part) for part in parts}
            places = [tuple(number.value for number in part) for part in parts]
            apart = [_LOOSE.search(gap) is not None for gap in gaps[size - 1 :: size]]
            within = [gap for at, gap in enumerate(gaps, 1) if at % size]
            tight = size == ITEM or not any(_LOOSE.search(gap) for gap in within)
            known = all(place in self._places.whole for place in places)
            if len(parts) > 1 and len(shapes) == 1 and known and tight and all(apart):
                return parts
        return [chain]

    @staticmethod
    def _joined(text: str, waiting: list[Number], number: Number) -> list[Number]:
        """What waits, if this number goes on with the same list."""
        near = waiting and _AND.fullmatch(text[waiting[-1].end : number.start])
        return waiting if near and waiting[-1].unit == number.unit else []

    def _inner(self, between: str, found: list[str], chain: list[Number]) -> tuple[str, ...]:
        """二（一）里讲物流的第9条: the item of the section that was named just before."""
        number, below = chain[0], self._below(found)
        if (
            len(chain) > 1
            or not (number.ordinal and number.unit)
            or not _SPOKEN_OF.fullmatch(between)
        ):
            return ()
        return tuple(id for id in below if id.endswith(f".{number.value}"))

    def _below(self, found: list[str]) -> list[str]:
        """The items of the section that was named last, if a whole one was."""
        section = found[-1].rpartition(".")[0] if found and found[-1].count(".") == SECTION else ""
        whole = [id for id in self._paths if id.startswith(f"{section}.")] if section else []
        return whole if len(whole) > 1 and found[-len(whole) :] == whole else []

    def _ids(self, text: str, chain: list[Number], *, listed: bool) -> tuple[str, ...]:
        before, after = text[: chain[0].start], text[chain[-1].end :]
        if any(number.value is None for number in chain[ITEM:]):  # 二（一）3里五万那一档
            return self._ids(text, chain[:ITEM], listed=listed)
        if (
            any(number.value is None for number in chain)
            or (_HEADS if chain[-1].bracketed else _CLASSES).match(after)
            or text.startswith("0", chain[0].start)  # 03.03.08 is a day
            or before.endswith(("高", "初"))
            or (not listed and _VERSION.search(before))
            or (chain[0].ordinal and _OTHER_LAW.search(before))
            or _is_address(text, chain)
        ):
            return ()
        last = chain[-1]
        if not last.unit and not last.bracketed and not last.letter and _MEASURE.match(after):
            rest = chain[:-1]
            whole = len(rest) > 1 and any(number.marked for number in rest)
            if (
                whole
                and len(rest) < ITEM
                and text[rest[-1].end : last.start].strip() in ("、", ",")
            ):
                return ()  # 第3、4、5天
            return self._ids(text, rest, listed=listed) if whole else ()
        head = self._headings.before(before) or self._headings.behind(after)
        if len(chain) == 1 and (own := self._headings.own(after)) and own[-1] == last.value:
            return self._under(own)
        inner = last.marked and CHAPTER not in last.levels
        if len(chain) == 1 and not before.strip() and inner and COUNTED.match(after):
            return self._under((*self._benefits[:1], last.value))  # （二）最后一条
        if not self._evident(text, chain, listed=listed, headed=bool(head)):
            return ()
        for path in self._places.of(chain, head, alone=not before.strip() and not after.strip()):
            ids = self._under(path)
            if ids and not last.letter:
                return ids
            if len(ids) == 1 and ids[0] + last.letter in self._awards:
                return (ids[0] + last.letter,)
        return ()

    def _evident(self, text: str, chain: list[Number], *, listed: bool, headed: bool) -> bool:
        """Whether these numbers are a citation and no quantity."""
        if len(chain) > 1 and any(number.marked for number in chain):
            return True
        if len(chain) == ITEM:
            joints = {text[a.end : b.start].strip() for a, b in pairwise(chain)}
            dotted = joints <= {".", "·", "。"} and all(number.arabic for number in chain)
            if dotted or joints == {"之"}:
                return True
        if len(chain) == 1:
            only = chain[0]
            return only.marked or (headed and bool(_AFTER.match(text[only.end :])))
        joint = text[chain[0].end : chain[1].start].strip()
        listing = joint in ("、", ",") and all(number.arabic for number in chain)  # 3、8
        if len(chain) == SECTION and (joint in ("/", ":") or listing):
            return False  # 3/8
        before = listed or headed or bool(_BEFORE.search(text[: chain[0].start]))
        after = text[chain[-1].end :]
        if _ITS_TEXT.match(after):
            return True
        return before and (bool(_AFTER.match(after)) or self._own_words(chain, after))

    def _own_words(self, chain: list[Number], after: str) -> bool:
        """2.3补助: the number is followed by words of its own clause."""
        clause = self._clauses.get(".".join(str(number.value) for number in chain))
        return (
            clause is not None
            and len(after) > 1
            and after[:2] in f"{clause.title}{clause.keywords}{clause.quote}"
        )

    def _sibling(self, text: str, prefix: tuple[int, ...], number: Number) -> tuple[str, ...]:
        """二（一）3和7: the second has the first one's chapter."""
        if number.value is None or (not number.unit and _MEASURE.match(text[number.end :])):
            return ()
        if len(prefix) < ITEM and not number.ordinal and not number.bracketed:
            return ()
        path = (*prefix[:-1], number.value)
        return tuple(id for id, whole in self._paths.items() if whole == path)


def _is_address(text: str, chain: list[Number]) -> bool:
    """8.8.8.8"""
    dots = all(text[a.end : b.start] == "." for a, b in pairwise(chain))
    return len(chain) > ITEM and dots and all(number.arabic for number in chain)


def _whole(chain: list[Number]) -> bool:
    """Whether these numbers already reach down to an item."""
    return (
        len(chain) >= ITEM
        or chain[-1].unit in ("项", "小项", "目")
        or (len(chain) > 1 and bool(chain[-1].letter))
    )
