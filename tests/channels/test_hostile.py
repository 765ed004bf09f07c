"""Every hostile string in every text of every reply: Telegram refuses none, and shows none as markup."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pickle import dumps
from typing import Any

import pytest
from pydantic import BaseModel

from milu_bot.channels.telegram_letters import LONGEST, LONGEST_LABEL, letters, sendable, units
from milu_bot.channels.telegram_updates import Heard
from milu_bot.dialogue import replies
from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.replies import Reply
from milu_bot.dialogue.turn import Dialogue
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.front_desk import Answered
from milu_bot.knowledge.loader import load
from milu_bot.message import Incoming
from milu_bot.rendering import Renderer, read_templates
from tests.channels.hostile import HOSTILE
from tests.conftest import KNOWLEDGE, ROOT
from tests.conversations.test_conversations import TALKS
from tests.end_to_end.bot_api import _check_markup, _check_text

TEXTS = {
    "ask",
    "hint",
    "label",
    "title",
    "plain",
    "quote",
    "text",
    "question",
    "because",
    "status",
    "payee",
    "extra",
    "answer",
    "why",
    "said",
    "content",
    "entered",
    "office",
    "number",
    "about",
}
"""The fields that hold words, and not the id of anything."""
LISTS = {"dropped", "suggestions", "unclear", "candidates"}
LARGEST = 30_000
"""Units: bytes of a pickle. A reply with still more to say says more of the same."""
SEPARATOR = "间"
"""In none of the hostile strings."""
Slot = Callable[[str], None]


@pytest.fixture(scope="module")
def own() -> Rulebook:
    """Rules of this file alone, whose texts may be spoilt."""
    return Rulebook(load(KNOWLEDGE))


@pytest.fixture(scope="module")
def samples(counsel: Counsel) -> dict[str, Reply]:
    """One reply of each class, as the written talks bring it forth, the one with most to say. In none of these is
    the knowledge edited meanwhile, or another document served.
    """
    dialogue, now = Dialogue(counsel), datetime(2026, 11, 24, tzinfo=UTC)
    card = counsel.policy.masthead
    found: dict[str, Reply] = {
        type(reply).__name__: reply
        for reply in (
            replies.Outdated(("事实",), question_changed=True),
            replies.Welcome((card,)),
            replies.WhichPolicy((card,), "问题", silent=True),
            replies.NoneOfThese((card,)),
            replies.NowAbout(card),
        )
    }
    sizes = {name: len(dumps(reply)) for name, reply in found.items()}
    for talk in TALKS:
        conversation = Conversation("somebody")
        for line in talk.read_text(encoding="utf-8").splitlines():
            if line.startswith("用户: "):
                turn = dialogue.take(conversation, line.removeprefix("用户: "), now)
                conversation = turn.conversation
                for reply in turn.replies:
                    name = type(reply).__name__
                    size = len(dumps(reply))
                    if name not in found or sizes[name] < size < LARGEST:
                        found[name], sizes[name] = reply, size
    return deepcopy(
        found
    )  # the buttons are everybody's: spoilt here, they were spoilt for the tests that followed


def slots(thing: Any, seen: dict[int, Any]) -> Iterator[Slot]:
    """Every place below a thing that holds words."""
    if id(thing) in seen or isinstance(thing, str | int | float | None | type):
        return
    seen[id(thing)] = thing
    if isinstance(thing, BaseModel):
        named = {name: getattr(thing, name) for name in type(thing).model_fields}
    elif is_dataclass(thing):
        named = {field.name: getattr(thing, field.name) for field in fields(thing)}
    else:
        named = {}
        for part in (
            thing.values() if isinstance(thing, dict) else thing if isinstance(thing, tuple) else ()
        ):
            yield from slots(part, seen)
    for name, value in named.items():
        if type(value) is str and name in TEXTS:
            yield partial(_set, thing, name)
        elif name == "options" and isinstance(value, dict):
            yield from (partial(value.__setitem__, key) for key in value)
        elif name in LISTS and value and isinstance(value[0], str | tuple):
            yield partial(_set_all, thing, name, value)
        else:
            yield from slots(value, seen)


def _set(thing: Any, name: str, words: str) -> None:
    object.__setattr__(thing, name, words) if is_dataclass(thing) else thing.__dict__.update(
        {name: words}
    )


def _set_all(thing: Any, name: str, before: tuple[Any, ...], words: str) -> None:
    made = tuple((one[0], words) if isinstance(one, tuple) else words for one in before)
    object.__setattr__(thing, name, made) if is_dataclass(thing) else thing.__dict__.update(
        {name: made}
    )


def shown_of(words: str) -> str:
    return sendable(words).strip()


def is_whole(shown: str) -> bool:
    """Whether it is to be found again as it is."""
    return len(shown) <= 30 and "\n" not in shown and shown != "……"


def groups() -> Iterator[list[str]]:
    """All hostile strings: those that show something stand together, as many as a button holds; the others, which
    might leave a message empty, stand alone.
    """
    together: list[str] = []
    for words in HOSTILE:
        if len(words) > LONGEST_LABEL // 2 or shown_of(words) == "……":
            yield [words]
        elif len(SEPARATOR.join([*together, words])) <= LONGEST_LABEL:
            together.append(words)
        else:
            yield together
            together = [words]
    yield together


def test_nothing_is_refused_and_nothing_shown_as_markup(
    own: Rulebook, samples: dict[str, Reply]
) -> None:
    assert set(samples) == {cls.__name__ for cls in replies.Reply.__subclasses__()}
    assert len(HOSTILE) >= 500 and sorted(chain(*groups())) == sorted(HOSTILE)
    assert not any(SEPARATOR in words for words in HOSTILE)
    renderer = Renderer(read_templates(ROOT / "templates"), own)
    policy = own.policy
    spoken = (policy.masthead, policy.clauses, policy.facts, policy.readings, policy.exclusions)
    places = list(slots((*samples.values(), *spoken), {}))
    heard = Heard(Incoming("telegram", "5", ""), "5", 7, pressed_text="<b>{{7*7}}\ud800")

    def sent(reply: Reply) -> list[dict[str, Any]]:
        outgoing = replace(renderer.render(reply), keyboard=1)
        answered = Answered(
            (outgoing,), "answer", (), Conversation("5"), chosen=outgoing.text[:100]
        )
        return [json.loads(letter.body)["data"] for letter in letters(heard, answered)]

    def fill(words: str) -> None:
        for place in places:
            place(words)

    fill("探针")
    echoing = [
        name
        for name, reply in samples.items()
        if any("探针" in data["text"] for data in sent(reply)[1:])
    ]
    assert len(echoing) >= len(samples) - 2  # Remark, and what has no words of the policy
    for group in groups():
        fill(SEPARATOR.join(group))
        for name, reply in samples.items():
            calls = sent(reply)
            for data in calls:
                _check_text(data)
                _check_markup(data)
                assert "parse_mode" not in data and "entities" not in data
                assert units(data["text"]) <= LONGEST
                data["text"].encode()
            for shown in map(shown_of, group) if name in echoing else ():
                if is_whole(shown):
                    assert any(shown in data["text"] for data in calls[1:]), (name, shown)
