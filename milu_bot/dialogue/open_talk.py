"""What people say of their own accord: facts told in passing, sums asked for, questions of every kind."""

from __future__ import annotations

from dataclasses import replace

from milu_bot.conditions import FactId
from milu_bot.dialogue import choices
from milu_bot.dialogue.asking import Asking
from milu_bot.dialogue.consultation import Consultation
from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.definitions import Definitions
from milu_bot.dialogue.estimates import Estimates
from milu_bot.dialogue.questionnaire import Questionnaire
from milu_bot.dialogue.reckoning import VERDICTS, Reckoning, supposed
from milu_bot.dialogue.replies import NoSuchClause, Note, Remark
from milu_bot.dialogue.steps import Step, Turn, said, stepped
from milu_bot.dialogue.thread import Thread
from milu_bot.language import follow_ups
from milu_bot.language.choice_answers import names_an_option
from milu_bot.language.collective import of_many
from milu_bot.language.gate import Decision
from milu_bot.language.intents import Intents
from milu_bot.language.match import Match
from milu_bot.language.numerals import mentions
from milu_bot.language.statements import Heard, Statements, Why
from milu_bot.language.telling import asks_something, wants_a_sum, wants_others
from milu_bot.language.whose import speaks_of_self
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import FaqKind
from milu_bot.written import ClauseId

_SEVERAL = 3
"""So many facts in one message are a story told, to be taken in."""
_TWO = 2
_PAIR = late_pattern(r"^[^，。]{2,12}(?:和|跟|与)[^，。]{2,12}呢[?？]?$")
_ONLY_CITED = late_pattern(
    r"(?:[\d年〔〕\[\]（）()]*号文件?[里面的中]*)?[\d一二三四五六七八九十、.（）() 第条项点款部分大小章节abAB]+"
    r"(是什么|讲什么|说什么|写什么|内容|怎么说|怎么写|呢|是啥|讲么子|讲的什么)*[?？。]?"
)
_NO_LIST = late_pattern(
    r"[一二三四五六七八九十][、.]?[（(][一二三四五六七八九十]|\d[（(]\d{1,2}[）)]\d|部分|大点"
)
"""What only a citation has: 1、3、（4） names options of a list."""
_NO_ANSWER_BEFORE = (FaqKind.ASSESS, FaqKind.CHITCHAT, FaqKind.OUTSIDE)


class OpenTalk:
    """Answers what was not asked for. Holds no state."""

    def __init__(
        self, counsel: Counsel, consultation: Consultation, questionnaire: Questionnaire
    ) -> None:
        self._policy = counsel.policy
        self._index = counsel.index
        self._intents = Intents(counsel.policy.wording)
        self._statements = Statements(
            counsel.policy.facts, counsel.rulebook.day, counsel.policy.wording.word_groups
        )
        estimates = Estimates(counsel)
        self.thread = Thread(counsel, consultation, estimates)
        self.reckoning = Reckoning(counsel, consultation, self._statements, estimates)
        self._asking = Asking(counsel, consultation, questionnaire, self.reckoning)
        self._definitions = Definitions(counsel.policy)
        self._consultation = consultation
        self._questionnaire = questionnaire

    def answer(self, talk: Conversation, words: str) -> Turn:
        """Answer words that nobody asked for."""
        ids = self._index.cited(words)
        if beside := self._index.beside(words):
            first, last = (self._policy.clauses[ClauseId(beside[at])] for at in (0, -1))
            offered = (choices.ASSESS, choices.HELP)
            return said(talk, (NoSuchClause(first, last, choices=offered),))
        if self._index.may_cite(words):
            turn = self._asking.answer(talk, words, self._consultation.find(words))
            return replace(turn, conversation=replace(turn.conversation, asking=""))
        if not ids and self._intents.only_an_answer(words):
            shown = (choices.RESULT, choices.ANSWERS) if talk.answers else (choices.ASSESS,)
            return said(talk, (Remark(Note.NO_QUESTIONNAIRE, choices=shown),))
        if ids and _ONLY_CITED.fullmatch(words):
            if len(ids) > _SEVERAL:  # a heading with more below it
                kept = () if talk.asked else ids
                which = self._consultation.which(ids)
                return Turn(replace(talk, offered=kept), (which,), "clarify", ids)
            reply = self._consultation.about(ids[0])
            return Turn(talk.turned_to(ids[:1]), (reply,), "answer", ids)
        return self._going_on(talk, words) or self._afresh(talk, words)

    def cites(self, words: str, *, in_a_list: bool) -> bool:
        """Whether the words only cite a clause; where options have numbers, only what can name no option."""
        if not _ONLY_CITED.fullmatch(words) or (in_a_list and not _NO_LIST.search(words)):
            return False
        numbers = mentions(words)
        a_number = len(numbers) == 1 and numbers[0].bare
        return not a_number and bool(self._index.cited(words))

    def _going_on(self, talk: Conversation, words: str) -> Turn | None:
        """Words that point back at what was said, or set two things side by side."""
        if item := self.thread.item(talk, words):
            return item
        if said := follow_ups.hearsay(words):
            return self.thread.hearsay(talk, said)
        if turn := self._of_the_last(talk, words):
            return turn
        if self._intents.combines(words) or (len(talk.listed) >= _TWO and _PAIR.search(words)):
            return self.thread.together(talk, words)
        return None

    def _of_the_last(self, talk: Conversation, words: str) -> Turn | None:
        """What is asked or said of the award or the sum last spoken of, without any fact of its own."""
        if follow_ups.pleads(words) and (talk.topic or not self._answered(words)):
            return self.thread.binds(talk)
        if follow_ups.asks_how_often(words) and (turn := self.thread.how_often(talk)):
            return turn
        if follow_ups.asks_the_most_of_two(words) and (turn := self.thread.most_of_two(talk)):
            return turn
        if follow_ups.asks_how_far(words) and (turn := self.thread.how_far(talk)):
            return turn
        if follow_ups.asks_the_least(words) and not talk.asked and talk.topic:
            return self.thread.least(talk)
        return self.claims(talk, words)

    def _answered(self, words: str) -> bool:
        return self._consultation.find(words).decision is Decision.ANSWER

    def claims(self, talk: Conversation, words: str) -> Turn | None:
        """那就是2万块钱: confirmed or corrected by the last sum. None if no sum is claimed."""
        fact = self._policy.facts.get(talk.asked or "")
        plain = fact is None or not fact.is_span
        if (
            follow_ups.hearsay(words)
            or self._index.cited(words)
            or self._has_number(self._hear(words))
        ):
            return None
        return self.thread.claimed(talk, words, plain=plain)

    def _afresh(self, talk: Conversation, words: str) -> Turn:
        behalf, rest = self._statements.as_his_own(words)
        if behalf and not talk.answers and (heard := self._hear(rest)).values:
            talk, replies = self._questionnaire.take_in(talk, heard, rest)
            return Turn(talk, (Remark(Note.ON_BEHALF), *replies), "assess")
        words = rest or words
        heard = self._hear(words, _spoken_of(talk))
        match = self._consultation.find(words)
        if of_many(words):
            turn = self._asking.answer(talk, words, match)
            return replace(turn, replies=(Remark(Note.OF_MANY), *turn.replies))
        if match.decision is not Decision.ANSWER and (meaning := self._definitions.of(words)):
            clauses = tuple(clause.id for clause, _ in meaning.passages)
            return Turn(talk.turned_to(clauses[:1]), (meaning,), "answer", clauses)
        wants_sum = match.decision is Decision.ANSWER and match.kind is FaqKind.ASSESS
        spoken = len(heard.values) + len(heard.doubts)
        open_sum = (spoken >= _TWO and wants_a_sum(words)) or (
            bool(heard.values) and wants_others(words)
        )
        open_sum = open_sum or any(doubt.why is Why.TOO_MANY for doubt in heard.doubts)
        if self._tells(heard) or (heard.values and wants_sum) or open_sum:
            return self._taken_in(talk, words, heard, match)
        states = not follow_ups.leans(words) and not self._asks(words)
        numbers = sum(self._policy.facts[fact].is_number for fact in heard.values)
        if states and not numbers and (reckoned := self._of_the_topic(talk, words)):
            return reckoned
        if states and not heard.doubts and (doubt := self.reckoning.not_sure_of(talk, words)):
            heard = replace(heard, doubts=(doubt,))
        if states and (heard.doubts or numbers >= _TWO or self._is_mine(talk, words, heard)):
            return self._taken_in(talk, words, heard, match)
        if estimated := self.reckoning.answer(talk, words, heard, match):
            return estimated
        if states and match.decision is not Decision.ANSWER:
            asked_back = heard.unclear and not match.is_foreign and speaks_of_self(words)
            if self._has_number(heard) or asked_back:
                return self._taken_in(talk, words, heard, match)
            if step := self._questionnaire.named(talk, words):
                return stepped(step)
            more = any(not self._policy.facts[fact].focus for fact in heard.values)
            if more and not match.is_foreign:
                return self._taken_in(talk, words, heard, match)
        return self._asking.answer(talk, words, match)

    def corrected(self, talk: Conversation, words: str) -> Step | None:
        """公司不是在本地注册的: what was told before, and is now told otherwise. None if that is not clear."""
        heard = self._hear(words)
        told = talk.values
        if not heard.values or any(told.get(f, v) == v for f, v in heard.values.items()):
            return None
        return self._questionnaire.take_in(talk, heard, words)

    def picked(self, talk: Conversation, id: str, asking: str) -> Turn:
        """What was asked before it was picked what it is about: now it is answered of that."""
        turn = self.reckoning.of_this(talk, asking, id)
        return turn or self.thread.about(replace(talk, offered=()), id, asking)

    def _asks(self, words: str) -> bool:
        return self._intents.asks(words) or asks_something(words)

    def _is_mine(self, talk: Conversation, words: str, heard: Heard) -> bool:
        """Whether a short statement is told of the speaker, and is no mere name of a thing."""
        return bool(heard.values or heard.doubts) and (bool(talk.answers) or speaks_of_self(words))

    def _taken_in(self, talk: Conversation, words: str, heard: Heard, match: Match) -> Turn:
        """A story: first the answer to what it asks, then what was understood and what still matters."""
        before = Turn(talk, ())
        reckoned = match.kind in VERDICTS and bool(heard.values)
        asked = match.decision is Decision.ANSWER and match.kind not in _NO_ANSWER_BEFORE
        asked = asked and not reckoned
        other = match.kind is FaqKind.APPLY or not self._has_number(heard)
        if asked and self._asks(words) and other:
            before = self._asking.answer(talk, words, match)
        elif reckoned and self._asks(words) and not self._has_number(heard) and match.hits[0].id:
            # Nothing was told that a sum could be reckoned from: the award in plain words, no verdict.
            id = match.hits[0].id
            before = Turn(talk.turned_to((id,)), (self._consultation.about(id),), "answer", (id,))
        conversation, replies = self._questionnaire.take_in(before.conversation, heard, words)
        return Turn(conversation, (*before.replies, *replies), "assess", before.clauses)

    def _hear(self, words: str, before: tuple[FactId, ...] = ()) -> Heard:
        """What the words tell of the speaker; the number of a whole place is not the speaker's."""
        heard = self._statements.hear(words, before)
        if not of_many(words):
            return heard
        plain = {f: v for f, v in heard.values.items() if not self._policy.facts[f].is_span}
        return Heard(plain)

    def _has_number(self, heard: Heard) -> bool:
        return any(self._policy.facts[fact].is_number for fact in heard.values)

    def tells(self, talk: Conversation, words: str, *, a_number: bool = False) -> Turn | None:
        """What a statement tells that was no answer to the question on the table; None if it tells nothing.

        With `a_number` only a number told with its own words counts.
        """
        if self._asks(words) or follow_ups.leans(words):
            return None
        heard = self._hear(words, _spoken_of(talk))
        if not heard.values and not heard.doubts and not self._questionnaire.asks_back(talk, heard):
            return None
        if a_number and not self._has_number(heard):
            return None
        conversation, replies = self._questionnaire.take_in(talk, heard, words)
        return Turn(conversation, replies, "assess")

    def reckons(self, talk: Conversation, words: str) -> Turn | None:
        """去年做了十九万多: the sum of the award spoken of, where a number is told that answers nothing else."""
        fact = self._policy.facts[talk.asked] if talk.asked else None
        return None if fact is None or fact.is_number else self._of_the_topic(talk, words)

    def _of_the_topic(self, talk: Conversation, words: str) -> Turn | None:
        """The sum of the award spoken of, by a number told without its own words: 我们镇去年第四."""
        told = any(m.usable and not m.bare for m in mentions(words))
        return self.reckoning.of_this(talk, words, talk.topic[0]) if told and talk.topic else None

    def besides(self, talk: Conversation, words: str) -> Heard:
        """What an answer tells besides: 公司，本地注册的. Only facts that nobody told yet."""
        asked = self._policy.facts[talk.asked] if talk.asked else None
        if asked and names_an_option(asked, words):
            return Heard({})
        heard = self._hear(words).values
        told = {answer.fact for answer in talk.answers} | {talk.asked}
        return Heard({fact: value for fact, value in heard.items() if fact not in told})

    def points_back(self, talk: Conversation, words: str) -> bool:
        """Whether the words ask again for one of the things just listed."""
        return bool(talk.listed) and follow_ups.points_back(words)

    def tells_a_story(self, words: str) -> bool:
        """Whether the words tell several facts at once."""
        return self._tells(self._hear(words))

    def _tells(self, heard: Heard) -> bool:
        """Several facts, or who somebody is and one thing more."""
        told = (*heard.values, *(d.fact for d in heard.doubts if self._policy.facts[d.fact].focus))
        chosen = any(self._policy.facts[fact].focus for fact in told)
        return len(told) >= (_SEVERAL - 1 if chosen else _SEVERAL)


def _spoken_of(talk: Conversation) -> tuple[FactId, ...]:
    """The facts of the last sum, or of the last answer."""
    return tuple(supposed(talk)) or tuple(answer.fact for answer in talk.answers[-1:])
