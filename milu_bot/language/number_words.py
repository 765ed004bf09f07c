"""One numeral, in figures, in Chinese or in both at once -> its exact value.

cn2an reads plain numerals (三百二十万), but not 2千3百万, 300多万 or 两三百, raises KeyError on
一亿二 and gives floats for decimals; the tests hold this reader against it where both can read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milu_bot.quantity import LARGEST, ZERO

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000, "k": 1000}
_BIG = {"万": 10**4, "w": 10**4, "亿": 10**8}
_NEIGHBOURS = frozenset(["一二", "二三", "两三", "三四", "四五", "五六", "六七", "七八", "八九", "三五", "一两"])
"""Two digits side by side that name a range: 两三百, 三五个."""
_LONGEST = 24
"""Figures of one literal; more would not fit the arithmetic and means nothing anyway."""

NUMBER_RUN = re.compile(r"[0-9零一二两三四五六七八九十百千万亿几廿卅.,，_]+")
_LITERAL = r"[0-9]{1,3}(?:，[0-9]{3})*，0[0-9]{2}(?:，[0-9]{3})*(?![0-9])|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_PIECE = re.compile(
    r" {0,2}(?P<big>[万亿]|[wW](?![a-zA-Z]))"
    r"|(?P<small>[十百千]|(?: ?[kK])(?![a-zA-Z]))"
    rf"|(?P<literal>{_LITERAL})"
    r"|(?P<tens>[廿卅])"
    r"|(?P<digits>[零一二两三四五六七八九]+)"
    r"|点(?P<fraction>[零一二三四五六七八九]+(?![十分刻点])|[0-9]+(?=[万亿百千]))"
    r"|(?P<some>好几|几|个把|数(?=[十百千万亿]))"
    r"|(?P<more>[多余](?![少数大次]))"
    r"|(?P<about>[来把])"
    r"|(?P<head>个(?P<and_half>半?)(?=[多来把]?亿))"
    r"|(?P<half>半)"
)
_ODD_JOIN = re.compile(r"[,，_'’·。.、]?[0-9]*[,，_'’·。][0-9]")


_COUNTERS = re.compile(" ?[个人家年月天次名位户笔单口种条项]")


class Flaw(StrEnum):
    """Why something that looks like a number cannot be taken as one."""

    NEGATIVE = "负数"
    TOO_LARGE = "太大"
    GARBLED = "看不懂"
    HIDDEN = "有看不见的字符"


@dataclass(frozen=True, slots=True)
class Numeral:
    """The value of a numeral: a point, or the range that words like 多 and 几 leave."""

    end: int
    low: Decimal
    high: Decimal
    high_open: bool = False
    vague: bool = False
    large: bool = False
    """Whether it names its own size: 万, 亿, w or k."""
    chinese: bool = False
    """Whether it is words alone, without a figure."""
    loose: bool = False
    """Whether 多, 几 or two digits side by side leave a range."""
    mantissa: Decimal = ZERO
    """The 200 of 200万."""
    counted: bool = False
    """Whether it has 十, 百 or more; a single digit in words is often no number (一起, 统一)."""
    flaw: Flaw | None = None

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


def read_numeral(text: str, start: int) -> Numeral | None:
    """Read the numeral that begins here; nothing if none does. `text` must be `spelling.plain`."""
    return _Reader(text, start).read()


def _place(number: Decimal) -> Decimal:
    """What one of the last figure that is not 0 is worth: 320 -> 10."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


class _Reader:
    """Reads one numeral piece by piece. `done` holds whole 万 and 亿, `section` what is under 万."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start, self.end = text, start, start
        self.done = self.section = self.spread = ZERO
        self.done_unit = self.section_unit = self.unit = 0
        self.coefficient: Decimal | None = None
        self.figures = 0
        self.after_zero = self.loose = self.vague = self.large = self.latin = self.counted = False
        self.open = self.closed = False
        self.flaw: Flaw | None = None

    def read(self) -> Numeral | None:
        """Take pieces until one does not follow."""
        while not self.flaw and (piece := _PIECE.match(self.text, self.end)):
            if not self._take(str(piece.lastgroup), piece):
                break
            self.end = piece.end()
        if self.end == self.start and not self.flaw:
            return None
        if not self.flaw and re.match("[0-9十百千万亿]", self.text[self.end : self.end + 1]):
            self.flaw = Flaw.GARBLED
        if not self.flaw:
            self._finish()
        value = self.done + self.section
        if not self.flaw and value + self.spread >= LARGEST:
            self.flaw = Flaw.TOO_LARGE
        if self.flaw:
            run = NUMBER_RUN.match(self.text, self.end)
            return Numeral(run.end() if run else self.end, ZERO, ZERO, flaw=self.flaw)
        return Numeral(
            self.end,
            value,
            value + self.spread,
            self.open,
            self.vague,
            self.large,
            not self.latin,
            self.loose,
            value / self.done_unit if self.done_unit else value,
            self.counted or self.latin or self.loose,
        )

    def _take(self, kind: str, piece: re.Match[str]) -> bool:
        word = piece[0].strip().lower()
        if self.closed:
            return False
        match kind:
            case "literal":
                return self._literal(word)
            case "digits" | "tens":
                return self._digits({"廿": "二", "卅": "三"}.get(word, word), kind == "tens")
            case "fraction":
                return self._fraction(piece["fraction"])
            case "small":
                return self._small(_SMALL[word], word == "k")
            case "big":
                return self._big(_BIG[word])
            case "some":
                return self._some(word)
            case "more":
                return self._more()
            case "about":
                return self._about()
            case "head" | "and_half":
                if self._pending() == 0:
                    return False
                if piece["and_half"]:
                    self.coefficient = (self.coefficient or ZERO) + Decimal("0.5")
                return True
            case _:
                return self._half()

    def _pending(self) -> Decimal:
        return self.section + (self.coefficient or ZERO)

    def _tail_is_ambiguous(self) -> bool:
        """一百五万: 150 万 or 105 万?"""
        return self.coefficient is not None and self.section_unit >= 100 and not self.after_zero

    def _nothing_yet(self) -> bool:
        return self.end == self.start

    def _garbled(self) -> bool:
        self.flaw = Flaw.GARBLED
        return False

    def _literal(self, word: str) -> bool:
        if self.coefficient is not None or self.spread:
            return False
        self.latin, figures = True, re.sub("[,，]", "", word)
        self.figures = len(figures)
        if self.figures > _LONGEST:
            self.flaw = Flaw.TOO_LARGE
            return False
        if re.fullmatch(r"0[0-9]+(\..*)?", figures) or _ODD_JOIN.match(
            self.text, self.end + len(word)
        ):
            self.end += len(word)
            return self._garbled()
        self.coefficient = Decimal(figures)
        return True

    def _digits(self, run: str, tens: bool) -> bool:
        if self.coefficient is not None or self.spread:
            return self._garbled()
        if tens:
            self.section, self.section_unit, self.counted = (
                self.section + _DIGITS[run] * 10,
                10,
                True,
            )
            return True
        rest = run if self._nothing_yet() else run.lstrip("零")
        self.after_zero = len(rest) < len(run)
        if rest in _NEIGHBOURS:
            self.coefficient = Decimal(_DIGITS[rest[0]])
            self.spread, self.unit = Decimal(_DIGITS[rest[1]]) - self.coefficient, 1
            self.loose = True
        elif (
            (rest == "两"
            and not self._nothing_yet()
            and self._bare_tail())
            or (rest == "一" and (self.done_unit or self.section_unit > 10) and self._bare_tail())
        ):
            return False
        elif len(rest) == 1:
            self.coefficient, self.figures = Decimal(_DIGITS[rest]), 1
        elif self._nothing_yet() and (len(rest) > 2 or "零" in rest) and len(rest) <= _LONGEST:
            self.coefficient, self.counted = Decimal("".join(str(_DIGITS[d]) for d in rest)), True
            if rest.startswith("零"):
                return self._garbled()
        else:
            self.end += len(run)
            return self._garbled()
        return True

    def _bare_tail(self) -> bool:
        """Whether this digit opens another word, as 一 does in 20万一年."""
        return bool(
            re.match(r"[\u4e00-\u9fff]", self.text[self.end + 1 : self.end + 2])
        ) and not re.match("[十百千万亿块元点]", self.text[self.end + 1 : self.end + 2])

    def _fraction(self, digits: str) -> bool:
        if (self.coefficient is None and not self.section) or self.spread or len(digits) > _LONGEST:
            return False
        if self._tail_is_ambiguous():
            return self._garbled()
        fraction = Decimal("0." + "".join(str(_DIGITS.get(d, d)) for d in digits))
        self.coefficient = (self.coefficient or ZERO) + fraction
        self.counted = self.after_zero = True
        return True

    def _small(self, unit: int, latin: bool) -> bool:
        if self.spread and self.unit != 1:
            return self._garbled()
        if (self.section_unit and unit >= self.section_unit) or (self.coefficient is None and latin):
            return self._garbled() if not self._nothing_yet() else False
        if self.coefficient is None:
            if unit != 10:
                if not self._nothing_yet():
                    return self._garbled()
                self.vague = True
            self.coefficient = Decimal(1)
        self.section += self.coefficient * unit
        self.spread, self.unit = self.spread * unit, unit
        self.section_unit, self.coefficient, self.after_zero = unit, None, False
        self.large, self.latin, self.counted = self.large or latin, self.latin or latin, True
        return True

    def _big(self, unit: int) -> bool:
        if self._nothing_yet():
            self.vague, self.coefficient = True, Decimal(1)
        if self._tail_is_ambiguous():
            return self._garbled()
        part = self._pending()
        if self.done_unit and unit >= self.done_unit:
            self.done = (self.done + part) * unit
        elif part == 0 and not self.vague:
            self.done, self.closed = ZERO, True
        else:
            self.done += part * unit
        if self.done >= LARGEST:
            self.flaw = Flaw.TOO_LARGE
            return False
        self.spread *= unit
        self.unit = unit if self.spread else 0
        self.section, self.section_unit, self.coefficient = ZERO, 0, None
        self.done_unit, self.after_zero, self.large, self.counted = unit, False, True, True
        return True

    def _some(self, word: str) -> bool:
        if word == "个把":
            self.vague, self.coefficient = True, Decimal(1)
            return self._nothing_yet()
        if self._nothing_yet():
            self.coefficient, self.spread = Decimal(2), Decimal(8)
        elif self.spread or self.after_zero:
            return self._garbled()
        elif (
            self.text[self.end + 1 : self.end + 2] in ("十", "百", "千")
            and self.coefficient is None
        ):
            self.coefficient, self.spread = Decimal(2), Decimal(8)
        else:
            return self._more()
        self.unit, self.open, self.loose = 1, True, True
        return True

    def _more(self) -> bool:
        value = self._pending() or self.done
        if value == 0 or self.spread:
            return False
        self.spread, self.open, self.loose, self.unit = _place(value), True, True, 1
        large_follows = re.match(r"个?\s?[万亿wW]", self.text[self.end + 1 : self.end + 4])
        self.vague = self.vague or (self.spread <= 1 and not large_follows)
        return True

    def _about(self) -> bool:
        if self._nothing_yet() or self.spread:
            return False
        self.vague = True
        return True

    def _half(self) -> bool:
        if self._nothing_yet():
            if not re.match(
                r"半个?(?:[万亿吨斤]|[百千]万|公斤|年|块)", self.text[self.start : self.start + 4]
            ):
                return False
            self.coefficient = Decimal("0.5")
            return True
        if self.coefficient is not None or self.spread or not (self.section_unit or self.done_unit):
            return False
        self.coefficient, self.figures = Decimal(5), 1
        self.closed = True
        return True

    def _finish(self) -> None:
        """Give the last figure its worth: 一百五 is 150, 一百零五 is 105, 3万500 is 30500."""
        if self.coefficient is None:
            return
        unit = self.section_unit or self.done_unit
        if (
            self.spread
            and unit
            and self.unit == 1
            and unit > 10
            and not self.after_zero
            and not self.open
        ):
            self.flaw = Flaw.GARBLED
        elif unit > 1 and not self.after_zero and not self.spread:
            if self.figures == 1 and (unit == 10 or not _COUNTERS.match(self.text, self.end)):
                self.coefficient *= Decimal(unit) / 10
            elif (
                self.figures == 1
                or unit == 10**8
                or self.coefficient % 1
                or self.coefficient >= unit
                or self.figures < min(3, len(str(unit)) - 1)
            ):
                self.flaw = Flaw.GARBLED
        self.section += self.coefficient
        self.coefficient = None
