"""One numeral, in figures, in Chinese or in both at once -> its exact value.

cn2an reads plain numerals (三百二十万), but not 2千3百万, 300多万 or 两三百, raises KeyError on
一亿二 and gives floats for decimals; the tests hold this reader against it where both can read.
"""

from __future__ import annotations

import re
from decimal import Decimal

from milu_bot.language import spelling
from milu_bot.language.numeral import Flaw, Numeral, place_of
from milu_bot.late_pattern import late_pattern
from milu_bot.quantity import LARGEST, ZERO

_A_YEAR = late_pattern("(?:(?:19|20)[0-9]{2}|1[0-9])年(?!以上)")


def read_numeral(text: str, start: int) -> Numeral | None:
    """Read the numeral that begins here; nothing if none does. `text` must be `spelling.plain`."""
    return _Reader(text, start).read()


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
        while not self.flaw and (piece := spelling.PIECE.match(self.text, self.end)):
            if not self._take(str(piece.lastgroup), piece):
                break
            self.end = piece.end()
        if self.end == self.start and not self.flaw:
            return None
        if not self.flaw and spelling.GOES_ON.match(self.text, self.end):
            self.flaw = Flaw.GARBLED
        if not self.flaw:
            self._finish()
        value = self.done + self.section
        if not self.flaw and value + self.spread >= LARGEST:
            self.flaw = Flaw.TOO_LARGE
        if self.flaw:
            run = spelling.NUMBER_RUN.match(self.text, self.end)
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
            case "digits":
                return self._digits(word)
            case "tens":
                if self.coefficient is not None:
                    return self._refuse()
                self.coefficient = Decimal({"廿": 2, "卅": 3}[word])
                return self._small(10, latin=False)
            case "fraction":
                return self._fraction(piece["fraction"])
            case "small":
                return self._small(spelling.SMALL[word], word == "k")
            case "big":
                return self._big(spelling.BIG[word])
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
            case "and":  # 二十又三; 一百又三 may be 103 or 130
                return self.section_unit == 10 or self._refuse()
            case _:
                return self._half()

    def _pending(self) -> Decimal:
        return self.section + (self.coefficient or ZERO)

    def _tail_is_ambiguous(self) -> bool:
        """一百五万: 150 万 or 105 万? But 3百20万 is clear."""
        if self.coefficient is None or self.after_zero or self.section_unit < 100:
            return False
        return self.figures != len(str(self.section_unit)) - 1

    def _nothing_yet(self) -> bool:
        return self.end == self.start

    def _refuse(self, flaw: Flaw = Flaw.GARBLED) -> bool:
        self.flaw = flaw
        return False

    def _literal(self, word: str) -> bool:
        if self.coefficient is not None or self.spread:
            return False
        if not self._nothing_yet() and _A_YEAR.match(self.text, self.end):
            return False  # 190万2016年
        self.latin, figures = True, re.sub("[,， ]", "", word)
        self.figures = len(figures)
        if self.figures > spelling.LONGEST:
            return self._refuse(Flaw.TOO_LARGE)
        if re.fullmatch(r"0[0-9]+(\..*)?", figures) or spelling.ODD_JOIN.match(
            self.text, self.end + len(word)
        ):
            self.end += len(word)
            return self._refuse()
        self.coefficient = Decimal(figures)
        return True

    def _digits(self, run: str) -> bool:
        if run == "一" and self.coefficient is not None and self._opens_a_word(run, self.end + 1):
            return False
        if self.coefficient is not None or self.spread:
            return self._refuse()
        rest = run if self._nothing_yet() else run.lstrip("零")
        self.after_zero = len(rest) < len(run)
        if not rest and self.text[self.end + 1 : self.end + 2] in spelling.FIGURES:
            return True
        if rest in ("一", "两") and self._opens_a_word(rest, self.end + len(run)):
            return False
        if rest in spelling.NEIGHBOURS:
            self.coefficient = Decimal(spelling.DIGITS[rest[0]])
            self.spread, self.unit = Decimal(spelling.DIGITS[rest[1]]) - self.coefficient, 1
            self.loose, self.figures = True, 0
        elif len(rest) == 1:
            self.coefficient, self.figures = Decimal(spelling.DIGITS[rest]), 1
        elif (
            self._nothing_yet()
            and (len(rest) > 2 or rest[1:] == "零")
            and not rest.startswith("零")
        ):
            if len(rest) > spelling.LONGEST:
                return self._refuse(Flaw.TOO_LARGE)
            if "零" not in rest and spelling.PIECE.match(self.text[self.end + len(run) :][:1]):
                return self._refuse()
            self.coefficient = Decimal("".join(str(spelling.DIGITS[d]) for d in rest))
            self.figures, self.counted = len(rest), True
        else:
            self.end += len(run)
            return self._refuse()
        return True

    def _opens_a_word(self, digit: str, after: int) -> bool:
        """Whether this digit opens another word, as 一 does in 20万一年."""
        plain = self.latin and not self.section_unit  # 25000一年, but 一百零一个 is 101
        may = self.done_unit or self.section_unit > 10 or plain
        may = not self._nothing_yet() if digit == "两" else may and not self.after_zero
        following = re.match("(?![十百千万亿块元点])[\u4e00-\u9fff]", self.text[after : after + 1])
        return bool(may) and following is not None

    def _fraction(self, digits: str) -> bool:
        if (
            (self.coefficient is None and not self.section)
            or self.spread
            or len(digits) > spelling.LONGEST
        ):
            return False
        if digits.isascii() and not self.latin:
            return False
        if self._tail_is_ambiguous():
            return self._refuse()
        fraction = Decimal("0." + "".join(str(spelling.DIGITS.get(d, d)) for d in digits))
        self.coefficient = (self.coefficient or ZERO) + fraction
        self.counted = self.after_zero = True
        return True

    def _small(self, unit: int, latin: bool) -> bool:
        if self.spread and self.unit != 1:
            return self._refuse()
        if self._nothing_yet() and latin:
            return False
        if (self.section_unit and unit >= self.section_unit) or (not self.coefficient and latin):
            return self._refuse()
        if self.coefficient is None:
            if unit != 10:
                if not self._nothing_yet():
                    return self._refuse()
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
            return self._refuse()
        part = self._pending()
        if self.done_unit == unit and part:
            return self._refuse()
        if self.done_unit and unit >= self.done_unit:
            self.done = (self.done + part) * unit
        elif part == 0 and not self.vague:
            self.done, self.closed = ZERO, True
        else:
            self.done += part * unit
        if self.done >= LARGEST:
            return self._refuse(Flaw.TOO_LARGE)
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
            return self._refuse()
        elif self.coefficient is None and self.text[self.end + 1 : self.end + 2] in (
            "十",
            "百",
            "千",
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
        self.spread, self.open, self.loose, self.unit = place_of(value), True, True, 1
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
        if self.spread and self.unit == 1 and unit > 10 and not (self.after_zero or self.open):
            self.flaw = Flaw.GARBLED
        elif unit > 1 and not self.after_zero and not self.spread:
            self._give_tail_its_worth(unit)
        self.section += self.coefficient
        self.coefficient = None

    def _give_tail_its_worth(self, unit: int) -> None:
        assert self.coefficient is not None
        counts = unit > 10 and spelling.COUNTERS.match(self.text, self.end)
        odd = not self.section_unit and self.done / unit % 100 == 0  # 一百万五
        zeros = len(str(unit)) - 1
        if self.figures == 1:
            self.flaw = Flaw.GARBLED if counts or odd else None
            self.coefficient *= Decimal(unit) / 10
        elif unit == 10**8 or self.coefficient % 1 or not min(3, zeros) <= self.figures <= zeros:
            self.flaw = Flaw.GARBLED
