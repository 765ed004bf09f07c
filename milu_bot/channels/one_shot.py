"""One question or one case from the command line: an answer and nothing remembered."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NoReturn

from milu_bot.clock import utc_now
from milu_bot.dialogue.conversation import Answer, Conversation
from milu_bot.dialogue.result_pages import ResultPages
from milu_bot.edition import Edition
from milu_bot.eligibility.assessment import assess
from milu_bot.eligibility.readings import compare
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.machine_output import Json, assessment_json
from milu_bot.profiles import ProfileError, read_profile
from milu_bot.rendering import Renderer


def answerer(edition: Edition) -> Callable[[str], Json]:
    """A function from a question to its answer. Units of `ms`: milliseconds of understanding and wording."""

    def answer(question: str) -> Json:
        started = time.perf_counter()
        turn = edition.dialogue.take(Conversation("ask"), question, utc_now())
        reply = "\n\n".join(out.text for out in edition.renderer(turn.policy).all(turn.replies))
        return {
            **({"policy": turn.policy or None} if len(edition.policies) > 1 else {}),
            "question": question,
            "kind": turn.kind,
            "clauses": list(turn.clauses)[:5],
            "reply": reply,
            "ms": round((time.perf_counter() - started) * 1000, 3),
        }

    return answer


def reckon(rulebook: Rulebook, given: object) -> Json:
    """Reckon one case for machines.

    Raises: ProfileError.
    """
    answers = read_profile(rulebook.policy, given, rulebook.day)
    assessment = assess(rulebook, answers)
    return assessment_json(rulebook, assessment, compare(rulebook, assessment))


def reckon_lines(rulebook: Rulebook, lines: Iterator[str]) -> Iterator[Json]:
    """Reckon a case a line; one that cannot be taken gives its line and its problems."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield reckon(rulebook, read_json(line))
            except ProfileError as error:
                yield {"line": number, "error": list(error.problems)}


def tell(rulebook: Rulebook, renderer: Renderer, given: object) -> Iterator[str]:
    """Reckon one case for people: the verdict and all its pages.

    Raises: ProfileError.
    """
    answers = read_profile(rulebook.policy, given, rulebook.day)
    talk = Conversation("assess", tuple(Answer(fact, value, "") for fact, value in answers.items()))
    ask = ResultPages(rulebook)
    _, verdict = ask.verdict(talk)
    pages = (ask.claimable, ask.still_open, ask.not_claimable, ask.next_tiers, ask.other_readings)
    for out in renderer.all((*verdict, *(reply for page in pages for reply in page(talk)))):
        yield out.text


def read_case(lines: Iterator[str], name: str) -> object:
    """Read one case from JSON or YAML. Every YAML scalar stays text.

    Raises: ProfileError.
    """
    text = "\n".join(lines)
    if text.lstrip().startswith("{"):
        return read_json(text)
    from milu_bot.knowledge import yaml_lines  # takes long, and questions do without

    node, problems = yaml_lines.read_text(text, name)
    if problems:
        raise ProfileError([str(problem) for problem in problems])
    return node


def read_json(text: str) -> object:
    """Read JSON with exact numbers.

    Raises: ProfileError.
    """

    def refuse(constant: str) -> NoReturn:
        raise ProfileError([f"“{constant}”不是数字。"])

    def only_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ProfileError([f"“{name}”写了两次，请删掉一个。" for name in twice])
        return dict(pairs)

    try:
        return json.loads(
            text, parse_float=Decimal, parse_constant=refuse, object_pairs_hook=only_once
        )
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 个字附近"
        raise ProfileError([f"{where}不是正确的 JSON。请检查引号、逗号和括号。"]) from None
    except ProfileError:
        raise
    except RecursionError:
        raise ProfileError(["这里一层套一层太多了，写成“事实: 回答”就行。"]) from None
    except ValueError:
        raise ProfileError(["有一个数字太长了，不像是真的。请再核对。"]) from None
