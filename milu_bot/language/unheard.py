"""Parts of a message that tell something nobody heard: which fact each may be of, so that it can be asked back."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property

from milu_bot.conditions import FactId
from milu_bot.language.cue import own_words
from milu_bot.language.fitting import fits
from milu_bot.language.heard import Doubt, Why
from milu_bot.language.numerals import Mention
from milu_bot.language.spoken import in_one_spelling
from milu_bot.language.telling import Stretch
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Fact

_FIGURES = late_pattern("[0-9零一二两三四五六七八九十百千万亿几]+")
_DENIAL = late_pattern("[没冇无未不]")
_EDGES = "，,。；;！!：:？?、 "
_OFTEN = 4
"""In so many of a fact's words a pair of characters must stand to count in full, or in two besides its question."""
_IN_QUESTION, _OWN = 2, 1.3
"""What it weighs that a pair stands in the question or the name of a fact: as so many words, and so much more."""
_STRANGE = 0.5
"""What a pair weighs that no fact has, against one that one fact alone has."""
_ENOUGH, _SHARE, _CLEAR = 5.0, 0.45, 3.0
"""How much must speak for a fact, which part of all that was said, and how much more than for the next one.

On the tables that are looked at it names about one row in a hundred where nothing was to be heard; with half of the
words of facts.yaml taken away it guesses rightly of most that are missed then.
"""
_MOST = 2
"""So many are asked back of one message: more would be a hail of questions."""


class Guesses:
    """Knows by which pairs of characters people speak of each fact. Ready after the first guess."""

    def __init__(self, facts: Mapping[FactId, Fact]) -> None:
        # Who somebody is is asked first of all, whatever was told.
        self._facts = {id: fact for id, fact in facts.items() if fact.said and not fact.focus}

    @cached_property
    def _known(self) -> Mapping[str, tuple[float, Mapping[FactId, float]]]:
        """Each pair with its weight, and what it weighs for each fact that has it."""
        holders: dict[str, dict[FactId, float]] = {}
        for id, fact in self._facts.items():
            said = in_one_spelling("\n".join(map(own_words, (*fact.said, *fact.said_no))))
            often = Counter(pair for words in said.split("\n") for pair in _pairs(words))
            own = _pairs(fact.ask) | _pairs(fact.name)
            for pair in own | often.keys():
                count = often[pair] + _IN_QUESTION * (pair in own)
                part = min(1, count / _OFTEN) * (_OWN if pair in own else 1)
                holders.setdefault(pair, {})[id] = part
        all_ = len(self._facts) + 1
        weights = {pair: math.log(all_ / (len(parts) + 0.5)) for pair, parts in holders.items()}
        return {
            pair: (weights[pair], {id: weights[pair] * part for id, part in parts.items()})
            for pair, parts in holders.items()
        }

    def of(self, words: str, numbers: Sequence[Mention]) -> Fact | None:
        """The fact that the words are of, if one is much nearer than all others and can be told in this way."""
        total = 0.0
        scores: dict[FactId, float] = {}
        strange = math.log((len(self._facts) + 1) * 2) * _STRANGE
        for pair in _pairs(words):
            weight, parts = self._known.get(pair, (strange, {}))
            total += weight
            for id, part in parts.items():
                scores[id] = scores.get(id, 0) + part
        best = [
            (score, id)
            for id, score in sorted(scores.items(), key=lambda one: -one[1])
            if score >= _SHARE * total and _can_be(self._facts[id], words, numbers)
        ]
        if not best or best[0][0] < _ENOUGH:
            return None
        clear = len(best) == 1 or best[0][0] - best[1][0] >= _CLEAR
        return self._facts[best[0][1]] if clear else None


class Unheard:
    """The parts of one message of which nothing was heard."""

    def __init__(self, guesses: Guesses) -> None:
        self._guesses = guesses
        self._parts: list[tuple[str, Sequence[Mention]]] = []

    def keep(self, stretch: Stretch, numbers: Sequence[Mention]) -> None:
        """A stretch that told nothing; what only asks, plans, or takes something back is none."""
        if not (stretch.asked or stretch.wishes or stretch.corrects or stretch.undoes):
            self._parts.append((stretch.text.strip(_EDGES), numbers))

    def asked_back(self, known: Container[FactId], loose: Container[Mention]) -> Iterator[Doubt]:
        """What to ask back: of facts that are not known yet, where no number of the part is asked back already."""
        found: set[FactId] = set()
        for words, numbers in self._parts:
            if len(found) == _MOST:
                return
            if any(mention in loose and not mention.bare for mention in numbers):
                continue
            fact = self._guesses.of(words, numbers)
            if fact and fact.id not in known and fact.id not in found:
                found.add(fact.id)
                yield Doubt(fact.id, words, Why.UNHEARD)


def _pairs(words: str) -> set[str]:
    """Without those that hold a figure: numbers are not what a fact is known by."""
    words = _FIGURES.sub("#", words)
    pairs = (words[at : at + 2] for at in range(len(words) - 1))
    return {pair for pair in pairs if "#" not in pair}


def _can_be(fact: Fact, words: str, numbers: Sequence[Mention]) -> bool:
    """Whether it can be told so: a number with a number that fits or as none at all, another fact without any."""
    counts = [m for m in numbers if m.flaw is None and not m.low == m.high == 1]
    if not fact.is_number:
        return not counts
    return any(fits(m, fact) for m in counts) if numbers else bool(_DENIAL.search(words))
