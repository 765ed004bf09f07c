"""The questionnaire: asks for facts, takes answers, goes back, sums up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from milu_bot.conditions import FactId
from milu_bot.dialogue import choices
from milu_bot.dialogue.conversation import Answer, Conversation
from milu_bot.dialogue.menus import with_told
from milu_bot.dialogue.replies import (
    Changed,
    Note,
    Noted,
    NotUnderstood,
    Question,
    Remark,
    Reply,
    Why,
)
from milu_bot.dialogue.result_pages import ResultPages
from milu_bot.dialogue.steps import Step
from milu_bot.dialogue.taking_in import brings_a_sum, taken_in
from milu_bot.eligibility.assessment import Assessment
from milu_bot.eligibility.conditions import Value
from milu_bot.eligibility.prospect import prospect
from milu_bot.eligibility.questions import next_fact, remaining
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.language.answers import DontKnow, Unclear, read_answer
from milu_bot.language.choice_answers import only_numbers, within_an_option
from milu_bot.language.numerals import mentions
from milu_bot.language.statements import Heard
from milu_bot.message import Choice
from milu_bot.policy import Fact
from milu_bot.quantity import Span
from milu_bot.written import AwardId

_FEW_LEFT = 12
"""More questions than this are not announced: the first answers will strike most of them."""
_PATIENCE = 3
_SHORT_NAME = 8
"""Units: characters."""


class Questionnaire:
    """Walks one person through the facts of a policy. Holds no state: the conversation does."""

    def __init__(self, rulebook: Rulebook, pages: ResultPages) -> None:
        self._rulebook = rulebook
        self._facts: Mapping[FactId, Fact] = rulebook.policy.facts
        self._pages = pages

    def start(self, talk: Conversation, focus: tuple[AwardId, ...] = ()) -> Step:
        """Begin, or go on with what was told before; `focus` names the awards to settle first."""
        return self.proceed(replace(talk, focus=focus, asked=None))

    def proceed(self, talk: Conversation, *before: Reply, first: Sequence[FactId] = ()) -> Step:
        """Ask the next fact, or give the verdict where nothing is left to ask.

        Of the facts of `first` one is asked at once, if it still matters.
        """
        assessment = self._pages.assess(talk)
        last = talk.answers[-1].fact if talk.answers else None
        fact = next_fact(self._rulebook, assessment, talk.declined, talk.focus, last)
        missing = {name for outcome in assessment.undecided for name in outcome.missing}
        fact = next((name for name in first if name in missing), fact)
        if fact is None:
            talk, verdict = self._pages.verdict(replace(talk, asked=None), assessment)
            return talk, (*before, *verdict)
        same = talk.asked == fact
        number = talk.question_number + (not same)
        talk = replace(talk, asked=fact, question_number=number, offered=())
        again = same and fact in self._rulebook.lists
        return talk, (*before, self.question(talk, assessment, again=again))

    def asked(self, talk: Conversation) -> Fact:
        """The fact that is asked for."""
        assert talk.asked is not None
        return self._facts[talk.asked]

    def choices(self, talk: Conversation) -> tuple[Choice, ...]:
        """What is offered as answers to it."""
        return choices.for_question(self._rulebook, self.asked(talk))

    def question(
        self,
        talk: Conversation,
        assessment: Assessment | None = None,
        *,
        again: bool = False,
        short: bool = False,
    ) -> Question:
        """The question on the table."""
        assessment = assessment or self._pages.assess(talk)
        left = remaining(assessment, talk.declined, talk.focus) - 1
        fact = self.asked(talk)
        return Question(
            fact,
            number=len(talk.answers) + 1,
            left=left if 0 <= left <= _FEW_LEFT else None,
            sure=assessment.choice.total if assessment.choice.total.low else None,
            again=again,
            short=short,
            choices=self.choices(talk),
        )

    def read(self, fact: Fact, text: str) -> Value | DontKnow | Unclear:
        """Read these words as an answer to this fact."""
        spans = choices.spans_of(self._rulebook, fact)
        return read_answer(fact, text, self._rulebook.policy.wording, spans, self._rulebook.day)

    def take(
        self, talk: Conversation, value: Value | None, said: str, besides: Heard | None = None
    ) -> Step:
        """Take the answer to the question on the table and go on; None is "I do not know".

        `besides` is what the same words tell of other facts; it is taken in and shown with the answer.
        """
        assert talk.asked is not None
        if besides and besides.values and value is not None:
            return self.take_in(talk, Heard({talk.asked: value, **besides.values}), said)
        fact = self._facts[talk.asked]
        if value is not None:
            value = with_told(self._facts, fact.id, value, talk.values)
        answer = Answer(talk.asked, value, said)
        correcting = any(a.fact == answer.fact for a in talk.answers)
        if correcting:
            return self.replaced(talk, answer)
        talk = talk.answered(answer)
        roomy = (isinstance(value, frozenset) and value) or (
            isinstance(value, Span) and not value.certain
        )
        noted: tuple[Reply, ...] = (Noted(fact, value),) if roomy and value is not None else ()
        if value is None and _unknown_running(talk) % _PATIENCE == 0:
            noted = (Remark(Note.MUCH_UNKNOWN, choices=(choices.RESULT, choices.STOP)),)
        return self.proceed(self._focused(talk, fact.id, value), *noted)

    def _focused(self, talk: Conversation, fact: FactId, value: Value | None) -> Conversation:
        """With the awards that this answer brings to the front, unless others are in front already."""
        focus = self._facts[fact].focus.get(value, ()) if isinstance(value, str) else ()
        return replace(talk, focus=focus) if focus and not talk.focus else talk

    def named(self, talk: Conversation, words: str) -> Step | None:
        """Take in who somebody is, where that is all that was said: 个体户. None if it was not."""
        who = next((fact for fact in self._facts.values() if fact.focus), None)
        if who is None or who.id in talk.values or len(words) > _SHORT_NAME:
            return None
        if mentions(words) or only_numbers(words) or not within_an_option(who, words):
            return None
        value = self.read(who, words)
        if not isinstance(value, str):
            return None
        return self.take_in(talk, Heard({who.id: value}), words)

    def take_in(self, talk: Conversation, heard: Heard, said: str) -> Step:
        """Take in what was told in passing, say how it was understood, and go on with what still matters."""
        before = talk.values
        told = {
            f: with_told(self._facts, f, v, {**talk.values, **heard.values})
            for f, v in heard.values.items()
            if f in self._facts
        }
        told |= {fact: Span(span.low, None) for fact, span in heard.so_far.items()}
        for fact, value in told.items():
            talk = talk.answered(Answer(fact, value, said))
            if fact in before and before[fact] != value:
                talk = self._told_anew(talk, fact)
            talk = self._focused(talk, fact, value)
        stale = tuple(fact for fact in self._stale(talk) if fact not in told) if before else ()
        kept = tuple(a for a in talk.answers if a.fact not in stale)
        talk = replace(talk, answers=kept, supposed=())
        outlook = prospect(self._rulebook, talk.values)
        rows = tuple(
            (self._facts[f], v, before[f] if before.get(f, v) != v else None)
            for f, v in told.items()
        )
        missing = self._missing(talk)
        doubts = (*heard.doubts, *(doubt for doubt in heard.unclear if doubt.fact in missing))
        taken = replace(
            taken_in(self._rulebook, heard, said, talk.values, missing),
            told=rows,
            doubts=tuple((self._facts[doubt.fact], doubt) for doubt in doubts),
            dropped=tuple(self._facts[fact] for fact in stale),
            prospect=outlook if brings_a_sum(self._facts, outlook, told) else None,
            sure=self._pages.assess(talk).choice.total,
        )
        short = tuple(supposition.outcome.award for supposition in outlook.short)
        listed = (*(outcome.award for outcome in outlook.paying), *short)
        talk = talk.on(listed[:1]) if listed else talk
        talk = replace(talk, listed=listed, offered=(), misses=0)
        talk, replies = self.proceed(talk, first=[doubt.fact for doubt in doubts])
        return talk, (replace(taken, more=talk.asked is not None), *replies)

    def _missing(self, talk: Conversation) -> set[FactId]:
        """The facts that some award still hangs on."""
        return {name for outcome in self._pages.assess(talk).undecided for name in outcome.missing}

    def asks_back(self, talk: Conversation, heard: Heard) -> bool:
        """Whether something that was spoken of unclearly is to be asked, besides what is asked already."""
        missing = self._missing(talk) - {talk.asked}
        return any(doubt.fact in missing for doubt in heard.unclear)

    def _told_anew(self, talk: Conversation, fact: FactId) -> Conversation:
        """With a changed answer last, so that the next 不对 is about it; who is asked for may change the focus."""
        answers = sorted(talk.answers, key=lambda answer: answer.fact == fact)
        focus = () if self._facts[fact].focus else talk.focus
        return replace(talk, answers=tuple(answers), focus=focus)

    def not_understood(self, talk: Conversation, unclear: Unclear) -> Step:
        """Ask again, kindly; after several misses show the ways out."""
        talk = replace(talk, misses=talk.misses + 1)
        assert talk.asked is not None
        question = self.question(talk, again=True)
        way_out = talk.misses >= _PATIENCE
        said = tuple(Choice(words, words) for words in unclear.suggestions)
        known = question.choices if not question.fact.options else choices.WAYS_OUT
        offered = (*said, *(c for c in known if c not in said))
        ask = question.fact.ask
        return talk, (
            NotUnderstood(unclear.why, unclear.suggestions, way_out, ask, choices=offered),
        )

    def back(self, talk: Conversation) -> Step:
        """Drop the last answer and ask its question again."""
        if not talk.answers:
            remark = Remark(Note.NOTHING_TO_UNDO)
            return (talk, (remark, self.question(talk))) if talk.asked else (talk, (remark,))
        last = talk.answers[-1]
        focus = () if last.fact in self._facts and self._facts[last.fact].focus else talk.focus
        talk = replace(
            talk,
            answers=talk.answers[:-1],
            asked=last.fact,
            focus=focus,
            question_number=talk.question_number + 1,
            misses=0,
        )
        return talk, (Remark(Note.UNDONE), self.question(talk))

    def replaced(self, talk: Conversation, answer: Answer) -> Step:
        """Go on with this answer in the place of an earlier one, and without those that fit no more."""
        fact = self._facts[answer.fact]
        old = next((a for a in talk.answers if a.fact == answer.fact), None)
        before = old.value if old else None
        # The first words are kept: they may name the year that the number is of.
        talk = talk.answered(replace(answer, said=old.said) if old else answer)
        stale = tuple(self._stale(talk))
        kept = tuple(a for a in talk.answers if a.fact not in stale)
        talk = replace(talk, answers=kept)
        if fact.focus:
            chosen = answer.value if isinstance(answer.value, str) else ""
            talk = replace(talk, focus=fact.focus.get(chosen, ()))
        changed = Changed(fact, answer.value, before, tuple(self._facts[name] for name in stale))
        outlook = prospect(self._rulebook, talk.values)
        talk, replies = self.proceed(talk, changed)
        if talk.asked and brings_a_sum(self._facts, outlook, {answer.fact: answer.value or ""}):
            replies = (replace(changed, prospect=outlook), *replies[1:])
        return talk, replies

    def _stale(self, talk: Conversation) -> Iterator[FactId]:
        """The answers that no longer fit what was changed, because they now follow otherwise."""
        for answer in talk.answers:
            fact = self._facts[answer.fact]
            if not (fact.only_if or fact.same_as):
                continue
            others = {name: value for name, value in talk.values.items() if name != answer.fact}
            follows = self._rulebook.know(others).case.get(answer.fact)
            if follows is not None and follows != answer.value:
                yield answer.fact

    def why(self, talk: Conversation) -> tuple[Reply, ...]:
        """Why the question on the table is asked."""
        assert talk.asked is not None
        policy, assessment = self._rulebook.policy, self._pages.assess(talk)
        rows = []
        for outcome in assessment.undecided:
            award = policy.awards[outcome.award]
            wanted = [
                f
                for f in outcome.missing
                if f == talk.asked or self._waits(assessment, f, talk.asked)
            ]
            if wanted:
                quote = award.basis.get(wanted[0]) or next(iter(award.basis.values()))
                rows.append((award, policy.clause_of(outcome.award), quote))
        question = self.question(talk)
        return (Why(self._facts[talk.asked], tuple(rows)), replace(question, again=True))

    def _waits(self, assessment: Assessment, fact: FactId, gate: FactId) -> bool:
        gates = assessment.known.waiting.get(fact, ())
        return gate in gates or any(self._waits(assessment, first, gate) for first in gates)


def _unknown_running(talk: Conversation) -> int:
    """How many of the last answers were "I do not know", one after another."""
    return sum(1 for _ in takewhile(lambda answer: answer.value is None, reversed(talk.answers)))
