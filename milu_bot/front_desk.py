"""A message in, messages out: load, turn, save, render."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from milu_bot.bookkeeping import Bookkeeper, judgeable, thumb_in
from milu_bot.clock import utc_now
from milu_bot.dialogue.conversation import Answer, Conversation
from milu_bot.dialogue.replies import Noted, NotUnderstood, Question
from milu_bot.dialogue.steps import Turn
from milu_bot.edition import Current, Edition
from milu_bot.message import Choice, Incoming, Keyboard, Letter, Outgoing
from milu_bot.staff_desk import StaffDesk
from milu_bot.stores.conversations import Conversations, Held
from milu_bot.stores.inbox import Inbox
from milu_bot.stores.outbox import Waiting

OLD_BUTTON = "这个按钮是以前的，已经不用了，刚才按的没有算。说“算一算”就开始，也可以直接打字问。"
TOO_FAST = "您发得太快了，刚才多出来的几条没有收。请等十秒钟再发，一次说一件事。"
IN_PRIVATE = "测算要问到您自己的情况，不方便在群里说。请点下面，私下跟我聊。"
NO_NUMBERS = "（在群里我不记前面的话：请说条号，或者私下问我。）"
NAME_IT = "（在群里我不记前面的话：请把地方或者文号写在问题里，或者私下问我。）"
_OLD = -1
"""No question has this number: what comes with it belongs to a question that has passed."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What goes back to one person, and what a program may want to know of it."""

    outgoing: tuple[Outgoing, ...]
    kind: str
    clauses: tuple[str, ...]
    conversation: Conversation
    chosen: str = ""
    """What the pressed button showed, if it still counts."""
    board: Keyboard | None = None
    """The keyboard on which something was ticked, or under an answer that got a thumb."""
    then: Callable[[], str] | None = None
    """Work to be done once this is kept, outside the store's step; gives what to say when it is done."""
    letters: tuple[Waiting, ...] = ()
    final: bool = False
    """This person is forgotten; the answer is the last that is known of them."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How many messages of one person are taken in how long. Units: seconds."""

    messages: int = 20
    within: float = 10


Writer = Callable[[Answered], Sequence[Letter]]
"""How a door puts an answer into letters for its channel."""


class FrontDesk:
    """Serves every door. A person's turn is loaded, taken and saved as one step of the store."""

    def __init__(
        self,
        current: Current,
        conversations: Conversations,
        inbox: Inbox,
        clock: Callable[[], datetime] = utc_now,
        patience: Patience | None = None,
        staff: StaffDesk | None = None,
    ) -> None:
        self._current = current
        self._staff = staff
        self._conversations = conversations
        self._books = Bookkeeper(inbox)
        self._clock = clock
        self._patience = patience

    def receive(self, incoming: Incoming, write: Writer | None = None) -> Answered:
        """Answer one message; with `write`, the letters are kept in the same step as the talk.

        Raises: StoreError if the store cannot keep it. The message then has had no effect.
        """
        return self._turn(incoming, write, lambda held, now: self._answer(held, incoming, now))

    def say(self, incoming: Incoming, text: str, write: Writer, *, asked: bool = True) -> Answered:
        """Answer a message with these words, and leave the talk as it is; but an order of staff is obeyed.

        What nobody asked for just now is not held against anybody's patience.
        Raises: StoreError if the store cannot keep it. The message then has had no effect.
        """

        def answer(held: Held, now: datetime) -> Answered:
            return self._ordered(held, incoming) or _remark(held, text)

        return self._turn(incoming, write, answer, asked=asked)

    def together(self) -> AbstractContextManager[None]:
        """Answer several messages in one step of the store, which is faster.

        Raises: StoreError at the end, if the store cannot keep them; none has then had an effect.
        """
        return self._conversations.together()

    def open(self, channel: str, user: str) -> Answered:
        """Greet somebody who opens the talk."""
        return self.receive(Incoming(channel, user, "/start"))

    def _turn(
        self,
        incoming: Incoming,
        write: Writer | None,
        answer: Callable[[Held, datetime], Answered],
        *,
        asked: bool = True,
    ) -> Answered:
        now = self._clock()
        user = f"{incoming.channel}:{incoming.user}"
        message_id = f"{incoming.channel}:{incoming.id}" if incoming.id else ""
        with self._conversations.turn(user, now, message_id) as held:
            if held.seen:
                return Answered((), "seen", (), held.conversation)
            answered = (asked and self._slowed(held, now)) or answer(held, now)
            if held.dropped:
                return answered
            held.memory, outgoing = held.memory.drawing(answered.outgoing, now.timestamp())
            answered = replace(answered, outgoing=outgoing, final=held.gone)
            held.letters.extend(write(answered) if write else ())
        return replace(answered, letters=tuple(held.waiting))

    def _slowed(self, held: Held, now: datetime) -> Answered | None:
        """Ask somebody who writes too much to slow down, once; what else they send meanwhile is left."""
        if self._patience is None:
            return None
        at = now.timestamp()
        recent = tuple(visit for visit in held.memory.visits if at - visit < self._patience.within)
        if len(recent) < self._patience.messages:
            told = held.memory.told and len(recent) > self._patience.messages // 2
            held.memory = replace(held.memory, visits=(*recent, at), told=told)
            return None
        if held.memory.told:
            held.drop()
            return Answered((), "too_fast", (), held.conversation)
        held.memory = replace(held.memory, visits=recent, told=True)
        return _remark(held, TOO_FAST, "too_fast")

    def _answer(self, held: Held, incoming: Incoming, now: datetime) -> Answered:
        if not incoming.private:
            return self._in_public(held, incoming, now)
        if ordered := self._ordered(held, incoming):
            return ordered
        if thumb := incoming.thumb or thumb_in(incoming.text, held):
            word = self._books.thumb(held, thumb[0], now, useful=thumb[1])
            return replace(_remark(held, word, "thumb"), board=held.memory.find(thumb[0]))
        talk = held.conversation
        edition = self._current()
        if incoming.topic:
            talk = edition.dialogue.opened(talk, incoming.topic)
        text, number, chosen = incoming.text, incoming.question_number, ""
        if incoming.pressed is not None:
            if ticked := self._ticked(held, *incoming.pressed):
                return ticked
            choice, number = self._pressed(held, *incoming.pressed)
            if choice is None and talk.asked is None:
                return _remark(held, OLD_BUTTON, "passed")
            text, chosen = (choice.text, choice.label) if choice else ("以前的按钮", "")
        turn = edition.dialogue.take(talk, text, now, number)
        if incoming.option:
            turn = _choosing(edition, turn, incoming.option, now)
        asked = self._books.note(held, turn, text, now)
        answered = replace(_rendered(turn, edition), chosen=chosen)
        answered = replace(answered, outgoing=judgeable(turn, answered.outgoing, asked))
        if turn.forget:
            told = f"删掉的是：{len(_all_answers(held.conversation))} 条回答、问到哪里、按钮和还没发出的消息。"
            last = answered.outgoing[-1]
            answered = replace(
                answered,
                outgoing=(*answered.outgoing[:-1], replace(last, text=f"{last.text}\n{told}")),
            )
            held.forget()
        else:
            held.conversation = turn.conversation
        return answered

    def _ordered(self, held: Held, incoming: Incoming) -> Answered | None:
        """What staff ordered is begun, and leaves the talk as it is."""
        order = self._staff.order(incoming) if self._staff else None
        if order is None:
            return None
        meanwhile = (Outgoing(order.meanwhile),) if order.meanwhile else ()
        return Answered(meanwhile, "staff", (), held.conversation, then=order.work)

    def _in_public(self, held: Held, incoming: Incoming, now: datetime) -> Answered:
        """In a group: answer questions about the document as if to a stranger, and keep nothing."""
        edition = self._current()
        turn = edition.dialogue.take(Conversation(held.conversation.user), incoming.text, now)
        if turn.forget:
            held.forget()
        elif turn.conversation.asked or turn.kind == "assess":
            return _remark(held, IN_PRIVATE, "in_private")
        self._books.note_publicly(held, turn, now)
        answered = _rendered(turn, edition)
        plain = tuple(replace(message, choices=()) for message in answered.outgoing)
        if turn.kind == "clarify":  # a number would be understood only by who remembers the list
            plain = (*plain[:-1], replace(plain[-1], text=f"{plain[-1].text}\n{NO_NUMBERS}"))
        if turn.kind == "which_policy":
            plain = tuple(replace(message, text=f"{message.text}\n{NAME_IT}") for message in plain)
        return replace(answered, outgoing=plain)

    def _pressed(
        self, held: Held, board_number: int, place: int
    ) -> tuple[Choice | None, int | None]:
        """What a button says and the question it was drawn for; nothing if it no longer counts."""
        board = self._board(held, board_number)
        if board is None or not 0 <= place <= len(board.choices):
            return None, _OLD
        if place < len(board.choices):
            return board.choices[place], board.question_number
        labels = "、".join(board.choices[at].label for at in board.ticked)
        numbers = " ".join(str(at + 1) for at in board.ticked)
        return (Choice(labels, numbers) if numbers else None), board.question_number

    def _ticked(self, held: Held, board_number: int, place: int) -> Answered | None:
        """A choice of several is ticked or no longer ticked; the button behind them all says that is all."""
        board = self._board(held, board_number)
        if board is None or not any(choice.several for choice in board.choices):
            return None
        if place == len(board.choices) and not board.ticked:
            return Answered((), "nothing_ticked", (), held.conversation)
        if not (0 <= place < len(board.choices) and board.choices[place].several):
            return None
        held.memory = held.memory.ticking(board_number, place)
        board = held.memory.find(board_number)
        return Answered((), "ticked", (), held.conversation, board=board)

    def _board(self, held: Held, number: int) -> Keyboard | None:
        """A keyboard that still counts."""
        board = held.memory.find(number)
        return board if board and self._counts(board, held) else None

    def _counts(self, board: Keyboard, held: Held) -> bool:
        """Whether a button may still be pressed: it is of the last turn, or its question is on the table."""
        talk = held.conversation
        if board.question_number is not None:
            return talk.asked is not None and board.question_number == talk.question_number
        return board.number >= held.memory.latest


def _choosing(edition: Edition, turn: Turn, option: str, now: datetime) -> Turn:
    """The turn after this one, if its question offers the option; it says what was chosen."""
    asked = next((reply for reply in turn.replies if isinstance(reply, Question)), None)
    by_link = {word: name for name, word in asked.fact.links.items()} if asked else {}
    option = by_link.get(option, option)
    if asked is None or option not in asked.fact.options:
        return turn
    chosen = edition.dialogue.take(turn.conversation, option, now)
    return replace(chosen, replies=(Noted(asked.fact, option), *chosen.replies))


def _rendered(turn: Turn, edition: Edition) -> Answered:
    number = turn.conversation.question_number if turn.conversation.asked else None
    before = _rendered(turn.before, edition).outgoing if turn.before else ()
    renderer = edition.renderer(turn.policy)
    outgoing = tuple(
        renderer.render(reply, number if isinstance(reply, Question | NotUnderstood) else None)
        for reply in turn.replies
    )
    return Answered((*before, *outgoing), turn.kind, turn.clauses, turn.conversation)


def _all_answers(talk: Conversation) -> tuple[Answer, ...]:
    return (*talk.answers, *(answer for other in talk.aside for answer in other.answers))


def _remark(held: Held, text: str, kind: str = "remark") -> Answered:
    return Answered((Outgoing(text),), kind, (), held.conversation)
