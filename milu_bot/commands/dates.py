"""Commands about dates and new folders: the weekly digest, and the skeleton of another policy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milu_bot.clock import today
from milu_bot.commands.options import FILE, JSON_OPTION, SaidInChinese, as_of_option, command
from milu_bot.commands.wiring import open_stores, read_settings

if TYPE_CHECKING:
    from milu_bot.policy import Policy

_WEEK = 7
"""Units: days."""
_SHOWN = 5
"""Units: groups of the inbox."""


@command()
@click.argument("folder", type=FILE, required=False)
@as_of_option
@JSON_OPTION
def digest(folder: Path | None, as_of: date | None, as_json: bool) -> None:
    """每周给工作人员看一次：60、30、7 天内要失效、要复核的，信箱和这一周的统计。"""
    from milu_bot.days import write_day
    from milu_bot.knowledge.due_dates import due_dates, told
    from milu_bot.knowledge.loader import read_draft

    folder = (folder or read_settings().folders[0]).resolve()
    if not folder.is_dir():
        raise SaidInChinese(f"找不到文件夹 {folder}。请检查名字和位置。")
    day = as_of or today()
    dues = due_dates(read_draft(folder), day)
    if as_json:
        rows = [
            {
                "day": due.day.isoformat(),
                "left": due.left,
                "key": due.key,
                "what": due.what,
                "file": due.place.file,
                "line": due.place.line,
            }
            for due in dues
        ]
        click.echo(json.dumps({"today": day.isoformat(), "due": rows}, ensure_ascii=False))
        return
    click.echo(f"{folder.name}，{write_day(day)}")
    for line in told(dues):
        click.echo(line)
    if not dues:
        click.echo("60 天内没有要失效、要复核的。")
    settings = read_settings()
    if folder in [one.resolve() for one in settings.folders] and (
        settings.redis_url or settings.store.exists()
    ):
        for line in _week(read_draft(folder).policy, day):
            click.echo(line)


def _week(policy: Policy, day: date) -> Iterator[str]:
    """What waits for staff, and what was asked in the last seven days."""
    from milu_bot.staff_pages import groups_of, inbox_page, stats_page
    from milu_bot.staff_tools import waiting

    stores = open_stores(read_settings())
    try:
        notes = stores.inbox.all()
        counts = stores.counts.since(day - timedelta(days=_WEEK - 1))
    finally:
        stores.close()
    yield from waiting(policy, day)
    yield inbox_page(groups_of(notes, policy.wording), most=_SHOWN)
    yield stats_page(counts, policy, _WEEK)


@command("new-policy")
@click.argument("folder", type=FILE)
def new_policy(folder: Path) -> None:
    """放一份空白的知识文件夹，里面写好了每一处怎么填。"""
    from milu_bot.knowledge.blank_folder import LEFT, lay_out
    from milu_bot.knowledge.schemas import write_schemas

    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise SaidInChinese(f"{folder} 已经有东西了，不敢盖掉。请换一个名字。")
    try:
        lay_out(folder)
        write_schemas(folder.parent / "schema")
    except OSError:
        raise SaidInChinese(f"写不进 {folder}。请换一个位置。") from None
    click.echo(
        f"放好了：{folder}\n"
        f"里面是一份能用的小例子。有“{LEFT}”的地方都要换成您的文件；先从 source.txt 和 policy.yaml 开始。\n"
        f"每改一点就运行 python bot.py check {folder} 看对不对；改完了，设 MILU_KNOWLEDGE={folder} 再运行机器人。"
    )
