"""What passes through a door: words in, words and choices out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message from a person.

    `id` is the channel's own number of the message, so that one delivered twice is answered once;
    `question_number` comes with a pressed button and names the question it was drawn for.
    """

    channel: str
    user: str
    text: str
    id: str = ""
    question_number: int | None = None
    pressed: tuple[int, int] | None = None
    """The number of a keyboard and the place of the button on it; the desk knows what it says."""
    thumb: tuple[int, bool] | None = None
    """The number of a keyboard, and whether the answer over it was of use."""
    topic: str = ""
    """Id of the clause or award that a link was made for."""
    option: str = ""
    """What is chosen at once where the first question offers it: for links made for people of one kind."""
    private: bool = True
    """Whether nobody else reads along. In a group nothing personal is asked, told or kept."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it shows, and the words that pressing it says."""

    label: str
    text: str
    several: bool = False
    """Whether it may be chosen together with others, where a door has buttons to tick."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to a person; the choices belong to question `question_number`."""

    text: str
    choices: tuple[Choice, ...] = ()
    question_number: int | None = None
    keyboard: int | None = None
    """The number under which the choices are remembered, if the door has buttons."""
    about: tuple[str, str] | None = None
    """Of an answer that may get a thumb: the question without names and numbers, and the answer's name."""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Choices that were shown, remembered so that a button need not carry its words."""

    number: int
    question_number: int | None
    choices: tuple[Choice, ...]
    ticked: tuple[int, ...] = ()
    """The places of the choices that are ticked so far, in order."""
    about: tuple[str, str] | None = None
    """As in `Outgoing`, until a thumb was given."""
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that waits in the store until the channel has taken it. `body` is the door's own."""

    channel: str
    chat: str
    user: str
    """Whose record it is part of, as in the store of conversations."""
    body: str
    final: bool = False
    """The last word to somebody who wants to be forgotten: it leaves no trace."""
