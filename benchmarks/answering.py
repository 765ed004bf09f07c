"""A question answered in-process, and `bot.py ask` from the start of the process to the answer.

Run from the project's folder: python -m benchmarks.answering [questions]

The texts are wordings of the FAQ, which the index holds word for word, and texts of
tests/language/heldout.jsonl, which it does not; the two are shown apart.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter_ns, process_time_ns

from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.counsel import prepare
from milu_bot.dialogue.turn import Dialogue
from milu_bot.knowledge.loader import load
from milu_bot.rendering import Renderer, read_templates

ROOT = Path(__file__).resolve().parent.parent
KNOWLEDGE = ROOT / "knowledge" / "miluo-2017-45"
HELDOUT = ROOT / "tests" / "language" / "heldout.jsonl"
SEED = 45
QUESTIONS = 300
STARTS = 7
NOW = datetime(2017, 6, 20, tzinfo=UTC)
STARTED = {
    "ask, whole process": ["bot.py", "ask", "贫困户开网店有补贴吗"],
    "floor: python -c pass": ["-c", "pass"],
    "floor: our libraries imported": ["-c", "import pydantic, jinja2, yaml, rapidfuzz, click"],
}


def show(name: str, times: list[int], unit: int) -> None:
    """Print median, 99th percentile and most. Units: nanoseconds in, `unit` nanoseconds out."""
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    figures = (median(ordered), p99, ordered[-1])
    print(f"{name:<40}" + "".join(f"{figure / unit:>10.3f}" for figure in figures))


def in_process(number: int) -> None:
    """Understand and word the answer to single questions, each in a fresh talk."""
    started = perf_counter_ns()
    policy = load(KNOWLEDGE)
    loaded = perf_counter_ns()
    counsel, templates = prepare(policy), read_templates(ROOT / "templates")
    dialogue, renderer = Dialogue(counsel), Renderer(templates, counsel.rulebook)
    ready = perf_counter_ns()
    print(f"knowledge loaded in {(loaded - started) / 1e6:.0f} ms, ", end="")
    print(f"compiled and indexed in {(ready - loaded) / 1e6:.0f} ms")

    random = Random(SEED)
    wordings = [words for faq in policy.faqs for words in faq.questions]
    lines = HELDOUT.read_text(encoding="utf-8").splitlines()
    texts = {
        "FAQ wordings": wordings,
        "held-out texts": [json.loads(line)["text"] for line in lines],
    }
    asked = {
        name: random.sample(some, min(number, len(some))) for name, some in sorted(texts.items())
    }
    spent: dict[str, list[int]] = {}

    def answer(name: str, text: str) -> None:
        before = process_time_ns()
        turn = dialogue.take(Conversation("benchmark"), text, NOW)
        taken = process_time_ns()
        for _ in renderer.all(turn.replies):
            pass
        done = process_time_ns()
        for part, time in (
            (name, done - before),
            ("of both: understood", taken - before),
            ("of both: put into words", done - taken),
        ):
            spent.setdefault(part, []).append(time)

    answer("the first question (templates compiled)", wordings[0])
    spent.pop("of both: understood")
    spent.pop("of both: put into words")
    for pair in zip(*asked.values(), strict=False):
        for name, text in zip(asked, pair, strict=True):
            answer(name, text)
    print(f"\n{'ms of CPU time a question':<40}{'p50':>10}{'p99':>10}{'most':>10}")
    for name, times in spent.items():
        show(name, times, 10**6)


def from_start() -> None:
    """Start the program anew each time, the floors in between."""
    spent: dict[str, list[int]] = defaultdict(list)
    for _ in range(STARTS):
        for name, arguments in STARTED.items():
            before, busy = perf_counter_ns(), _children()
            subprocess.run(
                [sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
            )
            spent[name].append(perf_counter_ns() - before)
            spent[f"{name}, CPU time"].append(_children() - busy)
    print(f"\n{f's from start to end, {STARTS} runs':<40}{'median':>10}{'p99':>10}{'most':>10}")
    for name, times in spent.items():
        show(name, times, 10**9)


def _children() -> int:
    """CPU time of all processes started so far. Units: nanoseconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return int((used.ru_utime + used.ru_stime) * 10**9)


def main() -> None:
    """Print both, on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    in_process(int(sys.argv[1]) if sys.argv[1:] else QUESTIONS)
    from_start()


if __name__ == "__main__":
    main()
