"""What is noted of a turn: questions we could not help with, thumbs, and counts that know no person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.replies import ClauseReply, FaqReply, Reply, TogetherReply
from milu_bot.dialogue.steps import Turn
from milu_bot.dialogue.sum_replies import SumReply
from milu_bot.dialogue.verdict_replies import Verdict
from milu_bot.language.intents import bare
from milu_bot.message import Outgoing
from milu_bot.quantity import Span
from milu_bot.stores.conversations import Held
from milu_bot.stores.counts import Happening
from milu_bot.stores.inbox import Inbox, Why, kept

USEFUL, NO_USE = "👍 有用", "👎 没帮上忙"
_WORDS = {
    "有用": True,
    "👍": True,
    "👍有用": True,
    "没帮上忙": False,
    "👎": False,
    "👎没帮上忙": False,
}
THANKS = {
    True: "谢谢！知道有用就好。",
    False: "谢谢您告诉我。这个问题记下了（不记是谁问的），工作人员会看。",
}
COUNTED = "已经记下了，谢谢。"
TOO_OLD = "这个回答是以前的，没有记下。谢谢您。"

ASKED, DECLINED, ASKED_BACK = "问答", "没答上来", "反问了"
PUT, SETTLED, TOTAL = "问到", "答过", "合计"
THUMB = {True: "有用", False: "没帮上忙"}
"""What is counted; each is counted by a clause, an answer, a fact or a band."""
BANDS = (
    (Decimal(0), "0元"),
    (Decimal(10_000), "1万元以内"),
    (Decimal(50_000), "1万到5万元"),
    (Decimal(100_000), "5万到10万元"),
    (Decimal(500_000), "10万到50万元"),
)
"""Units: yuan, each band up to and with its figure."""
HIGHEST, UNCERTAIN = "50万元以上", "还没定"

_WHY = {"out_of_scope": Why.DECLINED, "clarify": Why.ASKED_BACK}
_MISSED = {"out_of_scope": DECLINED, "clarify": ASKED_BACK}
_ANSWERS = ("answer", "apply")


class Bookkeeper:
    """Keeps the books of a desk. Nothing in them leads back to a person."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def note(self, held: Held, turn: Turn, words: str, now: datetime) -> str:
        """Note a turn that is about to be kept; gives the question that it answers."""
        words = self._settle(held, turn) or kept(words)
        self.note_publicly(held, turn, now)
        if turn.unanswered and turn.kind == "clarify":
            waiting = (kept(turn.unanswered), *turn.clauses)
            held.memory = replace(held.memory, asked_back=waiting)
        return words

    def note_publicly(self, held: Held, turn: Turn, now: datetime) -> None:
        """The same without a word about the person, even in their own record."""
        held.counts.extend(happenings(held.conversation, turn))
        # An unknown command is no question.
        if turn.unanswered and turn.unanswered[0] != "/" and (why := _WHY.get(turn.kind)):
            self._inbox.note(turn.unanswered, why, now)

    def _settle(self, held: Held, turn: Turn) -> str:
        """A question that was asked back is settled by a choice among what was offered."""
        if not held.memory.asked_back:
            return ""
        words, *offered = held.memory.asked_back
        held.memory = replace(held.memory, asked_back=())
        if turn.kind not in _ANSWERS or not set(turn.clauses[:1]) & set(offered):
            return ""
        self._inbox.take_back(words, Why.ASKED_BACK)
        return words

    def thumb(self, held: Held, number: int, now: datetime, *, useful: bool) -> str:
        """Count a thumb under the answer with this keyboard, once; gives a kind word."""
        board = held.memory.find(number)
        if board is None or board.about is None:
            return COUNTED if board and board.judged else TOO_OLD
        words, answer = board.about
        held.memory = held.memory.judging(board)
        held.counts.append((THUMB[useful], answer))
        if not useful:
            self._inbox.note(words, Why.NO_USE, now, answer)
        return THANKS[useful]


def thumb_in(words: str, held: Held) -> tuple[int, bool] | None:
    """A thumb given in words: of which keyboard, and whether it helped.

    While a question is on the table the same words may be an answer to it.
    """
    useful = _WORDS.get(bare(words))
    board = held.memory.last_judgeable()
    if useful is None or board is None or held.conversation.asked:
        return None
    return board.number, useful


def judgeable(turn: Turn, outgoing: tuple[Outgoing, ...], words: str) -> tuple[Outgoing, ...]:
    """The messages of a turn, with what a thumb under the answer would be about."""
    if turn.kind not in _ANSWERS or turn.conversation.asked:
        return outgoing
    for index, reply in enumerate(turn.replies):
        if isinstance(reply, FaqReply | SumReply | TogetherReply) or (
            isinstance(reply, ClauseReply) and not reply.whole_text
        ):
            about = words, _name(reply, turn)
            marked = replace(outgoing[index], about=about)
            return (*outgoing[:index], marked, *outgoing[index + 1 :])
    return outgoing


def _name(reply: Reply, turn: Turn) -> str:
    """How an answer is called in the books: its clause, and the first wording of its entry."""
    clause = turn.clauses[0] if turn.clauses else ""
    if isinstance(reply, FaqReply):
        return f"{clause} {reply.faq.questions[0]}".strip()
    return clause


def happenings(before: Conversation, turn: Turn) -> Iterator[Happening]:
    """What is to be counted of a turn. It takes microseconds and asks nothing of the store."""
    after = turn.conversation
    if turn.kind in _ANSWERS and turn.clauses:
        yield ASKED, turn.clauses[0]
    elif turn.unanswered and turn.kind in _MISSED:
        yield _MISSED[turn.kind], ""
    moved = after.asked != before.asked or after.question_number != before.question_number
    if before.asked and moved and before.policy in ("", after.policy):
        answered = any(answer.fact == before.asked for answer in after.answers)
        if after.asked or answered:
            yield SETTLED, before.asked
    if after.asked and moved:
        yield PUT, after.asked
    for reply in turn.replies:
        if isinstance(reply, Verdict):
            yield TOTAL, band(reply.assessment.choice.total)


def band(total: Span) -> str:
    """The band of a total that was shown: of what is sure of it, if that is anything."""
    if not total.low and not total.certain:
        return UNCERTAIN
    return next((name for most, name in BANDS if total.low <= most), HIGHEST)
