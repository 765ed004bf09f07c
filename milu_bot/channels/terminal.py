"""The terminal as a door: a talk at the keyboard, or a message a line when input is no terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from milu_bot.front_desk import Answered, FrontDesk
from milu_bot.message import Choice, Incoming, Outgoing

CHANNEL = "terminal"
_THUMBS = "（答得好不好，说一声：有用 / 没帮上忙）"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def talk(desk: FrontDesk, user: str) -> None:
    """Talk at the keyboard, with history and colour, until the person leaves."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.formatted_text import FormattedText
    from prompt_toolkit.history import InMemoryHistory
    from prompt_toolkit.patch_stdout import patch_stdout
    from prompt_toolkit.shortcuts import print_formatted_text

    session: PromptSession[str] = PromptSession(history=InMemoryHistory())

    def say(text: str, style: str = "") -> None:
        print_formatted_text(FormattedText([(style, text)]))

    def show(answered: Answered) -> tuple[Choice, ...]:
        for outgoing in answered.outgoing:
            say(f"\n{outgoing.text}")
        choices = _last_choices(answered.outgoing)
        if choices:
            say(_menu(choices), "ansicyan")
        if any(outgoing.about for outgoing in answered.outgoing):
            say(_THUMBS, "ansibrightblack")
        return choices

    say("（按 Ctrl+D 离开。答过的都记着，下次接着来。）", "ansibrightblack")
    choices = show(desk.open(CHANNEL, user))
    while True:
        try:
            with patch_stdout():  # news of the knowledge must not tear the line
                line = session.prompt("\n您：")
        except (EOFError, KeyboardInterrupt):
            say("再见。")
            return
        choices = show(_done(desk.receive(_incoming(user, line, choices))))


def pipe(
    desk: FrontDesk,
    user: str,
    lines: Iterator[str],
    *,
    as_json: Callable[[Answered], object] | None,
) -> None:
    """Answer a message a line; with `as_json`, print one JSON object for each."""
    choices: Sequence[Choice] = ()
    for line in lines:
        answered = _done(desk.receive(_incoming(user, line.rstrip("\r\n"), choices)))
        choices = _last_choices(answered.outgoing)
        if as_json:
            print(json.dumps(as_json(answered), ensure_ascii=False), flush=True)
            continue
        for outgoing in answered.outgoing:
            print(outgoing.text, end="\n\n")
        if choices:
            print(_menu(choices), end="\n\n", flush=True)
        sys.stdout.flush()


def _done(answered: Answered) -> Answered:
    """With what is said when the work is done that it leads to: at the terminal one waits for it."""
    if answered.then is None:
        return answered
    return replace(answered, outgoing=(*answered.outgoing, Outgoing(answered.then())))


def _last_choices(outgoing: Sequence[Outgoing]) -> tuple[Choice, ...]:
    """The choices of the last message that has any, less those its text already numbers, and less those to be
    ticked together: a side question would be followed by all of them, and 菜单 numbers them again.
    """
    for message in reversed(outgoing):
        if message.choices:
            text = f"{message.text}\n"
            return tuple(
                c for c in message.choices if not c.several and f". {c.label}\n" not in text
            )
    return ()


def _incoming(user: str, line: str, choices: Sequence[Choice]) -> Incoming:
    """A letter picks a choice; figures are left to answers, which may be numbers themselves."""
    word = line.strip().lower()
    if len(word) == 1 and word in _LETTERS and _LETTERS.index(word) < len(choices):
        return Incoming(CHANNEL, user, choices[_LETTERS.index(word)].text)
    return Incoming(CHANNEL, user, line)


def _menu(choices: Sequence[Choice]) -> str:
    shown = [f"{letter}) {choice.label}" for letter, choice in zip(_LETTERS, choices, strict=False)]
    return "［" + "  ".join(shown) + "］"
