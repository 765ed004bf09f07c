"""The lines of the house: arrows fall, the core is pure, every reply has its template."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from milu_bot.dialogue import replies, sum_replies, verdict_replies
from tests.conftest import ROOT

FLOORS = [
    {"days"},
    {"quantity", "message", "settings", "staff", "clock", "content_cache", "late_pattern"},
    {"conditions"},
    {"written"},
    {"payoffs", "masthead"},
    {"policy"},
    {"knowledge", "eligibility", "language"},
    {"dialogue"},
    {"rendering", "stores", "profiles", "machine_output", "heads", "policy_cache"},
    {"edition"},
    {"bookkeeping"},
    {"staff_pages"},
    {"staff_desk"},
    {"front_desk", "staff_tools", "sheet_files", "stale_words"},
    {"proving", "preview", "faq_sheet"},
    {"live", "preview_page"},
    {"channels"},
    {"commands"},
    {"bot"},
]
PURE = {"days", "quantity", "message", "staff", "conditions", "written", "payoffs", "masthead"}
PURE |= {"policy", "eligibility", "language", "dialogue", "late_pattern"}
WORLD = {
    "os",
    "pathlib",
    "asyncio",
    "sqlite3",
    "yaml",
    "jinja2",
    "telegram",
    "time",
    "logging",
    "structlog",
    "redis",
}
ONLY_IN = {
    "yaml": {"knowledge/yaml_lines.py"},
    "jinja2": {"rendering.py", "preview_page.py"},
    "ruamel": {"knowledge/drafting.py", "knowledge/faq_writing.py"},
}
FILES = sorted((ROOT / "milu_bot").rglob("*.py"))


@cache
def imports(path: Path) -> list[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return plain + [
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module
    ]


def room(path: Path) -> str:
    return path.relative_to(ROOT / "milu_bot").parts[0].removesuffix(".py")


def floor(name: str) -> int:
    return next(level for level, rooms in enumerate(FLOORS) if name in rooms)


def test_arrows_fall() -> None:
    for path in FILES:
        here = room(path)
        for module in imports(path) if here != "__init__" else ():
            parts = module.split(".")
            if parts[0] == "milu_bot" and len(parts) > 1 and parts[1] != here:
                assert floor(parts[1]) < floor(here), f"{path} must not import {module}"


def test_the_core_does_not_touch_the_world() -> None:
    for path in FILES:
        found = {module.split(".")[0] for module in imports(path)}
        if room(path) in PURE:
            assert not found & WORLD, path
        for library, homes in ONLY_IN.items():
            if library in found:
                assert path.relative_to(ROOT / "milu_bot").as_posix() in homes


def test_there_is_no_circle() -> None:
    graph = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): {
            module for module in imports(path) if module.startswith("milu_bot.")
        }
        for path in FILES
    }
    done: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join((*above, name))
        if name not in done:
            for module in graph.get(name, ()):
                walk(module, (*above, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def test_every_reply_has_its_template() -> None:
    classes = replies.Reply.__subclasses__()
    homes = {module.__name__ for module in (replies, sum_replies, verdict_replies)}
    assert {cls.__module__ for cls in classes} == homes
    named = {re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower() for cls in classes}
    assert named <= {path.stem for path in (ROOT / "templates").glob("*.j2")}


OUR_POLICY = re.compile(
    "汨|电商|电子商务|粮食局|贫困|网店|产业园|建档立卡|粽|屈子|乡镇政府|村级服务站|三（三）|3[.]3[.]|3-3-"
)
KNOWS_WHERE_IT_LIES = {"milu_bot/settings.py"}
"""The folder that is served if nobody names another."""


def test_no_line_knows_any_policy() -> None:
    """What speaks of one policy lies in its folder; another county needs no programmer."""
    for path in (*FILES, *(ROOT / "templates").rglob("*.*"), ROOT / "bot.py"):
        text = path.read_text(encoding="utf-8")
        if path.relative_to(ROOT).as_posix() not in KNOWS_WHERE_IT_LIES:
            assert "miluo" not in text, path
        assert not OUR_POLICY.findall(text), path
