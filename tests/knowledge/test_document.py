"""The rules and the document, number by number, in both directions."""

from __future__ import annotations

import re

from milu_bot.knowledge.award_checks import quantities
from milu_bot.knowledge.words import numbers_in, squeeze
from milu_bot.policy import Policy

# fmt: off
AWARDS = [
    "3.2.2", "3.2.3", "3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.3.5", "3.3.6", "3.3.7a",
    "3.3.7b", "3.3.8", "3.3.9a", "3.3.9b", "3.3.10", "3.3.11", "3.4a", "3.4b", "3.4c",
    "3.5a", "3.5b", "3.6a", "3.6b", "4.3",
]
CLAUSES = [
    "0", "1", "2.1", "2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.2.5", "2.2.6",
    "3.1", "3.2.1", "3.2.2", "3.2.3", "3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.3.5",
    "3.3.6", "3.3.7", "3.3.8", "3.3.9", "3.3.10", "3.3.11", "3.4", "3.5", "3.6",
    "4.1", "4.2", "4.3",
]
# fmt: on


def test_every_benefit_is_an_award_and_every_piece_a_clause(policy: Policy) -> None:
    assert list(policy.awards) == AWARDS
    assert list(policy.clauses) == CLAUSES


def test_the_clauses_hold_every_word_of_the_document(policy: Policy) -> None:
    left = squeeze(policy.source)
    for clause in sorted(policy.clauses.values(), key=lambda clause: -len(clause.quote)):
        assert squeeze(clause.quote) in left, clause.id
        left = left.replace(squeeze(clause.quote), "｜", 1)
    headings = [
        re.sub(r"^（?[一二三四五六七八九十\d]{1,2}[、）.]?", "", part) for part in left.split("｜")
    ]
    assert max(map(len, headings)) <= 20, headings


def test_every_number_of_the_document_is_in_a_rule_or_on_the_list(policy: Policy) -> None:
    for clause in policy.clauses.values():
        text = squeeze(clause.quote)
        for row in policy.masthead.without_rule:
            if row.clause == clause.id:
                assert row.number in text, row
                text = text.replace(row.number, "")
        ruled = {q.value for award in clause.awards.values() for q in quantities(award)}
        assert numbers_in(text) <= ruled, clause.id


def test_every_number_of_a_rule_is_in_the_words_it_cites(policy: Policy) -> None:
    for award in policy.awards.values():
        cited = " ".join(quote.text for quote in award.basis.values())
        written = numbers_in(cited)
        for quantity in quantities(award):
            assert quantity.value in written, (award.id, quantity)


def test_an_answer_quotes_the_document(policy: Policy) -> None:
    source = squeeze(policy.source)
    for faq in policy.faqs:
        assert squeeze(faq.quote) in source, faq.questions[0]


def test_every_clause_has_its_questions_in_several_wordings(policy: Policy) -> None:
    asked = {policy.clause_of(id).id for faq in policy.faqs for id in faq.see}
    assert asked == set(CLAUSES)
    assert min(len(faq.questions) for faq in policy.faqs) >= 6
    assert sum(len(faq.questions) for faq in policy.faqs) >= 1500
