"""What people say of their own accord: facts told in passing, sums asked for, questions of every kind."""

from __future__ import annotations

import re
from dataclasses import replace

from milu_bot.dialogue import choices
from milu_bot.dialogue.consultation import Consultation, Consulted
from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.estimates import Estimates
from milu_bot.dialogue.questionnaire import Questionnaire
from milu_bot.dialogue.replies import Note, Remark
from milu_bot.dialogue.steps import Turn, said
from milu_bot.language.citations import cited
from milu_bot.language.intents import Intents
from milu_bot.language.search import Decision, Match
from milu_bot.language.statements import Heard, Statements
from milu_bot.policy import FaqKind

_SEVERAL = 3
"""So many facts in one message are a story told, to be taken in."""
_PAIR = 2
_NEVER_A_SUM = (
    FaqKind.APPLY,
    FaqKind.ASSESS,
    FaqKind.CHITCHAT,
    FaqKind.OUTSIDE,
    FaqKind.TOGETHER,
    FaqKind.CONTENT,
)
_ONLY_CITED = re.compile(
    r"[\d一二三四五六七八九十、.（）() 第条项点款部分大小章节abAB]+"
    r"(是什么|讲什么|说什么|写什么|内容|怎么说|怎么写|呢|是啥|讲么子|讲的什么)*[?？。]?"
)
_CITED_IN_VAIN = re.compile(
    r"第?[\d一二三四五六七八九十]{1,3}(部分|大点|、|，)?[（(第][\d一二三四五六七八九十]{1,3}[）)点条项]第?"
    r"[\d一二三四五六七八九十]{0,3}[点条项]?[?？。]?"
)
"""A number of the document's own look that no clause has."""
_FOLLOWING = ("那", "要是", "如果", "假如", "换成")
"""Words that lean on what was spoken of last."""


class OpenTalk:
    """Answers what was not asked for. Holds no state."""

    def __init__(
        self, counsel: Counsel, consultation: Consultation, questionnaire: Questionnaire
    ) -> None:
        self._policy = counsel.policy
        self._intents = Intents(counsel.policy.wording)
        self._statements = Statements(counsel.policy.facts, counsel.rulebook.day)
        self._estimates = Estimates(counsel)
        self._consultation = consultation
        self._questionnaire = questionnaire

    def answer(self, talk: Conversation, words: str) -> Turn:
        """Answer words that nobody asked for."""
        ids = cited(words, self._policy)
        if not ids and self._intents.only_an_answer(words):
            shown = (choices.RESULT, choices.ANSWERS) if talk.answers else (choices.ASSESS,)
            return said(talk, (Remark(Note.NO_QUESTIONNAIRE, choices=shown),))
        if ids and _ONLY_CITED.fullmatch(words):
            reply = self._consultation.about(ids[0])
            return Turn(replace(talk, topic=ids[:1], offered=()), (reply,), "answer", ids)
        if not ids and _CITED_IN_VAIN.fullmatch(words):
            return said(
                talk, (Remark(Note.NO_SUCH_CLAUSE, choices=(choices.ASSESS, choices.HELP)),)
            )
        if together := self._together(talk, words, ids):
            return together
        heard = self._statements.hear(words)
        match = self._consultation.find(words)
        wants_sum = match.decision is Decision.ANSWER and match.kind is FaqKind.ASSESS
        if self._tells(heard) or (heard.values and wants_sum):
            return self._taken_in(talk, words, heard, match)
        return self._estimated(talk, words, heard, match) or self._consult(talk, words, match)

    def _taken_in(self, talk: Conversation, words: str, heard: Heard, match: Match) -> Turn:
        """A story: first the answer to what it asks, then what was understood and what still matters."""
        before = Turn(talk, ())
        if match.decision is Decision.ANSWER and match.kind is not FaqKind.ASSESS:
            before = self._consult(talk, words, match)
        conversation, replies = self._questionnaire.take_in(
            before.conversation, heard.values, words
        )
        return Turn(conversation, (*before.replies, *replies), "assess", before.clauses)

    def leans(self, talk: Conversation, words: str) -> bool:
        """Whether the words lean on the award last spoken of: 那要是卖到500万呢."""
        return bool(talk.topic) and words.startswith(_FOLLOWING)

    def tells_a_story(self, words: str) -> bool:
        """Whether the words tell several facts at once."""
        return self._tells(self._statements.hear(words))

    def _tells(self, heard: Heard) -> bool:
        """Several facts, or who somebody is and one thing more."""
        chosen = any(self._policy.facts[fact].focus for fact in heard.values)
        return len(heard.values) >= (_SEVERAL - 1 if chosen else _SEVERAL)

    def _together(self, talk: Conversation, words: str, ids: tuple[str, ...]) -> Turn | None:
        """Several clauses cited in a question whether they go together."""
        if len(ids) < _PAIR or not self._intents.combines(words):
            return None
        reply = self._consultation.together(ids)
        if reply is None:
            return None
        return Turn(replace(talk, topic=ids[:1], offered=()), (reply,), "answer", ids)

    def _estimated(self, talk: Conversation, words: str, heard: Heard, match: Match) -> Turn | None:
        """A sum, if the question names a number of one award, or leans on the award last spoken of."""
        ids = tuple(hit.id for hit in match.hits if hit.id)
        if self.leans(talk, words):
            ids = talk.topic
        elif match.decision is not Decision.ANSWER or match.kind in _NEVER_A_SUM:
            return None
        reply = self._estimates.answer(words, heard, self._consultation.awards_of(ids))
        if reply is None:
            return None
        ids = (reply.award.id, *(id for id in ids if id != reply.award.id))
        return Turn(replace(talk, topic=(reply.award.id,), offered=()), (reply,), "answer", ids)

    def _consult(self, talk: Conversation, words: str, match: Match) -> Turn:
        if match.decision is not Decision.ANSWER and self.leans(talk, words):
            nearer = self._consultation.find(f"{self._consultation.title(talk.topic[0])} {words}")
            match = nearer if nearer.decision is Decision.ANSWER else match
        found: Consulted = self._consultation.answer(match)
        talk = replace(
            talk,
            topic=found.ids[:1] or talk.topic,
            offered=() if talk.asked else found.offered,
            misses=0,
        )
        if found.wants_assessment:
            talk, replies = self._questionnaire.start(talk)
            return Turn(talk, replies, "assess", found.ids)
        missed = words if found.kind in ("out_of_scope", "clarify") else None
        return Turn(talk, found.replies, found.kind, found.ids, missed)
