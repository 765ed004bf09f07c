"""What Redis does in one step, in its own language. Every script is whole: others see all of it or nothing."""

from __future__ import annotations

KEEP = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('LOST the lock') end
if KEYS[2] ~= '' then
  if not redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[2]) then return redis.error_reply('SEEN before') end
end
if ARGV[4] == 'forget' then
  for _, chat in ipairs(redis.call('SMEMBERS', KEYS[4])) do
    for _, letter in ipairs(redis.call('LRANGE', ARGV[7] .. chat, 0, -1)) do
      if cjson.decode(letter)[3] == ARGV[8] then
        redis.call('LREM', ARGV[7] .. chat, 1, letter)
        redis.call('HDEL', ARGV[12] .. chat, letter)
      end
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
for i = 13, #ARGV, 3 do
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
"""A turn is kept whole: the message is seen, the person known or forgotten, the letters wait, the lock is free."""
HOLD = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
"""
"""Lease a chat. 0: another has it. 1: it is ours."""
RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
if redis.call('LLEN', KEYS[2]) == 0 then redis.call('SREM', KEYS[3], ARGV[2]) end
return 1
"""
"""Give a lease back, and take a chat without letters off the list."""
TRY = """
if redis.call('LPOS', KEYS[1], ARGV[1]) then
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
  redis.call('EXPIRE', KEYS[2], ARGV[3])
end
return 1
"""
"""Note that a letter goes or went out, unless its person was forgotten meanwhile."""
STRIKE = """
redis.call('HDEL', KEYS[4], ARGV[1])
if redis.call('LREM', KEYS[1], 1, ARGV[1]) == 1 and ARGV[2] ~= '' then
  redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
  redis.call('SADD', KEYS[3], ARGV[4])
  redis.call('EXPIRE', KEYS[3], ARGV[3])
end
return 1
"""
"""Strike a letter out; the number of its message is kept with it alone."""
