"""What must hold across files: every check of the knowledge's meaning, in the order of reading."""

from __future__ import annotations

from pathlib import Path

from milu_bot.knowledge.award_checks import check_awards
from milu_bot.knowledge.citation_checks import check_citations
from milu_bot.knowledge.common_checks import check_common
from milu_bot.knowledge.condition_checks import check_conditions
from milu_bot.knowledge.faq_checks import check_faqs
from milu_bot.knowledge.list_checks import check_lists
from milu_bot.knowledge.loader import Draft, read_draft
from milu_bot.knowledge.number_checks import check_numbers
from milu_bot.knowledge.places import Desk
from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.text_checks import check_texts
from milu_bot.knowledge.words import numbers_in, squeeze
from milu_bot.policy import Policy

__all__ = ["check", "check_draft", "numbers_in", "squeeze"]

_CHECKS = (
    check_conditions,
    check_awards,
    check_common,
    check_texts,
    check_lists,
    check_faqs,
    check_citations,
    check_numbers,
)


def check(policy: Policy, folder: Path) -> list[Problem]:
    """Every problem that no single file shows. An empty list means that the knowledge holds
    together. The files must still be those that the policy was loaded from.
    """
    draft = read_draft(folder)
    return check_draft(draft, folder) if draft.policy == policy else sorted(draft.problems)


def check_draft(draft: Draft, folder: Path) -> list[Problem]:
    """Every problem of meaning in what could be read; nothing that only follows from a file that
    could not.
    """
    desk = Desk(draft, folder)
    return sorted({problem for look in _CHECKS for problem in look(desk)})
