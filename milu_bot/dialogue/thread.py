"""The thread of the talk: words that lean on what was said before, where no questionnaire can answer them."""

from __future__ import annotations

from dataclasses import replace

from milu_bot.conditions import FactId
from milu_bot.dialogue import choices
from milu_bot.dialogue.claims import Claims
from milu_bot.dialogue.combinations import Combinations
from milu_bot.dialogue.consultation import Consultation
from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.estimates import Estimates
from milu_bot.dialogue.replies import InShort, Note, Remark, Reply, WhatElse
from milu_bot.dialogue.steps import Turn
from milu_bot.dialogue.sum_replies import Agreement, ClaimReply, HowOften, SumsReply
from milu_bot.eligibility.conditions import Value
from milu_bot.eligibility.prospect import prospect
from milu_bot.language import follow_ups
from milu_bot.language.claims import claims_several_years, sum_claimed
from milu_bot.language.follow_ups import Hearsay
from milu_bot.language.gate import Decision
from milu_bot.language.intents import Command
from milu_bot.policy import FaqKind

_PAIR = 2
_MOST_COMPARED = 3


class Thread:
    """Goes on from the award, the numbers or the list last spoken of. Holds no state."""

    def __init__(self, counsel: Counsel, consultation: Consultation, estimates: Estimates) -> None:
        self._policy = counsel.policy
        self._index = counsel.index
        self._rulebook = counsel.rulebook
        self._consultation = consultation
        self._estimates = estimates
        self._combinations = Combinations(counsel)
        self.claims = Claims(counsel, consultation, estimates)

    def obey(self, talk: Conversation, command: Command) -> Turn | None:
        """A command that speaks of what was said before; None if it does not."""
        match command:
            case Command.TRUE:
                return self.hearsay(talk, Hearsay(""))
            case Command.TOGETHER | Command.BETTER:
                return self._both(talk)
            case Command.KEPT_APART:
                return Turn(talk, (self._combinations.kept_apart(),), "answer")
            case Command.MORE_OF_IT:
                return self._more(talk)
            case Command.PLAINLY if not talk.asked:
                return self._in_short(talk)
        if command is Command.NEXT_TIERS and (turn := self.how_far(talk)):
            return turn
        if talk.answers or talk.asked:
            return None
        match command:
            case Command.RESULT:
                return self._sums(talk)
            case Command.WHY | Command.NOT_CLAIMABLE | Command.NEXT_TIERS | Command.CLAIMABLE:
                return self._again(talk, command)
        return None

    def how_far(self, talk: Conversation) -> Turn | None:
        """还差多少: of the award that was last reckoned; None where none was."""
        told = _values(talk)
        if not told and talk.asked:
            told = talk.values
        for award in self._consultation.spoken_of(talk) if told else ():
            reply = self._estimates.of(award, told)
            if reply is not None:
                return Turn(talk, (reply,), "answer", (award,))
        return None

    def binds(self, talk: Conversation) -> Turn:
        """差1万能不能通融: the number in the document stands, with what is wanting to it where that is known."""
        remark = Remark(Note.TO_THE_CENT)
        if turn := self.how_far(talk) or (
            self.about(talk, talk.topic[0], "") if talk.topic else None
        ):
            return replace(turn, replies=(remark, *turn.replies))
        return Turn(talk, (replace(remark, choices=(choices.ASSESS, choices.HELP)),), "chitchat")

    def least(self, talk: Conversation) -> Turn:
        """那卖多少才有, before any number was told: the award with its words."""
        return self._again(talk, Command.NEXT_TIERS)

    def what_else(self, talk: Conversation) -> Turn:
        """冇得别的了吧: every other award, by name."""
        spoken = self._consultation.spoken_of(talk)
        others = tuple(a for id, a in self._policy.awards.items() if id not in spoken)
        ids = tuple(award.id for award in others)
        talk = replace(talk, offered=ids, listed=ids)
        return Turn(talk, (WhatElse(others, choices=(choices.ASSESS,)),), "answer", talk.topic)

    def how_often(self, talk: Conversation) -> Turn | None:
        """每年都有吗: of the award spoken of."""
        ids = self._consultation.spoken_of(talk)
        if not ids:
            return None
        shown = (choices.SOURCE, choices.ASSESS_THIS)
        reply = HowOften(tuple(self._policy.awards[id] for id in ids), choices=shown)
        return Turn(talk, (reply,), "answer", ids)

    def claimed(self, talk: Conversation, words: str, *, plain: bool) -> Turn | None:
        """那就是2万块钱: held against the last sum; 两年就是2万 asks if it comes again, where it is not that sum."""
        turn = self.claims.against_the_last(talk, words, plain=plain)
        if claims_several_years(words) and sum_claimed(words) and not (turn and _agrees(turn)):
            return self.how_often(talk) or turn
        return turn

    def most_of_two(self, talk: Conversation) -> Turn | None:
        """两项加起来最多多少: of the two just named, or of the two of one clause."""
        ids = talk.listed
        if len(ids) != _PAIR and talk.topic:
            ids = tuple(self._policy.clause_of(talk.topic[0]).awards)
        awards = tuple(dict.fromkeys(a for id in ids for a in self._consultation.awards_of((id,))))
        reply = self._combinations.most(awards) if len(awards) == _PAIR else None
        return Turn(replace(talk, listed=awards), (reply,), "answer", awards) if reply else None

    def together(self, talk: Conversation, words: str) -> Turn | None:
        """Whether the things named go together; with one named, it and the one last spoken of."""
        ids = self._combinations.named(words)
        if len(ids) == 1 and talk.topic and ids[0] != talk.topic[0]:
            ids = (talk.topic[0], *ids)
        return self._compared(talk, ids or talk.listed[:_MOST_COMPARED] or self._last_two(talk))

    def item(self, talk: Conversation, words: str) -> Turn | None:
        """第二个再说说: one of the things just listed."""
        found = follow_ups.nth(words)
        listed = talk.listed or talk.offered
        if found is None or (found.clause_like and (not listed or self._index.cited(words))):
            return None
        if not listed and (talk.asked or not follow_ups.points_back(words)):
            return None
        if not -len(listed) <= found.index < len(listed):  # 最后那个 is -1
            return Turn(talk, (Remark(Note.NOT_LISTED),), "chitchat")
        return self.about(talk, listed[found.index], found.rest)

    def hearsay(self, talk: Conversation, said: Hearsay) -> Turn:
        """她说的是真的吗: what the document says of the matter."""
        if said.claim:
            match = self._consultation.find(said.claim)
            clear = match.decision is Decision.ANSWER and match.kind is not FaqKind.CHITCHAT
            claimed = sum_claimed(said.claim)
            near = tuple(hit.id for hit in match.hits if hit.id)
            if claimed and match.decision is not Decision.OUTSIDE and near:
                awards = self._consultation.awards_of(near)
                if turn := self.claims.by_the_text(talk, claimed, awards):
                    return replace(turn, replies=(Remark(Note.HEARSAY), *turn.replies))
            if clear or (match.decision is Decision.CLARIFY and not talk.topic):
                found = self._consultation.answer(match, said.claim)
                if found.replies:
                    topic = found.ids[:1] or talk.topic
                    talk = replace(talk, topic=topic, offered=found.offered, listed=(), supposed=())
                    replies = (Remark(Note.HEARSAY), *found.replies)
                    return Turn(talk, replies, found.kind, found.ids)
            if turn := self.claims.against_the_last(talk, said.claim, plain=True):
                return replace(turn, replies=(Remark(Note.HEARSAY), *turn.replies))
        if not talk.topic:
            return Turn(talk, (Remark(Note.WHICH_HEARSAY, choices=(choices.ASSESS,)),))
        reply = self._consultation.about(talk.topic[0])
        return Turn(talk, (Remark(Note.HEARSAY), reply), "answer", talk.topic[:1])

    def _both(self, talk: Conversation) -> Turn:
        ids = talk.listed[:_MOST_COMPARED] if len(talk.listed) > 1 else self._last_two(talk)
        turn = self._compared(talk, ids)
        if turn:
            return turn
        if talk.topic and self._partners(talk.topic[0]):
            return Turn(talk, (self._combinations.kept_apart(),), "answer", talk.topic[:1])
        return Turn(talk, (Remark(Note.WHICH_TWO),), "chitchat")

    def _last_two(self, talk: Conversation) -> tuple[str, ...]:
        """The two things with awards that were spoken of last."""
        found = [id for id in talk.topic if self._consultation.awards_of((id,))]
        return tuple(found[:_PAIR]) if len(found) >= _PAIR else ()

    def _partners(self, id: str) -> bool:
        """Whether some exclusion speaks of this award or clause."""
        return bool(set(self._consultation.awards_of((id,))) & self._rulebook.exclusions.involved)

    def _compared(self, talk: Conversation, ids: tuple[str, ...]) -> Turn | None:
        if len(ids) < _PAIR:
            return None
        told = {**talk.values, **_values(talk)}
        reply = self._combinations.together(ids, told)
        if reply is None:
            return None
        talk = replace(talk, topic=ids[:1], listed=ids, offered=())
        return Turn(talk, (reply,), "answer", ids)

    def _more(self, talk: Conversation) -> Turn:
        if not talk.topic:
            return _nothing(talk)
        return self.about(talk, talk.topic[0], "")

    def _in_short(self, talk: Conversation) -> Turn:
        """讲简单点: the core of what was said last."""
        if not talk.topic:
            return _nothing(talk)
        clause = self._policy.clause_of(talk.topic[0])
        ids = self._consultation.spoken_of(talk)
        told = _values(talk)
        replies = [r for id in ids if told and (r := self._estimates.of(id, told))]
        sums = tuple(reply.supposition.outcome for reply in replies)
        awards = tuple(self._policy.awards[sum.award] for sum in sums) or tuple(
            self._policy.awards[id] for id in ids
        )
        rows = replies[0].told if replies else ()
        shown = (choices.SOURCE, choices.ASSESS_THIS if ids else choices.ASSESS)
        reply = InShort(clause, awards, sums, rows, choices=shown)
        return Turn(talk, (reply,), "answer", talk.topic[:1])

    def about(self, talk: Conversation, id: str, rest: str) -> Turn:
        """One award or clause, or what is asked of it."""
        talk = replace(talk.on((id,)), offered=())
        if rest:
            text = f"{self._consultation.title(id)} {rest}"
            match = self._consultation.find(text)
            if match.decision is Decision.ANSWER:
                found = self._consultation.answer(match, text)
                if found.replies:
                    return Turn(talk, found.replies, found.kind, found.ids)
        return Turn(talk, (self._consultation.about(id),), "answer", (id,))

    def _sums(self, talk: Conversation) -> Turn:
        """一共多少, of the numbers spoken of."""
        told = _values(talk)
        if not told:
            return self._again(talk, Command.RESULT)
        rows = tuple((self._policy.facts[fact], value) for fact, value in told.items())
        outlook = prospect(self._rulebook, told)
        listed = tuple(outcome.award for outcome in outlook.paying)
        talk = replace(talk, listed=listed)
        reply = SumsReply(rows, outlook, choices=(choices.ASSESS, choices.SOURCE))
        return Turn(talk, (reply,), "answer", listed or talk.topic)

    def _again(self, talk: Conversation, command: Command) -> Turn:
        """The last sum with its reasons, or the award that was spoken of."""
        told = _values(talk)
        awards = self._consultation.spoken_of(talk)
        for award in awards if told else ():
            reply = self._estimates.of(award, told)
            if reply is not None:
                return Turn(talk, (reply,), "answer", (award,))
        if not talk.topic:
            return _nothing(talk)
        before: tuple[Reply, ...] = ()
        if command is Command.NEXT_TIERS and awards:
            before = (Remark(Note.NO_NUMBER_YET),)
        turn = self.about(talk, talk.topic[0], "")
        return replace(turn, replies=(*before, *turn.replies))


def _agrees(turn: Turn) -> bool:
    return any(isinstance(r, ClaimReply) and r.agreement is Agreement.YES for r in turn.replies)


def _nothing(talk: Conversation) -> Turn:
    remark = Remark(Note.NOTHING_BEFORE, choices=(choices.ASSESS, choices.HELP))
    return Turn(talk, (remark,), "chitchat")


def _values(talk: Conversation) -> dict[FactId, Value]:
    return {a.fact: a.value for a in talk.supposed if a.value is not None}
