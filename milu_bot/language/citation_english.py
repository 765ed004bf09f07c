"""Writes English addresses of clauses the plain way: the eighth item in section 3.3 -> 3.3第8条."""

from __future__ import annotations

import re

from milu_bot.late_pattern import late_pattern

_WORDS = dict(
    enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"], 1
    )
)
_ORDINALS = dict(
    enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
        ],
        1,
    )
)
_VALUES = {word: value for words in (_WORDS, _ORDINALS) for value, word in words.items()}
_RANKS = {
    **dict.fromkeys(("part", "chapter"), 0),
    **dict.fromkeys(
        ("section", "subsection", "sub-section", "sec", "clause", "sub-clause", "article", "art"), 1
    ),
    **dict.fromkeys(("item", "point", "paragraph", "para", "number", "no"), 2),
}
"""How high in the document a name stands; names of one rank keep their order."""
_INNERMOST = 2
_DEPTH = 3
_NAME = rf"(?:{'|'.join(sorted(_RANKS, key=len, reverse=True))})"
_WORD = rf"(?:{'|'.join(sorted(_WORDS.values(), key=len, reverse=True))})"
_PATH = r"\d\.\d(?![\d.%])|\d ?\(\d\)"
_LEVEL = (
    rf"(?:the\s+)?(?:(?P<name>{_NAME})\.?\s*(?:(?P<path>{_PATH})|\(?(?P<number>\d{{1,2}}(?![\d.(])|{_WORD}(?![a-z]))\)?)"
    rf"|(?P<ordinal>{'|'.join(_ORDINALS.values())}|\d{{1,2}}(?:st|nd|rd|th))(?:\s+(?P<named>{_NAME})(?![a-z]))?"
    rf"|(?P<bare>{_PATH}))"
)
_ONE = late_pattern(_LEVEL)
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _LEVEL)
_OF = r"(?:of|in|under|from|within)\s+"
_JOIN = rf"(?:['’]s)?\s*,?\s*(?:{_OF})?"
_RUN = late_pattern(rf"(?<![a-z\d.]){_UNNAMED}(?:{_JOIN}{_UNNAMED})+")
_INSIDE = late_pattern(rf"\s+{_OF}")
_ADDRESS = late_pattern(
    rf"(?<![a-z])(?:section|clause|article|paragraph)\s+{_WORD}(?:\s+{_WORD}){{1,2}}(?![a-z])"
)
_DOT = r"\s+(?:point|dot)\s+"
_SPOKEN = late_pattern(
    rf"(?<![a-z\d.\-])(?:(?:{_WORD}|\d)(?:{_DOT}(?:{_WORD}|\d{{1,2}})){{2}}|{_WORD}(?:-{_WORD}){{2}}(?=\W*$)"
    rf"|(?:(?<=of )|(?<=in )|(?<=under )|(?<=section )|(?<=part )){_WORD}{_DOT}{_WORD})(?![a-z\d.\-])"
)
_OF_CHAPTER = late_pattern(
    rf"(?:{_NAME}\s+)?({_PATH})\s+{_OF}(?:the\s+)?(?:part|chapter)\s+(\d|{_WORD})(?![a-z\d.])"
)
"""3.8 of chapter 2"""
_THEN = late_pattern(
    rf"(?:(?<=\d\.\d)(?!\d)|(?<=\)))\s*(?:the\s+)?({'|'.join(_VALUES)})(?=\s*(?:[?!,]|$))"
)
"""2.1 ninth"""
_WORDED = late_pattern(rf"(?<![a-z])(?:{_NAME})s\s+{_WORD}(?:\s*(?:,|and|to)+\s*{_WORD})+(?![a-z])")
"""items four and five"""
_HASH = late_pattern(rf"#\s*(?=\d{{1,2}}\s+{_OF})")
_ORDINAL_ONE = late_pattern(rf"({'|'.join(_ORDINALS.values())}) one(?=\s+{_OF})")
_DIGITS = late_pattern(rf"(?<![a-z])(?:{_WORD}(?![a-z])|\d+)")
_SOME = r"\d{1,2}(?:\s*(?:,|and|&|to|-|through)+\s*\d{1,2})+"
_SEVERAL = late_pattern(
    rf"(?<![a-z])(?:{_NAME})s\s+(?P<some>{_SOME})\s*,?\s+{_OF}(?:the\s+)?(?:{_NAME}\s+)?(?P<path>{_PATH})"
    rf"|(?P<first>{_PATH}),?\s+(?:{_NAME})s\s+(?P<then>{_SOME})"
)
"""Items 8 and 9 of section 2.1"""
_NAMED = late_pattern(rf"(?<![a-z])({_NAME})\s+({_WORD})(?![a-z])")


def plain_english(text: str) -> str:
    """The same text, in lower case, with addresses of two levels and more written as in Chinese."""
    text = _WORDED.sub(
        lambda some: _DIGITS.sub(lambda word: str(_VALUES.get(word[0], word[0])), some[0]), text
    )
    text = _HASH.sub("item ", text)
    text = _ORDINAL_ONE.sub(r"\1 item", text)
    text = _SPOKEN.sub(_dotted, _ADDRESS.sub(_dotted, text))
    text = _OF_CHAPTER.sub(lambda found: f"第{_VALUES.get(found[2], found[2])}部分{found[1]}", text)
    text = _THEN.sub(lambda found: f"第{_VALUES[found[1]]}条", text)
    text = _RUN.sub(_address, _SEVERAL.sub(_addresses, text))
    return _NAMED.sub(lambda named: f"{named[1]} {_VALUES[named[2]]}", text)


def _dotted(found: re.Match[str]) -> str:
    name = "条款" if found.re is _ADDRESS else ""
    return name + ".".join(str(_VALUES.get(word, word)) for word in _DIGITS.findall(found[0]))


def _addresses(found: re.Match[str]) -> str:
    path = found["path"] or found["first"]
    spelt = re.sub(r"\s*(?:to|through|-)\s*", "到", found["some"] or found["then"])
    spelt = re.sub(r"\s*(?:,|and|&)+\s*(?:and\s*)?", "和", spelt)
    return path + re.sub(r"\d+", lambda number: f"第{number[0]}条", spelt)


def _address(found: re.Match[str]) -> str:
    """Item 3 of part 2 -> 第2部分第3点; the same text where the levels make no address."""
    groups: list[list[re.Match[str]]] = [[]]
    end = found.start()
    for level in _ONE.finditer(found[0]):
        start = found.start() + level.start()
        if _INSIDE.fullmatch(found.string, end, start):
            groups.insert(0, [])
        groups[0].append(level)
        end = found.start() + level.end()
    levels = sorted((level for group in groups for level in group), key=_rank)
    first, *inner = levels
    nameless = any(level["ordinal"] and not level["named"] for level in levels)
    apart = len(groups) > 1 or (groups[0][0]["path"] and "," in found[0])
    counted = nameless and (not apart or re.match(r"\s*[a-z]", found.string[end:]))
    path = first["path"] or first["bare"] or ""
    names = {level["name"] or level["named"] for level in levels if not _path(level)}
    deep = len(inner) + (2 if path else 1)
    if (
        any(_path(level) for level in inner)
        or _rank(first) == _INNERMOST
        or deep > _DEPTH
        or (counted or (nameless and not path))
        or len(names) < len(inner) + (not path)
    ):
        return found[0]
    outer = path or (f"第{_value(first)}部分" if _rank(first) == 0 else str(_value(first)))
    units = "条" if path else "点条"
    return outer + "".join(
        f"第{_value(level)}{unit}" for level, unit in zip(inner, units, strict=False)
    )


def _path(level: re.Match[str]) -> str:
    return level["path"] or level["bare"] or ""


def _rank(level: re.Match[str]) -> int:
    return 0 if _path(level) else _RANKS.get(level["name"] or level["named"] or "", _INNERMOST)


def _value(level: re.Match[str]) -> int:
    word = level["number"] or level["ordinal"]
    return _VALUES.get(word) or int(re.sub(r"\D", "", word))
