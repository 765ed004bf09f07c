"""Words + the fact that was asked -> its value, or what to ask back. Nothing is guessed."""

from __future__ import annotations

from datetime import date

from milu_bot.language.answer_values import DONT_KNOW, DontKnow, Unclear, Value, label
from milu_bot.language.choice_answers import read_choice, read_choices
from milu_bot.language.date_answers import read_date
from milu_bot.language.number_answers import read_number
from milu_bot.language.spelling import HIDDEN
from milu_bot.language.yes_no_answers import read_yes_no
from milu_bot.masthead import Wording
from milu_bot.policy import AnswerKind, Fact
from milu_bot.quantity import Span

__all__ = ["DONT_KNOW", "DontKnow", "Unclear", "Value", "label", "read_answer"]

LONGEST = 300
"""Units: characters. A longer text is a story, not an answer to one question."""


def read_answer(
    fact: Fact,
    text: str,
    wording: Wording,
    cuts: tuple[Span, ...] = (),
    today: date | None = None,
) -> Value | DontKnow | Unclear:
    """Read an answer. `cuts` are the spans on the buttons of a number or date fact. Never raises.

    A number or date fact gives a span in the fact's unit with both ends included, 是否 gives 是 or 否, 选项 the id of
    an option, 多选 the ids of all that were named. Whatever is vague or doubtful is `Unclear`.
    """
    if len(text) > LONGEST:
        return Unclear("这句话太长了，我怕看错。请只回这一个问题，短一点。")
    text = _stripped(text)
    if HIDDEN.search(text):
        return Unclear("这句话里夹了看不见的字符，我怕看错。请重新打一遍。")
    if not text.strip():
        return Unclear("没有看到内容。请回答上面的问题；不清楚就说“不知道”。")
    match fact.answer:
        case AnswerKind.YES_NO:
            return read_yes_no(fact, text, wording)
        case AnswerKind.CHOICE:
            return read_choice(fact, text, wording)
        case AnswerKind.MULTI:
            return read_choices(fact, text, wording)
        case AnswerKind.DATE:
            return read_date(fact, text, wording, cuts, today)
        case _:
            return read_number(fact, text, wording, cuts)


def _stripped(text: str) -> str:
    """Without the unseen characters at both ends, which copying leaves there."""
    start, end = 0, len(text)
    while start < end and (HIDDEN.match(text[start]) or text[start].isspace()):
        start += 1
    while start < end and (HIDDEN.match(text[end - 1]) or text[end - 1].isspace()):
        end -= 1
    return text[start:end]
