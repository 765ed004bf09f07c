"""The same case under every other reading of the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from milu_bot.conditions import FactId
from milu_bot.eligibility.assessment import Assessment
from milu_bot.eligibility.awards import Outcome
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.quantity import ZERO, Span
from milu_bot.written import AwardId

Options = tuple[tuple[FactId, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One award that comes out otherwise."""

    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class Effect:
    """One reading changed to another option, all others as adopted, and what that changes."""

    reading: FactId
    option: str
    changes: tuple[Change, ...]
    total: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """The adopted readings beside all others. Units: yuan."""

    effects: tuple[Effect, ...]
    awards: Mapping[AwardId, Span]
    """Each award's whole range, over missing facts and every combination of readings."""
    total: Span
    """The whole range of the best lawful total."""


def compare(rulebook: Rulebook, adopted: Assessment) -> Comparison:
    """Reckon the case under every combination of readings that can matter and are not settled.

    A reading that a single award mentions is settled inside that award, so the combinations
    multiply only over
    the readings that several awards or the exclusions share; the result is exact all the same.
    """
    shared = _shared(rulebook)
    ranges = {id: _range_by_shared(rulebook, id, shared, adopted) for id in rulebook.awards}
    awards = {
        id: Span(min(s.low for s in spans.values()), _greatest(s.high for s in spans.values()))
        for id, spans in ranges.items()
    }
    return Comparison(
        effects=tuple(_effects(rulebook, adopted)),
        awards=awards,
        total=_whole_range(rulebook, shared, ranges, adopted),
    )


def _shared(rulebook: Rulebook) -> tuple[FactId, ...]:
    return tuple(
        reading
        for reading in rulebook.policy.open_readings()
        if sum(reading in rule.readings for rule in rulebook.awards.values()) > 1
    )


def _combinations(rulebook: Rulebook, readings: tuple[FactId, ...]) -> Iterator[Options]:
    options = [rulebook.policy.readings[reading].options for reading in readings]
    for chosen in product(*options):
        yield tuple(zip(readings, chosen, strict=True))


def _range_by_shared(
    rulebook: Rulebook, id: AwardId, shared: tuple[FactId, ...], adopted: Assessment
) -> dict[Options, Span]:
    """An award's range over its own readings, for each way to settle the shared ones it
    mentions.
    """
    rule = rulebook.awards[id]
    outer = tuple(reading for reading in shared if reading in rule.readings)
    still_open = rulebook.policy.open_readings()
    inner = tuple(name for name in rule.readings if name not in outer and name in still_open)
    ranges = {}
    for settled in _combinations(rulebook, outer):
        spans = [
            rule.reckon({**adopted.known.case, **dict(settled), **dict(own)}).amount
            for own in _combinations(rulebook, inner)
        ]
        ranges[settled] = Span(min(s.low for s in spans), _greatest(s.high for s in spans))
    return ranges


def _whole_range(
    rulebook: Rulebook,
    shared: tuple[FactId, ...],
    ranges: Mapping[AwardId, Mapping[Options, Span]],
    adopted: Assessment,
) -> Span:
    rules = rulebook.exclusions
    in_awards = {reading for rule in rulebook.awards.values() for reading in rule.readings}
    still_open = rulebook.policy.open_readings()
    of_exclusions = tuple(reading for reading in still_open if reading not in in_awards)
    actives = {
        rules.active({**adopted.known.case, **dict(settled)})
        for settled in _combinations(rulebook, of_exclusions)
    }
    lows: list[Decimal] = []
    highs: list[Decimal | None] = []
    for settled in _combinations(rulebook, shared):
        spans = {
            id: by_shared[
                tuple(pair for pair in settled if pair[0] in rulebook.awards[id].readings)
            ]
            for id, by_shared in ranges.items()
        }
        free = [span for id, span in spans.items() if id not in rules.involved]
        free_low = sum((span.low for span in free), ZERO)
        free_high = _added(span.high for span in free)
        least = {id: spans[id].low for id in rules.involved}
        most = {id: spans[id].high for id in rules.involved}
        for active in actives:
            lows.append(free_low + (rules.best(active, least) or ZERO))
            highs.append(_added([free_high, rules.best(active, most)]))
    return Span(min(lows), _greatest(highs))


def _effects(rulebook: Rulebook, adopted: Assessment) -> Iterator[Effect]:
    for id, reading in rulebook.policy.open_readings().items():
        for option in reading.options:
            if option == reading.adopted:
                continue
            case = {**adopted.known.case, id: option}
            outcomes = [
                rulebook.awards[before.award].reckon(case)
                if id in rulebook.awards[before.award].readings
                else before
                for before in adopted.outcomes.values()
            ]
            changes = tuple(
                Change(before, after)
                for before, after in zip(adopted.outcomes.values(), outcomes, strict=True)
                if (before.amount, before.status) != (after.amount, after.status)
            )
            total = rulebook.exclusions.choose(case, outcomes).total
            if changes or total != adopted.choice.total:
                yield Effect(id, option, changes, total)


def _greatest(highs: object) -> Decimal | None:
    ends = list(highs)  # type: ignore[call-overload]
    return None if None in ends else max(ends)


def _added(highs: object) -> Decimal | None:
    ends = list(highs)  # type: ignore[call-overload]
    return None if None in ends else sum(ends, ZERO)
