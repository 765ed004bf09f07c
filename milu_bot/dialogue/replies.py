"""What the bot can say, as data; templates/ holds one template for each class, of the same name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from milu_bot.dialogue.conversation import Answer
from milu_bot.eligibility.awards import Outcome
from milu_bot.eligibility.conditions import Value
from milu_bot.eligibility.one_day import Closed
from milu_bot.eligibility.prospect import Prospect
from milu_bot.masthead import Masthead
from milu_bot.message import Choice
from milu_bot.policy import Award, Clause, Exclusion, Fact, Faq, Reading
from milu_bot.quantity import Span
from milu_bot.written import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What every reply has: the choices offered with it."""

    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Greeting(Reply):
    """Who the bot is and what it can do; `resume` if a questionnaire was left half done."""

    resume: bool = False


@dataclass(frozen=True, slots=True)
class Help(Reply):
    """What one can say."""


@dataclass(frozen=True, slots=True)
class ClauseReply(Reply):
    """One clause, or one award of it: what it means, its exact words, what it leaves open."""

    clause: Clause
    award: Award | None = None
    plain: str = ""
    unclear: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    whole_text: bool = False
    closed: Closed | None = None


@dataclass(frozen=True, slots=True)
class NoSuchClause(Reply):
    """A number that no clause has, and the first and last of the numbers there are in its place."""

    first: Clause
    last: Clause


@dataclass(frozen=True, slots=True)
class FaqReply(Reply):
    """The staff's answer to a question, with the words it rests on."""

    faq: Faq
    clause: Clause | None = None
    quoted: Quote | None = None
    closed: Closed | None = None
    asks_if_it_stands: bool = False
    """Whether it is asked if the document still holds: then the office's own word comes first."""
    asked: str = ""
    """The question it was written for, where a bare yes or no may answer another one than was put."""
    left: tuple[str, ...] = ()
    """The numbers of the question that it does not weigh."""


@dataclass(frozen=True, slots=True)
class Definition(Reply):
    """Where a word of the document stands, and what the staff wrote of its meaning."""

    term: str
    passages: tuple[tuple[Clause, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InShort(Reply):
    """The core of what was said last in a line or two: the sums by the numbers told, or whom an award is for."""

    clause: Clause
    awards: tuple[Award, ...] = ()
    sums: tuple[Outcome, ...] = ()
    told: tuple[tuple[Fact, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two awards, what keeps them apart as the text is read now, and the readings that would."""

    first: Award
    second: Award
    exclusion: Exclusion | None
    otherwise: tuple[tuple[Reading, tuple[str, ...]], ...] = ()
    closed: tuple[tuple[Award, Closed], ...] = ()
    sums: tuple[Outcome, ...] = ()
    """What the numbers told so far bring for either, all else being met; fewer than two if they say nothing."""


@dataclass(frozen=True, slots=True)
class KeptApart(Reply):
    """Everything that may not be claimed together, and the readings that would change it."""

    exclusions: tuple[Exclusion, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class TogetherReply(Reply):
    """Whether several awards may be claimed together."""

    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class DidYouMean(Reply):
    """Two or three near candidates: id and title."""

    candidates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WhatElse(Reply):
    """Everything that the document gives besides what was spoken of."""

    awards: tuple[Award, ...] = ()


@dataclass(frozen=True, slots=True)
class OutOfScope(Reply):
    """The document does not deal with that. `aside` if a question on the table follows."""

    faq: Faq | None = None
    near: str = ""
    """What it does deal with that shares a word with the question: the number and name of a clause."""
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Question(Reply):
    """One fact asked. `left` is how many more may follow at most; None while that cannot be told
    yet.
    """

    fact: Fact
    number: int = 1
    left: int | None = None
    sure: Span | None = None
    again: bool = False
    short: bool = False
    """Whether it only stands again below something else, and was read before."""


@dataclass(frozen=True, slots=True)
class NotUnderstood(Reply):
    """Why an answer or a question was not taken, what was asked, and a way out after several times."""

    why: str = ""
    suggestions: tuple[str, ...] = ()
    way_out: bool = False
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Why(Reply):
    """Why a fact is asked: the awards that wait for it and the words that ask for it."""

    fact: Fact
    awards: tuple[tuple[Award, Clause, Quote], ...] = ()


@dataclass(frozen=True, slots=True)
class Recap(Reply):
    """What was answered so far."""

    answers: tuple[tuple[Fact, Answer], ...] = ()
    total: Span | None = None


@dataclass(frozen=True, slots=True)
class Changed(Reply):
    """An earlier answer was replaced."""

    fact: Fact
    value: Value | None = None
    before: Value | None = None
    dropped: tuple[Fact, ...] = ()
    prospect: Prospect | None = None
    """What it comes to now, where a number was changed and no verdict follows."""


@dataclass(frozen=True, slots=True)
class Noted(Reply):
    """How an answer was understood, where the words leave room."""

    fact: Fact
    value: Value


@dataclass(frozen=True, slots=True)
class Outdated(Reply):
    """The knowledge was edited meanwhile: which answers no longer count, and whether the question changed."""

    dropped: tuple[str, ...] = ()
    question_changed: bool = False
    unread: bool = False
    """What the person just said was meant for the old question, and not taken."""


@dataclass(frozen=True, slots=True)
class Welcome(Reply):
    """Who the bot is and which documents it speaks of."""

    policies: tuple[Masthead, ...] = ()


@dataclass(frozen=True, slots=True)
class WhichPolicy(Reply):
    """Which of several documents is meant; what was asked waits for it."""

    policies: tuple[Masthead, ...] = ()
    asked: str = ""
    silent: bool = False
    """The chosen document seems to say nothing on it, and another does."""


@dataclass(frozen=True, slots=True)
class NoneOfThese(Reply):
    """None of the documents deals with that."""

    policies: tuple[Masthead, ...] = ()


@dataclass(frozen=True, slots=True)
class NowAbout(Reply):
    """From here on another document is spoken of; the questionnaire of the one that is left waits."""

    left: Masthead | None = None


class Note(StrEnum):
    """Short remarks that need no data."""

    PASSED = "passed"
    NOTHING_TO_UNDO = "nothing_to_undo"
    CANCELLED = "cancelled"
    NO_QUESTIONNAIRE = "no_questionnaire"
    FORGOTTEN = "forgotten"
    UNDONE = "undone"
    FAREWELL = "farewell"
    HEARSAY = "hearsay"
    WHICH_HEARSAY = "which_hearsay"
    NOT_LISTED = "not_listed"
    WHICH_TWO = "which_two"
    NOTHING_BEFORE = "nothing_before"
    ON_BEHALF = "on_behalf"
    NO_NUMBER_YET = "no_number_yet"
    WHICH_MATTER = "which_matter"
    MUCH_UNKNOWN = "much_unknown"
    THANKS = "thanks"
    NO_HURRY = "no_hurry"
    PLAINLY = "plainly"
    TO_THE_CENT = "to_the_cent"
    OF_MANY = "of_many"
    WHICH_NUMBER = "which_number"
    HEARD = "heard"
    NO_MORE = "no_more"


@dataclass(frozen=True, slots=True)
class Remark(Reply):
    """A short remark."""

    note: Note = Note.FAREWELL
