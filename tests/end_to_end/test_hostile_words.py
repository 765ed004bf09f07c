"""Hostile words from people, over the wire: answered with calm, refused by nobody, and never said back as markup."""

from __future__ import annotations

import random

from milu_bot.channels.telegram_words import EDITED
from tests.channels.hostile import HOSTILE
from tests.end_to_end.conftest import House
from tests.end_to_end.people import Person

SAMPLE = random.Random(45).sample(HOSTILE, 60)


def test_hostile_words_in_every_place(house: House) -> None:
    """Many groups, as to one of them the bot may speak only so often."""
    people = [house.person() for _ in range(20)]
    crowd = [Person(house.api, person.id, house.group()) for person in people]
    for person, there, number in zip(people, crowd, range(20), strict=True):
        person.say("/assess")
        if number % 2:
            person.say("2")
        for words in SAMPLE[number * 3 : number * 3 + 3]:
            person.say(words)
            person.say(f"/ask {words}")
            person.say(f"/start {words}")
            person.say(f"改 身份 {words}")
            odd = person.message(words)
            odd["from"]["first_name"] = odd["from"]["username"] = words
            house.api.update("message", odd)
            there.say(f"@milu_test_bot {words}", message_thread_id=words)
            house.api.update(
                "message", {**there.message(f"/ask {words}"), "chat": {"title": words}}
            )
        house.api.update("edited_message", person.message("完"))
        there.say("/help")
    for person, there in zip(people, crowd, strict=True):
        house.api.wait(lambda p=person: any(m["text"] == EDITED for m in p.replies), 60)
        house.api.wait(lambda p=there: any("怎么用我" in m["text"] for m in p.replies), 60)
    chats = {person.chat for person in (*people, *crowd)}
    calls = [call for call in house.api.calls if call.data.get("chat_id") in chats]
    assert len(calls) > 300
    for call in calls:
        assert not call.refused, call
        assert "parse_mode" not in call.data and "entities" not in call.data
        text = call.data.get("text", "")
        assert "<script" not in text and "49" not in text and "__class__" not in text
        assert "\u202e" not in text and "\x00" not in text
    said = "".join(call.data.get("text", "") for call in calls)
    assert "对不起" not in said  # the apology for an error of ours
    assert not [line for line in house.bot.log if "turn_failed" in line]
