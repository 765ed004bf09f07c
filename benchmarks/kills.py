"""Answers under random SIGKILL, or with a share of the API's calls failing: how many are lost or doubled?

PYTHONPATH=. python -m benchmarks.kills                       5,000 answers, killed at random moments
PYTHONPATH=. python -m benchmarks.kills --no-kills --faults 0.1   every tenth call of the API fails
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import threading
import time
from contextlib import nullcontext
from pathlib import Path

from milu_bot.edition import publish
from milu_bot.knowledge.loader import load
from milu_bot.rendering import read_templates
from milu_bot.stores.opening import open_sqlite
from tests.conftest import KNOWLEDGE, ROOT
from tests.end_to_end.bot_api import BotApi
from tests.end_to_end.crowd import Crowd, Killer
from tests.end_to_end.people import Bot

FAULTS = ("429", "500", "502", "garbage", "cut", "lost", "hang")


def main() -> None:
    """Run the crowd, print what was found, and fail if anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=5000)
    parser.add_argument("--people", type=int, default=25)
    parser.add_argument("--seed", type=int, default=20171)
    parser.add_argument("--calls", type=int, default=400, help="at most so many to a kill")
    parser.add_argument("--faults", type=float, default=0.0, help="share of the calls that fail")
    parser.add_argument("--no-kills", action="store_true")
    parser.add_argument("--seconds", type=float, default=3600, help="give up after so long")
    given = parser.parse_args()
    draw = random.Random(given.seed)
    faults = random.Random(f"{given.seed} faults")
    failed = 0

    def fault(method: str, data: object) -> str | None:
        nonlocal failed
        if faults.random() >= given.faults:
            return None
        kind = faults.choice(FAULTS)
        # Nobody waits ten seconds for each of thousands; one in ten of those is plenty.
        kind = "cut" if kind == "hang" and faults.random() < 0.9 else kind
        failed += 1
        return kind

    edition = publish([load(KNOWLEDGE)], read_templates(ROOT / "templates"))
    api = BotApi()
    api.fault = fault
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # The crowd may be quicker than people: nobody is to be told to slow down. How questions are matched
        # is no matter here, and plainly is what the desk that works out the due replies does.
        bot = Bot(api, folder / "store.sqlite3", MILU_PATIENCE="1000000", MILU_MATCHING="plain")
        crowd = Crowd(api, edition, folder, people=given.people, seed=given.seed)
        killer = Killer(api, bot, draw, calls=given.calls)
        started = time.monotonic()
        over = threading.Event()

        def tell() -> None:
            while not over.wait(30):
                print(
                    f"{crowd.said} said, {killer.kills} kills, {len(api.calls)} calls", flush=True
                )

        threading.Thread(target=tell, daemon=True).start()
        if given.no_kills:
            bot.start()
        with nullcontext() if given.no_kills else killer:
            crowd.talk(-(-given.answers // given.people), given.seconds)
        seconds = time.monotonic() - started
        over.set()
        api.fault = lambda method, data: None
        if bot.process is None:
            bot.start()
        api.wait(lambda: api.unconfirmed == 0, 60)
        outcome = crowd.outcome(bot, open_sqlite(bot.store))
    api.close()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"seed {given.seed}, {given.people} people, {len(api.calls)} calls of the API, {failed} failed"
    )
    print(
        f"answers {outcome.said}  kills {killer.kills}  lost {outcome.lost}  doubled {outcome.doubled}  "
        f"wrong states {outcome.wrong_states}  unsent {outcome.unsent}"
    )
    print(f"{seconds:.0f} s, CPU of the bot {used.ru_utime + used.ru_stime:.0f} s")
    assert outcome.is_perfect


if __name__ == "__main__":
    main()
