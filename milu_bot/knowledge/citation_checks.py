"""Whether an entry speaks of the clauses and awards that it names: by the words they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import log, sqrt

from milu_bot.knowledge.loader import CLAUSES
from milu_bot.knowledge.places import Desk
from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.words import squeeze
from milu_bot.policy import Award, Clause, Faq, FaqKind

_NEAREST = 5, 4
"""A clause named must be among so many of the nearest, or within such a part of all clauses."""
_FAR, _ALONE = 0.25, 0.15
"""Units: likeness, the nearest award of the clause counts 1. Below _FAR another award was meant; where
all others are below _ALONE the entry is about one award and not about the clause.
"""

_WORDINGS = 8
"""More of them say nothing new, and cost time."""
_WHOLE = (FaqKind.CONTENT, FaqKind.TOGETHER)
"""These are about the clause, whatever award their quote is taken from."""

Pairs = frozenset[str]


def check_citations(desk: Desk) -> Iterator[Problem]:
    """Every entry against all clauses, and against the awards of those it names."""
    if not desk.draft.whole(CLAUSES) or not desk.policy.clauses:
        return
    clauses = {id: _pairs(_words_of(clause)) for id, clause in desk.policy.clauses.items()}
    often = Counter(pair for pairs in clauses.values() for pair in pairs)
    homes: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for id, pairs in clauses.items():
        for pair in pairs:
            if often[pair] < len(clauses) / 2:
                homes[pair].append((id, log(len(clauses) / often[pair]) / sqrt(len(pairs))))
    awards = {id: _distinct(clause) for id, clause in desk.policy.clauses.items()}
    nearest = max(_NEAREST[0], len(clauses) // _NEAREST[1] + 1)
    for index, faq in enumerate(desk.policy.faqs):
        ids = [id for id in faq.see if id in desk.policy.clauses or id in desk.policy.awards]
        if not ids:
            continue
        said = _pairs(" ".join([*faq.questions[:_WORDINGS], faq.answer, faq.quote]))
        likeness = dict.fromkeys(clauses, 0.0)
        for pair in said & homes.keys():
            for id, weight in homes[pair]:
                likeness[id] += weight
        order = sorted(likeness, key=lambda id: -likeness[id])
        for id in ids:
            clause = desk.policy.clause_of(id)
            if clause.id not in order[:nearest]:
                message = (
                    f"“见”里的“{id}”（{clause.title}）和这一条的问、答说的不是一回事。"
                    f"更像的是“{order[0]}”（{desk.policy.clauses[order[0]].title}）。"
                )
                yield _at(desk, index, message)
            elif found := _other_award(faq, id, clause, awards[clause.id], said):
                yield _at(desk, index, found)


def _at(desk: Desk, index: int, message: str) -> Problem:
    return desk.within(desk.draft.faq_blocks[index], message, "见")


def _other_award(
    faq: Faq, id: str, clause: Clause, awards: Mapping[str, Pairs], said: Pairs
) -> str:
    """What to say when the entry is about another award of the clause than the one it names."""
    if len(awards) < 2 or sum(other == clause.id or other in awards for other in faq.see) > 1:
        return ""
    likeness = {award: len(said & pairs) / sqrt(len(pairs) or 1) for award, pairs in awards.items()}
    best = max(likeness, key=lambda award: likeness[award])
    if id in awards:
        if likeness[id] >= _FAR * likeness[best] or _quoted(faq, clause.awards[id]):
            return ""
        title = clause.awards[best].title
        return f"“见”写的是“{id}”，可是问、答说的更像“{best}”（{title}）。哪一个写错了？"
    if len(faq.see) > 1 or faq.kind in _WHOLE:
        return ""
    others = [value for award, value in likeness.items() if award != best]
    homes = [award for award in clause.awards.values() if _quoted(faq, award)]
    if max(others) < _ALONE * likeness[best] and [home.id for home in homes] == [best]:
        return (
            f"“见”写的是整条“{id}”，可是问、答、原文都只说到“{best}”"
            f"（{homes[0].title}）。请写成 [{best}]。"
        )
    return ""


def _quoted(faq: Faq, award: Award) -> bool:
    quote = squeeze(faq.quote)
    return any(
        quote in (text := squeeze(words.text)) or text in quote for words in award.basis.values()
    )


def _words_of(clause: Clause) -> str:
    awards = (f"{award.title} {award.payee}" for award in clause.awards.values())
    said = (clause.number, clause.title, clause.quote, clause.plain)
    return " ".join([*said, *clause.keywords, *clause.unclear, *awards])


def _distinct(clause: Clause) -> dict[str, Pairs]:
    """Of each award of a clause the pairs of characters that not all of them have."""
    if len(clause.awards) < 2:
        return {}
    pairs = {
        id: _pairs(
            " ".join([award.title, award.payee, award.extra, *award.basis])
            + " ".join(words.text for words in award.basis.values() if words.clause == clause.id)
        )
        for id, award in clause.awards.items()
    }
    common = frozenset.intersection(*pairs.values())
    return {id: own - common for id, own in pairs.items()}


def _pairs(text: str) -> Pairs:
    """The characters of a text, two by two."""
    plain = squeeze(text)
    return frozenset(map("".join, pairwise(plain)))
