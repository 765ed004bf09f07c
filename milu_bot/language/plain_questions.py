"""The plainest questions: the name of a thing and words that only ask, as 民宿怎么领.

All that such a question tells is the name. So a name that any wording of the FAQ has may be asked about in every
plain way, though the wording asks in one. Scores by all the characters are led astray by those that only ask.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import copy
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from milu_bot.language.gram_table import checksum, checksums
from milu_bot.language.labels import OUTSIDE, id_of, label_of, whole
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Faq, FaqKind, Policy

if TYPE_CHECKING:
    from numpy import int32, uint32
    from numpy.typing import NDArray

_LONGEST = 20
"""Units: characters. A longer question tells more than a name."""
_SHORTEST = 2
"""Units: characters of a name."""
_PLAIN = (
    "奖励|奖|补贴|补助|补|钱|政策|优惠|扶持|支持|好处|规定|标准|条件|要求|资格|材料|手续|流程|多少|几|怎么|申请|报名|办理|领取|领|拿|得到|给|发放"
    "|能不能|可不可以|可以|能|够格|有没有|有|没有|没|吗|么|不|呢|吧|谁|哪些人|什么人|哪些|什么|的|了|是|要|需要|去|到|在|哪里|哪|找"
    "|介绍|内容|一下|说说|讲讲| "
)
ASKING = frozenset(word for word in _PLAIN.split("|") if len(word) == _SHORTEST)
"""Pairs of characters that name nothing: 补贴, 条件."""
_BEFORE = late_pattern("^(?:我们|我|想|关于|有没有|有|什么|哪些|怎么|申请|领取|领|做|搞|弄|的| )++")
_AFTER = late_pattern(f"(?:{_PLAIN})++$")
_ONE = late_pattern("(?<=[开办做搞建册])个(?![人体])")
"""开个饭店 has the name of 开饭店."""
_GENERAL = (FaqKind.CONTENT, FaqKind.WHO, FaqKind.HOW_MUCH)
"""What is asked of a thing as such. An entry of another kind is on one side of it, and speaks of that alone."""
_NO_NAME = (FaqKind.CHITCHAT, FaqKind.ASSESS)


class Asked(Enum):
    """What a plain question is after: its words, the kinds of entries that have it in so many words and of those
    that answer it else, the best first.
    """

    HOW = "怎么|申请|报名|办理|材料|手续|流程|哪|找", "申请", "申请 谁能领 内容"
    WHO = "谁|[些么]人|条件|要求|资格|够格|[能以][领拿]", "谁能领", "谁能领 内容"
    HOW_MUCH = "多少|几|标准", "多少钱", "多少钱 内容"
    WHETHER = "[有没吗么不]", "谁能领 多少钱 内容", "多少钱 内容 谁能领"
    WHAT = "", "内容", "内容 谁能领 多少钱"

    def __init__(self, words: str, own: str, others: str) -> None:
        self.words = late_pattern(words)
        self.own, self.others = (tuple(map(FaqKind, kinds.split())) for kinds in (own, others))


_Words = tuple[int, str]
_Host = tuple[int, Asked]
"""An entry that has a name in some wording, and what that wording asks."""


class PlainQuestions:
    """Every name of one policy, with the entries that have it. Holds no state between questions."""

    def __init__(self, policy: Policy, wordings: Sequence[tuple[int, str]]) -> None:
        """Take normalised wordings with the places of their entries."""
        self._faqs = policy.faqs
        self._wordings = wordings
        self._labels = [label_of(index, faq) for index, faq in enumerate(policy.faqs)]
        self._shut: frozenset[int] = frozenset()

    @cached_property
    def _names(self) -> tuple[NDArray[uint32], NDArray[int32]]:
        """Checksums of all names in rising order, and the wording of each: a tenth of the memory of a dictionary.

        Made when first asked for: a tenth of a second's work.
        """
        import numpy as np

        # Who speaks of several clauses at once names none of them.
        naming = [len(faq.see) <= 1 and faq.kind not in _NO_NAME for faq in self._faqs]
        places = [
            place
            for place, (entry, text) in enumerate(self._wordings)
            if len(text) <= _LONGEST and naming[entry]
        ]
        sums = checksums(_split(self._wordings[place][1])[0] for place in places)
        order = np.argsort(sums, kind="stable")
        return sums[order], np.array(places, dtype=np.int32)[order]

    def _named(self, name: str) -> Iterator[_Words]:
        """The entries that have this name in some wording, and the other words of that wording."""
        import numpy as np

        sums, places = self._names
        own = np.uint32(checksum(name))
        for place in places[np.searchsorted(sums, own) : np.searchsorted(sums, own, "right")]:
            entry, text = self._wordings[place]
            other, rest = _split(text)
            if other == name:
                yield entry, rest

    def without(self, shut: frozenset[int]) -> PlainQuestions:
        """The same without these entries."""
        self._names  # noqa: B018  # once for all days
        other = copy(self)
        other._shut = shut
        return other

    def read(self, words: str) -> tuple[tuple[str, Faq], ...]:
        """What normalised words name: each label, and the entry of it that answers them.

        Empty if it is no plain question, if it names nothing, or is asked in just that way of something foreign too.
        """
        if len(words) > _LONGEST:
            return ()
        name, rest = _split(words)
        asked = _asked(rest)
        hosts: dict[str, list[_Host]] = defaultdict(list)
        for entry, other in self._named(name) if len(name) >= _SHORTEST else ():
            if entry not in self._shut:
                hosts[self._labels[entry]].append((entry, _asked(other)))
        if len(hosts) > 1 and any(how is asked for _, how in hosts.pop(OUTSIDE, ())):
            return ()
        return tuple(
            (label, self._faqs[self._answering(label, found, asked)])
            for label, found in hosts.items()
            if not any(other != label == whole(other) for other in hosts)
            and not any(self._fits_better(hosts[other], found, asked) for other in hosts)
        )

    def _fits_better(self, one: Sequence[_Host], other: Sequence[_Host], asked: Asked) -> bool:
        """Whether of two labels of one name the first alone is about what is asked.

        Of a clause and the whole document it is the one that asks just that, or the clause if neither does.
        The thing as such goes before one side of it.
        """
        if any(how is asked for _, how in other):
            return False
        if self._is_general(one) != self._is_general(other):
            return self._is_general(one)
        if self._of_a_clause(one) == self._of_a_clause(other):
            return False
        return self._of_a_clause(one) or any(how is asked for _, how in one)

    def _of_a_clause(self, hosts: Sequence[_Host]) -> bool:
        return any(self._faqs[entry].see for entry, _ in hosts)

    def _is_general(self, hosts: Sequence[_Host]) -> bool:
        return any(self._faqs[entry].kind in _GENERAL for entry, _ in hosts)

    @staticmethod
    def names_nothing(words: str) -> bool:
        """Whether normalised words only ask: 条件是什么."""
        return len(words) <= _LONGEST and not _split(words)[0]

    def _answering(self, label: str, hosts: Sequence[_Host], asked: Asked) -> int:
        """The entry that asks the same of this name, else the first of its label that answers it."""
        same = [entry for entry, how in hosts if how is asked]
        if not id_of(label) or not self._is_general(hosts):
            return (same or [hosts[0][0]])[0]
        own = (e for kind in asked.own for e in same if self._faqs[e].kind is kind)
        return next(own, next(self._of_kinds(label, asked.others), hosts[0][0]))

    def _of_kinds(self, label: str, kinds: Sequence[FaqKind]) -> Iterator[int]:
        """The entries of these kinds, the first kind first: of a label, then of its clause as a whole."""
        for kind in kinds:
            for of in dict.fromkeys((label, whole(label))):
                for entry, faq in enumerate(self._faqs):
                    if self._labels[entry] == of and faq.kind is kind and entry not in self._shut:
                        yield entry


def _split(words: str) -> tuple[str, str]:
    """The name and the other words: 民宿怎么领 -> 民宿, 怎么领."""
    name = _AFTER.sub("", _BEFORE.sub("", words))
    rest = words.replace(name, "", 1) if name else words
    return _ONE.sub("", name.replace(" ", "")), rest


def _asked(rest: str) -> Asked:
    """What these words ask: 怎么领 -> HOW."""
    return next(asked for asked in Asked if asked.words.search(rest))
