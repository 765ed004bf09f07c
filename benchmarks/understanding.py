"""How well people's own words are read: ways to write a number, and sentences with several facts.

    python -m benchmarks.understanding

Prints shares with their 95 % interval, and the time that hearing takes. The blind table was written before the
code it measures; its single misses are not shown, so that nobody mends them one by one.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from itertools import groupby

from milu_bot.knowledge.loader import load
from milu_bot.language.numerals import mentions
from milu_bot.language.statements import Statements, Why
from tests.conftest import KNOWLEDGE
from tests.language.statement_tables import (
    BLIND,
    IN_WORK,
    LOOKED_AT,
    TODAY,
    Row,
    asked_back,
    hear,
    judged,
    rows,
)
from tests.language.test_numerals import ROWS, reads_rightly

_Z = 1.96


def share(hits: int, of: int) -> str:
    """A share with its 95 % Wilson interval."""
    part, spread = hits / of, _Z * _Z / of
    middle = (part + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(part * (1 - part) / of + spread / of / 4) / (1 + spread)
    return f"{part:6.1%} ({middle - half:.1%}–{min(1, middle + half):.1%}, {hits}/{of})"


def numbers() -> None:
    """Each way to write a number once."""
    ways = sorted(set(ROWS))
    right = sum(reads_rightly(spelling, meaning) for spelling, meaning in ways)
    print(f"ways to write a number, read rightly or asked back   {share(right, len(ways))}")


def sentences(name: str, table: Iterable[Row], statements: Statements) -> None:
    """One table: all facts heard and none wrong; also where what was missed is asked back; some heard wrongly.

    Last, where a part that nobody heard is asked back though it tells none of the facts that were missed.
    """
    policy = load(KNOWLEDGE)
    rows_of = list(table)
    clean = asked = taken = named = 0
    for row in rows_of:
        heard = hear(statements, row.said)
        missed, wrong = judged(policy, row, heard)
        clean += not missed and not wrong
        asked += not wrong and asked_back(policy, row, heard, missed)
        taken += bool(wrong)
        guessed = {doubt.fact for doubt in heard.unclear if doubt.why is Why.UNHEARD}
        named += bool(guessed) and guessed.isdisjoint(missed)
    print(f"{name}\n   all facts right            {share(clean, len(rows_of))}")
    print(f"   right, or asked back       {share(asked, len(rows_of))}")
    print(f"   some fact wrongly taken    {share(taken, len(rows_of))}")
    print(f"   a part named in vain       {share(named, len(rows_of))}")


def main() -> None:
    """Print the figures."""
    numbers()
    policy = load(KNOWLEDGE)
    statements = Statements(policy.facts, TODAY, policy.wording.word_groups)
    table = list(rows())
    sentences("sentences looked at", [r for r in table if r.half in LOOKED_AT], statements)
    for half, group in groupby(rows(IN_WORK), lambda row: row.half):
        sentences(f"in work: {half}", group, statements)
    for half in BLIND:
        sentences(f"blind: {half}", [r for r in table if r.half == half], statements)
    start = time.process_time()
    for row in table:
        hear(statements, row.said)
        mentions(row.said)
    print(f"hearing one sentence: {(time.process_time() - start) / len(table) * 1e3:.2f} ms CPU")


if __name__ == "__main__":
    main()
