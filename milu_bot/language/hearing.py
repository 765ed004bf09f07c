"""What was heard so far in one message, and what of it was taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from milu_bot.conditions import NO_WORD, YES_WORD, FactId
from milu_bot.language.heard import Doubt, Heard, Value, Why
from milu_bot.language.ledger import FIRST_YEAR
from milu_bot.language.numbers_told import Numbers
from milu_bot.language.numerals import Mention
from milu_bot.language.others import Others
from milu_bot.language.placing import Placed
from milu_bot.language.restating import (
    EDGES,
    are_partly_of_others,
    denies_its_object,
)
from milu_bot.language.telling import Stretch
from milu_bot.language.waiting import Waiting
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Fact
from milu_bot.quantity import Span

_TURNED = late_pattern("[说讲搞弄记]反了")
_TORN = late_pattern(
    "还是[^，,]*[0-9一二两三四五六七八九十百千万][^，,]*(?:[说讲搞弄记算分]不[清准]|拿不[准定]|不(?:确定|晓得|知道|清楚)|[没冇]数)"
)
"""算二十五还是二十八我也说不清: the number before is one of two."""
_HOLD_ON = late_pattern("(?:等一?下|等等|等会|慢点|哎呀?|嗯+|唉)[，,。！! ]*")


class Notes(Numbers):
    """What was heard so far in one message, and what of it was taken back."""

    def __init__(self, words: str, facts: Mapping[FactId, Fact], today: date | None) -> None:
        super().__init__(words, facts, today)
        self.waiting = Waiting()
        self.others = Others(words)
        self._touched: dict[FactId, str] = {}
        """What was spoken of without it being clear whether it is so, and the words."""

    def turn_to(self, stretch: Stretch) -> None:
        """Begin a stretch: what it takes back is no longer told."""
        if _HOLD_ON.fullmatch(stretch.text):
            return
        self._stretch, self._unsummed = stretch.text, None
        self._deny_objects()
        if _TURNED.search(stretch.text):
            self._ledger.forget()
        if self._number and _TORN.search(stretch.text):
            self._ledger.hold_back(self._number.fact, stretch.text.strip(EDGES), Why.SEVERAL)
        if not stretch.corrects and not stretch.undoes:
            self._before, self._last = self._last, []
            return
        for fact, value in self._last:
            if stretch.corrects and fact.options_said and len(self._last) > 1:
                continue  # 我们公司在园区，说错了，在创业城
            if isinstance(value, Span) and not stretch.corrects:
                self._ledger.hold_back(fact, self._ledger.drop(fact, value), Why.WHICH)
            elif stretch.corrects or value == YES_WORD:
                self._ledger.drop(fact, value)
                if not stretch.corrects:
                    self.touch(fact)
        if stretch.corrects:
            self._wrong = self._last[-1][0] if self._last else self._wrong
        self._last = []

    def _deny_objects(self) -> None:
        """Drop a number whose object is denied right after it: 340人次，不是企业的员工."""
        for fact, value in self._last:
            if isinstance(value, Span) and denies_its_object(self._stretch, fact):
                self._ledger.hold_back(fact, self._ledger.drop(fact, value), Why.WHICH)

    def tell(self, fact: Fact, value: Value) -> None:
        """A plain fact."""
        self._ledger.add(fact, value, str(value))
        self._last.append((fact, value))

    def touch(self, fact: Fact) -> None:
        """Ask a plain fact back, if nothing clear is told of it."""
        self._touched[fact.id] = self._stretch.strip(EDGES)

    def hold_against(self, stretch: Stretch, placed: list[Placed], told: Sequence[Fact]) -> None:
        """Keep what is told of somebody else: 他们厂招了30个残疾人，我们厂只招了12个."""
        self.others.tell(stretch, placed, told)
        last = self._number
        if last and are_partly_of_others(self._stretch + stretch.text):
            self._ledger.hold_back(last.fact, self._said(last), Why.SEVERAL)

    def nor(self, stretch: Stretch) -> None:
        """隔壁老王是会员，我不是: what was just told of somebody else is not so with the speaker."""
        for fact in self.others.not_of_ours(stretch):
            self.tell(fact, NO_WORD)

    def heard(self, numbers: tuple[Mention, ...]) -> Heard:
        """What stands at the end."""
        spoken = self._ledger.spoken()
        for one in self._spare:
            if one.fact.id not in spoken:
                self.number(one)
        sure, doubts = self._ledger.settled()
        so_far = {
            id: span
            for id, span in sure.items()
            if self._begun and FIRST_YEAR in self._facts[id].name and isinstance(span, Span)
        }
        waiting, waited = self.waiting.asked_back(self._seen, self._words)
        loose = tuple(
            m
            for m in numbers
            if m.start not in self._seen and (m.usable or m.start in self._own - waited)
        )
        known = {*sure, *(doubt.fact for doubt in doubts)}
        touched = [Doubt(id, words, Why.UNCLEAR) for id, words in self._touched.items()]
        unclear = tuple(doubt for doubt in (*touched, *waiting) if doubt.fact not in known)
        of_others = tuple(Doubt(id, said, Why.OTHERS) for id, said in self.others.told.items())
        return Heard(sure, doubts, loose, unclear, so_far, of_others)
