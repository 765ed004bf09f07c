"""Staff tools: check the knowledge, with every worked example reckoned again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from milu_bot.days import read_day
from milu_bot.eligibility.assessment import assess
from milu_bot.eligibility.awards import Outcome, Status
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.knowledge.checks import check_draft
from milu_bot.knowledge.encodings import decode
from milu_bot.knowledge.loader import (
    CLAUSES,
    EXAMPLES,
    EXCLUSIONS,
    FACTS,
    READINGS,
    WORDING,
    Draft,
    read_draft,
)
from milu_bot.knowledge.places import follow
from milu_bot.knowledge.problems import Problem, pictured
from milu_bot.knowledge.shapes import problem_at
from milu_bot.knowledge.text_checks import nearest
from milu_bot.language.intents import Command
from milu_bot.policy import Example, FaqKind, Policy
from milu_bot.profiles import ProfileError, read_profile
from milu_bot.quantity import amount_words, exactly, read_quantity

if TYPE_CHECKING:
    from milu_bot.language.head import Head

_REFERRAL_WORD = "转介"
_DAY = len("2026-12-01")
_SEEN = 3
"""Units: candidates. So many are offered when the bot asks which was meant."""
_RULES = (CLAUSES, FACTS, READINGS, EXCLUSIONS, EXAMPLES)


def check_knowledge(folder: Path) -> tuple[Policy | None, list[Problem]]:
    """Load the knowledge, prove it, and reckon its examples. Every problem comes back at once; the
    policy comes only when every file could be read.
    """
    draft = read_draft(folder)
    problems = [*draft.problems, *check_draft(draft, folder), *_commands(draft)]
    if not any(_is_rule(problem, draft) for problem in problems) and draft.whole(*_RULES):
        problems += [*_examples(draft), *_hopeless(draft)]
    return None if draft.problems else draft.policy, sorted(set(problems))


def check_search(
    folder: Path, head_of: Callable[[Policy], Head | None] = lambda _: None
) -> list[Problem]:
    """Every wording asked again: it must lead back to the clause or award of its own entry.

    `head_of` gives the trained head of a policy, if there is one.
    """
    from milu_bot.language.search import Index  # most checks do without

    draft = read_draft(folder)
    if draft.problems:
        return []
    index = Index(draft.policy, head_of(draft.policy))
    problems = []
    for faq, block in zip(draft.policy.faqs, draft.faq_blocks, strict=True):
        if not faq.see or faq.kind is FaqKind.OUTSIDE:
            continue
        for row, words in enumerate(faq.questions):
            hits = index.find(words).hits
            together = faq.kind is FaqKind.TOGETHER and any(hit.id for hit in hits)
            if not together and not any(
                hit.faq is faq or hit.id in faq.see for hit in hits[:_SEEN]
            ):
                place, _ = follow(block, ("问", row))
                other = f"走到了“{hits[0].id}”" if hits and hits[0].id else "找不到这一条"
                message = f"问“{words}”，{other}。请改得更像这一条的意思，或者放到那一条下面。"
                problems.append(problem_at(place, message))
    return sorted(problems)


def waiting(policy: Policy, today: date) -> Iterator[str]:
    """The drafts that nobody has reviewed yet, and how old they are."""
    for faq in policy.drafts:
        age = ""
        with suppress(ValueError):
            days = (today - read_day(faq.drafted[:_DAY])).days
            age = f"，{days} 天前起草" if days > 0 else "，今天起草"
        see = "、".join(faq.see) or "没有写“见”"
        yield f"待审（还不会用来回答{age}）：{faq.questions[0]}（{see}）"


def pictures(folder: Path, problems: list[Problem]) -> Iterator[str]:
    """Each problem with its line and a mark under the spot."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        if problem.file not in lines:
            path = folder.parent / problem.file
            text = decode(path.read_bytes()).text if path.is_file() else ""
            lines[problem.file] = text.split("\n")
        of_file = lines[problem.file]
        known = 0 < problem.line <= len(of_file)
        yield pictured(problem, of_file[problem.line - 1] if known else "")


def _is_rule(problem: Problem, draft: Draft) -> bool:
    """Whether the sums may be wrong because of this problem."""
    file = problem.file.removeprefix(f"{draft.name}/")
    return file.split("/")[0] in _RULES


def _commands(draft: Draft) -> Iterator[Problem]:
    tree = draft.trees.get(WORDING)
    if tree is None or not draft.whole(WORDING):
        return
    known = [command.value for command in Command]
    for name in draft.policy.wording.commands:
        if name not in known:
            hint = nearest(name, known) or f"能写的有：{'、'.join(known)}。"
            place, _ = follow(tree, ("口令", name))
            yield problem_at(place, f"不认识“口令”里的“{name}”。{hint}")
    for name in known:
        if name not in draft.policy.wording.commands:
            place, _ = follow(tree, ("口令",))
            yield problem_at(place, f"“口令”里少了“{name}”。请补上一行，例如“{name}: [{name}]”。")


def _examples(draft: Draft) -> Iterator[Problem]:
    rulebooks: dict[date | None, Rulebook] = {}
    for example, block in zip(draft.policy.examples, draft.example_blocks, strict=True):
        if (rulebook := rulebooks.get(example.day)) is None:
            rulebook = rulebooks[example.day] = Rulebook(draft.policy, example.day)
        for key, message in _example(rulebook, example):
            place, _ = follow(block, key)
            yield problem_at(place, f"例子“{example.title}”：{message}")


def _hopeless(draft: Draft) -> Iterator[Problem]:
    """What is looked at first for an option can be claimed by whoever chooses it."""
    rulebook = Rulebook(draft.policy)
    for fact in draft.policy.facts.values():
        for option, awards in fact.focus.items():
            case = rulebook.know({fact.id: option}).case
            for id in awards:
                if rulebook.awards[id].reckon(case).status is Status.CANNOT:
                    place, _ = follow(draft.trees[FACTS], (fact.id, "先看", option))
                    message = f"选了“{option}”就领不到 {id}，不用先看它。是不是写错了一个？"
                    yield problem_at(place, message)


def _example(rulebook: Rulebook, example: Example) -> Iterator[tuple[tuple[str, ...], str]]:
    try:
        answers = read_profile(rulebook.policy, example.answers, example.day)
    except ProfileError as error:
        yield from ((("回答",), message) for message in error.problems)
        return
    assessment = assess(rulebook, answers, example.readings)
    for id, expected in example.expected.items():
        reckoned = outcome_words(assessment.outcomes[id])
        if _plain(reckoned) != _plain(expected):
            message = f"{id} 写的是“{expected}”，算出来是“{reckoned}”。规则改错了，还是例子要改？"
            yield ("应得", id), message
    total = amount_words(exactly(assessment.choice.total.low))
    if example.total and _plain(total) != _plain(example.total):
        yield ("合计",), f"合计写的是“{example.total}”，算出来是“{total}”。"


def _plain(words: str) -> object:
    """A sum as a number, however it is written: 20575元 is 2.0575万元."""
    try:
        return read_quantity(words)
    except ValueError:
        return words


def outcome_words(outcome: Outcome) -> str:
    """What an award comes to, as examples.yaml writes it."""
    return _REFERRAL_WORD if outcome.status is Status.REFERRAL else amount_words(outcome.amount)
