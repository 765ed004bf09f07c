"""What a word of the document means: where it stands, and what is known to be unclear about it."""

from __future__ import annotations

from collections.abc import Iterator

from milu_bot.dialogue import choices
from milu_bot.dialogue.replies import Definition
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Clause, Policy

_TERM = '[“"「]?(?P<term>[\u4e00-\u9fff]{2,10}?)[”"」]?'
_LEAD = r"(?:[\u4e00-\u9fff]{1,4}[，,、 ])?"
"""姑娘，什么是主营: whoever is spoken to."""
_ASKED = (
    late_pattern(
        rf"{_LEAD}(?:那么?|请问|里面|上面|文件里?|讲的|说的|这个|那个)*的?{_TERM}(?:到底|究竟|又|这个词|这话)?"
        r"(?:是)?(?:什么|么子|啥|个?么个)(?:意思|东西)[?？。呢啊呀咯]*"
    ),
    late_pattern(
        rf"{_LEAD}(?:那么?|请问|到底)*(?:什么|么子|啥)(?:才)?(?:叫|是|算)(?:做|作)?{_TERM}[?？。呢啊呀咯]*"
    ),
    late_pattern(
        rf"{_LEAD}(?:那么?|请问)*{_TERM}(?:怎么理解|指的?是?(?:什么|么子|啥)|怎么算(?:是|做))[?？。呢啊呀咯]*"
    ),
)
_STOP = late_pattern("[，；。]")
_MOST = 2


class Definitions:
    """Looks a word up in the document. Holds no state."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def of(self, words: str) -> Definition | None:
        """主营是什么意思; None if no meaning is asked for, or the word stands nowhere in the document."""
        found = next((m for asked in _ASKED if (m := asked.fullmatch(words))), None)
        if found is None:
            return None
        term = found["term"]
        passages = tuple(self._passages(term))[:_MOST]
        if not passages:
            return None
        notes = tuple(dict.fromkeys(self._notes(term)))[:_MOST]
        return Definition(term, passages, notes, choices=(choices.SOURCE, choices.ASSESS))

    def _passages(self, term: str) -> Iterator[tuple[Clause, str]]:
        """The clauses in which the word stands, those with awards first, each with the words around it."""
        clauses = sorted(self._policy.clauses.values(), key=lambda clause: not clause.awards)
        for clause in clauses:
            for part in _STOP.split("".join(clause.quote.split())):
                if term in part:
                    yield clause, part
                    break

    def _notes(self, term: str) -> Iterator[str]:
        """What the staff wrote of it: what is unclear, and the hints of the questions."""
        for clause in self._policy.clauses.values():
            yield from (line for line in clause.unclear if term in line)
        for fact in self._policy.facts.values():
            if term in fact.hint and not fact.options:
                yield fact.hint
