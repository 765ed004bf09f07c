"""Finds what a question is about: a clause, an award, small talk, or nothing of ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date

from rapidfuzz import fuzz

from milu_bot.language.citations import Citations
from milu_bot.language.clause_numbers import headings
from milu_bot.language.gate import WITH_ENCODER, WITH_HEAD, WITHOUT_HEAD, Decision
from milu_bot.language.gram_table import checksum
from milu_bot.language.head import Head, content_key
from milu_bot.language.labels import ASSESS, OUTSIDE, id_of, label_of, wordings
from milu_bot.language.match import CERTAIN, MOST_SHOWN, Hit, Match, distinct
from milu_bot.language.meaning import Encoder
from milu_bot.language.nearest import Forms
from milu_bot.language.normalise import Normaliser
from milu_bot.language.plain_questions import PlainQuestions
from milu_bot.language.ranking import Near, Ranker, Ranking
from milu_bot.language.whereabouts import ABOVE, Whereabouts
from milu_bot.policy import Faq, FaqKind, Policy

_NEARLY_THE_SAME = 94
"""Units: percent of characters that agree."""
_SAME_BREATH = 0.4
"""Units: cosine. From here on a wording that names the same place speaks for us."""
_SURE_DESPITE_PLACE = 0.96
"""Units: probability."""
_FEWEST_OFFERED = 2
_MOST_NAMED = 3
"""Units: clauses. Who names a heading with more below it is asked which."""
_NOTICE = ("0",)


class Index:
    """All wordings of one policy, ready to be searched. Holds no state between questions."""

    def __init__(
        self, policy: Policy, head: Head | None = None, forms: Forms | None = None
    ) -> None:
        """Index a policy. A head that was trained on other words is not used.

        `forms` are those of the policy's wordings, if they are known without a head.
        """
        if head and head.key != content_key(policy):
            head = None
        self._policy = policy
        self._head = head
        self._normaliser = Normaliser(policy.wording)
        self._citations = Citations(policy)
        parts = (words for words, path in headings(policy.source) if len(path) == 1)
        self._parts = _pairs(" ".join(parts))
        """What the largest headings are called says nothing of one of their clauses."""
        self._whereabouts = Whereabouts(policy, self._normaliser)
        if head:
            forms = head.forms
        elif forms is None:
            forms = Forms.of(self._normaliser.all(words for _, words in wordings(policy)))
        entries = [entry for entry, faq in enumerate(policy.faqs) for _ in faq.questions]
        texts = forms.texts if entries else ()
        self._wordings = list(zip(entries, texts, strict=True))
        self._exact = {text: index for index, text in reversed(list(enumerate(texts)))}
        of_entry = [label_of(entry, faq) for entry, faq in enumerate(policy.faqs)]
        labels = [of_entry[entry] for entry, _ in self._wordings]
        self._common = forms.nearest.common(labels)
        self._plain = PlainQuestions(policy, self._wordings)
        self._ranker = Ranker(policy, self._normaliser, self._wordings, forms, head)
        self._gate = WITH_HEAD if head else WITHOUT_HEAD

    def on(self, day: date) -> Index:
        """The same index without the entries that do not hold on this day."""
        shut = frozenset(
            entry for entry, faq in enumerate(self._policy.faqs) if not faq.holds_on(day)
        )
        if not shut:
            return self
        today = copy(self)
        today._ranker = self._ranker.without(shut)
        today._plain = self._plain.without(shut)
        today._exact = {
            text: index
            for index, (entry, text) in reversed(list(enumerate(self._wordings)))
            if entry not in shut
        }
        return today

    def with_encoder(self, encoder: Encoder) -> Index:
        """The same index, which now asks the encoder too if its head has learnt through one."""
        if self._head is None or self._head.meaning is None:
            return self
        sharper = copy(self)
        sharper._ranker = self._ranker.with_encoder(encoder)
        sharper._gate = WITH_ENCODER
        return sharper

    @property
    def head(self) -> Head | None:
        """The head that is used."""
        return self._head

    @property
    def is_trained(self) -> bool:
        """Whether a head of these very words is used."""
        return self._head is not None

    def cited(self, text: str) -> tuple[str, ...]:
        """The ids of clauses and awards that a text names by number, in the order of the text."""
        return self._citations.read(text)

    def beside(self, text: str) -> tuple[str, ...]:
        """The ids of what there is where a text only names a clause that is not."""
        return self._citations.beside(text)

    def may_cite(self, text: str) -> bool:
        """Whether a text is either the number of a clause or a number of something else."""
        return bool(self._citations.perhaps(text))

    def spelt(self, text: str) -> str:
        """A text in the one spelling in which wordings are compared."""
        return self._normaliser(text)

    def is_common(self, pair: str) -> bool:
        """Whether two characters stand in the wordings of most subjects, and so name none: 怎, 么."""
        return checksum(pair) in self._common

    def rank(self, text: str) -> Ranking:
        """How every label scores, before anything is decided."""
        return self._ranker.rank(self._normaliser(self._asked(text)))

    def find(self, text: str) -> Match:
        """What this question is about."""
        text = self._asked(text)
        words = self._normaliser(text)
        ids = self._citations.read(text)
        if perhaps := self._citations.perhaps(text):
            return self._perhaps(perhaps)
        if not ids and not any(char.isalpha() for char in words):
            return Match(Decision.OUTSIDE, None, ())
        near = self._ranker.near(words)
        # What is certain already does not need the encoder, which costs most.
        if ids and ids != _NOTICE:
            return self._cited(ids, self._ranker.rank(words, near, encode=False), text)
        # A character more may be the whole of a name, so names come before wordings that are almost the same.
        if words not in self._exact and (named := self._plain.read(words)):
            return self._named(named)
        same = self._same_wording(words, near)
        if same is not None:
            return self._same(same, self._ranker.rank(words, near, encode=False))
        ranking = self._ranker.rank(words, near)
        if ids and self._is_about_notice(ranking):
            return self._cited(ids, ranking, text)
        return self._decided(text, ranking)

    def _asked(self, text: str) -> str:
        """A text as it is looked up, which is as it stands if the FAQ has it so."""
        return (
            text if self._normaliser(text) in self._exact else self._whereabouts.out_of_town(text)
        )

    def _same_wording(self, words: str, near: Near) -> int | None:
        """The wording of the FAQ that this is, but for a character."""
        if words in self._exact:
            return self._exact[words]
        for index, _ in near[:_FEWEST_OFFERED]:
            if fuzz.ratio(words, self._wordings[index][1]) >= _NEARLY_THE_SAME:
                return index
        return None

    def _is_about_notice(self, ranking: Ranking) -> bool:
        """Who names the document as a whole may still ask about one of its clauses."""
        return (
            ranking.labels[0][0] in ("0", OUTSIDE)
            or self._gate.decide(ranking.evidence) is not Decision.ANSWER
        )

    def _decided(self, text: str, ranking: Ranking) -> Match:
        decision = self._gate.decide(ranking.evidence)
        perhaps = self._gate.may_be_ours(ranking.evidence)
        declined = decision is Decision.OUTSIDE and not perhaps
        if not declined and self._is_elsewhere(text, ranking):
            decision, perhaps = Decision.OUTSIDE, False
        hits = self._hits(ranking)
        if hits[0].id and hits[0].kind is not FaqKind.APPLY and self.names_nothing(text):
            return Match(Decision.CLARIFY, hits[0].kind, hits)
        if decision is Decision.OUTSIDE:
            foreign = Hit("", self._foreign_entry(ranking), dict(ranking.labels).get(OUTSIDE, 0.0))
            return Match(decision, FaqKind.OUTSIDE, (foreign, *hits[: MOST_SHOWN - 1]), perhaps)
        if decision is Decision.CLARIFY and sum(bool(hit.id) for hit in hits) < _FEWEST_OFFERED:
            decision = Decision.ANSWER
        return Match(decision, hits[0].kind, hits)

    def names_nothing(self, text: str) -> bool:
        """Whether a text only asks, and names nothing: 条件是什么."""
        return self._plain.names_nothing(self._normaliser(text))

    def _foreign_entry(self, ranking: Ranking) -> Faq | None:
        """The foreign entry that is clearly meant, if any: its answer names a subject."""
        near = next(
            (item for item in ranking.wordings if self._ranker.label(item[0]) == OUTSIDE), None
        )
        if near is None or near[1] < _SAME_BREATH:
            return None
        return self._policy.faqs[self._wordings[near[0]][0]]

    def _is_elsewhere(self, text: str, ranking: Ranking) -> bool:
        """Whether another place is meant, and no wording or clause of ours speaks of it.

        The province and the state stand above us: where the head is sure, they are named in passing.
        """
        places = self._whereabouts.elsewhere(text)
        if not places:
            return False
        above = all(ABOVE.search(place) for place in places)
        if above and self.is_trained and self._gate.ours(ranking.evidence) >= _SURE_DESPITE_PLACE:
            return False
        for index, cosine in ranking.wordings[:1]:
            if self._ranker.label(index) == OUTSIDE:
                return True
            if cosine >= _SAME_BREATH and any(
                place in self._wordings[index][1] for place in places
            ):
                return False
        first = id_of(ranking.labels[0][0])
        quote = self._policy.clause_of(first).quote if first else ""
        return not any(place in quote for place in places)

    def _same(self, wording: int, ranking: Ranking) -> Match:
        """A question that stands in the FAQ."""
        entry, _ = self._wordings[wording]
        faq = self._policy.faqs[entry]
        first = Hit(id_of(label_of(entry, faq)), faq, CERTAIN)
        if faq.kind is FaqKind.OUTSIDE:
            return Match(
                Decision.OUTSIDE, faq.kind, (first, *self._hits(ranking)[: MOST_SHOWN - 1])
            )
        others = [Hit(id, faq, CERTAIN) for id in faq.see[1:]]
        return Match(Decision.ANSWER, faq.kind, distinct([first, *others, *self._hits(ranking)]))

    def _named(self, named: Sequence[tuple[str, Faq]]) -> Match:
        """A plain question on what these labels are called."""
        hits = distinct(Hit(id_of(label), faq, CERTAIN) for label, faq in named)
        if named[0][0] == OUTSIDE:
            return Match(Decision.OUTSIDE, FaqKind.OUTSIDE, hits)
        decision = Decision.ANSWER if len(hits) == 1 else Decision.CLARIFY
        return Match(decision, hits[0].kind, hits)

    def _perhaps(self, ids: Sequence[str]) -> Match:
        """A message that may be the number of these clauses, and may be none."""
        hits = tuple(Hit(id, None, CERTAIN) for id in ids)
        return Match(Decision.CLARIFY, FaqKind.CONTENT, hits)

    def _one_of(self, ids: Sequence[str], ranking: Ranking, text: str) -> tuple[str, ...]:
        """The one below a heading that is cited whose own name is said: 第二部分讲旅游的那条. None if there is none."""
        best = id_of(ranking.labels[0][0])
        if not best or (clause := self._policy.clause_of(best)).id not in ids:
            return ()
        named = _pairs(self._normaliser(f"{clause.title} {' '.join(clause.keywords)}"))
        return (best,) if named & (_pairs(self._normaliser(text)) - self._parts) else ()

    def _cited(self, ids: Sequence[str], ranking: Ranking, text: str) -> Match:
        """A question that names clauses by number."""
        meant = id_of(ranking.labels[0][0])
        if len(ids) == 1 and meant in self._policy.clause_of(ids[0]).awards and meant != ids[0]:
            ids = (meant, *ids) if ids[0] in self._policy.clauses else ids
        if len(ids) > _MOST_NAMED and (inner := self._one_of(ids, ranking, text)):
            ids = inner
        hits = distinct([self._hit(id, CERTAIN, ranking) for id in ids])
        decision = Decision.ANSWER if len(ids) <= _MOST_NAMED else Decision.CLARIFY
        return Match(decision, hits[0].kind, hits)

    def _hits(self, ranking: Ranking) -> tuple[Hit, ...]:
        """The best candidates of ours."""
        ours = _best_of_each(
            (item for item in ranking.labels if item[0] != OUTSIDE), 2 * MOST_SHOWN
        )
        if max(ranking.kinds, key=ranking.kinds.__getitem__, default="") == FaqKind.ASSESS:
            # Who tells of several matters and wants the total names many clauses and means none.
            ours.sort(key=lambda item: item[0] != ASSESS)
        first = [self._hit(label, score, ranking) for label, score in ours[:1]]
        others = (
            Hit(id_of(label), self._ranker.near_entry(label, ranking), score)
            for label, score in ours[1:]
        )
        return distinct((*first, *others))

    def _hit(self, label: str, score: float, ranking: Ranking) -> Hit:
        return Hit(id_of(label), self._ranker.entry(label, ranking), score)


def _pairs(text: str) -> set[str]:
    """Every two characters that stand together in a word."""
    return {text[at : at + 2] for at in range(len(text) - 1) if " " not in text[at : at + 2]}


def _best_of_each(labels: Iterable[tuple[str, float]], most: int) -> list[tuple[str, float]]:
    """The best label of each id, best first: entries of no clause have a label each, and would crowd out the clauses.

    An offer to assess may yet move to the front and stays.
    """
    best: dict[str, tuple[str, float]] = {}
    for label, score in labels:
        best.setdefault(label if label == ASSESS else id_of(label), (label, score))
        if len(best) == most:
            break
    return list(best.values())
