"""The Telegram door beside a plain echo bot on the same library, against the same double, in turns.

    PYTHONPATH=. python -m benchmarks.echo [rounds]

Prints CPU for a message, messages a second, the time from the start to the first reply, and memory. CPU is that
of the bot's own process; the double and the people run in this one. Fails if somebody waits in vain.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.bot_api import TOKEN, BotApi
from tests.end_to_end.people import Bot, Person

ROUNDS = 6
PEOPLE = 8
TALK = (
    "贫困户开网店有补贴吗",
    "三（三）8",
    "重来",
    "不知道",
    "不知道",
    "取消",
    "物流快递有什么支持",
    "怎么申报",
)
"""What each person says; every line gets one reply, and the last leaves the talk as the first found it."""
REPEATS = 4
MATCHING = ("plain", "head", "full")
"""How the questions are matched."""
WORN_OUT = 60.0
"""How long anybody waits for a reply. Units: seconds."""
_IDLE = 0.05
"""Units: share of a core that a bot takes which has nothing left to load."""
_TICK = os.sysconf("SC_CLK_TCK")


def echo_bot(base_url: str) -> None:
    """The peer: python-telegram-bot as its first example shows it."""
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_text(update.message.text or "")

    application = Application.builder().token(TOKEN).base_url(base_url).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


@dataclass(frozen=True)
class Round:
    """Units: seconds, but `memory` in MB and `rate` in messages a second."""

    ready: float
    ready_cpu: float
    cpu: float
    rate: float
    memory: float
    kept: float
    """What is still resident at the end; `memory` is the most there ever was."""


def measure(api: BotApi, process: subprocess.Popen[str], started: float, first: int) -> Round:
    """Talk with one bot that was just started, and end it."""
    caller = Person(api, first)
    caller.hear(1, WORN_OUT)
    ready, ready_cpu = time.perf_counter() - started, cpu_of(process.pid)
    settle(process.pid)
    people = [Person(api, first + 1 + n) for n in range(PEOPLE)]
    converse(api, people, TALK)
    began, spent = time.perf_counter(), cpu_of(process.pid)
    converse(api, people, TALK * REPEATS)
    count = PEOPLE * REPEATS * len(TALK)
    return Round(
        ready,
        ready_cpu,
        (cpu_of(process.pid) - spent) / count,
        count / (time.perf_counter() - began),
        memory_of(process.pid, "VmHWM"),
        memory_of(process.pid, "VmRSS"),
    )


def settle(pid: int) -> None:
    """Wait until the bot has loaded what it loads beside the door."""
    deadline, spent = time.monotonic() + WORN_OUT, -1.0
    while (now := cpu_of(pid)) - spent > _IDLE or spent < 0:
        if time.monotonic() > deadline:
            raise TimeoutError(f"the bot still was at work after {WORN_OUT:.0f} s")
        spent = now
        time.sleep(1)


def converse(api: BotApi, people: list[Person], lines: tuple[str, ...]) -> None:
    """Everybody says the next line when the last one is answered.

    Raises: TimeoutError, with who waits for what; ValueError if a line got more than one reply.
    """
    said = [0] * len(people)
    before = [len(person.replies) for person in people]

    def heard() -> list[int]:
        return [len(person.replies) - start for person, start in zip(people, before, strict=True)]

    def standing() -> str:
        waiting = zip(people, said, counts, strict=True)
        return "; ".join(
            f"{person.id} said {lines[spoken - 1]!r} as line {spoken} and has {count} replies"
            for person, spoken, count in waiting
            if count != spoken or spoken < len(lines)
        )

    def changed() -> bool:
        return heard() != counts

    while (counts := heard()) != [len(lines)] * len(people):
        if any(count > spoken for count, spoken in zip(counts, said, strict=True)):
            raise ValueError(f"more than one reply to a line: {standing()}")
        moved = False
        for n, person in enumerate(people):
            if said[n] < len(lines) and counts[n] >= said[n]:
                person.say(lines[said[n]])
                said[n] += 1
                moved = True
        if not moved:
            with api.changed:
                if not api.changed.wait_for(changed, WORN_OUT):
                    raise TimeoutError(f"no reply for {WORN_OUT:.0f} s: {standing()}")


def cpu_of(pid: int) -> float:
    """Units: seconds, in the program and in the system for it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def memory_of(pid: int, field: str) -> float:
    """Units: MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


def ours(api: BotApi, folder: Path, matching: str) -> Round:
    """One round with the real process."""
    Person(api, 1000).say("/help")
    started = time.perf_counter()
    bot = Bot(api, folder / "store.sqlite3", MILU_PATIENCE="1000000", MILU_MATCHING=matching)
    bot.start(ready=False)
    try:
        assert bot.process
        return measure(api, bot.process, started, 1000)
    finally:
        bot.end()


def theirs(api: BotApi) -> Round:
    """One round with the echo bot."""
    Person(api, 1000).say("/help")
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.echo", "--be-the-peer", api.base_url],
        env={name: value for name, value in os.environ.items() if "PROXY" not in name.upper()},
        text=True,
    )
    try:
        return measure(api, process, started, 1000)
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Measure in turns and print medians."""
    if sys.argv[1:2] == ["--be-the-peer"]:
        echo_bot(sys.argv[2])
        return
    rounds = int(sys.argv[1]) if sys.argv[1:] else ROUNDS
    # Tests, whose double this borrows, match plainly: say what is wanted here.
    environment = os.environ | {"MILU_MATCHING": "full"}
    subprocess.run([sys.executable, "bot.py", "train", "--quiet"], check=True, env=environment)
    found: dict[str, list[Round]] = {name: [] for name in ("echo", *MATCHING)}
    for number in range(1, rounds + 1):
        for name, done in found.items():
            api = BotApi()
            try:
                with tempfile.TemporaryDirectory() as folder:
                    done.append(theirs(api) if name == "echo" else ours(api, Path(folder), name))
            finally:
                api.close()
            now = done[-1]
            print(
                f"round {number} of {rounds}, {name}: {now.cpu * 1000:.2f} ms, {now.rate:.0f}/s, "
                f"reply after {now.ready:.2f} s, {now.memory:.0f} MB",
                file=sys.stderr,
                flush=True,
            )
    said = len(TALK) * REPEATS
    print(f"median of {rounds} interleaved rounds, {PEOPLE} people, {said} messages each")
    print(
        f"{'':8}{'CPU ms/message':>16}{'messages/s':>12}{'start to reply s':>18}{'CPU of it':>11}"
        f"{'peak MB':>9}{'MB':>6}"
    )
    for name, all_rounds in found.items():
        ready, ready_cpu, cpu, rate, memory, kept = (
            statistics.median(getattr(one, field) for one in all_rounds)
            for field in ("ready", "ready_cpu", "cpu", "rate", "memory", "kept")
        )
        print(
            f"{name:8}{cpu * 1000:16.2f}{rate:12.0f}{ready:18.2f}{ready_cpu:11.2f}{memory:9.0f}{kept:6.0f}"
        )
    for name in MATCHING:
        pairs = list(zip(found[name], found["echo"], strict=True))
        more = statistics.median(a.cpu - b.cpu for a, b in pairs) * 1000
        rate = statistics.median(a.rate / b.rate for a, b in pairs)
        print(f"{name} beside the echo bot: {more:+.2f} ms CPU a message, {rate:.0%} of its rate")
    print("targets: at most +1 ms, at least 75 %; ready in 1.5 s; 120 MB, full 260 MB")


if __name__ == "__main__":
    main()
