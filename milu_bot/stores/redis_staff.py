"""The stores for staff in Redis: the inbox, the counts, and the log of what staff did."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from milu_bot.days import china_day
from milu_bot.stores.counts import KEPT_FOR, Count
from milu_bot.stores.inbox import MOST, Note, State, Why, closed_on, kept, too_old
from milu_bot.stores.redis_errors import said_in_chinese
from milu_bot.stores.staff_log import Deed, hashed, new_key

_INBOX, _NEXT, _LOG, _KEY = "milu:inbox", "milu:inbox:next", "milu:staff_log", "milu:staff_log:key"
COUNTS = "milu:counts:"
"""Followed by the day: a hash of times by "what<tab>of"."""
COUNTS_KEPT = int(KEPT_FOR.total_seconds())

_NOTE = """
local note = redis.call('HGET', KEYS[1], ARGV[1])
note = note and cjson.decode(note) or {closed = 'new'}
if note.closed ~= '' then
  note.id = note.id or redis.call('INCR', KEYS[2])
  note.times, note.first, note.state, note.closed = 0, ARGV[2], ARGV[3], ''
end
note.times, note.last = note.times + 1, ARGV[2]
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(note))
"""
_TAKE_BACK = """
local note = redis.call('HGET', KEYS[1], ARGV[1])
if not note then return end
note = cjson.decode(note)
note.times = note.times - 1
if note.times < 1 then redis.call('HDEL', KEYS[1], ARGV[1])
else redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(note)) end
"""


class RedisInbox:
    """The inbox in Redis: a hash from words, reason and answer to all else."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._note = client.register_script(_NOTE)
        self._take_back = client.register_script(_TAKE_BACK)

    def note(self, words: str, why: Why, now: datetime, answer: str = "") -> None:
        """Count a question. One that was closed is open again, as if new."""
        with said_in_chinese():
            args = [_field(words, why, answer), china_day(now).isoformat(), State.OPEN.value]
            self._note(keys=[_INBOX, _NEXT], args=args)

    def take_back(self, words: str, why: Why, answer: str = "") -> None:
        """Count it once less: it was settled after all."""
        with said_in_chinese():
            self._take_back(keys=[_INBOX], args=[_field(words, why, answer)])

    def all(self) -> list[Note]:
        """Every wording, the oldest first."""
        return sorted(self._by_field().values(), key=lambda note: note.id)

    def mark(self, ids: Sequence[int], state: State, now: datetime) -> None:
        """Note what staff have done."""
        wanted = set(ids)
        for field, note in self._by_field().items():
            if note.id in wanted:
                rest = asdict(note) | {"state": state, "closed": closed_on(state, now)}
                for name in ("words", "why", "answer"):
                    del rest[name]
                with said_in_chinese():
                    self._client.hset(_INBOX, field, json.dumps(rest, ensure_ascii=False))

    def expire(self, now: datetime) -> int:
        """Erase what was kept long enough; gives how many wordings."""
        by_age = sorted(self._by_field().items(), key=lambda row: (row[1].last, row[1].id))
        old = [field for field, note in by_age if too_old(note, now)]
        old += [field for field, _ in by_age[: max(0, len(by_age) - MOST)]]
        with said_in_chinese():
            return int(self._client.hdel(_INBOX, *old)) if old else 0

    def _by_field(self) -> dict[str, Note]:
        with said_in_chinese():
            rows = self._client.hgetall(_INBOX)
        found = {}
        for field, body in rows.items():
            words, why, answer = json.loads(field)
            rest = json.loads(body)
            rest["state"] = State(rest["state"])
            found[field.decode()] = Note(words=words, why=Why(why), answer=answer, **rest)
        return found


class RedisCounts:
    """Counts in Redis: a hash for each day."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def since(self, day: date) -> list[Count]:
        """Every count from this day on, by day."""
        found = []
        with said_in_chinese():
            for key in self._client.scan_iter(match=f"{COUNTS}*", count=1000):
                that_day = key.decode().removeprefix(COUNTS)
                if that_day >= day.isoformat():
                    for name, times in self._client.hgetall(key).items():
                        what, _, of = name.decode().partition("\t")
                        found.append(Count(that_day, what, of, int(times)))
        return sorted(found, key=lambda count: (count.day, count.what, count.of))

    def expire(self, now: datetime) -> int:
        """Redis forgets by itself."""
        return 0


class RedisStaffLog:
    """The log in Redis: a list that is only ever added to. Redis itself does not forbid to erase it."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def append(self, user: str, role: str, what: str, outcome: str, now: datetime) -> None:
        """Write down what this person did."""
        row = [now.isoformat(timespec="seconds"), self.name_of(user), role, what, outcome]
        with said_in_chinese():
            self._client.rpush(_LOG, json.dumps(row, ensure_ascii=False))

    def all(self) -> list[Deed]:
        """Every deed, the oldest first."""
        with said_in_chinese():
            return [Deed(*json.loads(row)) for row in self._client.lrange(_LOG, 0, -1)]

    def name_of(self, user: str) -> str:
        """The word under which this person is in the log."""
        with said_in_chinese():
            self._client.set(_KEY, new_key(), nx=True)
            return hashed(self._client.get(_KEY), user)


def _field(words: str, why: Why, answer: str) -> str:
    return json.dumps([kept(words), why, answer], ensure_ascii=False)
