"""Questions about the document: answered of what they name, or of what was spoken of last."""

from __future__ import annotations

from dataclasses import replace

from milu_bot.dialogue.consultation import Consultation, Consulted
from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.estimates import sums_of
from milu_bot.dialogue.questionnaire import Questionnaire
from milu_bot.dialogue.reckoning import Reckoning
from milu_bot.dialogue.replies import FaqReply
from milu_bot.dialogue.steps import Turn
from milu_bot.language import follow_ups
from milu_bot.language.gate import Decision
from milu_bot.language.match import Match
from milu_bot.language.numerals import mentions
from milu_bot.language.one import is_article
from milu_bot.language.telling import wants_a_sum
from milu_bot.policy import FaqKind
from milu_bot.quantity import YUAN

_TWO = 2
"""Units: characters. What is named beside a bare question is no longer than this."""


def leans(talk: Conversation, words: str) -> bool:
    """Whether the words lean on the award last spoken of: 那要是卖到500万呢."""
    return bool(talk.topic) and follow_ups.leans(words)


class Asking:
    """Answers questions. Holds no state."""

    def __init__(
        self,
        counsel: Counsel,
        consultation: Consultation,
        questionnaire: Questionnaire,
        reckoning: Reckoning,
    ) -> None:
        self._policy = counsel.policy
        self._consultation = consultation
        self._questionnaire = questionnaire
        self._reckoning = reckoning

    def answer(self, talk: Conversation, words: str, match: Match) -> Turn:
        """Say what was found, of what the words name or of what they lean on."""
        spoken = self._consultation.spoken_of(talk)
        aside = match.kind is FaqKind.APPLY and follow_ups.supposes(words) and bool(spoken)
        complete = self._is_complete(talk, words)
        elliptic = follow_ups.is_elliptic(words) and not complete
        # 那要是续签一年呢 asks for no papers, and 要什么条件 not for those of the whole document.
        sure = match.decision is Decision.ANSWER or match.asks_which
        unsure = not sure or aside
        unsure = unsure or (elliptic and _is_general(match) and follow_ups.is_bare(words))
        named = self._consultation.titled(follow_ups.named_besides(words)) if elliptic else None
        if unsure and named and talk.topic:
            talk = talk.turned_to((named,))
        elif elliptic and match.decision is Decision.OUTSIDE:
            elliptic = len(follow_ups.named_besides(words)) <= _TWO
        names_none = match.decision is Decision.CLARIFY and self._names_none(words)
        names_none = names_none and not complete
        of_it = match.decision is Decision.OUTSIDE and self._consultation.names(words, spoken[:1])
        on_it = elliptic or of_it or (names_none and bool(spoken))
        if unsure and talk.topic and (leans(talk, words) or on_it):
            match = self._nearer((*spoken, *talk.topic)[0], words, match)
        if thing := self._thing_of_the_topic(talk, words):
            return thing
        if stored := self._reckoning.by_what_was_told(talk, words, match):
            return stored
        found: Consulted = self._consultation.answer(match, words)
        if match.decision is Decision.ANSWER and not match.certain:
            found = self._with_what_is_left(found, words)
        unclear = found.kind == "clarify"
        talk = self._moved(talk, found)
        offered = () if talk.asked else found.offered
        talk = replace(talk, offered=offered, asking=words if unclear else "", misses=0)
        if found.wants_assessment:
            talk, replies = self._questionnaire.start(talk)
            return Turn(talk, replies, "assess", found.ids)
        missed = words if found.kind in ("out_of_scope", "clarify") else None
        return Turn(talk, found.replies, found.kind, found.ids, missed)

    def _with_what_is_left(self, found: Consulted, words: str) -> Consulted:
        """With a word on the numbers of the question that the answer does not weigh: a yes is not said of them."""
        replies = (
            replace(reply, left=self._reckoning.unweighed(words, found.ids, reply.quoted.text))
            if isinstance(reply, FaqReply) and reply.quoted
            else reply
            for reply in found.replies
        )
        return replace(found, replies=tuple(replies))

    def _is_complete(self, talk: Conversation, words: str) -> bool:
        """Whether it asks what a number brings, so that it leans on nothing: 我卖80万奖多少.

        A sum of the award spoken of is no such number: 15万怎么领.
        """
        if leans(talk, words) or not wants_a_sum(words):
            return False
        awards = self._consultation.spoken_of(talk)
        sums = {span for id in awards for span in sums_of(self._policy.awards[id])}
        told = (m for m in mentions(words) if m.usable and not m.bare and not is_article(words, m))
        return any(m.span(YUAN) not in sums for m in told)

    def _moved(self, talk: Conversation, found: Consulted) -> Conversation:
        """Speaking of what was found; 怎么领 and 钱从哪里来 leave the award spoken of behind it."""
        if found.kind == "clarify" or (not found.ids and found.kind != "out_of_scope"):
            return talk
        topic = found.ids[:1] if found.kind != "out_of_scope" else ()
        kept = self._consultation.spoken_of(talk)[:1]
        if topic and kept and not self._consultation.awards_of(topic):
            return replace(talk.on(topic), offered=())
        return talk.turned_to(topic)

    def _names_none(self, words: str) -> bool:
        """Whether a short question names no matter of the document: 是不是全补."""
        return follow_ups.is_short(words) and not self._consultation.names_a_matter(words)

    def _nearer(self, topic: str, words: str, match: Match) -> Match:
        """What a question that leans on the topic may be about: 贷款呢 of itself, 要什么条件 of the topic."""
        thing = follow_ups.thing_asked_on(words)
        alone = self._consultation.find(thing) if thing else match
        beside = (
            (FaqKind.CHITCHAT, FaqKind.APPLY) if follow_ups.supposes(words) else (FaqKind.CHITCHAT,)
        )
        if thing and alone.decision is Decision.ANSWER and alone.kind not in beside:
            return alone
        nearer = self._consultation.find(f"{self._consultation.title(topic)} {words}")
        if thing and self._names(alone, thing) and not _speaks_of(nearer, thing):
            return replace(alone, decision=Decision.ANSWER)
        if nearer.kind is FaqKind.CONTENT and match.kind is FaqKind.APPLY:
            return replace(match, decision=Decision.ANSWER)
        return nearer if nearer.decision is Decision.ANSWER else match

    def _names(self, match: Match, thing: str) -> bool:
        """Whether the nearest clause, though not the only near one, speaks of this very thing."""
        id = match.hits[0].id if match.decision is Decision.CLARIFY else ""
        return bool(id) and self._consultation.speaks_of(id, thing)

    def _thing_of_the_topic(self, talk: Conversation, words: str) -> Turn | None:
        """那合作社呢: what is said of this thing where the award last spoken of is explained."""
        thing = follow_ups.thing_asked_on(words)
        if not thing or not talk.topic:
            return None
        for id in (talk.topic[0], *self._consultation.spoken_of(talk)):
            if reply := self._consultation.entry_on(id, thing):
                return Turn(talk, (reply,), "answer", (id,))
        return None


def _is_general(match: Match) -> bool:
    """Whether the best entry speaks of the document as a whole."""
    beside = (FaqKind.CHITCHAT, FaqKind.ASSESS, FaqKind.OUTSIDE)
    return match.kind not in beside and any(not hit.id for hit in match.hits[:1])


def _speaks_of(match: Match, thing: str) -> bool:
    """Whether what would be answered has anything to do with this thing."""
    return any(hit.faq is not None and thing in hit.faq.answer for hit in match.hits[:1])
