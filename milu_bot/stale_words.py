"""Words that an edit may have left behind: they belong to what changed, and did not change themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.knowledge.loader import READINGS, Draft, read_draft
from milu_bot.knowledge.places import follow
from milu_bot.knowledge.yaml_lines import Node
from milu_bot.policy import Award, Policy, Reading

_SAYS_NOTHING = frozenset({"title", "payee", "review", "basis"})
"""What may change about an award without making old words wrong."""


@dataclass(frozen=True, slots=True)
class Stale:
    """Words to look at again: what they are, where they stand, and how they begin."""

    what: str
    where: str
    text: str


def stale_words(before: Policy, folder: Path) -> tuple[Stale, ...]:
    """Every answer, 解读, 关键词, 没写清 and reading of a clause or award whose rules, cap, quote or
    adopted reading changed since `before`, while its own words are the same. `folder` is the edited one.
    """
    draft = read_draft(folder)
    return tuple(_all(before, draft, changed_ids(before, draft.policy)))


def changed_ids(before: Policy, after: Policy) -> frozenset[str]:
    """The clauses and awards whose rules, cap, quote or adopted reading are not what they were."""
    readings = {
        id
        for id in before.readings.keys() | after.readings.keys()
        if _adopted(before, id) != _adopted(after, id)
    }
    asks = {id: rule.readings for id, rule in Rulebook(after).awards.items()}
    found: set[str] = {after.readings[id].clause for id in readings if id in after.readings}
    for clause in after.clauses.values():
        was = before.clauses.get(clause.id)
        if was and (was.quote, was.gate) != (clause.quote, clause.gate):
            found |= {clause.id, *clause.awards}
        for id, award in clause.awards.items():
            told = before.awards.get(id)
            if told is None or _rules(told) != _rules(award) or readings & set(asks.get(id, ())):
                found |= {id, clause.id}
    for one, other in ((before, after), (after, before)):
        for rule in one.exclusions:
            if rule not in other.exclusions:
                found |= {rule.clause, *rule.awards, *(id for side in rule.sides for id in side)}
    return frozenset(found)


def _adopted(policy: Policy, id: str) -> str:
    return policy.readings[id].adopted if id in policy.readings else ""


def _rules(award: Award) -> dict[str, object]:
    return {name: getattr(award, name) for name in Award.model_fields if name not in _SAYS_NOTHING}


def _all(before: Policy, draft: Draft, changed: frozenset[str]) -> Iterator[Stale]:
    after = draft.policy
    for clause in after.clauses.values():
        was = before.clauses.get(clause.id)
        if clause.id not in changed or was is None:
            continue
        tree = draft.trees[draft.clause_files[clause.id]]
        told: list[tuple[str, object, object]] = [
            ("解读", was.plain, clause.plain),
            ("关键词", "、".join(was.keywords), "、".join(clause.keywords)),
            ("没写清", "\n".join(was.unclear), "\n".join(clause.unclear)),
        ]
        for key, old, new in told:
            if new and old == new:
                yield _at(tree, f"{clause.number} 的“{key}”", str(new), key)
    for id, reading in after.readings.items():
        same = id in before.readings and _words(before.readings[id]) == _words(reading)
        if same and reading.clause in changed:
            options = "；".join(f"{name}: {words}" for name, words in reading.options.items())
            yield _at(draft.trees[READINGS], f"口径“{id}”", f"{options}\n{reading.because}", id)
    answers = {words: faq.answer for faq in before.faqs for words in faq.questions}
    for faq, block in zip(after.faqs, draft.faq_blocks, strict=True):
        unchanged = any(answers.get(words) == faq.answer for words in faq.questions)
        if unchanged and changed & set(faq.see):
            yield _at(block, f"问：{faq.questions[0]}", faq.answer, "答")


def _words(reading: Reading) -> tuple[object, ...]:
    return reading.question, tuple(reading.options.items()), reading.because


def _at(node: Node, what: str, text: str, *path: str) -> Stale:
    place, _ = follow(node, path)
    return Stale(what, f"{place.file} 第 {place.line} 行", text.strip())
