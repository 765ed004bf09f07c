"""What people tell about themselves in passing: 在产业园，网上卖了320万，招了105个人 -> facts.

The words come from facts.yaml (说法). A number is taken only where the words beside it and its unit name one
fact and no other; what is vague, conditional or doubtful is left to be asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from milu_bot.language.normalise import clean
from milu_bot.language.numerals import Mention, mentions
from milu_bot.policy import NO_WORD, YES_WORD, AnswerKind, Fact, FactId
from milu_bot.quantity import YUAN, Span

Value = Span | str | frozenset[str]

_PARTS = re.compile(r"[^，,。；;！!？?\n]+[，,。；;！!？?\n]?")
_SUPPOSED = re.compile(r"如果|要是|假如|假设|若是|万一|打算|准备|计划|想要|将来|以后|明年|是不是要|要不要|必须|需不需要")
_ASKED = re.compile(r"(吗|么|不|没|冇)[？?]?$|是不是|有没有|有冇有|算不算|能不能|要不要|[？?]$")
_DENIED_BEFORE = re.compile(r"(不|没|没有|冇|冇得|未|非|还没|还没有|没得|不是|不在)(在|有|得|是|能)?$")
_DENIED_AFTER = re.compile(r"^(都|也|还)?(没|冇|不|未)")
_BEFORE, _AFTER = 10, 6
"""How far a number may stand from the words that name it. Units: characters."""
_GENERIC = {"", "个"}


@dataclass(frozen=True, slots=True)
class Heard:
    """The facts that were told, and the numbers that nobody could place."""

    values: Mapping[FactId, Value]
    loose: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cue:
    words: str
    fact: Fact
    option: str = ""


class Statements:
    """Hears facts by the words of facts.yaml."""

    def __init__(self, facts: Mapping[FactId, Fact]) -> None:
        self._numbers = [_Cue(w, f) for f in facts.values() if f.is_number for w in f.said]
        self._plain = [
            _Cue(w, f) for f in facts.values() if f.answer is AnswerKind.YES_NO for w in f.said
        ] + [_Cue(w, f, o) for f in facts.values() for o, said in f.options_said.items() for w in said]

    def hear(self, text: str) -> Heard:
        """Take in what is told plainly. Two different values for one fact cancel each other."""
        words = clean(text)
        found: dict[FactId, set[Value]] = {}
        loose: list[Mention] = []
        numbers = mentions(words)
        for part in _PARTS.finditer(words):
            if _SUPPOSED.search(part.group()):
                continue
            for fact, value in self._plainly(part.group()):
                found.setdefault(fact, set()).add(value)
            for mention in numbers:
                if part.start() <= mention.start < part.end():
                    told = self._number(words, part.start(), part.end(), mention)
                    if told:
                        found.setdefault(told[0], set()).add(told[1])
                    else:
                        loose.append(mention)
        sure = {fact: next(iter(values)) for fact, values in found.items() if len(values) == 1}
        return Heard(sure, tuple(loose))

    def _plainly(self, part: str) -> Iterator[tuple[FactId, Value]]:
        """Yes/no facts and options that are said outright; a question says nothing."""
        asked = _ASKED.search(part) is not None
        for cue in self._plain:
            position = part.find(cue.words)
            if position < 0 or (asked and not _told_before_asking(part, position, cue.words)):
                continue
            if cue.option:
                yield cue.fact.id, cue.option
            elif _DENIED_BEFORE.search(part[:position]) or _DENIED_AFTER.match(
                part[position + len(cue.words) :]
            ):
                yield cue.fact.id, NO_WORD
            else:
                yield cue.fact.id, YES_WORD

    def _number(
        self, words: str, start: int, end: int, mention: Mention
    ) -> tuple[FactId, Value] | None:
        if not mention.usable:
            return None
        ranked = sorted(self._near(words, start, end, mention), key=lambda item: item[0])
        if not ranked:
            return None
        best, fact = ranked[0]
        if any(rank == best and other.id != fact.id for rank, other in ranked):
            return None
        span = mention.span(fact.measure)
        return (fact.id, span) if span else None

    def _near(
        self, words: str, start: int, end: int, mention: Mention
    ) -> Iterator[tuple[tuple[int, int, int], Fact]]:
        """The number facts spoken of beside a mention: right behind it first, then the longest words before it."""
        before = words[max(start, mention.start - _BEFORE) : mention.start]
        after = words[mention.end : min(end, mention.end + _AFTER)]
        for cue in self._numbers:
            if not fits(mention, cue.fact):
                continue
            behind = after.find(cue.words)
            if 0 <= behind <= 1:
                yield (0, -len(cue.words), behind), cue.fact
            ahead = before.rfind(cue.words)
            if ahead >= 0:
                yield (1, -len(cue.words), len(before) - ahead), cue.fact


def _told_before_asking(part: str, position: int, words: str) -> bool:
    """我在产业园能拿多少吗: what stands well before the question is told, not asked."""
    return len(part) - position - len(words) >= 4 and not re.search(
        r"(是不是|有没有|有冇有|要不要|算不算)[^，。]{0,2}$", part[:position]
    )


def fits(mention: Mention, fact: Fact) -> bool:
    """Whether a number, by its unit, can be an answer to this fact."""
    if fact.measure == YUAN:
        return mention.unit == YUAN or (mention.unit == "" and not mention.bare)
    if mention.unit == fact.measure:
        return True
    return mention.unit in _GENERIC and fact.measure in ("人", "家", "笔") and not mention.large
