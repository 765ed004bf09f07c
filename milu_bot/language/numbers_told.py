"""The numbers heard so far in one message: taken back, said again, of several years, or in parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from milu_bot.conditions import FactId
from milu_bot.language.fitting import fits, implausible
from milu_bot.language.heard import Value, Why
from milu_bot.language.ledger import Ledger
from milu_bot.language.measures import GENERIC
from milu_bot.language.numerals import Mention
from milu_bot.language.placing import Placed
from milu_bot.language.restating import (
    ALL,
    EDGES,
    Told,
    adds_up,
    are_both_past,
    is_no_whole,
    is_one_more,
    is_unlike,
    may_revise,
    narrows,
    outgrows,
    unhedged,
)
from milu_bot.language.telling import Stretch
from milu_bot.language.topics import TIMES, only
from milu_bot.language.years import year_of
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Fact
from milu_bot.quantity import YUAN, Span

_HALVES = (late_pattern("(?:前|上|头)半年"), late_pattern("(?:后|下)半年"))
_NOT_A_YEAR = late_pattern(
    r"(?:开|做|办)(?:店|业|张|起来)?(?:了|哒|起)?(?:才|还|刚|有|大概|差不多|只|到现在)*"
    r"(?:半年|[一二两三四五六七八九十几0-9]{1,2}个?多?月|不到一年|[没未不]满一年)"
)
"""开了半年: the first year is not over."""
_DENIED = late_pattern("(?<!是)不是|并非|没有|没得")
_AMONG = late_pattern("其中|里面|里头")
_PERHAPS = late_pattern("(?:可能|也许|好像|大概|应该|或者|要不|还是)[是有]?")
"""120万，可能是102万: which it is, nobody knows."""
_LATER = late_pattern("[去今]年")
_NOW = late_pattern("现在|目前|如今|眼下")
_GIVEN_BACK = late_pattern("退[税了还掉回款]|返[还了]|减免|免[了掉]|抵[扣掉了]|扣[掉除了]|欠|滞纳")
"""What was given back, or is owed still, may take from the whole: then its parts are not added up."""
_PAUSE = late_pattern("[，,。；;、！!？?]")


class Numbers:
    """The numbers heard so far, and to which the next one may belong."""

    def __init__(self, words: str, facts: Mapping[FactId, Fact], today: date | None) -> None:
        self._words = words
        self._facts = facts
        self._today = today
        self.spoken: set[FactId] = set()
        """The number facts spoken of so far."""
        self._ledger = Ledger(facts)
        self._seen: set[int] = set()
        self._own: set[int] = set()
        """Where the numbers begin that are told of the speaker as things are: of what others do or what is planned
        no vague number is asked back.
        """
        self._last: list[tuple[Fact, Value]] = []
        """What this stretch told."""
        self._before: list[tuple[Fact, Value]] = []
        """What the stretch before it told."""
        self._told: list[Told] = []
        """All numbers before this stretch."""
        self._spare: list[Placed] = []
        """What only its unit places."""
        self._stretch = ""
        self._begun = _NOT_A_YEAR.search(words) is not None
        self._wrong: Fact | None = None
        """The number fact whose value was just called wrong; the next number is its right one."""
        self._number: Placed | None = None
        """The last number."""
        self._denied = False
        """Whether the last number was denied: 不是90."""
        self._unsummed: FactId | None = None
        """The fact of which this stretch tells a sum that its parts do not make."""

    def number(self, placed: Placed) -> None:
        """A number and its fact."""
        self._wrong, self._number = None, placed
        self._denied = _DENIED.search(self._stretch) is not None and placed.mention.vague
        said = self._said(placed)
        if placed.fact.id == self._unsummed:
            return
        if self._may_be_of_another(placed):
            self._ledger.doubt(placed.fact, said, Why.WHICH)
            return
        self._seen.add(placed.mention.start)
        self.spoken.add(placed.fact.id)
        if implausible(placed.mention):
            self._ledger.doubt(placed.fact, said, Why.TOO_MANY)
            return
        span = placed.mention.span(placed.fact.measure) if placed.mention.usable else None
        for half, pattern in enumerate(_HALVES):
            if span and placed.other_period and pattern.search(self._stretch):
                self._ledger.of_half(placed.fact, half, span)
        year = year_of(self._words, placed.mention.start, self._today)
        if span and year is not None:
            self._ledger.of_year(placed.fact, year, span)
        if placed.span is not None:
            if placed.words and ALL.search(self._stretch):
                self._ledger.drop_parts(placed.fact, placed.span)
            self._ledger.add(placed.fact, placed.span, said)
            self._last.append((placed.fact, placed.span))
            part = self._part(placed)
            if part and not _GIVEN_BACK.search(self._words):
                self._ledger.of_part(placed.fact, part, placed.span)
        elif placed.other_period or placed.unsure or placed.mention.vague:
            why = Why.PERIOD if placed.other_period else Why.WHICH if placed.unsure else Why.VAGUE
            if placed.unsure and span and "年" not in placed.fact.ask:
                self._ledger.hold_back(placed.fact, said, why)  # 去年五十万今年六十万
            self._ledger.doubt(placed.fact, said, why)

    def following(self, mention: Mention, stretch: Stretch) -> list[Placed]:
        """A number without words of its own: the right one after 不对; after another number one more of its fact."""
        fact, self._wrong = self._wrong, None
        last = self._number
        mention = unhedged(stretch, mention)
        known = last.fact if last else fact
        if known and known.measure == YUAN and not fits(mention, known) and not mention.unit:
            return []  # 没上过两百万，去年一百九十八: nobody can tell of what
        if known and not mention.unit and not fits(mention, known):
            mention = replace(mention, unit=known.measure)  # 大概530万件，准数是528万
        if fact is None and last:
            fact = self._goes_on(last, mention, stretch)
        if fact and fact.is_number and mention.usable and fits(mention, fact):
            return [Placed(mention, fact, mention.span(fact.measure))]
        return []

    def _goes_on(self, last: Placed, mention: Mention, stretch: Stretch) -> Fact | None:
        """The fact of a number that says the last one again, more exactly, of another year, or as a whole."""
        fact, bare = last.fact, only(stretch, [mention])
        fitting = mention.usable and fits(mention, fact)
        before = self._told[-1].before if self._told else ""
        if is_unlike(last, mention, stretch, before):
            self._ledger.hold_back(fact, self._said(last), Why.SEVERAL)
            return None
        if bare and _LATER.search(stretch.text):
            later = next((f for f in self._facts.values() if f.earlier == fact.id), None)
            if later:
                return later
        again = stretch.refines or (self._denied and stretch.instead)
        if bare and (again or (fitting and self._is_now(fact, stretch)) or narrows(last, mention)):
            if fitting:
                self._ledger.drop_all(fact)
            return fact
        years = [year_of(self._words, m.start, self._today) for m in (last.mention, mention)]
        if bare and are_both_past(years, last.fact):
            return fact
        if bare and fitting and outgrows(years, last, mention):
            return fact
        if bare and ALL.search(stretch.text):
            return self._whole(last, mention)
        alone = stretch.text.strip(EDGES) == self._words[mention.start : mention.end]
        if alone and self._before and isinstance(self._before[-1][1], Span):
            return self._before[-1][0]
        if mention.vague and fits(mention, fact) and _PERHAPS.match(stretch.text):
            self._ledger.hold_back(fact, self._said(last), Why.SEVERAL)
        return fact if may_revise(last, mention, stretch, years) else None

    def _is_now(self, fact: Fact, stretch: Stretch) -> bool:
        """Whether it tells how things stand after several changes: 原来15个，又来了6个，现在21个."""
        several = len(self._told) > 1 and fact.measure != YUAN
        return several and _NOW.search(stretch.text) is not None

    def _whole(self, last: Placed, mention: Mention) -> Fact | None:
        """The fact of a sum, if what was told before are its parts."""
        if self._ledger.several(last.fact):
            return last.fact
        if self._told and adds_up(self._told, mention, last.fact):
            self._ledger.drop_all(last.fact)
            return last.fact
        if self._told and self._told[-1].mention != last.mention:
            self._ledger.hold_back(last.fact, self._said(last), Why.SEVERAL)
            self._unsummed = last.fact.id
        return None

    def parts(self, numbers: list[Mention], placed: list[Placed]) -> None:
        """研发58万、软件33万: beside another sum that nobody can place, the first may be a part of the whole."""
        known = {one.mention.start for one in placed}
        for one in placed:
            listed = self._words.startswith("、", one.mention.end)
            if listed and any(
                other.start > one.mention.start
                and other.start not in known
                and other.unit == one.mention.unit
                and fits(other, one.fact)
                for other in numbers
            ):
                self._ledger.hold_back(one.fact, self._said(one), Why.SEVERAL)

    def leave(
        self,
        stretch: Stretch,
        numbers: list[Mention],
        placed: list[Placed],
        about: frozenset[FactId],
    ) -> None:
        """End a stretch with these numbers in it; it is `about` these facts besides."""
        facts = {one.mention.start: one.fact.id for one in placed}
        last = self._number
        if last and last.fact.id in about and is_one_more(stretch, numbers, last.fact):
            self._ledger.hold_back(last.fact, self._said(last), Why.SEVERAL)
        for mention in numbers:
            if last and mention.start not in facts and is_no_whole(stretch, mention, last):
                self._ledger.hold_back(last.fact, self._said(last), Why.SEVERAL)
        if not (stretch.asked or stretch.planned or stretch.to_come):
            self._own.update(mention.start for mention in numbers)
        self._told += [
            Told(m, stretch.before(m.start), facts.get(m.start), about)
            for m in numbers
            if m.unit not in TIMES
        ]

    def spare(self, placed: Placed) -> None:
        """A number that its unit alone places; it counts where nothing else was said of its fact."""
        if placed.mention.start not in self._seen:
            self._spare.append(placed)

    def _may_be_of_another(self, placed: Placed) -> bool:
        """Whether 12个 by these words may as well be of a fact spoken of before, whose words hold them."""
        fact = placed.fact
        if fact.id in self.spoken or placed.mention.unit not in ("", GENERIC) or not placed.words:
            return False
        if ALL.search(self._stretch) and _AMONG.search(self._words):
            return False
        return fact.measure != YUAN and any(
            other.measure == fact.measure
            and any(placed.words != phrase and placed.words in phrase for phrase in other.said)
            for other in (self._facts[id] for id in self.spoken)
        )

    def _part(self, placed: Placed) -> str:
        """Which part of the whole the words right before a number name, if they name one alone."""
        before = _PAUSE.split(self._words[: placed.mention.start])[-1]
        named = [part for part in placed.fact.parts if part in before]
        return named[0] if len(named) == 1 else ""

    def _said(self, placed: Placed) -> str:
        return self._words[placed.mention.start : placed.mention.end]
