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


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it shows, and the words that pressing it says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to a person; the choices belong to question `question_number`."""

    text: str
    choices: tuple[Choice, ...] = ()
    question_number: int | None = None
