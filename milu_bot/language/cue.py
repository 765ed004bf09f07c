"""Words of facts.yaml by which people speak of a fact: how they are written, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from milu_bot.late_pattern import late_pattern
from milu_bot.masthead import CLOSING, OPENING
from milu_bot.policy import Fact

GAP = "…"
"""In 茶叶…卖了 a few other words may stand between: 茶叶在集市上卖了."""
LONG_GAP = "……"
"""In 我们是……公司 some more may stand: 我们是做溯源平台的技术公司."""
_GOES_ON = "(?!还是|不是|[都也]?[可能]|[和跟与或、要才必需怎奖补给让派发吗呢])"
"""公司和个人, 公司要 and 公司给我 speak of firms, not of one's own."""
WITH = late_pattern("[+＋]")
"""甜酒＋卖了 is 卖了 where 甜酒 stands anywhere in the same message.

With a gap at its end, 跨境…, it only says what a number in a later stretch is of.
"""
_MARKED = late_pattern("[…〔+＋]")
"""Most words are plain."""
_GROUP = late_pattern("〔([^〔〕]+)〕")
_FILLINGS = {GAP: "[^0-9，,。；;]{0,6}?", LONG_GAP: "[^0-9，,。；;]{0,14}?"}
_GAPS = late_pattern(f"({LONG_GAP}|{GAP})")
_OPEN = r"(?:(?<=^)|(?<=[，,。；;！!？?：: ]))(?:那|但是?|而且|就是|目前|现在|因为|老板|另外|还有)*"
_CLOSE = "(?=(?:[嘛啊呢吧呀的]|上)?(?:[，,。；;！!？?：: ]|$))"
ELSEWHERE = "〔别处〕"
"""In 在〔别处〕注册 the name of any other place may stand; so with the other groups of wording.yaml (词组)."""
_ABOVE = late_pattern("[省国全]|中央")
"""Places that hold ours."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak of a fact, or of one option of it."""

    words: str
    fact: Fact
    option: str = ""
    head: str = ""
    """The part before the first gap, or what must stand in the message besides."""
    tail: str = ""
    """The part after the last gap."""
    pattern: str = ""
    besides: bool = False
    """Whether something must stand in the message besides."""
    topic: bool = False
    """Whether the words only say what a number in a later stretch is of."""
    denies: bool = False
    """Whether the words say that it is not so."""
    opens: bool = False
    """Whether it counts only where a part begins; then it is told, not named."""

    def places(self, text: str) -> Iterator[Sighting]:
        """Everywhere that it stands."""
        if self.pattern:
            for match in _compiled(self.pattern).finditer(text):
                yield Sighting(self, match.start(), match.group())
            return
        at = text.find(self.words)
        while at >= 0:
            yield Sighting(self, at, self.words)
            at = text.find(self.words, at + 1)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A cue as it stands in a text: `words` from `start` on."""

    cue: Cue
    start: int
    words: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.words)

    @property
    def weight(self) -> int:
        """How much of it the cue names; what fills a gap counts for nothing, what must stand besides a little."""
        return len(self.cue.words) + (self.cue.besides or bool(self.cue.fact.said_with))

    @property
    def filling(self) -> str:
        """What stands in the gaps of the cue, with a little of the cue where both share a word."""
        return "".join(char for char in self.words if char not in self.cue.words)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when it is first looked for: there are hundreds, and most are never heard in one run."""
    return re.compile(pattern)


def without_groups(words: str, groups: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """在〔平台〕开店 -> 在淘宝开店, 在京东开店 ...; 〔别处〕 and 〔句首〕 stay."""
    for match in _GROUP.finditer(words) if "〔" in words else ():
        if match.group() not in (ELSEWHERE, OPENING, CLOSING):
            for word in groups.get(match[1], ()):
                one = words[: match.start()] + word + words[match.end() :]
                yield from without_groups(one, groups)
            return
    yield words


def own_words(words: str) -> str:
    """What of the words must stand in one place, without gaps."""
    if not _MARKED.search(words):
        return words
    *_, said = WITH.split(words, maxsplit=1)
    return said.removeprefix(OPENING).removesuffix(CLOSING).replace(GAP, "")


def head_of(words: str) -> str:
    """What must stand in the message before anything else is looked for."""
    if not _MARKED.search(words):
        return words
    needed, *own = WITH.split(words.partition(ELSEWHERE)[0], maxsplit=1)
    return needed if own else _GAPS.split(needed.removeprefix(OPENING).removesuffix(CLOSING))[0]


def read_cue(words: str, fact: Fact, option: str = "") -> Cue:
    """Read words that are in one spelling."""
    if not _MARKED.search(words):
        return Cue(words, fact, option, words)
    needed, *own = WITH.split(words, maxsplit=1)
    if words.endswith(GAP):
        return Cue(words.removesuffix(GAP), fact, option, words.removesuffix(GAP), topic=True)
    said = own[0] if own else words
    opens = said.startswith(OPENING)
    closes = said.endswith(CLOSING)
    pieces = _GAPS.split(said.removeprefix(OPENING).removesuffix(CLOSING))
    parts = pieces[::2]
    pattern = "".join(_FILLINGS.get(piece) or re.escape(piece) for piece in pieces)
    if opens:
        pattern = _OPEN + pattern + (_CLOSE if closes else _GOES_ON)
    return Cue(
        "".join(parts),
        fact,
        option,
        needed if own else parts[0],
        parts[-1],
        pattern if own or opens or len(parts) > 1 else "",
        besides=bool(own),
        opens=opens,
    )


def read_denial(words: str, fact: Fact, others: str) -> Cue:
    """Words that say no; with the name of another place in them, if there are any."""
    if ELSEWHERE not in words:
        return replace(read_cue(words, fact), denies=True)
    head, _, tail = words.partition(ELSEWHERE)
    pattern = f"{re.escape(head)}(?:{others})[市县区]?{re.escape(tail)}"
    return Cue(head + tail, fact, head=head, pattern=pattern, denies=True)
