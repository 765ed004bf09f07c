"""Answers questions about the document: a clause, a staff answer, near candidates, or an honest
no.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from milu_bot.dialogue import choices
from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.replies import (
    ClauseReply,
    DidYouMean,
    FaqReply,
    Note,
    OutOfScope,
    Remark,
    Reply,
)
from milu_bot.eligibility.awards import AwardRule
from milu_bot.eligibility.one_day import Closed, award_closed, clause_closed
from milu_bot.language.fitting import fits, of_its_kind
from milu_bot.language.follow_ups import is_short
from milu_bot.language.gate import Decision
from milu_bot.language.match import Hit, Match
from milu_bot.language.numerals import mentions
from milu_bot.language.plain_questions import ASKING
from milu_bot.late_pattern import late_pattern
from milu_bot.message import Choice
from milu_bot.policy import Award, Clause, Faq, FaqKind, Policy
from milu_bot.written import AwardId, ClauseId, Quote

_CANDIDATES = 3
_STANDS = late_pattern("还有效|仍然?有效|有效期|过期|废止|作废|作不作数")
_SENTENCE = late_pattern(r"[^。\n]+。?")
_SEVERAL = 2
_NAME = 3
"""Units: characters. Fewer stand in many names."""

_BARE = late_pattern(r"(?:是|没有|不?(?:能|够|会|算|行|可以)[^\d，。：]{0,3})[，。]")
"""An answer that begins so answers nothing without its question."""


@dataclass(frozen=True, slots=True)
class Consulted:
    """What was found and what to say. `kind` and `ids` are the words of the machine output."""

    kind: str
    ids: tuple[str, ...]
    replies: tuple[Reply, ...]
    offered: tuple[str, ...] = ()
    wants_assessment: bool = False


class Consultation:
    """Looks up and answers. Holds no state."""

    def __init__(self, counsel: Counsel) -> None:
        self._policy = counsel.policy
        self._index = counsel.index
        self._day = counsel.rulebook.day
        self._rules = counsel.rulebook.awards
        self._counsel = counsel

    @cached_property
    def _spoken(self) -> Mapping[ClauseId, frozenset[str]]:
        """The pairs of characters by which each clause is spoken of; made when first needed."""
        return _spoken(self._counsel)

    def find(self, text: str) -> Match:
        """What the words may be about."""
        return self._index.find(text)

    def answer(self, match: Match, text: str) -> Consulted:
        """Say what the match found for this text."""
        ids = tuple(hit.id for hit in match.hits if hit.id)
        if match.decision is Decision.OUTSIDE or not match.hits:
            faq = match.hits[0].faq if match.hits else None
            outside = faq if faq and faq.kind is FaqKind.OUTSIDE else None
            akin = tuple(id for id in ids if self.speaks_of(id, text))
            shown = (*self._offer(akin[:_CANDIDATES]), choices.ASSESS, choices.HELP)
            close = bool(ids) and match.may_be_ours and not outside and self.speaks_of(ids[0], text)
            reply = OutOfScope(outside, near=self.title(ids[0]) if close else "", choices=shown)
            return Consulted("out_of_scope", ids, (reply,))
        if match.asks_which and match.hits[0].faq is None:  # 2.21 may be a number of anything
            return Consulted("clarify", ids, (self.which(ids),), ids)
        if match.decision is Decision.CLARIFY and len(ids) > 1:
            named = tuple(id for id in ids if self._names(id, text))
            alone = named == ids[:1] and is_short(text) and not self._index.names_nothing(text)
            if not alone:
                return self._asked_back(ids, named, text)
        found = self._answered(match.hits[0], match.kind, ids)
        return (
            found
            if match.certain
            else replace(found, replies=tuple(map(_with_question, found.replies)))
        )

    def _asked_back(self, ids: tuple[str, ...], named: tuple[str, ...], text: str) -> Consulted:
        near: tuple[str, ...] = ()
        if not self._index.names_nothing(text):
            near = named if len(named) > 1 else tuple(i for i in ids if self.speaks_of(i, text))
            near = near or tuple(id for id in ids if self._counts(id, text))
        if not near:
            ask = Remark(Note.WHICH_MATTER, choices=(choices.ASSESS, choices.HELP))
            return Consulted("clarify", ids, (ask,))
        offered = (near if len(near) > 1 else ids)[:_CANDIDATES]
        return Consulted("clarify", ids, (self.which(offered),), offered)

    def speaks_of(self, id: str, text: str) -> bool:
        """Whether a text has any word in common with a clause or award."""
        return bool(_pairs(self._index.spelt(text)) & self._spoken[self._policy.clause_of(id).id])

    def names(self, text: str, ids: tuple[str, ...]) -> bool:
        """Whether a text says a word of what any of these is called: 那特产那个."""
        return bool(
            _pairs(self._index.spelt(text)) & _pairs(*map(self._index.spelt, self._called(ids)))
        )

    def _called(self, ids: tuple[str, ...]) -> Iterator[str]:
        """The names of clauses and awards; what a clause is spoken of by, if it has but one award."""
        for id in ids:
            clause = self._policy.clause_of(id)
            award = clause.awards.get(id)
            yield award.title if award else clause.title
            if len(clause.awards) <= 1:
                yield from clause.keywords

    def _names(self, id: str, text: str) -> bool:
        """Whether a text has a word of a clause or award that not most of them have: 民宿, and not 补贴."""
        spoken = self._spoken[self._policy.clause_of(id).id]
        pairs = _pairs(self._index.spelt(text)) & spoken
        return not all(map(self._index.is_common, pairs))

    def _counts(self, id: str, text: str) -> bool:
        """Whether an award turns on such a number as the text names: 卖80万."""
        numbers = [m for m in mentions(text) if m.usable and not m.bare]
        facts = {f for award in self.awards_of((id,)) for f in self._rules[award].numbers}
        return any(
            fits(mention, self._policy.facts[fact])
            and of_its_kind(text, mention, self._policy.facts[fact])
            for mention in numbers
            for fact in facts
        )

    def names_a_matter(self, text: str) -> bool:
        """Whether a text has a word in common with any clause."""
        return any(self.speaks_of(id, text) for id in self._policy.clauses)

    def _holds(self, faq: Faq) -> bool:
        return self._day is None or faq.holds_on(self._day)

    def entry_on(self, id: str, thing: str) -> FaqReply | None:
        """The first entry on an award or clause whose answer speaks of this thing."""
        for faq in self._policy.faqs:
            if faq.see[:1] == (id,) and thing in faq.answer and self._holds(faq):
                return self._faq(faq, id)
        return None

    def about(self, id: str, *, whole_text: bool = False) -> ClauseReply:
        """A clause or award by its id.

        Raises: KeyError for an unknown id.
        """
        clause = self._policy.clause_of(id)
        award = clause.awards.get(id)
        readings = tuple(r for r in self._policy.readings.values() if r.clause == clause.id)
        shown: tuple[Choice, ...] = (choices.ASSESS_THIS if clause.awards else choices.ASSESS,)
        if not whole_text:
            shown = (choices.SOURCE, *shown)
        return ClauseReply(
            clause,
            award,
            plain="".join(_on_one(award, clause, _SENTENCE.findall(clause.plain))),
            unclear=_on_one(award, clause, clause.unclear),
            readings=readings,
            whole_text=whole_text,
            closed=self._closed(clause, award),
            choices=shown,
        )

    def _closed(self, clause: Clause, award: Award | None = None) -> Closed | None:
        """Why a clause, or one award of it, does not hold today."""
        if award:
            return award_closed(self._policy, award, self._day)
        return clause_closed(self._policy, clause, self._day)

    def awards_of(self, ids: tuple[str, ...]) -> tuple[AwardId, ...]:
        """The awards that the first of these ids names: itself, or all of its clause."""
        for id in ids[:1]:
            clause = self._policy.clause_of(id)
            return (id,) if id in clause.awards else tuple(clause.awards)
        return ()

    def spoken_of(self, talk: Conversation) -> tuple[AwardId, ...]:
        """The awards last spoken of, though something without any was asked since: 怎么领."""
        each = (self.awards_of((id,)) for id in talk.topic)
        return next(filter(None, each), ())

    def _answered(self, hit: Hit, kind: FaqKind | None, ids: tuple[str, ...]) -> Consulted:
        if hit.faq is None:
            return Consulted("answer", ids, (self.about(hit.id),))
        reply = self._faq(hit.faq, hit.id)
        match kind:
            case FaqKind.CHITCHAT:
                return Consulted("chitchat", (), (reply,))
            case FaqKind.ASSESS:
                return Consulted("assess", ids, (), wants_assessment=True)
            case FaqKind.APPLY:
                return Consulted("apply", ids, (reply,))
        return Consulted("answer", ids, (reply,))

    def _faq(self, faq: Faq, id: str) -> FaqReply:
        if faq.kind is FaqKind.CHITCHAT:
            return FaqReply(faq, choices=(choices.ASSESS, choices.HELP))
        quoted = self._quote(faq, id)
        clause = (
            self._policy.clause_of(id)
            if id
            else self._policy.clauses[quoted.clause]
            if quoted
            else None
        )
        shown: tuple[Choice, ...] = (choices.SOURCE,) if clause else ()
        shown += (choices.ASSESS_THIS,) if clause and clause.awards else (choices.ASSESS,)
        award = clause.awards.get(id) if clause else None
        closed = self._closed(clause, award) if clause else None
        stands = not (clause and clause.awards) and _asks_if_it_stands(faq)
        return FaqReply(faq, clause, quoted, closed, stands, choices=shown)

    def _quote(self, faq: Faq, id: str) -> Quote | None:
        """The entry's words, with the clause they really stand in."""
        if not faq.quote:
            return None
        words = "".join(faq.quote.split())
        clauses: list[Clause] = [self._policy.clause_of(id)] if id else []
        for clause in (*clauses, *self._policy.clauses.values()):
            if words in "".join(clause.quote.split()):
                return Quote(clause=clause.id, text=faq.quote)
        return None

    def which(self, ids: tuple[str, ...]) -> DidYouMean:
        """Ask which of these clauses or awards is meant."""
        return DidYouMean(tuple((id, self.title(id)) for id in ids), choices=self._offer(ids))

    def _offer(self, ids: tuple[str, ...]) -> tuple[Choice, ...]:
        return tuple(Choice(self.title(id), self.title(id)) for id in ids)

    def title(self, id: str) -> str:
        """How people call a clause or an award: its number and its name."""
        clause = self._policy.clause_of(id)
        award = clause.awards.get(id)
        return f"{clause.number} {award.title if award else clause.title}"

    def titled(self, words: str) -> AwardId | None:
        """The one award in whose name these words stand; None if they name none or several."""
        if len(words) < _NAME:
            return None
        found = [award.id for award in self._policy.awards.values() if words in award.title]
        return found[0] if len(found) == 1 else None


def _asks_if_it_stands(faq: Faq) -> bool:
    """Whether an entry is about the document's still holding, by its wordings."""
    if faq.kind not in (FaqKind.WHEN, FaqKind.WHAT_IF):
        return False
    return sum(bool(_STANDS.search(words)) for words in faq.questions) >= _SEVERAL


def _with_question(reply: Reply) -> Reply:
    """With the question that the entry answers, if its answer begins with a bare yes or no: 不能。"""
    if not isinstance(reply, FaqReply) or reply.faq.kind is FaqKind.CHITCHAT:
        return reply
    bare = _BARE.match(reply.faq.answer)
    return replace(reply, asked=reply.faq.questions[0].rstrip("？?")) if bare else reply


def _spoken(counsel: Counsel) -> dict[ClauseId, frozenset[str]]:
    """The pairs of characters by which each clause is spoken of, without those of every question."""
    policy, rules, spelt = counsel.policy, counsel.rulebook.awards, counsel.index.spelt
    names = {
        clause.id: _pairs(*map(spelt, (clause.title, *clause.keywords))) - ASKING
        for clause in policy.clauses.values()
    }
    named = frozenset().union(*names.values())
    return {
        clause.id: names[clause.id]
        | {
            pair
            for pair in _pairs(spelt(clause.plain), *_said(policy, rules, clause))
            if pair in named or not counsel.index.is_common(pair)
        }
        for clause in policy.clauses.values()
    }


def _said(policy: Policy, rules: Mapping[AwardId, AwardRule], clause: Clause) -> Iterator[str]:
    """The words by which people speak of the facts that the awards of a clause turn on."""
    for award in clause.awards:
        for fact in rules[award].facts:
            if fact in policy.facts:
                yield from policy.facts[fact].said_outright


def _on_one(award: Award | None, clause: Clause, lines: Iterable[str]) -> tuple[str, ...]:
    """What is said of one award of a clause: without the lines that rather speak of another one."""
    if award is None:
        return tuple(lines)
    names = {id: _pairs(each.title, each.payee) for id, each in clause.awards.items()}

    def spoken(line: str, id: AwardId) -> int:
        return len(_pairs(line) & names[id])

    return tuple(
        line for line in lines if all(spoken(line, award.id) >= spoken(line, id) for id in names)
    )


def _pairs(*texts: str) -> frozenset[str]:
    pairs = (text[at : at + 2] for text in texts for at in range(len(text) - 1))
    return frozenset(pair for pair in pairs if pair.isalpha())
