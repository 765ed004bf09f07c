"""Right edits, made at random in the real knowledge: how often the check calls one of them wrong.

Run from the project's folder: python -m benchmarks.right_edits [edits] [seed]
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import yaml

from benchmarks.faults import KNOWLEDGE
from milu_bot.staff_tools import check_knowledge

EDITS, SEED = 200, 46
PLAIN = re.compile(r"^( *(?:- )?[^\s:#\"'\[{|]+: )([\u4e00-\u9fff][^:#\"'\[\]{}]*)$", re.M)
SHORT = re.compile(r"^( *(?:编号|频次|种类|回答|单位|状态|保密): \S+)$", re.M)
LISTED = re.compile(r"^( *)((?:见|关键词|说法): )\[([^\[\]{}\"'#:]+)\]$", re.M)
ROWS = re.compile(r"^( +)问:\n((?:\1  - [^:#\"'\n,\[\]{}]+\n)+)", re.M)

Edit = Callable[[Random, str], str]


def one(pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Edit:
    """Change one place that fits, if there is one."""

    def edit(draw: Random, text: str) -> str:
        found = list(pattern.finditer(text))
        if not found:
            return text
        match = draw.choice(found)
        return text[: match.start()] + new(match) + text[match.end() :]

    return edit


def dumped(**style: Any) -> Edit:
    """Written anew by a program."""

    def edit(_: Random, text: str) -> str:
        made = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - builds nothing but text
        return yaml.dump(made, allow_unicode=True, sort_keys=False, **style)

    return edit


def lines_with(new: Callable[[Random, str], str]) -> Edit:
    """Do something to every line."""
    return lambda draw, text: "\n".join(new(draw, line) for line in text.split("\n"))


def entries_turned(draw: Random, text: str) -> str:
    """Two neighbours of a list of entries change places."""
    head, *entries = re.split(r"(?m)^(?=- )", text)
    if len(entries) < 2:
        return text
    at = draw.randrange(len(entries) - 1)
    entries[at : at + 2] = [f"{entries[at + 1].rstrip()}\n", f"{entries[at].rstrip()}\n"]
    return head + "".join(entries)


def keys_turned(draw: Random, text: str) -> str:
    """The keys of every entry in another order."""
    made = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - builds nothing but text
    if not isinstance(made, list) or "问" not in made[0]:
        return text
    mixed = [dict(draw.sample(list(row.items()), len(row))) for row in made]
    return yaml.dump(mixed, allow_unicode=True, sort_keys=False, width=10_000)


def polite(match: re.Match[str]) -> str:
    """Another wording of the same question."""
    first = match[2].split("\n")[0].split("- ", 1)[1]
    return f"{match[0]}{match[1]}  - 麻烦帮忙看一下{first}谢谢\n"


EDITS_OF: dict[str, Edit] = {
    "CRLF": lambda _, text: text.replace("\n", "\r\n"),
    "BOM": lambda _, text: "\ufeff" + text,
    "spaces at ends": lines_with(lambda draw, line: line + " " * draw.randrange(3) if line else ""),
    "blank lines": lambda draw, text: re.sub(
        r"(?m)^(?=- )", lambda _: "\n" * draw.randrange(3), text
    ),
    "a comment": lambda draw, text: f"{text}# 改过：{draw.randrange(9)}月，见“说明”、全角：１\n",
    "a comment behind": one(SHORT, lambda m: f"{m[1]}  # 照原文：不改"),
    "double quotes": one(PLAIN, lambda m: f'{m[1]}"{m[2]}"'),
    "single quotes": one(PLAIN, lambda m: f"{m[1]}'{m[2]}'"),
    "a list in rows": one(
        LISTED,
        lambda m: (
            f"{m[1]}{m[2].rstrip()}" + "".join(f"\n{m[1]}  - {x.strip()}" for x in m[3].split(","))
        ),
    ),
    "rows in a list": one(
        ROWS,
        lambda m: (
            f"{m[1]}问: [{', '.join(x.split('- ', 1)[1] for x in m[2].rstrip().split(chr(10)))}]\n"
        ),
    ),
    "rows further left": one(
        ROWS, lambda m: f"{m[1]}问:\n" + m[2].replace(f"{m[1]}  - ", f"{m[1]}- ")
    ),
    "one more wording": one(ROWS, polite),
    "entries turned": entries_turned,
    "keys turned": keys_turned,
    "a longer hint": one(
        re.compile(r"^( *提示: [^\n\"]+。)$", re.M), lambda m: f"{m[1]}拿不准可以先空着。"
    ),
    "folded": dumped(width=60, default_flow_style=False),
    "in flow style": dumped(width=100, default_flow_style=True),
    "all quoted": dumped(width=10_000, default_style='"'),
    "bar with a minus": one(re.compile(r"^( *答: )\|$", re.M), lambda m: f"{m[1]}|-"),
}


def right_edits(folder: Path, seed: int) -> Iterator[tuple[str, Path, str]]:
    """Edits without end: what was done, to which file, and its text afterwards."""
    draw = Random(seed)
    files = sorted(folder.rglob("*.yaml"))
    while True:
        kind = draw.choice(sorted(EDITS_OF))
        path = draw.choice(files)
        text = path.read_text(encoding="utf-8")
        after = EDITS_OF[kind](draw, text)
        if after != text:
            yield kind, path, after


def alarms(folder: Path, path: Path, after: str) -> list[str]:
    """What the check says of this edit; nothing, as it should be."""
    right = path.read_bytes()
    path.write_bytes(after.encode("utf-8"))
    try:
        return [str(problem) for problem in check_knowledge(folder)[1]]
    finally:
        path.write_bytes(right)


def main() -> None:
    """Print every alarm, and their share."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else EDITS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    tried: Counter[str] = Counter()
    alarmed: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory) / KNOWLEDGE.name
        shutil.copytree(KNOWLEDGE, folder)
        for (kind, path, after), _ in zip(right_edits(folder, seed), range(wanted), strict=False):
            tried[kind] += 1
            if told := alarms(folder, path, after):
                alarmed[kind] += 1
                print(f"alarm: {kind} in {path.name}: {told[0]}")
    print(", ".join(f"{kind} {times}" for kind, times in sorted(tried.items())))
    share = alarmed.total() / tried.total()
    print(f"{alarmed.total()} alarms on {tried.total()} right edits, {share:.1%}")


if __name__ == "__main__":
    main()
