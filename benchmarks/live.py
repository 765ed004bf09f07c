"""Edits of the knowledge while questions stream in: from the edit to its first answer, and the delay of the others.

Run from the project's folder: python -m benchmarks.live [edits]

The real process (bot.py chat --json) answers a question every 20 ms from a copy of the knowledge. The same stream
without edits, in the same run, is the floor: what it shows is the machine and not the reload.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from milu_bot.knowledge.loader import load

ROOT = Path(__file__).resolve().parent.parent
KNOWLEDGE = ROOT / "knowledge" / "miluo-2017-45"
EDITS = 5
CALM = 300
"""Units: questions answered before the edits, for the floor."""
PAUSE = 0.02
PATIENCE = 30.0
"""Units: seconds."""
MARKS = "甲乙丙丁戊己庚辛壬癸"


class Talk:
    """One person in the terminal."""

    def __init__(self, home: Path, folder: Path) -> None:
        environment = os.environ | {
            "MILU_KNOWLEDGE": str(folder),
            "MILU_STORE": str(home / "talk.sqlite3"),
            "MILU_MATCHING": os.environ.get("MILU_MATCHING", "plain"),
        }
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "bot.py"), "chat", "--json"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            encoding="utf-8",
        )

    def ask(self, words: str) -> tuple[str, float]:
        """The answer's text, and how long it took. Units: milliseconds."""
        assert self.process.stdin and self.process.stdout
        started = time.perf_counter()
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        took = (time.perf_counter() - started) * 1000
        return " ".join(reply["text"] for reply in json.loads(line)["replies"]), took


def stream(
    talk: Talk, questions: list[str], until: Callable[[int, str], bool]
) -> tuple[list[float], float]:
    """Ask on and on. Gives each delay (ms), and how long it took until the end was seen (s)."""
    delays: list[float] = []
    started = time.monotonic()
    while True:
        words = questions[len(delays) % len(questions)]
        text, took = talk.ask(words if len(delays) % 5 else "/start")
        delays.append(took)
        passed = time.monotonic() - started
        if until(len(delays), text):
            return delays, passed
        assert passed < PATIENCE, "the edit never went live: does the check refuse it?"
        time.sleep(PAUSE)


def show(name: str, delays: list[float]) -> None:
    """Print median, 99th percentile and most. Units: milliseconds."""
    ordered = sorted(delays)
    figures = (median(ordered), ordered[len(ordered) * 99 // 100], ordered[-1])
    print(f"{name:<28}{len(delays):>8}" + "".join(f"{figure:>10.1f}" for figure in figures))


def main(edits: int) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        folder = home / KNOWLEDGE.name
        shutil.copytree(KNOWLEDGE, folder)
        questions = [faq.questions[0] for faq in load(folder).faqs]
        talk = Talk(home, folder)
        card = folder / "policy.yaml"
        words = card.read_text("utf-8")
        talk.ask("/start")
        calm, _ = stream(talk, questions, lambda count, _: count >= CALM)
        during: list[float] = []
        lives: list[float] = []
        for number in range(edits):
            mark = f"改动{MARKS[number % len(MARKS)]}"
            card.write_text(words.replace("有效期说明: ", f"有效期说明: {mark}，"), "utf-8")
            delays, live = stream(talk, questions, lambda _, text, mark=mark: mark in text)
            during += delays
            lives.append(live)
        assert talk.process.stdin
        talk.process.stdin.close()
        talk.process.wait(PATIENCE)
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'delay of an answer, ms':<28}{'answers':>8}{'median':>10}{'p99':>10}{'most':>10}")
    show("floor: no edit", calm)
    show("while an edit goes live", during)
    print(f"edit to live, s: median {median(lives):.1f}, most {max(lives):.1f} of {edits} edits")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else EDITS)
