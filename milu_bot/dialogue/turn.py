"""One turn of talk: decides who answers, then hands over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from milu_bot.days import china_day
from milu_bot.dialogue import choices
from milu_bot.dialogue.asking import leans as leans_on
from milu_bot.dialogue.carrying import Carried, Carrier
from milu_bot.dialogue.commands import Commands
from milu_bot.dialogue.consultation import Consultation
from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.corrections import Corrections
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.open_talk import OpenTalk
from milu_bot.dialogue.questionnaire import Questionnaire
from milu_bot.dialogue.replies import (
    Note,
    NotUnderstood,
    Outdated,
    OutOfScope,
    Remark,
    Reply,
)
from milu_bot.dialogue.result_pages import ResultPages
from milu_bot.dialogue.steps import Turn, said, stepped
from milu_bot.language.answers import DontKnow, Unclear
from milu_bot.language.collective import of_many
from milu_bot.language.follow_ups import asks_how_often, asks_on, asks_what_else
from milu_bot.language.intents import Command, Intents, bare
from milu_bot.language.match import Match
from milu_bot.language.normalise import clean
from milu_bot.language.numerals import mentions
from milu_bot.language.telling import asks_something, asks_the_total
from milu_bot.policy import AnswerKind

LONGEST = 1000
"""Units: characters. Longer messages are not read; a person asks in far fewer."""


class Dialogue:
    """The talk about one policy. `take` is a pure step; only the latest days are kept compiled."""

    def __init__(self, counsel: Counsel) -> None:
        """Talk about a policy as it stands on the day of each turn, or on the day of the counsel."""
        self._counsel = counsel
        self._days: dict[date, OneDay] = {}

    def take(
        self, talk: Conversation, text: str, now: datetime, question_number: int | None = None
    ) -> Turn:
        """Answer one message. `question_number` comes with a button and names the question it was
        drawn for. Units of `now`: UTC; the day that counts is the day in China.
        """
        return self._on(now).take(talk, text, now, question_number)

    def find(self, text: str) -> Match:
        """What words may be about."""
        return self._counsel.index.find(text)

    def tells_a_story(self, text: str, now: datetime) -> bool:
        """Whether words tell several facts of this policy at once."""
        return self._on(now).tells_a_story(text)

    def pending(self, talk: Conversation, now: datetime) -> tuple[Reply, ...]:
        """The question on the table, put again; nothing if there is none."""
        return self._on(now).pending(talk)

    def greeting(self, talk: Conversation, now: datetime) -> Reply:
        """What is said to somebody who comes."""
        return self._on(now).greeting(talk)

    def _on(self, now: datetime) -> OneDay:
        day = self._counsel.day or china_day(now)
        today = self._days.get(day)
        if today is None:
            today = OneDay(self._counsel.on(day))
            self._days = {**dict(list(self._days.items())[1 - _DAYS :]), day: today}
        return today


class OneDay:
    """The talk about one policy on one day. Holds no state."""

    def __init__(self, counsel: Counsel) -> None:
        self._carrier = Carrier(counsel.policy)
        self._intents = Intents(counsel.policy.wording)
        self._consultation = Consultation(counsel)
        self._pages = ResultPages(counsel.rulebook)
        self._questionnaire = Questionnaire(counsel.rulebook, self._pages)
        self._corrections = Corrections(counsel.rulebook, self._questionnaire)
        self._open = OpenTalk(counsel, self._consultation, self._questionnaire)
        self._commands = Commands(
            self._consultation, self._pages, self._questionnaire, self._open.thread
        )
        ids = [*counsel.rulebook.policy.awards, *counsel.rulebook.policy.clauses]
        self._titles = {bare(self._consultation.title(id)): str(id) for id in reversed(ids)}

    def take(
        self, talk: Conversation, text: str, now: datetime, question_number: int | None = None
    ) -> Turn:
        """Answer one message; see `Dialogue.take`."""
        carried, words = self._carrier.carry(talk), choices.typed(clean(text).strip())
        if carried.dropped or carried.question_changed:
            turn = self._renewed(carried, words, question_number)
        else:
            turn = self._take(carried.talk, words, question_number)
        talk = self._carrier.stamp(turn.conversation)
        return replace(turn, conversation=replace(talk, touched=now))

    def tells_a_story(self, text: str) -> bool:
        """Whether words tell several facts at once."""
        return self._open.tells_a_story(text)

    def pending(self, talk: Conversation) -> tuple[Reply, ...]:
        """The question on the table, put again, if it still is the one that was put."""
        talk = self._carrier.carry(talk).talk
        return (self._questionnaire.question(talk, again=True),) if talk.asked else ()

    def _renewed(self, carried: Carried, words: str, question_number: int | None) -> Turn:
        """Tell once what an edit of the knowledge took away. An answer to a question that changed is not read."""
        talk = carried.talk
        fresh: tuple[Reply, ...] = ()
        unread = False
        if carried.question_changed:
            talk, fresh = self._questionnaire.proceed(talk)
            question_number = None
            command = self._intents.command(words)
            unread = command in _ANSWERS and (bool(command) or not self._intents.asks(words))
        told = Outdated(carried.dropped, carried.question_changed, unread)
        if unread:
            return stepped((talk, (told, *fresh)))
        turn = self._take(talk, words, question_number)
        return replace(turn, replies=(told, *turn.replies))

    def _take(self, talk: Conversation, words: str, question_number: int | None) -> Turn:
        asking, talk = talk.asking, replace(talk, asking="")
        if not bare(words) and words not in ("?", "？"):
            return said(talk, self._puzzled(talk, "没有收到文字。请打字说，或者点一个选项。"))
        if len(words) > LONGEST:
            why = f"这段话太长了（超过{LONGEST}个字），请分几次说，一次说一件事。"
            return said(talk, self._puzzled(talk, why))
        if talk.asked and question_number is not None and question_number != talk.question_number:
            return said(talk, (Remark(Note.PASSED), self._questionnaire.question(talk, again=True)))
        if talk.asked and any(words == choice.text for choice in self._questionnaire.choices(talk)):
            command = self._intents.command(words)
            if command is None or command is Command.UNKNOWN:
                return self._read(talk, words)
        if talk.asked and bare(words) == _MENU:
            return said(talk, (self._questionnaire.question(talk),))
        if (talk.asked or talk.answers) and asks_the_total(words):
            return self._total(talk)
        if command := self._intents.command(words):
            return self._commands.obey(talk, command)
        if asks_what_else(words):
            return self._what_else(talk)
        if chosen := self._chosen(talk, words):
            turn = self._open.picked(talk, chosen, asking) if asking else None
            return self._commands.then_again(talk, turn or self._commands.about(talk, chosen))
        if talk.answers and (correction := self._intents.correction(words)):
            step = self._corrections.correct(talk, correction.rest)
            if step is None or step[0].answers == talk.answers:
                step = self._open.corrected(talk, correction.rest) or step
            if step:
                return stepped(step)
        elif correction := self._intents.correction(words):
            words = correction.rest or words
            if corrected := self._open.reckoning.instead(talk, words):
                return corrected
        counts = talk.asked is not None and self._questionnaire.asked(talk).is_span
        if not counts and (narrowed := self._corrections.narrowed(talk, words)):
            return stepped(narrowed)
        if not talk.asked:
            return self._open.answer(talk, words)
        return self._reply_or_question(talk, words)

    def _reply_or_question(self, talk: Conversation, words: str) -> Turn:
        """While a question is on the table: an answer to it, or talk of another thing."""
        if self._open.tells_a_story(words):
            return self._open.answer(talk, words)
        fact = self._questionnaire.asked(talk)
        if self._open.points_back(talk, words):
            return self._aside(talk, words)
        if self._open.cites(words, in_a_list=bool(fact.options)):
            return self._aside(talk, words)
        if of_many(words):
            return self._aside(talk, words)
        if fact.answer is AnswerKind.MULTI and asks_on(words):
            return self._aside(talk, words)  # 特产奖呢 ticks nothing
        if claimed := self._open.claims(talk, words):
            return self._commands.then_again(talk, claimed)
        leans = (asks_on(words) or leans_on(talk, words)) and not self._answers(talk, words)
        refused = None
        asks = self._intents.asks(words) or asks_how_often(words)
        if asks or leans or self._asks_otherwise(talk, words):
            turn = self._aside(talk, words)
            if turn.kind != "out_of_scope":
                return turn
            refused = replace(turn, replies=tuple(map(_only_refused, turn.replies)))
        return self._read(talk, words, refused)

    def _asks_otherwise(self, talk: Conversation, words: str) -> bool:
        """Whether the form of the words is a question's, and they answer nothing: 明年还给不给."""
        fact = self._questionnaire.asked(talk)
        unclear = isinstance(self._questionnaire.read(fact, words), Unclear)
        return unclear and asks_something(words)

    def _answers(self, talk: Conversation, words: str) -> bool:
        """Whether 那当然是 answers a question that wants no number: such a one may only be supposed."""
        fact = self._questionnaire.asked(talk)
        return not fact.is_span and not isinstance(self._questionnaire.read(fact, words), Unclear)

    def _read(self, talk: Conversation, words: str, refused: Turn | None = None) -> Turn:
        """Take words as an answer. `refused` is what is said if they are none, but a question of another thing."""
        assert talk.asked is not None
        fact = self._questionnaire.asked(talk)
        if fact.options and (told := self._open.tells(talk, words, a_number=True)):
            return told  # 卖了320万 is no list of options
        value = self._questionnaire.read(fact, words)
        if isinstance(value, DontKnow):
            return stepped(self._questionnaire.take(talk, None, words))
        if not isinstance(value, Unclear):
            besides = self._open.besides(talk, words)
            return stepped(self._questionnaire.take(talk, value, words, besides))
        if len(words) > _SHORT and not mentions(words):
            turn = self._aside(talk, words)
            # What somebody is or does is said in words of many answers; 给我个电话 is said of nobody.
            if turn.kind in (("apply",) if fact.options else ("answer", "apply")):
                return turn
        if told := self._open.tells(talk, words):
            return told
        if reckoned := self._open.reckons(talk, words):
            return self._commands.then_again(talk, reckoned)
        if named := self._questionnaire.named(talk, words):
            return stepped(named)
        return refused or stepped(self._questionnaire.not_understood(talk, value))

    def _aside(self, talk: Conversation, words: str) -> Turn:
        """Answer a question in mid-questionnaire, then put the pending question again."""
        return self._commands.then_again(talk, self._open.answer(talk, words))

    def _chosen(self, talk: Conversation, words: str) -> str | None:
        """The candidate that was picked, by its number or its name."""
        said = bare(words)
        for index, id in enumerate(talk.offered if not talk.asked else (), 1):
            if said in (str(index), f"第{index}个", f"{index}号"):
                return id
        return self._titles.get(said)

    def _total(self, talk: Conversation) -> Turn:
        """What is certain by now and what may be added, and on what that hangs; then the pending question."""
        if not talk.asked:
            return stepped(self._commands.within(talk, Command.RESULT))
        again = self._questionnaire.question(talk, again=True, short=True)
        return said(talk, (*self._pages.so_far(talk), again))

    def _what_else(self, talk: Conversation) -> Turn:
        """The names of all else that there is; whoever told of himself is asked on what fits him."""
        if talk.asked or talk.answers:
            return self._commands.obey(talk, Command.ASSESS)
        return self._open.thread.what_else(talk)

    def _puzzled(self, talk: Conversation, why: str) -> tuple[Reply, ...]:
        if talk.asked:
            return NotUnderstood(why), self._questionnaire.question(talk, again=True)
        return (NotUnderstood(why, choices=(choices.ASSESS, choices.HELP)),)

    def greeting(self, talk: Conversation) -> Reply:
        """Who the bot is, with the way back into a questionnaire."""
        return self._commands.greeting(talk)


_MENU = "菜单"
"""Shows the question on the table whole, with all its options."""
_DAYS = 2
"""Units: days. Around midnight two are in use."""
_ANSWERS = (None, Command.UNKNOWN, Command.SKIP)
"""What may be meant for the question on the table."""
_SHORT = 4
"""Units: characters. Fewer are an answer gone wrong, not a question."""


def _only_refused(reply: Reply) -> Reply:
    """Without the ways to go on: the question on the table is one."""
    return replace(reply, aside=True, choices=()) if isinstance(reply, OutOfScope) else reply
