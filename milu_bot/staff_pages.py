"""What staff read of the inbox, the counts and the log: the same words at the command line and in the chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from milu_bot.bookkeeping import (
    ASKED,
    ASKED_BACK,
    BANDS,
    DECLINED,
    HIGHEST,
    PUT,
    SETTLED,
    THUMB,
    TOTAL,
    UNCERTAIN,
)
from milu_bot.language.likeness import grouped
from milu_bot.language.masking import masked
from milu_bot.masthead import Wording
from milu_bot.policy import Policy
from milu_bot.stores.counts import Count
from milu_bot.stores.inbox import Note, State, Why

_SHOWN = 3
"""Units: wordings of one group."""
_MOST_ROWS = 10
"""Units: rows of one list. The rest is summed up."""
_CLOSED = (State.DONE, State.DROPPED)


@dataclass(frozen=True, slots=True)
class Group:
    """Wordings that are nearly one question, the oldest first. `number` is what staff call it by."""

    number: int
    notes: tuple[Note, ...]

    @property
    def times(self) -> int:
        """How often it was asked."""
        return sum(note.times for note in self.notes)

    @property
    def wordings(self) -> list[str]:
        """The wordings, the most frequent first, each once. What was kept before is masked by today's rules."""
        often: Counter[str] = Counter()
        for note in self.notes:
            often[masked(note.words)] += note.times
        return [words for words, _ in often.most_common()]

    @property
    def reasons(self) -> dict[Why, int]:
        """Why it is here, and how often."""
        found: Counter[Why] = Counter()
        for note in self.notes:
            found[note.why] += note.times
        return dict(found)

    @property
    def answers(self) -> list[str]:
        """What was answered and did not help."""
        return list(dict.fromkeys(note.answer for note in self.notes if note.answer))

    @property
    def state(self) -> State:
        """What staff have done: all wordings are closed together."""
        return self.notes[0].state

    def json(self) -> dict[str, Any]:
        """For other programs."""
        return {
            "number": self.number,
            "times": self.times,
            "questions": self.wordings,
            "why": {str(why): times for why, times in self.reasons.items()},
            "answers": self.answers,
            "first": min(note.first for note in self.notes),
            "last": max(note.last for note in self.notes),
            "state": str(self.state),
        }

    def told(self) -> str:
        """For people: a line to see it, and what it is made of."""
        row = self.json()
        days = row["first"] if row["first"] == row["last"] else f"{row['first']} 到 {row['last']}"
        why = "，".join(f"{reason} {times} 次" for reason, times in row["why"].items())
        first, *others = self.wordings
        state = "" if self.state is State.OPEN else f"［{self.state}］"
        lines = [f"第 {self.number} 号{state}：{first}", f"    {days}：{why}"]
        lines += [f"    也有人问：{words}" for words in others[: _SHOWN - 1]]
        if len(others) >= _SHOWN:
            lines.append(f"    还有 {len(others) - _SHOWN + 1} 种问法")
        lines += [f"    没帮上忙的回答：{answer}" for answer in self.answers]
        return "\n".join(lines)


def groups_of(notes: Sequence[Note], wording: Wording, *, closed: bool = False) -> list[Group]:
    """The open groups, the most frequent first; with `closed`, those that were closed after them."""
    found = _groups([note for note in notes if note.state not in _CLOSED], wording)
    if closed:
        for state in _CLOSED:
            found += _groups([note for note in notes if note.state is state], wording)
    return found


def _groups(notes: Sequence[Note], wording: Wording) -> list[Group]:
    made = []
    for places in grouped((note.words for note in notes), wording):
        members = tuple(notes[place] for place in places)
        made.append(Group(members[0].id, members))
    return sorted(made, key=lambda group: (-group.times, group.number))


def inbox_page(groups: Sequence[Group], *, most: int | None = None) -> str:
    """The inbox as text."""
    if not groups:
        return "信箱是空的：没有没答上来的问题。"
    shown = groups[:most]
    head = f"信箱里有 {len(groups)} 类问题，一共问了 {sum(group.times for group in groups)} 次。"
    if len(shown) < len(groups):
        head += f"先看问得最多的 {len(shown)} 类。"
    return "\n".join([head, *(group.told() for group in shown)])


def stats(counts: Iterable[Count]) -> dict[str, dict[str, int]]:
    """The counts of all days together: by what happened, and to what."""
    found: dict[str, Counter[str]] = {}
    for count in counts:
        found.setdefault(count.what, Counter())[count.of] += count.times
    put, settled = found.pop(PUT, Counter()), found.pop(SETTLED, Counter())
    # A question may be put on one day and answered on the next, outside the days that are summed.
    left = {fact: max(0, times - settled[fact]) for fact, times in put.items()}
    return {
        **{what: dict(rows.most_common()) for what, rows in found.items()},
        "问到": dict(put.most_common()),
        "停在": dict(sorted(left.items(), key=lambda row: -row[1])),
    }


def stats_page(counts: Sequence[Count], policy: Policy, days: int) -> str:
    """The counts as text. Nothing in it tells of one person."""
    found = stats(counts)
    asked = found.get(ASKED, {})
    put, left = found["问到"], found["停在"]

    def title(id: str) -> str:
        clause = policy.clauses.get(id) or (policy.clause_of(id) if id in policy.awards else None)
        if clause is None:
            return id
        award = clause.awards.get(id)
        return f"{clause.number} {award.title if award else clause.title}"

    def name(fact: str) -> str:
        return policy.facts[fact].name if fact in policy.facts else fact

    lines = [f"最近 {days} 天（只有次数，没有人）"]
    lines.append(
        f"问政策 {sum(asked.values()) + sum(found.get(DECLINED, {}).values())} 次，"
        f"其中没答上来 {sum(found.get(DECLINED, {}).values())} 次；"
        f"另外反问 {sum(found.get(ASKED_BACK, {}).values())} 次。"
    )
    lines += _listed("问得多的条款", asked, title)
    lines += [
        f"答题停在哪一题（问到几次，没再答几次）：{'' if any(left.values()) else '没有'}",
        *(
            f"    {name(fact)}：{put[fact]} 次，停下 {times} 次"
            for fact, times in list(left.items())[:_MOST_ROWS]
            if times
        ),
    ]
    totals = found.get(TOTAL, {})
    bands = [*(band for _, band in BANDS), HIGHEST, UNCERTAIN]
    lines.append(f"看到合计 {sum(totals.values())} 次：" + _in_a_row(totals, bands))
    for useful, word in THUMB.items():
        mark = "👍" if useful else "👎"
        lines += _listed(f"{mark} {word}", found.get(word, {}), lambda of: _answer(of, title))
    return "\n".join(lines)


def _answer(of: str, title: Callable[[str], str]) -> str:
    clause, _, entry = of.partition(" ")
    return f"{title(clause)}：{entry}" if entry else title(clause)


def _listed(head: str, rows: dict[str, int], name: Callable[[str], str]) -> list[str]:
    shown = list(rows.items())[:_MOST_ROWS]
    lines = [f"{head}（一共 {sum(rows.values())} 次）：" if rows else f"{head}：没有"]
    lines += [f"    {times} 次  {name(of)}" for of, times in shown]
    if len(rows) > len(shown):
        lines.append(f"    其余 {len(rows) - len(shown)} 项")
    return lines


def _in_a_row(rows: dict[str, int], order: Sequence[str]) -> str:
    return "，".join(f"{band} {rows[band]} 次" for band in order if band in rows) or "没有"
