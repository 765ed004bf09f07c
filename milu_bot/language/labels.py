"""What a wording is filed under: the clause or award it is about, or its kind, or its own entry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Faq, FaqKind, Policy

_NO_CLAUSE = "#"
_LETTERS = "abc"
OUTSIDE = f"{_NO_CLAUSE}{FaqKind.OUTSIDE}"
ASSESS = f"{_NO_CLAUSE}{FaqKind.ASSESS}"
_SENTENCES = late_pattern("[。；;]")
_PHRASES = late_pattern("[，。；;、：:]")
_SHORTEST = 4
"""Units: characters. Shorter pieces say nothing of their clause."""
_BY_KIND = (FaqKind.OUTSIDE, FaqKind.CHITCHAT, FaqKind.ASSESS)


def label_of(index: int, faq: Faq) -> str:
    """The label of the entry that stands at this place of the FAQ."""
    if faq.see:
        return faq.see[0]
    return f"{_NO_CLAUSE}{faq.kind if faq.kind in _BY_KIND else index}"


def id_of(label: str) -> str:
    """The id of a clause or award; "" for small talk and the like."""
    return "" if label.startswith(_NO_CLAUSE) else label


def same_clause(one: str, other: str) -> bool:
    """Whether two labels are of one clause: 2.1.7 and 2.1.7a."""
    return whole(one) == whole(other)


def whole(label: str) -> str:
    """The label of the clause as a whole, of which this one may be a part: 2.1.7 for 2.1.7a."""
    return label.rstrip(_LETTERS)


def wordings(policy: Policy) -> list[tuple[int, str]]:
    """Every wording on one line, with the place of its entry."""
    return [
        (index, " ".join(words.split()))
        for index, faq in enumerate(policy.faqs)
        for words in faq.questions
    ]


def own_words(policy: Policy) -> Iterator[tuple[str, str]]:
    """Labels with the words of the document and of the staff about them: titles, keywords, phrases."""
    for clause in policy.clauses.values():
        yield clause.id, " ".join((clause.title, *clause.keywords))
        yield from ((award.id, award.title) for award in clause.awards.values())
        yield from ((clause.id, word) for word in clause.keywords)
        for text in (clause.quote, clause.plain):
            yield from ((clause.id, sentence) for sentence in _pieces(_SENTENCES, text))
        yield from ((clause.id, phrase) for phrase in _pieces(_PHRASES, clause.quote))


def _pieces(ends: re.Pattern[str], text: str) -> Iterator[str]:
    for piece in ends.split("".join(text.split())):
        if len(piece) >= _SHORTEST:
            yield piece
