"""Bytes -> text and the name of its encoding: UTF-8, UTF-16 or GB18030, never guessed silently."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

UTF8 = "UTF-8"
_UTF8_BOM = "UTF-8（带 BOM）"
_MARKS = (
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_NULS_OF_UTF16 = 0.1
"""Units: share of the bytes. Chinese YAML in UTF-16 still has a NUL in every ASCII character."""
_PLAUSIBLE = 0.98
"""Units: share of the characters. GB18030 takes nearly any bytes, so the text must look written."""
_USUAL = re.compile(r"[\x20-\x7e\n\r\t\u3000-\u303f\uff00-\uffef\u4e00-\u9fff\u2010-\u203b·〔〕×]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text with plain line ends. Units: `bad_line` counts from 1, 0 when all could be read."""

    text: str
    encoding: str
    crlf: bool = False
    bad_line: int = 0

    @property
    def accepted(self) -> bool:
        """Whether the bot reads this as it is."""
        return self.encoding in (UTF8, _UTF8_BOM) and not self.bad_line

    @property
    def tidy(self) -> bool:
        """Whether there is nothing to mend about the bytes."""
        return self.encoding == UTF8 and not self.crlf and not self.bad_line


def decode(raw: bytes) -> Decoded:
    """Recognise the encoding and decode. What nothing can read comes back with its bad line."""
    crlf = b"\r" in raw
    for mark, codec, name in _MARKS:
        if raw.startswith(mark):
            return _as(raw[len(mark) :], codec, name)
    if raw.count(0) > len(raw) * _NULS_OF_UTF16:
        little = raw[1::2].count(0) > raw[::2].count(0)
        return _as(raw, "utf-16-le" if little else "utf-16-be", "UTF-16")
    name = _UTF8_BOM if raw.startswith(codecs.BOM_UTF8) else UTF8
    try:
        return Decoded(_lines(raw.decode("utf-8-sig")), name, crlf)
    except UnicodeDecodeError as error:
        bad_line = raw[: error.start].count(b"\n") + 1
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return Decoded("", "", crlf, bad_line)
    if len(_USUAL.findall(text)) < _PLAUSIBLE * len(text):
        return Decoded("", "", crlf, bad_line)
    return Decoded(_lines(text), "GB18030（GBK）", crlf)


def complaint(decoded: Decoded) -> str:
    """What is wrong with the encoding and how to mend it; nothing when it is accepted."""
    if decoded.accepted:
        return ""
    if decoded.bad_line:
        return (
            "这一行有读不出来的字，编码坏了。请从好的版本里把这一行抄回来，另存为，编码选 UTF-8。"
        )
    return (
        f"这个文件存成了 {decoded.encoding} 编码，要用 UTF-8。"
        "请另存为，编码选 UTF-8；或者运行 python bot.py check --fix。"
    )


def _as(raw: bytes, codec: str, name: str) -> Decoded:
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        bad = raw[: error.start].decode(codec, errors="ignore")
        return Decoded("", name, bad_line=bad.count("\n") + 1)
    return Decoded(_lines(text), name, "\r" in text)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
