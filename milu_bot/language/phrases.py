"""The words of a short answer: one script and spelling, and what of them carries no meaning."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from opencc import OpenCC

from milu_bot.late_pattern import late_pattern
from milu_bot.masthead import Wording

_NOISE = late_pattern(r"[^\w%]|_")
_TWICE = late_pattern(r"(.{1,3}?)\1+")
_CLAUSE = late_pattern(r"[，,。；;！!？?\n、～~…]+| {2,}")
_ASKS = late_pattern(
    r"[?？]|[吗么][。！!～~\s]*$|对不对|是吧|好不好|行吧|[了过](?:没有?|冇|不)[。！!～~\s]*$"
)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def spelled(text: str) -> str:
    """In simplified characters, half width and lower case."""
    narrow = unicodedata.normalize("NFKC", text).lower()
    try:
        narrow.encode("gb2312")
    except UnicodeEncodeError:
        return str(_converter().convert(narrow))
    return narrow


def squeezed(text: str) -> str:
    """Without punctuation, spaces and repetition: 是，是的！ -> 是的."""
    bare = _NOISE.sub("", text)
    return bare if len(bare) > 60 or bare.isdecimal() else _TWICE.sub(r"\1", bare)


def without(text: str, words: Iterable[str]) -> str:
    """The text with every one of these words taken out, the longest first."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text


@lru_cache(maxsize=64)
def _forms(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(phrases) | {squeezed(phrase) for phrase in phrases}


def is_whole(text: str, phrases: tuple[str, ...], wording: Wording) -> bool:
    """Whether the whole utterance is one of these phrases, fillers aside. `text` must be `spelled`."""
    said = {squeezed(text), squeezed(without(text, wording.fillers)), text.strip()} - {""}
    return not said.isdisjoint(_forms(phrases))


def in_our_words(text: str, wording: Wording) -> str:
    """With people's words replaced by the document's: 冇交社保 -> 没有交社保."""
    for meant, all_said in wording.synonyms.items():
        for said in sorted(all_said, key=len, reverse=True):
            if said in text and meant not in text:
                text = text.replace(said, meant)
    return without(text, wording.fillers)


def clauses(text: str) -> list[str]:
    """The parts between the commas."""
    return [part.strip() for part in _CLAUSE.split(text) if part.strip()]


def in_order(part: str, whole: str) -> bool:
    """Whether all characters of the part stand in the whole in the same order."""
    letters = iter(whole)
    return all(letter in letters for letter in part)


def asks_outright(text: str) -> bool:
    """Whether the form of the sentence is that of a question."""
    return bool(_ASKS.search(text))


def asks(text: str, wording: Wording) -> bool:
    """Whether this is a question rather than an answer."""
    return asks_outright(text) or any(word in text for word in wording.asking)


def says_unknown(text: str, wording: Wording) -> bool:
    """Whether 不晓得 or the like stands somewhere in it."""
    return any(len(phrase) > 1 and phrase in text for phrase in wording.unknown)
