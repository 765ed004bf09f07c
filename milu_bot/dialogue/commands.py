"""Commands: what is done when the whole of the words is one."""

from __future__ import annotations

from dataclasses import replace

from milu_bot.dialogue import choices
from milu_bot.dialogue.consultation import Consultation
from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.questionnaire import Questionnaire
from milu_bot.dialogue.replies import Greeting, Help, Note, Remark
from milu_bot.dialogue.result_pages import ResultPages
from milu_bot.dialogue.steps import Step, Turn, said, stepped
from milu_bot.dialogue.thread import Thread
from milu_bot.language.intents import Command
from milu_bot.message import Choice


class Commands:
    """Obeys. Holds no state."""

    def __init__(
        self, consultation: Consultation, pages: ResultPages, ask: Questionnaire, thread: Thread
    ) -> None:
        self._consultation = consultation
        self._pages = pages
        self._ask = ask
        self._thread = thread

    def obey(self, talk: Conversation, command: Command) -> Turn:
        """What comes of a command."""
        ask = self._ask
        if command in (Command.MORE_OF_IT, Command.WHY) and talk.asked:
            command = Command.WHY_ASK
        note = _SMALL_TALK.get(command)
        if note and (talk.asked or command is not Command.PLAINLY):
            return self.then_again(talk, replace(said(talk, (Remark(note),)), kind="chitchat"))
        if leaning := self._thread.obey(talk, command):
            return self.then_again(talk, leaning)
        match command:
            case Command.START:
                return said(talk, (self.greeting(talk),))
            case Command.HELP:
                return said(talk, (Help(choices=self._ways(talk)),))
            case Command.FAREWELL:
                return said(talk, (Remark(Note.FAREWELL),))
            case Command.FORGET:
                return replace(said(_blank(talk), (Remark(Note.FORGOTTEN),)), forget=True)
            case Command.ASSESS:
                return replace(stepped(ask.start(talk)), kind="assess")
            case Command.ASSESS_THIS:
                focus = self._consultation.spoken_of(talk)
                return replace(stepped(ask.start(talk, focus)), kind="assess", clauses=talk.topic)
            case Command.RESTART:
                return replace(stepped(ask.start(_blank(talk))), kind="assess")
            case Command.CANCEL:
                note = Note.CANCELLED if talk.asked else Note.NO_QUESTIONNAIRE
                stopped = replace(talk, asked=None, focus=(), misses=0)
                shown = (choices.RESUME, choices.RESULT) if talk.answers else (choices.ASSESS,)
                return said(stopped, (Remark(note, choices=shown),))
            case Command.SOURCE:
                return self._source(talk)
        if talk.asked or talk.answers:
            return stepped(self.within(talk, command))
        return said(talk, (Remark(Note.NO_QUESTIONNAIRE, choices=(choices.ASSESS, choices.HELP)),))

    def within(self, talk: Conversation, command: Command) -> Step:
        """Commands that speak of a questionnaire under way or done."""
        ask, pages = self._ask, self._pages
        match command:
            case Command.BACK:
                return ask.back(talk)
            case Command.RESUME:
                return (talk, (ask.question(talk),)) if talk.asked else ask.start(talk)
            case Command.RESULT:
                return pages.verdict(talk)
            case Command.PROGRESS:
                return talk, pages.recap(talk)
            case Command.CLAIMABLE:
                return talk, pages.claimable(talk)
            case Command.NOT_CLAIMABLE:
                return talk, pages.not_claimable(talk)
            case Command.WHY:
                return talk, pages.why(talk)
            case Command.STILL_OPEN:
                return talk, pages.still_open(talk)
            case Command.NEXT_TIERS:
                return talk, pages.next_tiers(talk)
            case Command.READINGS:
                return talk, pages.other_readings(talk)
        if not talk.asked:
            return talk, (Remark(Note.NO_QUESTIONNAIRE, choices=(choices.RESULT, choices.RESTART)),)
        if command is Command.WHY_ASK:
            return talk, ask.why(talk)
        return ask.take(talk, None, command.value)

    def _source(self, talk: Conversation) -> Turn:
        if talk.topic:
            return self.about(talk, talk.topic[0], whole_text=True)
        return self.about(talk, "0")

    def greeting(self, talk: Conversation) -> Greeting:
        """Who the bot is, with the way back into a questionnaire."""
        return Greeting(resume=talk.asked is not None, choices=self._ways(talk))

    def _ways(self, talk: Conversation) -> tuple[Choice, ...]:
        return (choices.RESUME, choices.RESTART) if talk.asked else (choices.ASSESS, choices.HELP)

    def then_again(self, talk: Conversation, turn: Turn) -> Turn:
        """The pending question, after something else was answered."""
        if talk.asked is None:
            return turn
        if turn.conversation.asked != talk.asked or turn.kind == "assess":
            return turn
        again = self._ask.question(turn.conversation, again=True, short=True)
        return replace(turn, replies=(*turn.replies, again))

    def about(self, talk: Conversation, id: str, *, whole_text: bool = False) -> Turn:
        """One clause or award, by its id."""
        reply = self._consultation.about(id, whole_text=whole_text)
        return Turn(replace(talk.on((id,)), offered=()), (reply,), "answer", (id,))


_SMALL_TALK = {
    Command.THANKS: Note.THANKS,
    Command.NO_HURRY: Note.NO_HURRY,
    Command.PLAINLY: Note.PLAINLY,
    Command.TO_THE_CENT: Note.TO_THE_CENT,
    Command.HEARD: Note.HEARD,
    Command.TOO_LITTLE: Note.NO_MORE,
}


def _blank(talk: Conversation) -> Conversation:
    """Nothing remembered but the count of questions, so that old buttons stay old."""
    return Conversation(talk.user, question_number=talk.question_number)
