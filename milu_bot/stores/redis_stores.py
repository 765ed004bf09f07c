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
from milu_bot.stores import memory
from milu_bot.stores.conversations import LIFETIME, SEEN_FOR, Held, remembered
from milu_bot.stores.errors import StoreError
from milu_bot.stores.outbox import COMMON, Grip, Sent, Waiting
from milu_bot.stores.redis_errors import said_in_chinese
from milu_bot.stores.redis_staff import COUNTS, COUNTS_KEPT

_PREFIX = "milu:"
_LOCK_SECONDS = 10
"""A turn takes milliseconds; a worker that died in one holds up its person no longer than this."""
_LEASE_MILLISECONDS = 15_000
"""Longer than one call to the channel may take; renewed before each."""

_KEEP = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('LOST the lock') end
if KEYS[2] ~= '' then
  if not redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[2]) then return redis.error_reply('SEEN before') end
end
if ARGV[4] == 'forget' then
  for _, chat in ipairs(redis.call('SMEMBERS', KEYS[4])) do
    for _, letter in ipairs(redis.call('LRANGE', ARGV[7] .. chat, 0, -1)) do
      if cjson.decode(letter)[3] == ARGV[8] then redis.call('LREM', ARGV[7] .. chat, 1, letter) end
    end
    redis.call('DEL', ARGV[9] .. chat)
  end
  redis.call('DEL', KEYS[3], KEYS[4])
else
  redis.call('HSET', KEYS[3], 'body', ARGV[5], 'door', ARGV[6])
  redis.call('EXPIRE', KEYS[3], ARGV[3])
end
for _, name in ipairs(cjson.decode(ARGV[10])) do
  redis.call('HINCRBY', KEYS[6], name, 1)
  redis.call('EXPIRE', KEYS[6], ARGV[11])
end
for i = 12, #ARGV, 3 do
  redis.call('RPUSH', ARGV[7] .. ARGV[i], ARGV[i + 1])
  redis.call('EXPIRE', ARGV[7] .. ARGV[i], ARGV[3])
  redis.call('SADD', KEYS[5], ARGV[i])
  if ARGV[i + 2] == '' then
    redis.call('SADD', KEYS[4], ARGV[i])
    redis.call('EXPIRE', KEYS[4], ARGV[3])
  end
end
redis.call('DEL', KEYS[1])
return 'kept'
"""
_HOLD = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
local last = redis.call('GETSET', KEYS[2], ARGV[1])
if holder or not last then return 1 end
return 2
"""
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1], KEYS[2]) end
if redis.call('LLEN', KEYS[3]) == 0 then redis.call('SREM', KEYS[4], ARGV[2]) end
return 1
"""


class RedisConversations:
    """Conversations in Redis. A turn holds a lock on its person, who may write to two workers at once."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._keep_all = client.register_script(_KEEP)

    @contextmanager
    def turn(self, user: str, now: datetime, message_id: str = "") -> Iterator[Held]:
        """Hold one person's conversation; all is saved if the turn ends well, and nothing if not."""
        lock = self._client.lock(
            _key("lock", user),
            timeout=_LOCK_SECONDS,
            sleep=0.01,
            blocking_timeout=2 * _LOCK_SECONDS,
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
            int(LIFETIME.total_seconds()),
            "forget" if held.gone else "",
            held.conversation.to_json(),
            held.memory.to_json(),
            _key("outbox", f"{channel}:"),
            user,
            _key("floor", f"{channel}:"),
            json.dumps([f"{what}\t{of}" for what, of in held.counts], ensure_ascii=False),
            COUNTS_KEPT,
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

    def __init__(self, client: Any) -> None:
        self._client = client
        self._me = secrets.token_hex(8)
        self._hold = client.register_script(_HOLD)
        self._release = client.register_script(_RELEASE)

    def hold(self, channel: str, chat: str) -> Grip:
        """Ask to be the only one who sends to this chat, or to stay it."""
        where = f"{channel}:{chat}"
        with said_in_chinese():
            keys = [_key("lease", where), _key("sending", where)]
            return Grip(int(self._hold(keys=keys, args=[self._me, _LEASE_MILLISECONDS])))

    def release(self, channel: str, chat: str) -> None:
        """Let others send to this chat."""
        where = f"{channel}:{chat}"
        keys = [
            _key("lease", where),
            _key("sending", where),
            _key("outbox", where),
            _key("chats", channel),
        ]
        with said_in_chinese():
            self._release(keys=keys, args=[self._me, chat])

    def chats(self, channel: str) -> list[str]:
        """The chats to which letters wait."""
        with said_in_chinese():
            return sorted(chat.decode() for chat in self._client.smembers(_key("chats", channel)))

    def waiting(self, channel: str, chat: str) -> list[Waiting]:
        """The letters to one chat, the oldest first."""
        with said_in_chinese():
            entries = self._client.lrange(_key("outbox", f"{channel}:{chat}"), 0, -1)
        return [_waiting(channel, chat, entry.decode()) for entry in entries]

    def floor(self, channel: str, chat: str) -> int:
        """The number of the last message that is known to have reached this chat, or 0."""
        with said_in_chinese():
            return int(self._client.get(_key("floor", f"{channel}:{chat}")) or 0)

    def strike(self, sent: Sequence[Sent], now: datetime) -> None:
        """Strike out letters that need no more sending."""
        with said_in_chinese():
            pipe = self._client.pipeline()
            for done in sent:
                letter = done.waiting.letter
                where = f"{letter.channel}:{letter.chat}"
                pipe.lrem(_key("outbox", where), 1, done.waiting.id)
                if done.message and not letter.final:
                    pipe.set(_key("floor", where), done.message, ex=int(LIFETIME.total_seconds()))
                    # So that forgetting finds the number, too.
                    pipe.sadd(_key("chats_of", letter.user), letter.chat)
                    pipe.expire(_key("chats_of", letter.user), int(LIFETIME.total_seconds()))
                if done.message and done.common:
                    # Two workers may cross here; the number is then a little low, which does no harm.
                    pipe.set(_key("floor", f"{letter.channel}:{COMMON}"), done.message)
            pipe.execute()

    def move(self, channel: str, chat: str, to: str) -> None:
        """A chat has got a new number."""
        old, new = _key("outbox", f"{channel}:{chat}"), _key("outbox", f"{channel}:{to}")
        with said_in_chinese():
            while self._client.lmove(old, new, "LEFT", "RIGHT") is not None:
                self._client.sadd(_key("chats", channel), to)


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


def _waiting(channel: str, chat: str, entry: str) -> Waiting:
    _, body, user, final = json.loads(entry)
    return Waiting(entry, Letter(channel, chat, user, body, final))
