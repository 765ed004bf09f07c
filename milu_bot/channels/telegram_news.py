"""Tells publishers on Telegram of an edit that did not go live."""

from __future__ import annotations

import time
from collections.abc import Mapping
from zlib import crc32

from milu_bot.channels.journal import Journal
from milu_bot.channels.telegram_letters import notices
from milu_bot.channels.telegram_updates import CHANNEL
from milu_bot.front_desk import FrontDesk
from milu_bot.live import News
from milu_bot.message import Incoming
from milu_bot.staff import Role
from milu_bot.stores.errors import StoreError

_ONCE = 60
"""Units: seconds. Several workers see the same edit at about the same time; one of them tells of it."""


def tell_publishers(
    desk: FrontDesk, staff: Mapping[str, Role], journal: Journal, news: News
) -> None:
    """Put what is wrong into the outbox, from where it goes to every publisher's chat within seconds."""
    if not news.problems:
        return
    text = str(news)
    number = f"news:{crc32(text.encode())}:{int(time.time() / _ONCE)}"
    for person, role in staff.items():
        channel, _, user = person.partition(":")
        if channel != CHANNEL or role is not Role.PUBLISHER or not user.isdigit():
            continue
        try:
            incoming = Incoming(CHANNEL, user, "", f"{number}:{user}")
            desk.say(incoming, text, notices(user), asked=False)
        except StoreError as error:
            journal.error("store_unavailable", why=str(error))
