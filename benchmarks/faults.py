"""Seeded faults: numbers, operators and names changed in the real knowledge, one at a time, and how
many of them the check catches; and how many right files it calls wrong.

Run from the project's folder: python -m benchmarks.faults [faults]

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
from pathlib import Path
from random import Random

from milu_bot.knowledge.loader import load
from milu_bot.policy import Op, Policy
from milu_bot.staff_tools import check_knowledge

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
    caught: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory) / KNOWLEDGE.name
        shutil.copytree(KNOWLEDGE, folder)
        for fault, _ in zip(faults(folder), range(wanted), strict=False):
            tried[fault.kind] += 1
            if catches(folder, fault):
                caught[fault.kind] += 1
            else:
                print(f"missed: {fault.file}:{fault.line} {fault.before.strip()}")
                print(f"     -> {fault.after.strip()}")
    for kind, times in tried.items():
        print(f"{kind}: {caught[kind]} of {times} caught")
    print(f"all: {caught.total()} of {tried.total()} caught, {caught.total() / tried.total():.1%}")


if __name__ == "__main__":
    main()
