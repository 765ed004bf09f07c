"""One form for words that mean the same: width, case, script, punctuation, synonyms, fillers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from opencc import OpenCC

from milu_bot.late_pattern import late_pattern
from milu_bot.masthead import Wording

LONGEST = 500
"""Units: characters. What follows is not looked at when matching."""
_AT_ONCE = 200
"""Units: texts. Answers wait while one pattern goes through one text, however long that is."""

_WIDE_PUNCTUATION = "，！？；：（）～"
"""Chinese punctuation is no matter of width: a reader expects it as it is."""

_NARROW = {
    code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _WIDE_PUNCTUATION
} | {0x3000: " "}
_PICTURES = dict.fromkeys(map(ord, "💰💴💵💶💷💸🤑🧧"), "钱")
_UNSEEN = late_pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U0010ffff]+"
)
"""Control, formatting and private characters, and the Hangul fillers that look like nothing."""
_SEPARATORS = late_pattern(r"(?:[^\w\n%.]|_|(?<!\d)\.|\.(?!\d))+")
_LATIN = late_pattern(r"[a-z]")


def clean(text: str) -> str:
    """Take out only what nobody sees or means: control and zero-width characters, wide digits and letters."""
    return _UNSEEN.sub("", text).translate(_NARROW)


def normalise(text: str, wording: Wording) -> str:
    """The form of a text that is matched. For many texts keep a `Normaliser`."""
    return Normaliser(wording)(text)


class Normaliser:
    """Normalises by the synonyms and fillers of one wording.yaml."""

    def __init__(self, wording: Wording) -> None:
        self._simplified = _Simplified()
        meant = {said: to for to, all_said in wording.synonyms.items() for said in all_said}
        meant |= dict.fromkeys(wording.fillers, "")
        folded = self._folded("\n".join((*meant, *meant.values()))).split("\n")
        words = [word.strip() for word in folded]
        self._meant = {
            said: to or " " for said, to in zip(words, words[len(meant) :], strict=False)
        }
        self._words = _alternatives(self._meant)

    def __call__(self, text: str) -> str:
        """The form of a text that is matched."""
        return self.all([text[:LONGEST].replace("\n", " ")])[0]

    def all(self, texts: Iterable[str]) -> list[str]:
        """The same for many texts at once, much faster. Each must be one line; none becomes empty."""
        found, rest = [], list(texts)
        while rest:
            some, rest = rest[:_AT_ONCE], rest[_AT_ONCE:]
            folded = self._folded("\n".join(some))
            lines = zip(self._reworded(folded).split("\n"), folded.split("\n"), strict=True)
            found += [" ".join(line.split()) or " ".join(whole.split()) for line, whole in lines]
        return found

    def plain(self, text: str) -> str:
        """Without synonyms and fillers: what can be held against the letter of a rule."""
        return " ".join(self._folded(text[:LONGEST].replace("\n", " ")).split())

    def _folded(self, text: str) -> str:
        narrow = clean(unicodedata.normalize("NFKC", text)).lower()
        return _SEPARATORS.sub(" ", narrow.translate(self._simplified).translate(_PICTURES))

    def _reworded(self, text: str) -> str:
        return self._words.sub(lambda found: self._meant[found[0]], text)


class _Simplified(dict[int, str]):
    """Traditional to simplified, a character at a time, looked up when first met."""

    def __init__(self) -> None:
        super().__init__({code: chr(code) for code in range(128)})
        self._converter = OpenCC("t2s")

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if not "\u3400" <= char <= "\u9fff":
            return char
        simple: str = self._converter.convert(char)
        self[code] = simple
        return simple


def _alternatives(words: Iterable[str]) -> re.Pattern[str]:
    """Matches any of these words, the longest first; words in Latin letters only as whole words."""
    ordered = sorted(filter(None, words), key=lambda word: (-len(word), word))
    latin = "|".join(map(re.escape, filter(_LATIN.match, ordered)))
    other = "|".join(re.escape(word) for word in ordered if not _LATIN.match(word))
    return late_pattern(rf"(?<![a-z])(?:{latin or '(?!)'})(?![a-z])|{other or '(?!)'}")
