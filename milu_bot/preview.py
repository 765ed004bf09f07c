"""What an edit changes for people, held against the version before it: where questions lead, sums, answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milu_bot.conditions import FactId
from milu_bot.dialogue.consultation import Consultation
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.replies import Reply
from milu_bot.edition import Edition
from milu_bot.eligibility.assessment import assess
from milu_bot.eligibility.questions import cuts
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.eligibility.supposition import suppose
from milu_bot.language.gate import Decision
from milu_bot.language.labels import id_of, label_of
from milu_bot.language.match import Hit, Match
from milu_bot.policy import Example, Fact, Faq, FaqKind, Policy
from milu_bot.profiles import ProfileError, read_profile
from milu_bot.quantity import Span, amount_words, exactly, write_quantity
from milu_bot.staff_tools import outcome_words
from milu_bot.stale_words import Stale
from milu_bot.written import AwardId

_ABSENT = "（没有）"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that people would notice. `before` and `after` are whole texts, never the same."""

    what: str
    before: str
    after: str
    clause: str = ""
    """The id of the clause or award it belongs to, if any."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that an edit changes, in the order in which a leader should read it."""

    sums: tuple[Change, ...]
    answers: tuple[Change, ...]
    questions: tuple[Change, ...]
    """What applicants are asked."""
    leads: tuple[Change, ...]
    """Where people's questions lead."""
    stale: tuple[Stale, ...] = ()
    """Words of what changed that did not change themselves."""

    @property
    def parts(self) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """The parts with their titles in Chinese."""
        return (
            ("算出来的钱", self.sums),
            ("说给人听的话", self.answers),
            ("问申请人的话", self.questions),
            ("问题走到哪里", self.leads),
        )

    @property
    def empty(self) -> bool:
        """Whether nobody would notice anything."""
        return not self.stale and not any(changes for _, changes in self.parts)


def preview(
    old: Edition,
    new: Edition,
    day: date,
    asked: Sequence[str] = (),
    stale: Sequence[Stale] = (),
) -> Preview:
    """Hold an edit against the version before it, as both stand on this day.

    `asked` are questions that people really asked; where they lead is compared beside the FAQ's own.
    """
    before, after = old.counsels[0].on(day), new.counsels[0].on(day)
    names = {words: faq.questions[0] for faq in after.policy.faqs for words in faq.questions}
    return Preview(
        (*_threshold_sums(before, after), *_example_sums(before, after, day)),
        tuple(_changes(_answers(old, before, names), _answers(new, after, names))),
        tuple(_changes(_questions(before.policy), _questions(after.policy))),
        tuple(_leads(before, after, asked)),
        tuple(stale),
    )


def _changes(before: Mapping[str, _Text], after: Mapping[str, _Text]) -> Iterator[Change]:
    for what in (*after, *(gone for gone in before if gone not in after)):
        told, tells = before.get(what), after.get(what)
        if (told.text if told else None) != (tells.text if tells else None):
            yield Change(
                what,
                told.text if told else _ABSENT,
                tells.text if tells else _ABSENT,
                (tells or told or _Text("")).clause,
            )


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    clause: str = ""


def _example_sums(before: Counsel, after: Counsel, day: date) -> Iterator[Change]:
    """Every worked example of either version, reckoned by both."""
    examples = {example.title: example for example in before.policy.examples}
    examples |= {example.title: example for example in after.policy.examples}
    for title, example in examples.items():
        told, tells = (_reckoned(counsel, example, day) for counsel in (before, after))
        for award in (*tells, *(gone for gone in told if gone not in tells)):
            was, becomes = told.get(award, _ABSENT), tells.get(award, _ABSENT)
            if was != becomes:
                yield Change(f"例子“{title}”：{award or '合计'}", was, becomes, award)


def _reckoned(counsel: Counsel, example: Example, day: date) -> dict[AwardId, str]:
    """The sum of each award that the example names, and the total under ""."""
    on = example.day or day
    rulebook = counsel.rulebook if on == day else Rulebook(counsel.policy, on)
    try:
        answers = read_profile(counsel.policy, example.answers, on)
    except ProfileError as error:
        return {"": f"算不了：{error.problems[0]}"}
    known = counsel.policy.readings
    readings = {name: option for name, option in example.readings.items() if name in known}
    assessment = assess(rulebook, answers, readings)
    sums = {
        id: outcome_words(assessment.outcomes[id])
        for id in example.expected
        if id in assessment.outcomes
    }
    return sums | {"": amount_words(exactly(assessment.choice.total.low))}


def _threshold_sums(before: Counsel, after: Counsel) -> Iterator[Change]:
    """Each award with one number just below and at every limit of either version, all else taken as met."""
    shared = [id for id in after.policy.awards if id in before.policy.awards]
    for id in shared:
        facts = dict.fromkeys((*_number_facts(before, id), *_number_facts(after, id)))
        for fact in facts:
            if fact not in before.policy.facts or fact not in after.policy.facts:
                continue
            for number in _ends(before, after, fact, id):
                told = {fact: Span(number, number)}
                was = outcome_words(suppose(before.rulebook, id, told).outcome)
                becomes = outcome_words(suppose(after.rulebook, id, told).outcome)
                if was != becomes:
                    described = after.policy.facts[fact]
                    words = write_quantity(number, described.measure)
                    title = after.policy.awards[id].title
                    yield Change(f"{title}，{described.name}{words}", was, becomes, id)


def _number_facts(counsel: Counsel, award: AwardId) -> Iterator[FactId]:
    for fact in counsel.policy.facts.values():
        if fact.is_number and len(cuts(counsel.rulebook, fact.id, (award,))) > 1:
            yield fact.id


def _ends(before: Counsel, after: Counsel, fact: FactId, award: AwardId) -> list[Decimal]:
    spans = [span for counsel in (before, after) for span in cuts(counsel.rulebook, fact, (award,))]
    return sorted({end for span in spans for end in span if end is not None})


def _answers(edition: Edition, counsel: Counsel, names: Mapping[str, str]) -> dict[str, _Text]:
    """Every answer as people read it: clauses, awards and the entries of the FAQ.

    `names` calls an entry by the wordings that it shares with the newer version.
    """
    consultation = Consultation(counsel)
    policy = counsel.policy
    found: dict[str, _Text] = {}

    def add(what: str, replies: Sequence[Reply], clause: str) -> None:
        texts = (out.text for out in edition.renderer(policy.masthead.id).all(replies))
        found[what] = _Text("\n\n".join(texts), clause)

    for clause in policy.clauses.values():
        for id in (clause.id, *clause.awards):
            title = clause.awards[id].title if id in clause.awards else clause.title
            add(f"{clause.number} {title}（{id}）", (consultation.about(id),), id)
            if id == clause.id:
                add(
                    f"{clause.number} 原文",
                    (consultation.about(id, whole_text=True),),
                    id,
                )
    for index, faq in enumerate(policy.faqs):
        match = _match(index, faq)
        name = next((names[words] for words in faq.questions if words in names), faq.questions[0])
        add(f"问：{name}", consultation.answer(match, name).replies, match.hits[0].id)
    return found


def _match(index: int, faq: Faq) -> Match:
    decision = Decision.OUTSIDE if faq.kind is FaqKind.OUTSIDE else Decision.ANSWER
    return Match(decision, faq.kind, (Hit(id_of(label_of(index, faq)), faq, 1.0),))


def _questions(policy: Policy) -> dict[str, _Text]:
    return {f"“{fact.id}”": _Text(_question(fact)) for fact in policy.facts.values()}


def _question(fact: Fact) -> str:
    lines = [fact.ask, *(f"· {words}" for words in fact.options.values())]
    lines += [f"提示：{fact.hint}"] if fact.hint else []
    lines += [f"回答：{fact.answer.value}{f'，{fact.measure}' if fact.measure else ''}"]
    return "\n".join(lines)


def _leads(before: Counsel, after: Counsel, asked: Sequence[str]) -> Iterator[Change]:
    """Wordings that changed their entry, came or went, and what people really asked.

    A wording that stands in both versions under the same entry leads there by itself and is not looked up.
    """
    was, becomes = _entries(before.policy), _entries(after.policy)
    moved = [words for words in (*becomes, *was) if was.get(words) != becomes.get(words)]
    for words in dict.fromkeys((*moved, *asked)):
        told, tells = _lead(before, words), _lead(after, words)
        if told != tells:
            yield Change(words, told, tells)


def _entries(policy: Policy) -> dict[str, tuple[FaqKind, tuple[str, ...]]]:
    return {words: (faq.kind, faq.see) for faq in policy.faqs for words in faq.questions}


def _lead(counsel: Counsel, words: str) -> str:
    """Where a question leads, in words."""
    match = counsel.index.find(words)
    ids = [hit.id for hit in match.hits if hit.id]
    match match.decision:
        case Decision.OUTSIDE:
            return "说这份文件没讲"
        case Decision.CLARIFY:
            return f"反问是哪一个：{'、'.join(_named(counsel, id) for id in ids[:3])}"
    if match.kind in (FaqKind.CHITCHAT, FaqKind.ASSESS) or not ids:
        return f"{match.kind}"
    return _named(counsel, ids[0])


def _named(counsel: Counsel, id: str) -> str:
    clause = counsel.policy.clause_of(id)
    title = clause.awards[id].title if id in clause.awards else clause.title
    return f"{clause.number} {title}"
