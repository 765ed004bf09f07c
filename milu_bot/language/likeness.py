"""Which questions are nearly the same question."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from milu_bot.language.normalise import Normaliser
from milu_bot.masthead import Wording

_ALIKE = 72
"""Units: percent of characters that agree once synonyms and fillers are evened out."""


def grouped(texts: Iterable[str], wording: Wording) -> list[list[int]]:
    """The places of texts that are alike, in groups; each group and each place in the order given.

    A text joins the group whose first text is nearest to it. So what comes later never changes who
    stands first in a group, and staff can call a group by its first text's number.
    """
    normaliser = Normaliser(wording)
    groups: list[list[int]] = []
    firsts: list[str] = []
    for place, text in enumerate(texts):
        words = normaliser(text).replace(" ", "")
        near = process.extractOne(words, firsts, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if near is None:
            groups.append([place])
            firsts.append(words)
        else:
            groups[near[2]].append(place)
    return groups
