"""Right files, saved again in every way that editors and people save them, raise no alarm."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.right_edits import alarms, right_edits
from milu_bot.knowledge.checks import check
from milu_bot.staff_tools import check_knowledge
from tests.conftest import KNOWLEDGE
from tests.few_questions import leave_few_examples

LEFT_OUT = shutil.ignore_patterns(
    "[0124]*",
    "3-[1-2]*",
    "3-3-0[5-9]*",
    "3-[4-6]*",
    "outside*",
    "general.*",
    "general-[ostw]*",
    "heard-[bhlpst]*",
)
"""For speed; the questions of these clauses are written like the others."""
MOST_ALARMS = 0.02
"""Units: share of the files that are right and are called wrong."""


def dumped(**style: Any) -> Callable[[str], str]:
    """Written anew by a program, every scalar as text."""
    return lambda text: yaml.dump(
        yaml.load(text, yaml.CBaseLoader),  # noqa: S506 - builds nothing but text
        allow_unicode=True,
        sort_keys=False,
        Dumper=yaml.CDumper,
        **style,
    )


def commented(text: str) -> str:
    """Comments on lines of their own, and behind short values."""
    text = re.sub(
        r"^( *)(编号|频次|见|种类)(: .*)$",
        r"\1# 说明：改过：2次\n\1\2\3  # 照原文",
        text,
        flags=re.M,
    )
    return f"# 这是注释：全角冒号，\u3000\t都行\n\n{text}\n# 完\n"


def shuffled(text: str) -> str:
    """Keys and wordings in another order; the order of the rest has a meaning."""
    draw = random.Random(5)

    def mix(node: Any) -> Any:
        if isinstance(node, dict):
            keys = list(node)
            if "问" in node or "原文" in node:
                draw.shuffle(keys)
            return {key: mix(node[key]) for key in keys}
        return [mix(part) for part in node] if isinstance(node, list) else node

    made = mix(yaml.load(text, yaml.CBaseLoader))  # noqa: S506 - builds nothing but text
    return yaml.dump(made, Dumper=yaml.CDumper, allow_unicode=True, sort_keys=False, width=10_000)


def spaced(text: str) -> str:
    """Blank lines, and spaces at the ends of lines; text blocks keep theirs."""
    return "\n\n".join(line + "  " for line in text.split("\n"))


def indented(text: str) -> str:
    """Four spaces a level instead of two."""
    wide = re.sub(r"^ +", lambda lead: lead[0] * 2, text, flags=re.M)
    return re.sub(r"^( *)- ", r"\1-   ", wide, flags=re.M)


SAVED: dict[str, Callable[[str], bytes]] = {
    "with CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "with a BOM and CRLF": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "with comments": lambda text: commented(text).encode(),
    "in blocks": lambda text: dumped(default_flow_style=False, width=10_000)(text).encode(),
    "in folded lines": lambda text: dumped(default_flow_style=False, width=60)(text).encode(),
    "in quotes": lambda text: dumped(default_style='"', width=10_000)(text).encode(),
    "in single quotes, folded": lambda text: dumped(default_style="'", width=70)(text).encode(),
    "in flow style": lambda text: dumped(default_flow_style=True, width=120)(text).encode(),
    "in another order": lambda text: shuffled(text).encode(),
    "with blank lines": lambda text: spaced(text).encode(),
    "with wide indents": lambda text: indented(text).encode(),
}


@pytest.mark.parametrize("saved", SAVED)
def test_a_right_file_raises_no_alarm(saved: str, tmp_path: Path) -> None:
    folder = tmp_path / KNOWLEDGE.name
    shutil.copytree(KNOWLEDGE, folder, ignore=LEFT_OUT)
    shutil.copytree(KNOWLEDGE / "clauses", folder / "clauses", dirs_exist_ok=True)
    leave_few_examples(folder)
    files = list(folder.rglob("*.yaml"))
    for path in files:
        path.write_bytes(SAVED[saved](path.read_text(encoding="utf-8")))
    _, problems = check_knowledge(folder)
    alarmed = {problem.file for problem in problems}
    assert len(alarmed) <= MOST_ALARMS * len(files), problems[:10]


def test_edits_that_are_right_raise_no_alarm(tmp_path: Path) -> None:
    """A small sample; the whole: python -m benchmarks.right_edits"""
    folder = tmp_path / KNOWLEDGE.name
    shutil.copytree(KNOWLEDGE, folder, ignore=LEFT_OUT)
    shutil.copytree(KNOWLEDGE / "clauses", folder / "clauses", dirs_exist_ok=True)
    leave_few_examples(folder)
    for kind, path, after in islice(right_edits(folder, seed=4), 10):
        assert alarms(folder, path, after) == [], (kind, path)


def test_the_real_knowledge_has_no_problem() -> None:
    policy, problems = check_knowledge(KNOWLEDGE)
    assert problems == []
    assert policy is not None
    assert check(policy, KNOWLEDGE) == []
