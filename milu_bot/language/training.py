"""Trains the head from the FAQ. Needs scikit-learn, scipy and pypinyin; nothing else of the bot does."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from milu_bot.language.gram_table import GramTable
from milu_bot.language.head import Head, Reader, content_key
from milu_bot.language.labels import OUTSIDE, label_of, own_words, wordings
from milu_bot.language.meaning import WIDTH, Encoder, Meaning, directions
from milu_bot.language.nearest import Forms
from milu_bot.language.normalise import Normaliser
from milu_bot.language.profile import SMOOTHING, Profiles
from milu_bot.language.sounds import Sounds
from milu_bot.policy import FaqKind, Policy

if TYPE_CHECKING:
    from numpy import float32, intp
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

_SEEN_AT_LEAST = 2
"""Units: wordings. A feature of one wording alone teaches nothing."""
_PENALTY = 0.1
_STEPS = 20
_EASE_OF_MEANING = 10.0
"""How freely the model over encoded texts may learn."""
_EASE_OF_FOREIGN = 3.0
_AXES = 128
"""Of the encoder's 512: as good as all of them by cross-validation, and four times as quick."""


def train(policy: Policy, encoder: Encoder | None = None) -> Head:
    """Train on every wording; with an encoder also on what they mean. Takes some seconds on one core."""
    import numpy as np

    normaliser = Normaliser(policy.wording)
    readings = _readings()
    sounds = Sounds(readings)
    asked = wordings(policy)
    named = list(own_words(policy))
    texts = normaliser.all([words for _, words in asked] + [words for _, words in named])
    labels = [label_of(index, policy.faqs[index]) for index, _ in asked] + [
        label for label, _ in named
    ]
    kinds = [str(policy.faqs[index].kind) for index, _ in asked] + [str(FaqKind.CONTENT)] * len(
        named
    )
    features = _features(texts, sounds)
    reader = Reader(features, sounds)
    rows = [reader.rows(text) for text in texts]
    forms = Forms.of(texts[: len(asked)])
    found = [(index, text) for (index, _), text in zip(asked, forms.texts, strict=True)]
    matrix = _matrix(rows, len(features))
    label_names, kind_names = sorted(set(labels)), sorted(set(kinds))
    ours, our_constants = _regression(matrix, labels)
    counted, count_constants = _by_counts(rows, labels, label_names, len(features))
    of_kind, kind_constants = _regression(matrix, kinds)
    return Head(
        key=content_key(policy),
        labels=tuple(label_names),
        kinds=tuple(kind_names),
        forms=replace(forms, profiles=Profiles.of_policy(policy, normaliser, found)),
        features=features,
        readings=readings,
        weights=np.hstack([ours, counted, of_kind]).astype(np.float16),
        constants=np.concatenate([our_constants, count_constants, kind_constants]).astype(
            np.float32
        ),
        meaning=_meaning(encoder(texts), labels, len(asked)) if encoder else None,
    )


def _meaning(vectors: NDArray[float32], labels: Sequence[str], asked: int) -> Meaning:
    """Learn from encoded texts, of which the first `asked` are wordings."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    centre = vectors.mean(axis=0)
    centred = directions(vectors - centre)
    _, axes = np.linalg.eigh(centred.T @ centred)  # the largest last
    axes = axes[:, : -_AXES - 1 : -1]
    placed = directions(centred @ axes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it stops early on purpose
        model = LogisticRegression(C=_EASE_OF_MEANING, max_iter=2 * _STEPS).fit(placed, labels)
    return Meaning(
        centre=centre.astype(np.float32),
        weights=model.coef_.T.astype(np.float32),
        constants=model.intercept_.astype(np.float32),
        axes=axes.astype(np.float32),
        wordings=placed[:asked].astype(np.float32),
        says_foreign=_says_foreign(placed[:asked], labels[:asked]),
    )


def _says_foreign(placed: NDArray[float32], labels: Sequence[str]) -> NDArray[float32]:
    """Learn which encoded wordings tell foreign texts from ours, and how much; nothing if all are ours."""
    import numpy as np
    from sklearn.svm import SVC

    says = np.zeros(len(placed) + 1, dtype=np.float32)
    foreign = np.array([label == OUTSIDE for label in labels])
    if foreign.any() and not foreign.all():
        machine = SVC(C=_EASE_OF_FOREIGN, gamma=WIDTH, class_weight="balanced").fit(placed, foreign)
        says[machine.support_] = machine.dual_coef_[0]
        says[-1] = machine.intercept_[0]
    return says


def _readings() -> Mapping[str, str]:
    """The first reading of each common character, without tone."""
    from pypinyin import lazy_pinyin

    common = [char for code in range(0xB0A1, 0xF7FF) if (char := _gb2312(code))]
    sounds = {char: lazy_pinyin(char)[0].replace("ü", "v") for char in common}
    return {char: sound for char, sound in sounds.items() if sound.isascii()}


def _gb2312(code: int) -> str:
    return code.to_bytes(2, "big").decode("gb2312", errors="ignore").strip()[:1]


def _features(texts: Sequence[str], sounds: Sounds) -> GramTable:
    reader = Reader(GramTable.of(()), sounds)
    counts = Counter(feature for text in texts for feature in set(reader.features(text)))
    return GramTable.of(feature for feature, count in counts.items() if count >= _SEEN_AT_LEAST)


def _matrix(rows: Sequence[NDArray[intp]], width: int) -> csr_matrix:
    """A line a text, as long as the root of its features."""
    import numpy as np
    from scipy.sparse import csr_matrix

    sizes = np.array([len(found) for found in rows])
    values = np.repeat(1 / np.sqrt(np.maximum(sizes, 1)), sizes).astype(np.float32)
    columns = np.concatenate(rows).astype(np.int32)
    return csr_matrix(
        (values, columns, np.concatenate([[0], np.cumsum(sizes)])), shape=(len(rows), width)
    )


def _regression(
    matrix: csr_matrix, labels: Sequence[str]
) -> tuple[NDArray[float32], NDArray[float32]]:
    """Multinomial logistic regression: weights and constants, a column a label in sorted order."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it stops early on purpose
        model = LogisticRegression(
            C=1 / _PENALTY, solver="saga", max_iter=_STEPS, tol=1e-3, random_state=0
        ).fit(matrix, labels)
    return model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)


def _by_counts(
    rows: Sequence[NDArray[intp]], labels: Sequence[str], names: Sequence[str], height: int
) -> tuple[NDArray[float32], NDArray[float32]]:
    """Complement naive Bayes as in `profile`, as weights and constants; these are for one feature."""
    import numpy as np

    place = {name: index for index, name in enumerate(names)}
    counts = np.zeros((height, len(names)), dtype=np.float32)
    for found, label in zip(rows, labels, strict=True):
        counts[found, place[label]] += 1
    total = counts.sum(axis=1, keepdims=True)
    weights = np.log(total + SMOOTHING) - np.log(total - counts + SMOOTHING)
    sizes = np.log(counts.sum() - counts.sum(axis=0) + SMOOTHING * height)
    return weights.astype(np.float32), (sizes - sizes.min()).astype(np.float32)
