"""The buttons that go with replies: each says words that the bot understands when typed."""

from __future__ import annotations

import re

from milu_bot.conditions import NO_WORD, YES_WORD
from milu_bot.eligibility.assessment import Assessment
from milu_bot.eligibility.awards import Status
from milu_bot.eligibility.questions import cuts
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.language.answers import label
from milu_bot.message import Choice
from milu_bot.policy import AnswerKind, Fact
from milu_bot.quantity import Span

ASSESS = Choice("算一算我能领多少", "测算")
ASSESS_THIS = Choice("算算这一项", "算这一项")
HELP = Choice("帮助", "帮助")
RESULT = Choice("看结果", "结果")
RESUME = Choice("接着算", "继续")
RESTART = Choice("重来", "重来")
SOURCE = Choice("看原文", "原文")
CLAIMABLE = Choice("能领的怎么算", "能领的")
NOT_CLAIMABLE = Choice("哪些不能领", "不能领的")
STILL_OPEN = Choice("哪些没定", "没定的")
NEXT_TIERS = Choice("离下一档差多少", "差多少")
READINGS = Choice("换个口径会怎样", "其他口径")
ANSWERS = Choice("看、改我的回答", "进度")
STOP = Choice("先停在这里", "取消")
MORE = Choice("看看别的奖", "继续看别的")
WAYS_OUT = (
    Choice("不知道", "不知道"),
    Choice("为什么问这个", "为什么问这个"),
    Choice("上一步", "上一步"),
    Choice("取消", "取消"),
)


def typed(words: str) -> str:
    """What a standing button says if its label is typed; other words stay as they are."""
    return _LABELS.get(_letters(words), words)


def _letters(words: str) -> str:
    return re.sub(r"\W", "", words)


_LABELS = {
    _letters(choice.label): choice.text
    for choice in (
        ASSESS,
        ASSESS_THIS,
        HELP,
        RESULT,
        RESUME,
        RESTART,
        SOURCE,
        CLAIMABLE,
        NOT_CLAIMABLE,
        STILL_OPEN,
        NEXT_TIERS,
        READINGS,
        ANSWERS,
        MORE,
        STOP,
    )
}


def spans_of(rulebook: Rulebook, fact: Fact) -> tuple[Span, ...]:
    """The policy's own cuts of a number or date fact; none for other facts."""
    return cuts(rulebook, fact.id, rulebook.awards) if fact.is_span else ()


def for_question(rulebook: Rulebook, fact: Fact) -> tuple[Choice, ...]:
    """The ways to answer a question, and the ways out of it."""
    match fact.answer:
        case AnswerKind.YES_NO:
            offered = [Choice(YES_WORD, YES_WORD), Choice(NO_WORD, NO_WORD)]
        case AnswerKind.CHOICE | AnswerKind.MULTI:
            several = fact.answer is AnswerKind.MULTI
            offered = [Choice(text, name, several) for name, text in fact.options.items()]
            if fact.answer is AnswerKind.MULTI:
                offered.append(Choice("都没有", "都没有"))
        case _:
            labels = [label(span, fact.measure) for span in spans_of(rulebook, fact)]
            offered = [Choice(words, words) for words in labels] if len(labels) > 1 else []
    return (*offered, *WAYS_OUT)


def for_verdict(assessment: Assessment, *, more: bool) -> tuple[Choice, ...]:
    """What one may want to see after a verdict, only where there is something to see."""
    statuses = {outcome.status for outcome in assessment.outcomes.values()}
    offered = [
        (MORE, more),
        (CLAIMABLE, Status.CAN in statuses),
        (STILL_OPEN, Status.OPEN in statuses),
        (NEXT_TIERS, True),
        (NOT_CLAIMABLE, Status.CANNOT in statuses),
        (READINGS, True),
        (ANSWERS, True),
    ]
    return tuple(choice for choice, shown in offered if shown)
