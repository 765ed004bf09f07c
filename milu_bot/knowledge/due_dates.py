"""What falls due soon: dates of 失效 and 复核 in the policy, its clauses, awards and entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from milu_bot.conditions import Place
from milu_bot.days import write_day
from milu_bot.knowledge.loader import POLICY, Draft
from milu_bot.knowledge.places import follow
from milu_bot.knowledge.yaml_lines import Node
from milu_bot.written import Dated

HORIZONS = (7, 30, 60)
"""Units: days from today. Each date is told under the nearest that holds it."""


@dataclass(frozen=True, slots=True)
class Due:
    """One date that comes or has come. Units of `left`: days from today; less than 0 is past."""

    day: date
    left: int
    key: str
    """失效, 复核 or 生效."""
    what: str
    place: Place

    @property
    def horizon(self) -> int:
        """The nearest of the horizons that holds it; 0 for what has come already."""
        return 0 if self.left < 0 else next(days for days in HORIZONS if self.left <= days)

    def __str__(self) -> str:
        when = f"还有 {self.left} 天" if self.left else "就是今天"
        if self.left < 0:
            when = f"过了 {-self.left} 天"
        return f"{write_day(self.day)}（{when}）{self.key}：{self.what}——{self.place.file} 第 {self.place.line} 行"


def due_dates(draft: Draft, today: date) -> list[Due]:
    """The dates within the longest horizon, and those of 复核 that have passed, in order."""
    found = [
        Due(day, (day - today).days, key, what, follow(node, (*path, key))[0])
        for dated, what, node, path in _dated(draft)
        for key, day in (("生效", dated.starts), ("失效", dated.ends), ("复核", dated.review))
        if day
    ]
    return sorted(
        (
            due
            for due in found
            if due.left <= max(HORIZONS) and (due.left >= 0 or due.key == "复核")
        ),
        key=lambda due: (due.day, due.what),
    )


def told(dues: list[Due]) -> Iterator[str]:
    """The dates for people, the nearest first, under a heading each."""
    for horizon in (0, *HORIZONS):
        rows = [due for due in dues if due.horizon == horizon]
        if rows:
            yield f"{horizon} 天以内：" if horizon else "该复核了，日子已经过了："
            yield from (f"  {due}" for due in rows)


def _dated(draft: Draft) -> Iterator[tuple[Dated, str, Node, tuple[str, ...]]]:
    policy = draft.policy
    if POLICY in draft.trees and draft.whole(POLICY):
        yield policy.masthead, f"整份文件《{policy.masthead.title}》", draft.trees[POLICY], ()
    for clause in policy.clauses.values():
        tree = draft.trees[draft.clause_files[clause.id]]
        yield clause, f"{clause.number} {clause.title}", tree, ()
        for award in clause.awards.values():
            yield award, f"奖项 {award.id} {award.title}", tree, ("奖项", award.id)
    for faq, block in zip(policy.faqs, draft.faq_blocks, strict=True):
        yield faq, f"常见问题“{faq.questions[0]}”", block, ()
