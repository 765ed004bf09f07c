"""Seeded faults: numbers, operators and names changed in the real knowledge, one at a time, and how
many of them the check catches.

Run from the project's folder: python -m benchmarks.faults [faults] [seed]

Changed are all lines that say something: rules, sums, quotes, answers, explanations, examples. Left
alone are comments, and people's own words (wordings of questions, keywords, ways of speaking),
where any number is as right as another.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from random import Random

from milu_bot.conditions import Op
from milu_bot.eligibility.assessment import assess
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.knowledge.loader import load
from milu_bot.policy import Policy
from milu_bot.staff_tools import check_knowledge
from tests.eligibility import cases

KNOWLEDGE = Path(__file__).resolve().parent.parent / "knowledge" / "miluo-2017-45"
SEED, FAULTS = 45, 200
PEOPLES_WORDS = ("问:", "关键词:", "说法:", "选项说法:", "简称:", "标题:", "名称:")
NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])")


@dataclass(frozen=True)
class Fault:
    """One change in one line. Units: lines count from 1."""

    kind: str
    file: str
    line: int
    before: str
    after: str


def faults(folder: Path, seed: int = SEED) -> Iterator[Fault]:
    """Faults without end: a third each of numbers, operators and names."""
    draw = Random(seed)
    policy = load(folder)
    lines = list(_lines(folder))
    names = _names(policy)
    for kind in _forever("number", "operator", "name"):
        while True:
            file, number, text = draw.choice(lines)
            after = {"number": _number, "operator": _operator}.get(kind, _name)(draw, text, names)
            if after and after != text:
                yield Fault(kind, file, number, text, after)
                break


def catches(folder: Path, fault: Fault) -> bool:
    """Whether the check finds anything wrong with this fault in the folder."""
    path = folder / fault.file
    right = path.read_text(encoding="utf-8")
    lines = right.split("\n")
    assert lines[fault.line - 1] == fault.before
    lines[fault.line - 1] = fault.after
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        return bool(check_knowledge(folder)[1])
    finally:
        path.write_text(right, encoding="utf-8")


def without_effect(folder: Path, fault: Fault, cases_tried: int = 600) -> bool:
    """Whether a change of a rule alters no outcome of any case tried."""
    if fault.file.split("/")[0] not in ("clauses", "exclusions.yaml"):
        return False
    right = load(folder)
    path = folder / fault.file
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    lines[fault.line - 1] = fault.after
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        wrong = load(folder)
    finally:
        path.write_text(text, encoding="utf-8")
    if _told(right) != _told(wrong):
        return False
    rulebooks = Rulebook(right), Rulebook(wrong)
    for seed in range(cases_tried):
        draw = Random(seed)
        _, given = cases.complete(right, cases.a_world(right, draw), {})
        readings = cases.some_readings(right, draw)
        found = [assess(rulebook, cases.told(given), readings) for rulebook in rulebooks]
        if len({str([(o.status, o.amount) for o in a.outcomes.values()]) for a in found}) > 1:
            return False
        if found[0].choice.total != found[1].choice.total:
            return False
    return True


def _told(policy: Policy) -> list[object]:
    """What people read of a rule beside its sums."""
    return [
        (clause.plain, clause.unclear, award.title, award.payee, award.frequency, award.extra)
        for clause in policy.clauses.values()
        for award in clause.awards.values()
    ]


def _forever(*kinds: str) -> Iterator[str]:
    while True:
        yield from kinds


def _lines(folder: Path) -> Iterator[tuple[str, int, str]]:
    for path in sorted(folder.rglob("*.yaml")):
        file = path.relative_to(folder).as_posix()
        if file == "wording.yaml":
            continue
        skipped: int | None = None
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            text = line.strip()
            indent = len(line) - len(line.lstrip())
            inside = skipped is not None and bool(text) and indent >= skipped
            if inside and (indent > (skipped or 0) or text.startswith("- ")):
                continue
            skipped = None
            if text.removeprefix("- ").startswith(PEOPLES_WORDS):
                skipped = indent
            elif text and not text.startswith("#"):
                yield file, number, line


def _names(policy: Policy) -> list[list[str]]:
    """Names of one sort each: changed for another of its sort, they still look right."""
    options = {option for fact in policy.facts.values() for option in fact.options}
    return [
        list(policy.facts),
        list(policy.readings),
        list(policy.awards),
        list(policy.clauses),
        sorted(options),
        *(list(reading.options) for reading in policy.readings.values()),
        ["一次性", "每年", "未写明"],
        ["是", "否"],
    ]


def _number(draw: Random, text: str, _: object) -> str:
    found = list(NUMBER.finditer(text))
    if not found:
        return ""
    match = draw.choice(found)
    value = match[0]
    ways = [f"{value}0", str(int(float(value)) + 1), str(int(float(value)) * 2), f"1{value}"]
    return f"{text[: match.start()]}{draw.choice(ways)}{text[match.end() :]}"


def _operator(draw: Random, text: str, _: object) -> str:
    found = list(re.finditer(rf"(?<=: )(?:{'|'.join(Op)})(?= )", text))
    if not found:
        return ""
    match = draw.choice(found)
    other = draw.choice([op for op in Op if op != match[0]])
    return f"{text[: match.start()]}{other}{text[match.end() :]}"


def _name(draw: Random, text: str, names: object) -> str:
    assert isinstance(names, list)
    found = [
        (match, sort)
        for sort in names
        for name in sort
        for match in re.finditer(rf"(?<![^\s,\[{{\"]){re.escape(name)}(?=[:,\]}}\"]|$)", text)
    ]
    if not found:
        return ""
    match, sort = draw.choice(found)
    name = match[0]
    other = draw.choice([word for word in sort if word != name] or [name[:-1]])
    if draw.random() < 0.3 and len(name) > 2:
        other = name[:-1]
    return f"{text[: match.start()]}{other}{text[match.end() :]}"


def main() -> None:
    """Print every fault that was missed, and the share that was caught."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else FAULTS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    caught: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    harmless = 0
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory) / KNOWLEDGE.name
        shutil.copytree(KNOWLEDGE, folder)
        for fault, _ in zip(faults(folder, seed), range(wanted), strict=False):
            tried[fault.kind] += 1
            if catches(folder, fault):
                caught[fault.kind] += 1
            else:
                same = without_effect(folder, fault)
                harmless += same
                print(f"{'without effect' if same else 'missed'}: {fault.file}:{fault.line}")
                print(f"    {fault.before.strip()}\n -> {fault.after.strip()}", flush=True)
    for kind, times in tried.items():
        print(f"{kind}: {caught[kind]} of {times} caught")
    _share("all", caught.total(), tried.total())
    _share("without those that change nothing", caught.total(), tried.total() - harmless)


def _share(name: str, part: int, whole: int) -> None:
    """Print a share with its 95 % interval (Wilson)."""
    z, p = 1.96, part / whole
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    print(f"{name}: {part} of {whole}, {p:.1%} ({middle - half:.1%} to {middle + half:.1%})")


if __name__ == "__main__":
    main()
