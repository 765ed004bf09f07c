"""The command that checks the knowledge."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milu_bot.clock import today
from milu_bot.commands.options import (
    FILE,
    JSON_OPTION,
    YES,
    SaidInChinese,
    as_of_option,
    command,
    policy_option,
)
from milu_bot.commands.wiring import head_cache, one_of, read_settings

if TYPE_CHECKING:
    from milu_bot.knowledge.problems import Problem
    from milu_bot.policy import Policy


@command()
@click.argument("folder", type=FILE, required=False)
@click.option("--fix", is_flag=True, help="能确定的错直接改好；改之前给您看，要您点头。")
@click.option("--yes", is_flag=True, help="和 --fix 一起用：不再问，直接改。")
@click.option(
    "--deep", is_flag=True, help="再把每种问法问一遍，看走不走得回自己那一条（要等一会儿）。"
)
@click.option("--write-schema", is_flag=True, help="重写给编辑器用的 schema 文件夹。")
@JSON_OPTION
@as_of_option
@policy_option
def check(
    folder: Path | None,
    fix: bool,
    yes: bool,
    deep: bool,
    write_schema: bool,
    as_json: bool,
    as_of: date | None,
    wanted: str | None,
) -> None:
    """检查知识文件夹：有错就逐条说清在哪一行、怎么改。"""
    from milu_bot.staff_tools import check_knowledge, check_search, pictures, waiting

    settings = read_settings()
    folders = (
        [folder] if folder else list((one_of(settings, wanted) if wanted else settings).folders)
    )
    for one in folders:
        if not one.is_dir():
            raise SaidInChinese(f"找不到文件夹 {one}。请检查名字和位置。")
    folders = [one.resolve() for one in folders]
    if write_schema:
        from milu_bot.knowledge.schemas import write_schemas

        write_schemas(folders[0].parent / "schema")
    found: list[Problem] = []
    told: list[str] = []
    harmless = 0
    for one in folders:
        if fix:
            _fix(one, ask=not yes)
        policy, problems = check_knowledge(one)
        if deep and not problems:
            problems = check_search(one, head_cache(settings).find)
            harmless += len(problems)
        found += problems
        if problems or policy is None:
            told += pictures(one, problems)
        else:
            day = as_of or today()
            told += [_counted(policy), *waiting(policy, day), *_notices(one, day)]
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in found], ensure_ascii=False))
        if found:
            sys.exit(1)
        return
    for line in told:
        click.echo(line)
    if found:
        live = "这些不影响启用。" if harmless == len(found) else ""
        raise SaidInChinese(f"一共 {len(found)} 处要改。{live}改完再运行一次。")


def _counted(policy: Policy) -> str:
    wordings = sum(len(faq.questions) for faq in policy.faqs)
    return (
        f"没有问题：{len(policy.clauses)} 个条款，{len(policy.awards)} 个奖项，"
        f"{len(policy.facts)} 件事实，{len(policy.readings)} 个口径，"
        f"{len(policy.faqs)} 个问题（{wordings} 种问法），{len(policy.examples)} 个例子。"
    )


def _notices(folder: Path, day: date) -> Iterator[str]:
    """What is no mistake but waits for somebody: notes to fill in, dates that come."""
    from milu_bot.knowledge.blank_folder import to_fill
    from milu_bot.knowledge.due_dates import due_dates, told
    from milu_bot.knowledge.loader import read_draft

    yield from map(str, to_fill(folder))
    yield from told(due_dates(read_draft(folder), day))


def _fix(folder: Path, *, ask: bool) -> None:
    """Show what can be mended for certain, and mend it when that is agreed to."""
    from milu_bot.knowledge.mending import find_mends, write_mends

    mends = find_mends(folder)
    for line in (line for mend in mends for line in mend.told()):
        click.echo(line, err=True)
    if not mends:
        click.echo("没有能自动改的。", err=True)
    elif not ask or click.prompt("就这样改吗？（是/否）", default="否", err=True) in YES:
        write_mends(mends)
        click.echo(f"改好了 {len(mends)} 个文件。", err=True)
    else:
        click.echo("没有改。", err=True)
