"""Scores a normalised text against every label and wording, and gathers the evidence for the gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from milu_bot.language.features import grams
from milu_bot.language.gate import Evidence
from milu_bot.language.head import Head, Reading
from milu_bot.language.labels import OUTSIDE, label_of, same_clause
from milu_bot.language.meaning import Encoder, Meant
from milu_bot.language.nearest import Forms
from milu_bot.language.normalise import Normaliser
from milu_bot.language.profile import Profiles
from milu_bot.policy import Faq, Policy

_NEAREST_OF_LABEL = 3
_NEAREST_BESIDE_PROFILE = 5.0
_NEAREST_BESIDE_HEAD = 2.0
_NEAREST_BESIDE_MEANING = 1.0
_COUNTS_BESIDE_HEAD = 0.3
_MEANING_BESIDE_HEAD = 0.6
_CLOSENESS_BESIDE_HEAD = 6.0
"""How much each score counts beside the others; by cross-validation that leaves whole writers out."""
_KIND_BESIDE_PROFILE = 1.5


Near = Sequence[tuple[int, float]]
"""Places of wordings with their cosines, the nearest first."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """How a text scores: labels best first, wordings nearest first, and what it all proves."""

    labels: tuple[tuple[str, float], ...]
    wordings: tuple[tuple[int, float], ...]
    features: tuple[str, ...]
    kinds: Mapping[str, float]
    """Log probabilities; empty without a head."""
    evidence: Evidence


class Ranker:
    """Ranks by the head if there is one, else by profiles counted at load."""

    def __init__(
        self,
        policy: Policy,
        normaliser: Normaliser,
        wordings: Sequence[tuple[int, str]],
        forms: Forms,
        head: Head | None,
    ) -> None:
        """Take normalised wordings with the places of their entries, and their forms."""
        self._faqs = policy.faqs
        self._entries = [index for index, _ in wordings]
        self._labels = [label_of(index, faq) for index, faq in enumerate(policy.faqs)]
        self._head = head
        self._encoder: Encoder | None = None
        self._wording_labels = [self._labels[index] for index in self._entries]
        self._texts = [text for _, text in wordings]
        self._nearest = forms.nearest
        self._profiles = (
            None if head else forms.profiles or Profiles.of_policy(policy, normaliser, wordings)
        )
        self._of_label: dict[str, Profiles] = {}
        """Filled when first needed: most labels are not asked about in one run."""
        self._shut: frozenset[int] = frozenset()

    def without(self, shut: frozenset[int]) -> Ranker:
        """The same ranker, which answers with none of these entries."""
        other = copy(self)
        other._shut = shut
        return other

    def with_encoder(self, encoder: Encoder) -> Ranker:
        """The same ranker, which asks the encoder too."""
        sharper = copy(self)
        sharper._encoder = encoder
        return sharper

    def near(self, words: str) -> Near:
        """The nearest wordings of normalised words: their places and cosines."""
        wordings = self._nearest.find(words)
        if self._shut:
            wordings = [item for item in wordings if self._entries[item[0]] not in self._shut]
        return wordings

    def rank(self, words: str, near: Near | None = None, *, encode: bool = True) -> Ranking:
        """Score normalised words, whose nearest wordings may be known; without `encode` at a third of the cost."""
        found = list(dict.fromkeys(grams(words)))
        wordings = self.near(words) if near is None else near
        reading = self._head.read(words) if self._head else None
        meant = self._meant(words) if encode else None
        if reading:
            scores = {
                label: score + _COUNTS_BESIDE_HEAD * reading.counts[label]
                for label, score in reading.labels.items()
            }
        else:
            assert self._profiles
            scores = self._profiles.scores(found)
        weight = _NEAREST_BESIDE_HEAD if reading else _NEAREST_BESIDE_PROFILE
        if meant:
            weight = _NEAREST_BESIDE_MEANING
            for label, score in meant.labels.items():
                scores[label] += (
                    _MEANING_BESIDE_HEAD * score + _CLOSENESS_BESIDE_HEAD * meant.closeness[label]
                )
        close: dict[str, int] = defaultdict(int)
        for index, cosine in wordings:
            label = self._labels[self._entries[index]]
            if close[label] < _NEAREST_OF_LABEL:
                close[label] += 1
                scores[label] += weight * cosine
        labels = tuple(sorted(scores.items(), key=lambda item: -item[1]))
        evidence = self._evidence(found, labels, wordings, reading, meant)
        features = tuple(self._features(words)) if reading else tuple(found)
        return Ranking(
            labels, tuple(wordings), features, reading.kinds if reading else {}, evidence
        )

    def _meant(self, words: str) -> Meant | None:
        if self._encoder is None or self._head is None or self._head.meaning is None:
            return None
        vector = self._encoder([words])[0]
        return self._head.meaning.read(vector, self._head.labels, self._wording_labels)

    def entry(self, label: str, ranking: Ranking) -> Faq | None:
        """The entry of a label that fits the question best, by its wordings and its kind."""
        near: dict[int, float] = {}
        for index, cosine in ranking.wordings:
            if self._labels[self._entries[index]] == label:
                near.setdefault(self._entries[index], cosine)
        if not near and not label.startswith("#"):
            return None
        scores = self._entry_profiles(label).scores(ranking.features)
        scores = {entry: score for entry, score in scores.items() if int(entry) not in self._shut}
        if not scores:
            return None
        best = max(
            scores,
            key=lambda entry: (
                scores[entry]
                + _NEAREST_BESIDE_PROFILE * near.get(int(entry), 0.0)
                + _KIND_BESIDE_PROFILE * ranking.kinds.get(self._faqs[int(entry)].kind, 0.0)
            ),
        )
        return self._faqs[int(best)]

    def near_entry(self, label: str, ranking: Ranking) -> Faq | None:
        """The same for a runner-up, quicker: the entry of the nearest wording."""
        for index, _ in ranking.wordings:
            if self._labels[self._entries[index]] == label:
                return self._faqs[self._entries[index]]
        of_kind = self._labels.index(label) if label.startswith("#") else None
        return None if of_kind is None or of_kind in self._shut else self._faqs[of_kind]

    def _features(self, words: str) -> list[str]:
        return self._head.reader.features(words) if self._head else grams(words)

    def _entry_profiles(self, label: str) -> Profiles:
        """What tells the entries of one label apart."""
        if label not in self._of_label:
            by_entry: dict[str, list[Sequence[str]]] = defaultdict(list)
            for entry, text in zip(self._entries, self._texts, strict=True):
                if self._labels[entry] == label:
                    by_entry[str(entry)].append(self._features(text))
            self._of_label[label] = Profiles.of(by_entry)
        return self._of_label[label]

    def label(self, wording: int) -> str:
        """The label of a wording."""
        return self._labels[self._entries[wording]]

    def _evidence(
        self,
        found: Sequence[str],
        labels: Sequence[tuple[str, float]],
        wordings: Sequence[tuple[int, float]],
        reading: Reading | None,
        meant: Meant | None,
    ) -> Evidence:
        ours = [item for item in labels if item[0] != OUTSIDE]
        first, best = ours[0]
        foreign = dict(labels).get(OUTSIDE, 0.0)
        second = next((score for label, score in ours if not same_clause(label, first)), best)
        near = self._nearest_of_both(wordings)
        close = self._nearest_of_both(meant.nearest if meant else ())
        reader = self._head.reader if self._head else self._profiles
        assert reader
        return Evidence(
            inside_lead=best - foreign,
            clause_lead=best - second,
            nearest_inside=near[True],
            nearest_outside=near[False],
            length=len(found),
            known=reader.known(found) / (len(found) or 1),
            head_inside=-reading.labels.get(OUTSIDE, 0.0) if reading else 0.0,
            head_best=reading.labels[first] if reading else 0.0,
            meaning_inside=-meant.labels.get(OUTSIDE, 0.0) if meant else 0.0,
            meaning_best=meant.labels[first] if meant else 0.0,
            closest_inside=close[True],
            closest_outside=close[False],
            meant_foreign=meant.foreign if meant else 0.0,
        )

    def _nearest_of_both(self, wordings: Sequence[tuple[int, float]]) -> dict[bool, float]:
        """The cosine of the nearest wording that is ours, and of the nearest that is foreign."""
        near = {True: 0.0, False: 0.0}
        for index, cosine in wordings:
            is_ours = self.label(index) != OUTSIDE
            near[is_ours] = max(near[is_ours], cosine)
        return near
