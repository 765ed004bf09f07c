"""Finds what a question is about: a clause, an award, small talk, or nothing of ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from milu_bot.language.citations import Citations
from milu_bot.language.features import grams
from milu_bot.language.gate import WITHOUT_HEAD, Decision, Evidence
from milu_bot.language.nearest import Nearest
from milu_bot.language.normalise import Normaliser
from milu_bot.language.profile import Profiles
from milu_bot.policy import Faq, FaqKind, Policy

_SHOWN = 5
_NEAREST_WEIGHT = 5.0
"""How much the nearest wordings count beside the profile; by cross-validation."""
_NEAREST_OF_LABEL = 3
_NEARLY_THE_SAME = 94
"""Units: percent of characters that agree."""
_TOO_FAR = 0.1
"""Units: cosine. An entry further off is not shown; the clause itself is."""
_SAME_BREATH = 0.4
"""Units: cosine. From here on a wording that names the same place speaks for us."""
_CERTAIN = 1000.0
_FEWEST_OFFERED = 2
_BY_KIND = (FaqKind.OUTSIDE, FaqKind.CHITCHAT, FaqKind.ASSESS)
_NO_CLAUSE = "#"
_OUTSIDE = f"{_NO_CLAUSE}{FaqKind.OUTSIDE}"
_LETTERS = "abc"


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: the id of a clause or award, "" for small talk and the like, and its best entry."""

    id: str
    faq: Faq | None
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """What a question is about, best candidate first, distinct ids."""

    decision: Decision
    kind: FaqKind | None
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """How a text scores: labels best first, wordings nearest first, and the evidence for the gate."""

    labels: tuple[tuple[str, float], ...]
    wordings: tuple[tuple[int, float], ...]
    evidence: Evidence


class Index:
    """All wordings of one policy, ready to be searched. Holds no state between questions."""

    def __init__(self, policy: Policy) -> None:
        self._faqs = policy.faqs
        self._wordings = [(index, words) for index, faq in enumerate(policy.faqs) for words in faq.questions]
        self._normaliser = Normaliser(policy.wording)
        self._citations = Citations(policy)
        self._elsewhere = tuple(map(self._normaliser.plain, policy.wording.elsewhere))
        self._here = policy.masthead.place
        self._texts = self._normaliser.all(words.replace("\n", " ") for _, words in self._wordings)
        self._clause_texts = {str(id): clause.quote for id, clause in policy.clauses.items()} | {
            str(award.id): policy.clauses[award.clause].quote for award in policy.awards.values()
        }
        self._exact = {text: index for index, text in reversed(list(enumerate(self._texts)))}
        self._labels = [_label(index, faq) for index, faq in enumerate(policy.faqs)]
        found = [grams(text) for text in self._texts]
        by_label: dict[str, list[Sequence[str]]] = defaultdict(list)
        for (entry, _), of_wording in zip(self._wordings, found, strict=True):
            by_label[self._labels[entry]].append(of_wording)
        for clause in policy.clauses.values():
            titles = " ".join((clause.title, *clause.keywords))
            by_label[clause.id].append(grams(self._normaliser(titles)))
            for award in clause.awards.values():
                by_label[award.id].append(grams(self._normaliser(award.title)))
        self._profiles = Profiles(by_label)
        self._nearest = Nearest(found)
        self._gate = WITHOUT_HEAD

    def find(self, text: str) -> Match:
        """What this question is about."""
        words = self._normaliser(text)
        if not words:
            return Match(Decision.OUTSIDE, None, ())
        ids = self._citations.read(text)
        same = self._exact.get(words)
        ranking = self.rank(words)
        if ids and ids != ("0",):
            return self._cited(ids, ranking)
        if same is None and ranking.wordings:
            nearest, _ = ranking.wordings[0]
            if fuzz.ratio(words, self._texts[nearest]) >= _NEARLY_THE_SAME:
                same = nearest
        if same is not None:
            return self._same(same, ranking)
        if ids and ranking.evidence.nearest_inside < 1:
            return self._cited(ids, ranking)
        return self._decided(text, ranking)

    def rank(self, words: str) -> Ranking:
        """Score normalised words against every label and wording."""
        found = list(dict.fromkeys(grams(words)))
        scores = self._profiles.scores(found)
        wordings = self._nearest.find(found)
        close: dict[str, int] = defaultdict(int)
        for index, cosine in wordings:
            label = self._labels[self._wordings[index][0]]
            if close[label] < _NEAREST_OF_LABEL:
                close[label] += 1
                scores[label] += _NEAREST_WEIGHT * cosine
        labels = sorted(scores.items(), key=lambda item: -item[1])
        return Ranking(tuple(labels), tuple(wordings), self._evidence(found, labels, wordings))

    def _evidence(
        self,
        found: Sequence[str],
        labels: Sequence[tuple[str, float]],
        wordings: Sequence[tuple[int, float]],
    ) -> Evidence:
        scores = dict(labels)
        first, best = next((item for item in labels if item[0] != _OUTSIDE), ("", 0.0))
        second = next((score for label, score in labels if label != _OUTSIDE and not _same_clause(label, first)), 0.0)
        inside = next((c for i, c in wordings if self._label_of(i) != _OUTSIDE), 0.0)
        foreign = next((c for i, c in wordings if self._label_of(i) == _OUTSIDE), 0.0)
        return Evidence(
            inside_lead=best - scores.get(_OUTSIDE, 0.0),
            clause_lead=best - second,
            nearest_inside=inside,
            nearest_outside=foreign,
            length=len(found),
            known=sum(map(self._profiles.knows, found)) / (len(found) or 1),
        )

    def _label_of(self, wording: int) -> str:
        return self._labels[self._wordings[wording][0]]

    def _decided(self, text: str, ranking: Ranking) -> Match:
        decision = self._gate.decide(ranking.evidence)
        if decision is not Decision.OUTSIDE and self._is_elsewhere(text, ranking):
            decision = Decision.OUTSIDE
        hits = self._hits(ranking)
        if decision is Decision.OUTSIDE:
            scores = dict(ranking.labels)
            foreign = self._hit(_OUTSIDE, scores.get(_OUTSIDE, 0.0), ranking)
            return Match(decision, FaqKind.OUTSIDE, (foreign, *hits[: _SHOWN - 1]))
        kind = hits[0].faq.kind if hits[0].faq else FaqKind.CONTENT
        if decision is Decision.CLARIFY and sum(bool(hit.id) for hit in hits) < _FEWEST_OFFERED:
            decision = Decision.ANSWER
        return Match(decision, kind, hits)

    def _is_elsewhere(self, text: str, ranking: Ranking) -> bool:
        """Whether another place is meant, and no wording or clause of ours speaks of it in the same breath."""
        words = self._normaliser.plain(text)
        places = [place for place in self._elsewhere if place in words]
        if not places or self._here in words:
            return False
        for index, cosine in ranking.wordings:
            entry, wording = self._wordings[index]
            if self._labels[entry] == _OUTSIDE:
                return True
            if cosine >= _SAME_BREATH and any(place in wording for place in places):
                return False
            break
        clause = self._clause_texts.get(ranking.labels[0][0], "")
        return not any(place in clause for place in places)

    def _same(self, wording: int, ranking: Ranking) -> Match:
        """A question that stands in the FAQ."""
        entry, _ = self._wordings[wording]
        faq = self._faqs[entry]
        first = Hit(faq.see[0] if faq.see else "", faq, _CERTAIN)
        if faq.kind is FaqKind.OUTSIDE:
            return Match(Decision.OUTSIDE, faq.kind, (first, *self._hits(ranking)[: _SHOWN - 1]))
        others = [Hit(id, faq, _CERTAIN) for id in faq.see[1:]]
        return Match(Decision.ANSWER, faq.kind, _distinct([first, *others, *self._hits(ranking)]))

    def _cited(self, ids: Sequence[str], ranking: Ranking) -> Match:
        """A question that names clauses by number."""
        hits = _distinct([self._hit(id, _CERTAIN, ranking) for id in ids])
        decision = Decision.ANSWER if len(ids) < _FEWEST_OFFERED + 1 else Decision.CLARIFY
        return Match(decision, hits[0].faq.kind if hits[0].faq else FaqKind.CONTENT, hits)

    def _hits(self, ranking: Ranking) -> tuple[Hit, ...]:
        """The best candidates of ours."""
        ours = [(label, score) for label, score in ranking.labels[: 2 * _SHOWN] if label != _OUTSIDE]
        return _distinct([self._hit(label, score, ranking) for label, score in ours])

    def _hit(self, label: str, score: float, ranking: Ranking) -> Hit:
        """A candidate with the entry whose wording is nearest to the question."""
        id = "" if label.startswith(_NO_CLAUSE) else label
        for index, cosine in ranking.wordings:
            entry, _ = self._wordings[index]
            if cosine < _TOO_FAR:
                break
            if self._labels[entry] == label:
                return Hit(id, self._faqs[entry], score)
        return Hit(id, self._faqs[self._labels.index(label)] if not id else None, score)


def _label(index: int, faq: Faq) -> str:
    """What an entry is filed under: the first id it is about, or its kind, or itself."""
    if faq.see:
        return faq.see[0]
    return f"{_NO_CLAUSE}{faq.kind if faq.kind in _BY_KIND else index}"


def _same_clause(one: str, other: str) -> bool:
    return one.rstrip(_LETTERS) == other.rstrip(_LETTERS)


def _distinct(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The first hit of each id, as many as are shown."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.id, hit)
    return tuple(first.values())[:_SHOWN]
