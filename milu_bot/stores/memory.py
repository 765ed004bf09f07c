"""What a door remembers of a person beside the talk: the buttons shown, and when they wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from milu_bot.message import Choice, Keyboard, Outgoing

_KEPT = 8
"""As many keyboards are remembered; a question may be put again several times."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Kept in the same row as the talk."""

    keyboards: tuple[Keyboard, ...] = ()
    latest: int = 0
    """The first keyboard of the last turn that showed any."""
    visits: tuple[float, ...] = ()
    """When the last messages were taken. Units: seconds since 1970, UTC."""
    told: bool = False
    """Whether this person was told to slow down."""
    asked_back: tuple[str, ...] = ()
    """The question of the last turn if it was asked back, without names and numbers, and the ids then offered."""

    def find(self, number: int) -> Keyboard | None:
        """A remembered keyboard."""
        return next((board for board in self.keyboards if board.number == number), None)

    def ticking(self, number: int, place: int) -> Memory:
        """With one choice of a keyboard ticked, or no longer ticked."""
        return replace(
            self,
            keyboards=tuple(
                replace(board, ticked=tuple(sorted({*board.ticked} ^ {place})))
                if board.number == number
                else board
                for board in self.keyboards
            ),
        )

    def last_judgeable(self) -> Keyboard | None:
        """The keyboard under the answer of the last turn, if that may get a thumb or has got it."""
        return next(
            (b for b in self.keyboards if b.number >= self.latest and (b.about or b.judged)), None
        )

    def judging(self, judged: Keyboard) -> Memory:
        """With a thumb given under this answer."""
        given = replace(judged, about=None, judged=True)
        boards = tuple(given if b.number == judged.number else b for b in self.keyboards)
        return replace(self, keyboards=boards)

    def drawing(
        self, outgoing: tuple[Outgoing, ...], now: float
    ) -> tuple[Memory, tuple[Outgoing, ...]]:
        """Number the keyboards of one turn and remember them.

        Numbers grow with the time, so that they do not come again for somebody who was forgotten.
        """
        number = max(int(now), max((board.number for board in self.keyboards), default=0) + 1)
        boards, numbered = [], []
        for message in outgoing:
            if message.choices:
                boards.append(
                    Keyboard(number, message.question_number, message.choices, (), message.about)
                )
                message = replace(message, keyboard=number)
                number += 1
            numbered.append(message)
        if not boards:
            return self, tuple(numbered)
        kept = (*self.keyboards, *boards)[-_KEPT:]
        return replace(self, keyboards=kept, latest=boards[0].number), tuple(numbered)

    def to_json(self) -> str:
        """As text for a store."""
        boards = [
            [
                b.number,
                b.question_number,
                [[c.label, c.text, c.several] for c in b.choices],
                b.ticked,
                b.about,
                b.judged,
            ]
            for b in self.keyboards
        ]
        whole = [boards, self.latest, self.visits, self.told, self.asked_back]
        return json.dumps(whole, ensure_ascii=False)


def from_json(text: str) -> Memory:
    """Read what was stored; anything else counts as nothing remembered."""
    try:
        boards, latest, visits, told, *asked_back = json.loads(text)
        keyboards = tuple(_keyboard(*board) for board in boards)
        return Memory(
            keyboards, latest, tuple(visits), told, tuple(asked_back[0] if asked_back else ())
        )
    except (TypeError, ValueError):
        return Memory()


def _keyboard(
    number: int,
    question: int | None,
    choices: Iterable[tuple[str, str]],
    ticked: Iterable[int] = (),
    about: tuple[str, str] | None = None,
    judged: bool = False,
) -> Keyboard:
    """A keyboard as it lies in the store; older rows end sooner."""
    shown = tuple(Choice(*choice) for choice in choices)
    return Keyboard(number, question, shown, tuple(ticked), about and (about[0], about[1]), judged)
