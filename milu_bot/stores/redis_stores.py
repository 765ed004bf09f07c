"""The stores in Redis, for several workers of one bot. What a turn leaves is kept by one script, whole."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from typing import Any

import redis

from milu_bot.days import china_day
from milu_bot.dialogue.conversation import Conversation
from milu_bot.message import Letter
from milu_bot.stores import memory, redis_scripts
from milu_bot.stores.conversations import LIFETIME, SEEN_FOR, Held, remembered
from milu_bot.stores.errors import StoreError
from milu_bot.stores.outbox import COMMON, Doubt, Sent, Tried, Waiting
from milu_bot.stores.redis_errors import said_in_chinese
from milu_bot.stores.redis_staff import COUNTS, COUNTS_KEPT

_PREFIX = "milu:"
_LOCK_SECONDS = 5
"""A turn takes milliseconds; a worker that died in one holds up its person no longer than this."""
_PATIENCE_SECONDS = 2
"""So long a turn waits for the lock; then the channel is to bring its message again."""
_FORGOTTEN = int(LIFETIME.total_seconds())
_LEASE_SECONDS = 6
"""A worker that died while it sent to a chat holds up its letters no longer than this."""


class RedisConversations:
    """Conversations in Redis. A turn holds a lock on its person, who may write to two workers at once."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._keep_all = client.register_script(redis_scripts.KEEP)

    @contextmanager
    def turn(self, user: str, now: datetime, message_id: str = "") -> Iterator[Held]:
        """Hold one person's conversation; all is saved if the turn ends well, and nothing if not."""
        lock = self._client.lock(
            _key("lock", user),
            timeout=_LOCK_SECONDS,
            sleep=0.01,
            blocking_timeout=_PATIENCE_SECONDS,
        )
        with said_in_chinese():
            if not lock.acquire():
                raise StoreError("这个人的上一句话还没有处理完。")
        try:
            with said_in_chinese():
                held = self._load(user, message_id)
            yield held
            if not (held.seen or held.dropped):
                with said_in_chinese():
                    self._keep(user, held, now, message_id, lock.local.token)
        finally:
            # The script has given the lock back already, unless nothing was to be kept.
            try:
                if lock.local.token is not None:
                    lock.release()
            except redis.RedisError:
                pass

    def together(self) -> AbstractContextManager[None]:
        """Every turn is kept at once by itself."""
        return nullcontext()

    def expire(self, now: datetime) -> int:
        """Redis forgets by itself."""
        return 0

    def _load(self, user: str, message_id: str) -> Held:
        pipe = self._client.pipeline(transaction=False)
        pipe.hmget(_key("person", user), "body", "door")
        pipe.exists(_key("seen", message_id))
        (body, door), seen = pipe.execute()
        if body is None:
            return Held(Conversation(user), seen=bool(message_id and seen))
        talk = remembered(user, body.decode())
        return Held(talk, memory.from_json((door or b"").decode()), seen=bool(message_id and seen))

    def _keep(self, user: str, held: Held, now: datetime, message_id: str, token: bytes) -> None:
        channel = user.partition(":")[0]
        arguments: list[Any] = [
            token,
            int(SEEN_FOR.total_seconds()),
            _FORGOTTEN,
            "forget" if held.gone else "",
            held.conversation.to_json(),
            held.memory.to_json(),
            _key("outbox", f"{channel}:"),
            user,
            _key("floor", f"{channel}:"),
            json.dumps([f"{what}\t{of}" for what, of in held.counts], ensure_ascii=False),
            COUNTS_KEPT,
            _key("tried", f"{channel}:"),
        ]
        for letter in held.letters:
            entry = _entry(letter)
            held.waiting.append(_waiting(letter.channel, letter.chat, entry))
            arguments += [letter.chat, entry, "final" if letter.final else ""]
        keys = [
            _key("lock", user),
            _key("seen", message_id) if message_id else "",
            _key("person", user),
            _key("chats_of", user),
            _key("chats", channel),
            f"{COUNTS}{china_day(now).isoformat()}",
        ]
        self._keep_all(keys=keys, args=arguments)


class RedisOutbox:
    """Letters in Redis. A worker leases a chat while it sends to it."""

    shared = True
    lease = float(_LEASE_SECONDS)

    def __init__(self, client: Any) -> None:
        self._client = client
        self._me = secrets.token_hex(8)
        self._hold = client.register_script(redis_scripts.HOLD)
        self._release = client.register_script(redis_scripts.RELEASE)
        self._try = client.register_script(redis_scripts.TRY)
        self._strike = client.register_script(redis_scripts.STRIKE)

    def hold(self, channel: str, chat: str) -> bool:
        """Ask to be the only one who sends to this chat, or to stay it; tells whether that is so."""
        key = _key("lease", f"{channel}:{chat}")
        with said_in_chinese():
            return bool(self._hold(keys=[key], args=[self._me, _LEASE_SECONDS]))

    def release(self, channel: str, chat: str) -> None:
        """Let others send to this chat."""
        where = f"{channel}:{chat}"
        keys = [_key("lease", where), _key("outbox", where), _key("chats", channel)]
        with said_in_chinese():
            self._release(keys=keys, args=[self._me, chat])

    def chats(self, channel: str) -> list[str]:
        """The chats to which letters wait."""
        with said_in_chinese():
            return sorted(chat.decode() for chat in self._client.smembers(_key("chats", channel)))

    def waiting(self, channel: str, chat: str) -> list[Waiting]:
        """The letters to one chat, the oldest first."""
        with said_in_chinese():
            pipe = self._client.pipeline()
            pipe.lrange(_key("outbox", f"{channel}:{chat}"), 0, -1)
            pipe.hgetall(_key("tried", f"{channel}:{chat}"))
            entries, tried = pipe.execute()
        return [_waiting(channel, chat, entry.decode(), tried.get(entry)) for entry in entries]

    def floor(self, channel: str, chat: str) -> int:
        """The number of the last message that is known to have reached this chat, or 0."""
        with said_in_chinese():
            return int(self._client.get(_key("floor", f"{channel}:{chat}")) or 0)

    def record(self, tried: Sequence[Tried], sent: Sequence[Sent], now: datetime) -> None:
        """Note letters that went or are about to go out, and strike out those that need no more sending."""
        with said_in_chinese():
            pipe = self._client.pipeline()
            for one in tried:
                where = f"{one.waiting.letter.channel}:{one.waiting.letter.chat}"
                keys = [_key("outbox", where), _key("tried", where)]
                numbers = [one.doubt.low] + [n for n in (one.doubt.last,) if n is not None]
                args = [one.waiting.id, " ".join(map(str, numbers)), _FORGOTTEN]
                self._try(keys=keys, args=args, client=pipe)
            for done in sent:
                letter = done.waiting.letter
                where = f"{letter.channel}:{letter.chat}"
                # The number is kept only with a letter that still was there: else its person is forgotten.
                keys = [
                    _key("outbox", where),
                    _key("floor", where),
                    _key("chats_of", letter.user),
                    _key("tried", where),
                ]
                known = done.message if done.message and not letter.final else ""
                args = [done.waiting.id, known, _FORGOTTEN, letter.chat]
                self._strike(keys=keys, args=args, client=pipe)
                if done.message and done.common:
                    # Two workers may cross here; the number is then a little low, which does no harm.
                    pipe.set(_key("floor", f"{letter.channel}:{COMMON}"), done.message)
            pipe.execute()

    def move(self, channel: str, chat: str, to: str) -> None:
        """A chat has got a new number."""
        old, new = _key("outbox", f"{channel}:{chat}"), _key("outbox", f"{channel}:{to}")
        with said_in_chinese():
            while old != new and (entry := self._client.lmove(old, new, "LEFT", "RIGHT")):
                user = _waiting(channel, to, entry.decode()).letter.user
                self._client.sadd(_key("chats", channel), to)
                self._client.sadd(_key("chats_of", user), to)


def connect_redis(url: str) -> Any:
    """A client of one Redis.

    Raises: StoreError if it does not answer.
    """
    with said_in_chinese():
        try:
            client = redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)
        except ValueError:
            raise StoreError("MILU_REDIS_URL 写得不对。样子是 redis://127.0.0.1:6379/0。") from None
        client.ping()
    return client


def _key(kind: str, of: str) -> str:
    return f"{_PREFIX}{kind}:{of}"


def _entry(letter: Letter) -> str:
    """A letter as it lies in its list, made unlike every other: it is struck out by its words."""
    return json.dumps(
        [secrets.token_hex(8), letter.body, letter.user, letter.final], ensure_ascii=False
    )


def _waiting(channel: str, chat: str, entry: str, tried: bytes | None = None) -> Waiting:
    _, body, user, final = json.loads(entry)
    doubt = None if tried is None else Doubt(*map(int, tried.split()))
    return Waiting(entry, Letter(channel, chat, user, body, final), doubt)
