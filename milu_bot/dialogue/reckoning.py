"""Which awards the numbers of a question are reckoned for, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from milu_bot.conditions import FactId
from milu_bot.dialogue.consultation import Consultation
from milu_bot.dialogue.conversation import Answer, Conversation
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.estimates import Estimates
from milu_bot.dialogue.own_numbers import Before, as_said, last_year_named
from milu_bot.dialogue.steps import Turn
from milu_bot.dialogue.sum_replies import Compared, SumReply, SumsReply
from milu_bot.eligibility.conditions import Value
from milu_bot.language import follow_ups
from milu_bot.language.fitting import fits, of_its_kind
from milu_bot.language.gate import Decision
from milu_bot.language.match import Match
from milu_bot.language.numerals import mentions
from milu_bot.language.statements import Doubt, Heard, Statements, Why
from milu_bot.language.telling import wants_a_sum, without_the_question
from milu_bot.language.whose import speaks_of_self
from milu_bot.policy import FaqKind
from milu_bot.written import AwardId

_NEVER_A_SUM = (
    FaqKind.APPLY,
    FaqKind.ASSESS,
    FaqKind.CHITCHAT,
    FaqKind.OUTSIDE,
    FaqKind.TOGETHER,
)
VERDICTS = (FaqKind.WHO, FaqKind.HOW_MUCH, FaqKind.ENOUGH, FaqKind.WHAT_IF, FaqKind.TO_WHOM)
"""Entries that say whether or how much somebody gets: where facts are told, the reckoning says it."""
_SEVERAL = 2


class Reckoning:
    """Answers questions that name numbers. Holds no state."""

    def __init__(
        self,
        counsel: Counsel,
        consultation: Consultation,
        statements: Statements,
        estimates: Estimates,
    ) -> None:
        self._policy = counsel.policy
        self._rulebook = counsel.rulebook
        self._consultation = consultation
        self._statements = statements
        self._estimates = estimates

    def answer(self, talk: Conversation, words: str, heard: Heard, match: Match) -> Turn | None:
        """A sum, if the question names a number of one award, or leans on the award last spoken of."""
        plain = as_said(words)
        leans = bool(talk.topic) and follow_ups.leans(words)
        if plain != words or leans:  # 要是卖300万 tells of a supposed case
            heard = self._statements.hear(plain, self._spoken_of(talk, leans=leans))
        before: Mapping[FactId, Value] = {
            fact: value
            for fact, value in talk.values.items()
            if not self._policy.facts[fact].is_span
        }
        if leans:
            before = {**talk.values, **supposed(talk)}
        awards = self._awards(talk, words, heard, match, before, leans=leans)
        if awards is None:
            awards = ()
        reply = self._estimates.answer(
            words, heard, awards, self._before(talk, before, leans=leans)
        )
        if reply is None and match.kind not in _NEVER_A_SUM and wants_a_sum(words):
            reply = self._together(heard, plain)
        if reply is None and match.decision is not Decision.ANSWER:
            reply = self._barred(talk, words)
        return None if reply is None else self._turn(talk, words, reply, match)

    def _together(self, heard: Heard, words: str) -> SumsReply | None:
        """Numbers of several awards, told by their own words."""
        told = sum(self._policy.facts[fact].is_number for fact in heard.values)
        return self._estimates.together(heard.values, words) if told >= _SEVERAL else None

    def _barred(self, talk: Conversation, words: str) -> SumReply | None:
        """注册在别处行不行: of the award last spoken of, as if it were told."""
        heard = self._statements.hear(without_the_question(words))
        told = {**talk.values, **supposed(talk)}
        replies = (
            self._estimates.barred(id, heard, told) for id in self._consultation.spoken_of(talk)
        )
        return next((reply for reply in replies if reply is not None), None)

    def instead(self, talk: Conversation, words: str) -> Turn | None:
        """不对，是210万 after a sum: the same sum by the right number; None if there is none of it."""
        before = supposed(talk)
        numbers = self._statements.hear(words).values
        if not before or any(self._policy.facts[fact].is_number for fact in numbers):
            return None
        awards = self._consultation.spoken_of(talk)
        told = {**talk.values, **before}
        reply = self._estimates.answer(
            words, Heard({}), awards, self._before(talk, told, leans=True)
        )
        return self._turn(talk, words, reply, None) if reply else None

    def _spoken_of(self, talk: Conversation, *, leans: bool) -> tuple[FactId, ...]:
        """The facts of the last sum, or else the numbers of the award that is leaned on: 如果招12个呢."""
        told = tuple(supposed(talk)) or tuple(answer.fact for answer in talk.answers[-1:])
        if told or not leans:
            return told
        awards = self._consultation.spoken_of(talk)
        return tuple(fact for id in awards for fact in self._rulebook.awards[id].numbers)

    def _before(self, talk: Conversation, values: Mapping[FactId, Value], *, leans: bool) -> Before:
        last = supposed(talk) if leans else {}
        return Before(values, last_year_named(talk, self._rulebook.day), last)

    def of_this(self, talk: Conversation, words: str, id: str) -> Turn | None:
        """The sum of this award or clause for the numbers in words that were said before it was picked."""
        awards = self._consultation.awards_of((id,))
        heard = self._statements.hear(as_said(words))
        reply = self._estimates.answer(words, heard, awards, Before({}))
        return None if reply is None else self._turn(_bare(talk), words, reply, None)

    def not_sure_of(self, talk: Conversation, words: str) -> Doubt | None:
        """The number of the award last spoken of that is told only about: 大概230人次. None if none is for certain."""
        told = [mention for mention in mentions(words) if not mention.bare]
        awards = self._consultation.spoken_of(talk)
        if len(told) != 1 or told[0].usable or len(awards) != 1:
            return None
        numbers = (self._policy.facts[fact] for fact in self._rulebook.awards[awards[0]].numbers)
        fitting = [f for f in numbers if fits(told[0], f) and of_its_kind(words, told[0], f)]
        return Doubt(fitting[0].id, words, Why.VAGUE) if len(fitting) == 1 else None

    def by_what_was_told(self, talk: Conversation, words: str, match: Match) -> Turn | None:
        """首次突破奖我有没有: the sum by the numbers that the person told before."""
        mine = match.decision is Decision.ANSWER and speaks_of_self(words)
        if not mine or match.kind not in (None, *VERDICTS) or not talk.answers:
            return None
        ids = _ids(match)
        for award in self._consultation.awards_of(ids):
            reply = self._estimates.of(award, talk.values)
            if reply is not None:
                return Turn(replace(_bare(talk), topic=(award,)), (reply,), "answer", ids)
        return None

    def unweighed(self, words: str, ids: tuple[str, ...], quote: str) -> tuple[str, ...]:
        """The sums in a question that is answered of these clauses by this quote, and nothing reckoned from them."""
        return self._estimates.unweighed(words, self._consultation.awards_of(ids[:1]), quote)

    def _awards(
        self,
        talk: Conversation,
        words: str,
        heard: Heard,
        match: Match,
        before: Mapping[FactId, Value],
        *,
        leans: bool,
    ) -> tuple[AwardId, ...] | None:
        """The awards that the numbers may be of, the likeliest first; None where no sum is asked for."""
        ids = _ids(match)
        never = match.decision is Decision.OUTSIDE or match.kind in _NEVER_A_SUM
        fits = match.decision is Decision.ANSWER and not never
        asked = self._consultation.awards_of(ids) if fits else ()
        if fits and match.kind is FaqKind.CONTENT:
            asked = tuple(id for id in asked if self._names_a_number(id, heard))
            fits = bool(asked)
        topic = self._consultation.spoken_of(talk)
        if leans:
            listed = (a for id in talk.listed for a in self._consultation.awards_of((id,)))
            near = (*topic, *listed, *self._estimates.turning_on(before))
            near = self._estimates.told_first(words, tuple(dict.fromkeys(near)), before)
            named = self._consultation.names(words, ids[:1])
            other = bool(named) and not self._consultation.names(words, topic[:1])
            return (*self._consultation.awards_of(ids), *near) if other else (*near, *asked)
        if fits:
            return asked
        if match.decision is Decision.ANSWER and match.kind in _NEVER_A_SUM:
            return None
        if not never and (own := self._owners(heard)):
            return own
        if match.decision is Decision.CLARIFY and (
            spoken := self._estimates.most_spoken_of(words, heard, ids)
        ):
            return spoken
        return topic if wants_a_sum(words) and match.decision is not Decision.ANSWER else None

    def _names_a_number(self, id: AwardId, heard: Heard) -> bool:
        """Whether a number that this award turns on was told by its own words."""
        return any(fact in heard.values for fact in self._rulebook.awards[id].numbers)

    def _owners(self, heard: Heard) -> tuple[AwardId, ...]:
        """The one award that all numbers told by their own words belong to, if they are several."""
        told = {fact for fact in heard.values if self._policy.facts[fact].is_number}
        twice = {doubt.fact for doubt in heard.doubts if doubt.why is Why.SEVERAL}
        told |= twice
        owners = [
            id
            for id, rule in self._rulebook.awards.items()
            if told <= {*rule.numbers, *rule.before}
        ]
        several = len(told) >= _SEVERAL or twice
        return tuple(owners) if several and len(owners) == 1 else ()

    def _turn(
        self,
        talk: Conversation,
        words: str,
        reply: SumReply | Compared | SumsReply,
        match: Match | None,
    ) -> Turn:
        ids = _ids(match) if match else ()
        if isinstance(reply, SumsReply):
            paying = reply.prospect.paying if reply.prospect else ()
            short = reply.prospect.short if reply.prospect else ()
            listed = (*(o.award for o in paying), *(s.outcome.award for s in short))
            told = reply.told
            ids, topic = listed, listed[:1]
        else:
            told = reply.told if isinstance(reply, SumReply) else ()
            listed, topic = (), (reply.award.id,)
            ids = (reply.award.id, *(id for id in ids if id != reply.award.id))
        leans = match is None or follow_ups.leans(words)
        said = {a.fact: a.said for a in talk.supposed if leans}  # the words that name the years
        kept = tuple(Answer(fact.id, value, said.get(fact.id, words)) for fact, value in told)
        talk = replace(talk.on(topic), offered=(), listed=listed, supposed=kept)
        return Turn(talk, (reply,), "answer", ids)


def supposed(talk: Conversation) -> dict[FactId, Value]:
    """The numbers of the sum last reckoned in passing."""
    return {a.fact: a.value for a in talk.supposed if a.value is not None}


def _bare(talk: Conversation) -> Conversation:
    return replace(talk, offered=(), listed=(), supposed=())


def _ids(match: Match) -> tuple[str, ...]:
    return tuple(hit.id for hit in match.hits if hit.id)
