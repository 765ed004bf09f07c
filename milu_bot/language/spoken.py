"""One spelling for what dialects and forms write otherwise, character for character: no place in a text moves."""

from __future__ import annotations

import re

_DIALECT = str.maketrans("俺咱敝冇哒", "我我我没了")
_LABEL = re.compile(
    r"(?:(?<=[，,。；;！!？?\n])|^)([^，,。；;！!？?：:\n0-9问说讲看听写算知万亿]{1,10})[：:](?=[^，,。；;！!？?：:\n])"
)
"""税额：20万 says 税额是20万."""


def in_one_spelling(words: str) -> str:
    """俺冇招人 -> 我没招人; 年收入：20万 -> 年收入是20万."""
    return _LABEL.sub(r"\1是", words.translate(_DIALECT))
