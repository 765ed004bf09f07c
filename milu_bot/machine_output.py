"""The JSON forms of what the bot finds, for other programs. Money is in 元; null means no limit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from milu_bot.days import as_day
from milu_bot.dialogue.conversation import Conversation
from milu_bot.eligibility.assessment import Assessment
from milu_bot.eligibility.awards import Outcome
from milu_bot.eligibility.conditions import Value, facts_in, name_of
from milu_bot.eligibility.next_tier import next_tier
from milu_bot.eligibility.readings import Comparison
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.eligibility.truth import Truth
from milu_bot.policy import AnswerKind, Fact, Frequency
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
        "day": rulebook.day.isoformat() if rulebook.day else None,
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
        "capped": [
            {
                "awards": list(cap.exclusion.awards),
                "before": _span(cap.before),
                "ceiling": number(cap.exclusion.ceiling.value) if cap.exclusion.ceiling else None,
                "clause": cap.exclusion.clause,
                "quote": cap.exclusion.quote,
            }
            for cap in choice.capped
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
        "closed": outcome.closed
        and {
            "day": outcome.closed.day.isoformat(),
            "ended": outcome.closed.ended,
            "dates_of": outcome.closed.holder.value,
            "entered_by": "staff",
        },
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
                    "falls": need.falls,
                }
                for need in tier.needs
            ],
        },
        "other_readings": _span(comparison.awards[outcome.award]),
    }


def facts_json(rulebook: Rulebook) -> list[Json]:
    """Every fact that may be told; `asked` if an award that can be claimed on the day turns on it."""
    asked = facts_asked(rulebook)
    return [
        {
            "id": fact.id,
            "question": fact.ask,
            "answer": fact.answer.name.lower(),
            "unit": fact.measure if fact.is_number else None,
            "asked": fact.id in asked,
            "options": [{"id": id, "text": text} for id, text in fact.options.items()],
            "hint": fact.hint,
        }
        for fact in rulebook.policy.facts.values()
    ]


def facts_asked(rulebook: Rulebook) -> set[str]:
    """The facts on which an award that can be claimed on the day turns, and those they follow from."""
    found = {name for rule in rulebook.awards.values() if not rule.closed for name in rule.facts}
    for fact in reversed(list(rulebook.policy.facts.values())):
        if fact.id in found:
            rules = [rule for rule in (fact.only_if, fact.same_as) if rule]
            found |= {name_of(test) for rule in rules for test in facts_in(rule)}
    return found


def state_json(conversation: Conversation, facts: dict[Any, Fact] | Any) -> Json:
    """What is remembered of a talk."""
    return {
        "asked": conversation.asked,
        "question_number": conversation.question_number,
        "answers": {
            a.fact: value_json(a.value, facts[a.fact])
            for a in conversation.answers
            if a.fact in facts
        },
        "declined": sorted(conversation.declined),
        "topic": list(conversation.topic),
    }


def value_json(value: Value | None, fact: Fact) -> Any:
    """One answer; a number or a day that is not certain is a range."""
    match value:
        case Span(low, high) if fact.answer is AnswerKind.DATE:
            first = as_day(low).isoformat() if low > 1 else None
            last = as_day(high).isoformat() if high else None
            return first if value.certain else {"low": first, "high": last}
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
