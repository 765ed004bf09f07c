"""Sums that somebody says one gets, held against what the engine reckons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from milu_bot.conditions import FactId
from milu_bot.dialogue import choices
from milu_bot.dialogue.consultation import Consultation
from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.estimates import Estimates
from milu_bot.dialogue.replies import Reply
from milu_bot.dialogue.steps import Turn
from milu_bot.dialogue.sum_replies import Agreement, ClaimReply, SumsReply
from milu_bot.eligibility.conditions import Value
from milu_bot.eligibility.prospect import prospect
from milu_bot.language.claims import claims_a_total, sum_claimed
from milu_bot.payoffs import Fixed
from milu_bot.quantity import Span
from milu_bot.written import AwardId


class Claims:
    """Confirms or corrects a sum. Holds no state."""

    def __init__(self, counsel: Counsel, consultation: Consultation, estimates: Estimates) -> None:
        self._policy = counsel.policy
        self._rulebook = counsel.rulebook
        self._consultation = consultation
        self._estimates = estimates

    def against_the_last(self, talk: Conversation, words: str, *, plain: bool) -> Turn | None:
        """那就是2万块钱: the sum last reckoned says yes or no; None if no sum is claimed or was reckoned."""
        claimed = sum_claimed(words, plain=plain)
        if claimed is None:
            return None
        supposed = {a.fact: a.value for a in talk.supposed if a.value is not None}
        told: Mapping[FactId, Value] = {**talk.values, **supposed}
        awards = self._consultation.spoken_of(talk)
        if not claims_a_total(words):
            for award in awards:
                reply = self._estimates.of(award, told)
                if reply is not None:
                    amount = reply.supposition.outcome.amount
                    return _turn(talk, claimed, amount, reply, (award,))
        if told:
            outlook = prospect(self._rulebook, told)
            if outlook.paying:
                rows = tuple((self._policy.facts[fact], value) for fact, value in told.items())
                sums = SumsReply(rows, outlook, choices=(choices.ASSESS, choices.SOURCE))
                paid = tuple(outcome.award for outcome in outlook.paying)
                return _turn(talk, claimed, outlook.choice.total, sums, paid)
        return self.by_the_text(talk, claimed, awards[:1]) if len(awards) == 1 else None

    def by_the_text(
        self, talk: Conversation, claimed: Span, awards: tuple[AwardId, ...]
    ) -> Turn | None:
        """开店给5000: whether an award has such a sum at all; None where its sums are not fixed ones."""
        amounts = sorted({amount for award in awards for amount in self._fixed(award)})
        if not amounts:
            return None
        written = tuple(Span(amount, amount) for amount in amounts)
        agreement = Agreement.POSSIBLE if claimed in written else Agreement.NO
        if claimed in written and len(written) == 1:
            agreement = Agreement.YES
        about = self._consultation.about(awards[0])
        reply = ClaimReply(claimed, agreement, written)
        talk = _kept(talk, awards[:1])
        return Turn(talk, (reply, about), "answer", awards)

    def _fixed(self, id: AwardId) -> tuple[Decimal, ...]:
        """All sums of an award, if each is a fixed one."""
        payoffs = [tier.payoff for tier in self._policy.awards[id].tiers]
        fixed = tuple(p.money.value for p in payoffs if isinstance(p, Fixed))
        return fixed if len(fixed) == len(payoffs) else ()


def _turn(
    talk: Conversation, claimed: Span, amount: Span, reply: Reply, awards: tuple[AwardId, ...]
) -> Turn:
    if claimed == amount:
        agreement = Agreement.YES
    elif amount.certain:
        agreement = Agreement.NO
    else:
        agreement = Agreement.OPEN
    return Turn(talk, (ClaimReply(claimed, agreement, (amount,)), reply), "answer", awards)


def _kept(talk: Conversation, topic: tuple[str, ...]) -> Conversation:
    if topic == talk.topic:
        return talk
    return replace(talk, topic=topic, offered=(), listed=(), supposed=())
