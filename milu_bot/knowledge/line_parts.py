"""A line taken apart, the names that staff write, and what a slip of the pen is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from milu_bot.written import Written

RULE_KEYS = frozenset(
    [
        "分档",
        "组",
        "任一",
        "全部",
        "都不",
        "奖励",
        "按比例",
        "按数量",
        "分段",
        "按月",
        "酌情",
        "优惠",
    ]
)


def _models(model: type[Written]) -> Iterator[type[Written]]:
    for kind in model.__subclasses__():
        yield kind
        yield from _models(kind)


KNOWN_KEYS = RULE_KEYS | frozenset(
    field.alias or name for model in _models(Written) for name, field in model.model_fields.items()
)
"""In a list a line may be somebody's words, colon and all; only before these names is it a slip."""
_LONG_TEXTS = ["问", "答", "原文", "解读", "提示", "理由", "问题", "讲什么", "有效期说明"]
_SHORT_TEXTS = ["标题", "名称", "没写清", "内容", "为什么", "优惠"]
TEXT_KEYS = frozenset([*_LONG_TEXTS, *_SHORT_TEXTS])
"""What stands after these is people's or the document's words: never mended by a machine."""
BLOCK_KEYS = frozenset(["答", "原文", "解读", "提示", "理由", "讲什么", "有效期说明"])
"""After these staff write several lines; below any other name such lines are something else."""
LIST_KEYS = (
    frozenset(
        field.alias or name
        for model in _models(Written)
        for name, field in model.model_fields.items()
        if "tuple" in str(field.annotation)
    )
    - TEXT_KEYS
)
"""After these stands a list of names."""
KEY = r"[^\s:：\"'#\[\]{}“”「」（，,。]{1,24}"
ROW = r"(?P<row>(?:- +)*)"
_PARTS = re.compile(
    rf"^(?P<indent> *){ROW}"
    rf"(?:(?P<key>{KEY}|\"[^\"]{{1,40}}\"|'[^']{{1,40}}'):(?:\s+|$))?(?P<value>.*)$"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A slip and the line as it must have been meant. Units: columns count from 1."""

    column: int
    message: str
    mended: str
    certain: bool = False
    """Whether `check --fix` may write the mended line."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A line taken apart: its indent, the dashes of its rows, the key and what follows."""

    indent: int
    dashes: str
    key: str
    value: str
    start: int
    """Units: columns from 0, where the value starts."""


@lru_cache(maxsize=256)  # many looks at the same few lines
def take_apart(line: str) -> Parts:
    """Indent, dashes, key and value of a line."""
    match = _PARTS.match(line)
    if match is None:
        return Parts(0, "", "", line, 0)
    key = (match["key"] or "").strip("\"'")
    return Parts(len(match["indent"]), match["row"], key, match["value"], match.start("value"))


def closes_at(value: str) -> int:
    """Where the quote, bracket or brace that opens this value closes; -1 if it does not."""
    return OpenValue().read(value)


class OpenValue:
    """A value in quotes, brackets or braces, read piece by piece until it closes."""

    def __init__(self) -> None:
        self.depth = 0
        self.quote = ""

    def read(self, piece: str) -> int:
        """Read on; gives where in this piece the value closes, or -1."""
        index = 0
        while index < len(piece):
            char = piece[index]
            if self.quote:
                doubled = char == self.quote == "'" and piece[index + 1 : index + 2] == "'"
                if doubled or (char == "\\" and self.quote == '"'):
                    index += 1
                elif char == self.quote:
                    self.quote = ""
            elif char in "\"'" and (index == 0 or piece[index - 1] in " ,[{:"):
                self.quote = char
            elif char in "[{":
                self.depth += 1
            elif char in "]}":
                self.depth -= 1
            if not self.quote and self.depth <= 0:
                return index
            index += 1
        return -1
