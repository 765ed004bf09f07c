"""Staff tools: check the knowledge, with every worked example reckoned again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from milu_bot.eligibility.assessment import assess
from milu_bot.eligibility.awards import Outcome, Status
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.knowledge.checks import check
from milu_bot.knowledge.loader import load
from milu_bot.knowledge.problems import KnowledgeError, Problem
from milu_bot.language.intents import Command
from milu_bot.policy import Example, Policy
from milu_bot.profiles import ProfileError, read_profile
from milu_bot.quantity import exactly
from milu_bot.rendering import amount_words

_REFERRAL_WORD = "转介"


def check_knowledge(folder: Path) -> tuple[Policy | None, list[Problem]]:
    """Load the knowledge, prove it, and reckon its examples. Every problem comes back at once."""
    try:
        policy = load(folder)
    except KnowledgeError as error:
        return None, list(error.problems)
    problems = check(policy, folder)
    known = {command.value for command in Command}
    for name in policy.wording.commands.keys() ^ known:
        message = f"“口令”里的“{name}”不认识，或者少了它。能写的有：{'、'.join(sorted(known))}。"
        problems.append(Problem(f"{folder.name}/wording.yaml", 0, message))
    if not problems:
        problems = list(_examples(policy, folder))
    return policy, problems


def _examples(policy: Policy, folder: Path) -> Iterator[Problem]:
    rulebook = Rulebook(policy)
    lines = (folder / "examples.yaml").read_text(encoding="utf-8-sig").split("\n")
    for example in policy.examples:
        line = next((n for n, text in enumerate(lines, 1) if example.title in text), 0)
        for message in _example(rulebook, example):
            yield Problem(f"{folder.name}/examples.yaml", line, f"例子“{example.title}”：{message}")


def _example(rulebook: Rulebook, example: Example) -> Iterator[str]:
    try:
        answers = read_profile(rulebook.policy, example.answers)
    except ProfileError as error:
        yield from error.problems
        return
    assessment = assess(rulebook, answers, example.readings)
    for id, expected in example.expected.items():
        reckoned = _words(assessment.outcomes[id])
        if reckoned != expected:
            yield f"{id} 写的是“{expected}”，算出来是“{reckoned}”。规则改错了，还是例子要改？"
    total = amount_words(exactly(assessment.choice.total.low))
    if example.total and total != example.total:
        yield f"合计写的是“{example.total}”，算出来是“{total}”。"


def _words(outcome: Outcome) -> str:
    return _REFERRAL_WORD if outcome.status is Status.REFERRAL else amount_words(outcome.amount)
