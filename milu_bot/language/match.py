"""What a question turned out to be about: a clause, an award, small talk, or nothing of ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from milu_bot.language.gate import Decision
from milu_bot.policy import Faq, FaqKind

MOST_SHOWN = 5
CERTAIN = 1000.0
"""The score of what is named, by number or almost to the letter."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: the id of a clause or award, "" for small talk and the like, and its best entry."""

    id: str
    faq: Faq | None
    score: float

    @property
    def kind(self) -> FaqKind:
        """What kind of answer it is; a clause by itself is told as it stands."""
        return self.faq.kind if self.faq else FaqKind.CONTENT


@dataclass(frozen=True, slots=True)
class Match:
    """What a question is about, best candidate first, distinct ids."""

    decision: Decision
    kind: FaqKind | None
    hits: tuple[Hit, ...]
    may_be_ours: bool = False
    """Whether it is declined and not surely foreign."""

    @property
    def certain(self) -> bool:
        """Whether the question cites a clause or stands in the FAQ, almost to the letter."""
        return self.decision is Decision.ANSWER and self._is_named

    @property
    def is_foreign(self) -> bool:
        """Whether it is surely foreign, or about something foreign that the FAQ names."""
        known = bool(self.hits) and self.hits[0].faq is not None
        return self.decision is Decision.OUTSIDE and (known or not self.may_be_ours)

    @property
    def asks_which(self) -> bool:
        """Whether several clauses are called what the question says."""
        return self.decision is Decision.CLARIFY and self._is_named

    @property
    def _is_named(self) -> bool:
        return bool(self.hits) and self.hits[0].score >= CERTAIN


def distinct(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The first hit of each id, as many as are shown."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.id, hit)
    return tuple(first.values())[:MOST_SHOWN]
