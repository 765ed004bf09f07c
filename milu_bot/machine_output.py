"""The JSON forms of what the bot finds, for other programs. Money is in 元; null means no limit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from milu_bot.dialogue.conversation import Conversation
from milu_bot.eligibility.assessment import Assessment
from milu_bot.eligibility.awards import Outcome
from milu_bot.eligibility.conditions import Value
from milu_bot.eligibility.next_tier import next_tier
from milu_bot.eligibility.readings import Comparison
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.eligibility.truth import Truth
from milu_bot.policy import Fact, Frequency, Policy
from milu_bot.quantity import Span, to_cents

Json = dict[str, Any]

_FREQUENCY = {Frequency.ONCE: "once", Frequency.YEARLY: "yearly", Frequency.UNSTATED: "unstated"}
_MET = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}


def assessment_json(rulebook: Rulebook, assessment: Assessment, comparison: Comparison) -> Json:
    """The whole case."""
    choice = assessment.choice
    return {
        "awards": {
            id: _outcome(rulebook, assessment, outcome, comparison)
            for id, outcome in assessment.outcomes.items()
        },
        "claimed": list(choice.claimed),
        "set_aside": [
            {
                "award": aside.award,
                **_span(aside.amount),
                "instead": list(aside.instead),
                "clause": aside.exclusion.clause,
                "quote": aside.exclusion.quote,
            }
            for aside in choice.set_aside
        ],
        "total": {
            **{_FREQUENCY[frequency]: _span(span) for frequency, span in choice.totals.items()},
            "all": _span(choice.total),
        },
        "total_under_any_reading": _span(comparison.total),
        "readings": [
            {"reading": e.reading, "option": e.option, "total": _span(e.total)}
            for e in comparison.effects
        ],
    }


def _outcome(
    rulebook: Rulebook, assessment: Assessment, outcome: Outcome, comparison: Comparison
) -> Json:
    award = rulebook.awards[outcome.award].award
    tier = next_tier(rulebook, outcome, assessment.known)
    return {
        "title": award.title,
        "payee": award.payee,
        "status": outcome.status.value,
        **_span(outcome.amount),
        "frequency": _FREQUENCY[award.frequency],
        "because": [
            {
                "fact": reason.fact,
                "clause": reason.quote.clause,
                "quote": reason.quote.text,
                "met": _MET[reason.truth],
            }
            for reason in outcome.because
        ],
        "missing": list(outcome.missing),
        "next_tier": tier
        and {
            **_span(tier.amount),
            "needs": [
                {
                    "fact": need.fact,
                    "have": _span(need.have),
                    "reach": number(need.reach),
                    "more": _span(need.more),
                }
                for need in tier.needs
            ],
        },
        "other_readings": _span(comparison.awards[outcome.award]),
    }


def facts_json(policy: Policy) -> list[Json]:
    """Every fact that may be told."""
    return [
        {
            "id": fact.id,
            "question": fact.ask,
            "answer": fact.answer.name.lower(),
            "unit": fact.measure or None,
            "options": [{"id": id, "text": text} for id, text in fact.options.items()],
            "hint": fact.hint,
        }
        for fact in policy.facts.values()
    ]


def state_json(conversation: Conversation, facts: dict[Any, Fact] | Any) -> Json:
    """What is remembered of a talk."""
    return {
        "asked": conversation.asked,
        "question_number": conversation.question_number,
        "answers": {a.fact: value_json(a.value) for a in conversation.answers if a.fact in facts},
        "declined": sorted(conversation.declined),
        "topic": list(conversation.topic),
    }


def value_json(value: Value | None) -> Any:
    """One answer; a number that is not certain is a range."""
    match value:
        case Span():
            return number(value.low) if value.certain else _span(value)
        case frozenset():
            return sorted(value)
    return value


def number(value: Decimal) -> int | float:
    """A JSON number. Units: rounded to 分, which a double holds exactly enough to print back the
    same.
    """
    cents = to_cents(value)
    return int(cents) if cents == cents.to_integral_value() else float(cents)


def _span(span: Span) -> Json:
    return {"low": number(span.low), "high": None if span.high is None else number(span.high)}
