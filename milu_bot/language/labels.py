"""What a wording is filed under: the clause or award it is about, or its kind, or its own entry."""

from __future__ import annotations

from collections.abc import Iterator

from milu_bot.policy import Faq, FaqKind, Policy

_NO_CLAUSE = "#"
_LETTERS = "abc"
OUTSIDE = f"{_NO_CLAUSE}{FaqKind.OUTSIDE}"
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
    """Whether two labels are of one clause: 3.3.7 and 3.3.7a."""
    return one.rstrip(_LETTERS) == other.rstrip(_LETTERS)


def wordings(policy: Policy) -> list[tuple[int, str]]:
    """Every wording on one line, with the place of its entry."""
    return [(index, " ".join(words.split())) for index, faq in enumerate(policy.faqs) for words in faq.questions]


def titles(policy: Policy) -> Iterator[tuple[str, str]]:
    """Labels with the words by which the knowledge itself calls them."""
    for clause in policy.clauses.values():
        yield clause.id, " ".join((clause.title, *clause.keywords))
        yield from ((award.id, award.title) for award in clause.awards.values())
