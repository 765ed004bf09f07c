"""An answer -> the calls of the Bot API that bring it: text in parts, buttons in rows, nothing as markup."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from milu_bot.bookkeeping import NO_USE, USEFUL
from milu_bot.channels import telegram_words as words
from milu_bot.channels.telegram_updates import CHANNEL, Heard
from milu_bot.dialogue.choices import WAYS_OUT
from milu_bot.front_desk import Answered, Writer
from milu_bot.late_pattern import late_pattern
from milu_bot.message import Choice, Incoming, Keyboard, Letter, Outgoing

LONGEST = 4096
"""Units: UTF-16. Source: Bot API, sendMessage."""
_ROW = 34
"""Units: columns, of which a Chinese character takes two. About as wide as a telephone shows."""
_IN_A_ROW = 3
LONGEST_LABEL = 64
"""Units: characters. No telephone shows more of a button."""
_UNSENDABLE = late_pattern(
    "[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Control characters, halves of characters, and marks that would turn round what is read after them."""
_SEEN = ("L", "N", "P", "S")


def letters(heard: Heard, answered: Answered) -> list[Letter]:
    """The letters that bring this answer, in order."""
    calls = [*_struck(heard, answered), *_ticked(heard, answered)]
    by_button = bool(heard.query) and answered.kind == "thumb"
    for outgoing in () if by_button else joined(answered.outgoing):
        calls += _messages(heard, answered, outgoing)
    user = f"{CHANNEL}:{heard.incoming.user}"
    return [
        Letter(CHANNEL, heard.chat, user, json.dumps(call, ensure_ascii=False), answered.final)
        for call in calls
    ]


def joined(outgoing: Sequence[Outgoing]) -> list[Outgoing]:
    """One message in place of several, where no buttons stand between: a telephone rings once for each."""
    found: list[Outgoing] = []
    for message in outgoing:
        if found and not (found[-1].choices or found[-1].about):
            message = replace(message, text=f"{found.pop().text}\n\n{message.text}")
        found.append(message)
    return found


def notices(user: str) -> Writer:
    """Writes what is said to somebody in private without a message of theirs to answer."""
    heard = Heard(Incoming(CHANNEL, user, ""), user)
    return lambda answered: letters(heard, answered)


def sendable(text: str, instead: str = "……") -> str:
    """Text that Telegram takes: nothing that is no character or turns others round, and something to be seen."""
    kept = _UNSENDABLE.sub("", text).strip()
    return kept if any(unicodedata.category(char)[0] in _SEEN for char in kept) else instead


def parts(text: str, longest: int = LONGEST) -> list[str]:
    """A text in parts that are short enough, cut between paragraphs where it can be, else lines, else characters."""
    found = []
    while len(text) > longest or units(text) > longest:
        head = _head(text, longest)
        cut = next(
            (at for mark in ("\n\n", "\n", "。") if (at := head.rfind(mark)) > longest // 4), -1
        )
        end = len(head) if cut < 0 else cut + (1 if head[cut] == "。" else 0)
        found.append(text[:end].rstrip())
        text = text[end:].lstrip("\n")
    return [*found, text] if text.strip() else found


def units(text: str) -> int:
    """The length as Telegram counts it. Units: UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def rows(choices: Sequence[Choice]) -> list[list[int]]:
    """The places of the choices in rows: three or two where they are short. The ways out have rows of their own."""
    found: list[list[int]] = []
    for place, choice in enumerate(choices):
        row = [*found[-1], place] if found else [place]
        widest = max(_columns(choices[at].label[:LONGEST_LABEL]) for at in row)
        begins = (choice in WAYS_OUT) != (choices[place - 1] in WAYS_OUT)
        if found and not begins and len(row) <= _IN_A_ROW and (widest + 2) * len(row) <= _ROW:
            found[-1] = row
        else:
            found.append([place])
    for row, following in pairwise(found):
        of_a_kind = (choices[row[0]] in WAYS_OUT) == (choices[following[0]] in WAYS_OUT)
        if of_a_kind and len(row) == _IN_A_ROW and len(following) == 1:
            following.insert(0, row.pop())
    return found


def _messages(heard: Heard, answered: Answered, outgoing: Outgoing) -> Iterator[dict[str, Any]]:
    texts = parts(sendable(outgoing.text))
    for index, text in enumerate(texts):
        data: dict[str, Any] = {
            "chat_id": int(heard.chat),
            "text": sendable(text),
            "link_preview_options": {"is_disabled": True},
        }
        if not heard.incoming.private:
            data["reply_parameters"] = {
                "message_id": heard.message_id,
                "allow_sending_without_reply": True,
            }
            if heard.thread:
                data["message_thread_id"] = heard.thread
        if index == len(texts) - 1 and (keyboard := _keyboard(heard, answered, outgoing)):
            data["reply_markup"] = {"inline_keyboard": keyboard}
        yield {"method": "sendMessage", "data": data, "after": heard.message_id}


def _keyboard(heard: Heard, answered: Answered, outgoing: Outgoing) -> list[list[dict[str, str]]]:
    if not heard.incoming.private:
        goes_on = answered.kind in ("in_private", "clarify") or heard.remark == outgoing.text
        if heard.private_link and goes_on:
            return [[{"text": words.CHAT_PRIVATELY, "url": heard.private_link}]]
        return []
    number = outgoing.keyboard or 0
    return _board(
        Keyboard(number, outgoing.question_number, outgoing.choices, about=outgoing.about)
    )


def _board(board: Keyboard) -> list[list[dict[str, str]]]:
    """The buttons of a keyboard. Choices of several are ticked by their numbers, which the text explains.

    The thumbs come last, and are gone once one was given.
    """
    several = [at for at, choice in enumerate(board.choices) if choice.several]
    others = [choice for choice in board.choices if not choice.several]
    first = len(board.choices) - len(others)
    ticks = [several[at : at + _IN_A_ROW] for at in range(0, len(several), _IN_A_ROW)]
    found = [
        [_button(board, at, f"{'☑' if at in board.ticked else '☐'} {at + 1}") for at in row]
        for row in ticks
    ]
    if several:
        found.append([_button(board, len(board.choices), words.TICKED_ALL)])
    found += [
        [_button(board, first + at, sendable(others[at].label[:LONGEST_LABEL], "·")) for at in row]
        for row in rows(others)
    ]
    thumbs = ((USEFUL, 1), (NO_USE, 0)) if board.about and board.number else ()
    row = [{"text": text, "callback_data": f"t{board.number}:{good}"} for text, good in thumbs]
    return [*found, row] if row else found


def _button(board: Keyboard, place: int, text: str) -> dict[str, str]:
    return {"text": text, "callback_data": f"k{board.number}:{place}"}


def _ticked(heard: Heard, answered: Answered) -> Iterator[dict[str, Any]]:
    """The keyboard shows what is ticked, or no more thumbs."""
    if answered.board and heard.message_id:
        markup = {"inline_keyboard": _board(answered.board)}
        where = {"chat_id": int(heard.chat), "message_id": heard.message_id}
        yield {"method": "editMessageReplyMarkup", "data": {**where, "reply_markup": markup}}


def _struck(heard: Heard, answered: Answered) -> Iterator[dict[str, Any]]:
    """The pressed keyboard gives way to what was chosen."""
    if not answered.chosen or not heard.message_id:
        return
    where = {"chat_id": int(heard.chat), "message_id": heard.message_id}
    text = f"{sendable(heard.pressed_text)}\n\n{words.CHOSEN}{sendable(answered.chosen)}"
    if heard.pressed_text and units(text) <= LONGEST:
        options = {"is_disabled": True}
        yield {
            "method": "editMessageText",
            "data": {**where, "text": text, "link_preview_options": options},
        }
    else:
        yield {"method": "editMessageReplyMarkup", "data": where}


def _head(text: str, longest: int) -> str:
    """As many characters from the beginning as fit, none cut in two."""
    head = text[:longest]
    while units(head) > longest:
        head = head[: len(head) - max(1, (units(head) - longest) // 2)]
    while (
        len(head) < len(text)
        and unicodedata.category(text[len(head)]) in ("Mn", "Me")
        and len(head) > 1
    ):
        head = head[:-1]
    return head


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
