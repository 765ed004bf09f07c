"""Commands for what people asked and we did not know: inbox, stats, staff-log."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from milu_bot.commands.wiring import (
    JSON_OPTION,
    SaidInChinese,
    command,
    load_policy,
    open_stores,
    read_settings,
)

if TYPE_CHECKING:
    from milu_bot.staff_pages import Group
    from milu_bot.stores.inbox import State
    from milu_bot.stores.opening import Stores

_NUMBER = click.argument("number", type=int)
_DAYS = 30


@click.group(invoke_without_command=True, add_help_option=False)
@click.help_option("--help", "-h", help="看这个说明。")
@click.option("--all", "closed", is_flag=True, help="办完的也列出来。")
@JSON_OPTION
@click.pass_context
def inbox(context: click.Context, closed: bool, as_json: bool) -> None:
    """没答上来、反问了、没帮上忙的问题，问得多的在前。不记是谁问的。"""
    if context.invoked_subcommand is not None:
        return
    from milu_bot.staff_pages import groups_of, inbox_page

    settings = read_settings()
    stores = open_stores(settings)
    try:
        groups = groups_of(stores.inbox.all(), load_policy(settings).wording, closed=closed)
    finally:
        stores.close()
    if as_json:
        click.echo(json.dumps([group.json() for group in groups], ensure_ascii=False, indent=1))
        return
    click.echo(inbox_page(groups))
    if groups:
        click.echo(
            "写进知识：bot.py inbox draft 号码；办完了：inbox done 号码；不用办：inbox drop 号码。"
        )


def _close(number: int, state_name: str) -> None:
    from milu_bot.front_desk import utc_now
    from milu_bot.stores.inbox import State

    stores = open_stores(read_settings())
    try:
        group = _find(stores, number)
        _mark(stores, group, State[state_name])
        stores.inbox.expire(utc_now())
        click.echo(f"第 {number} 号（{group.wordings[0]}）：{State[state_name]}。30 天后删掉。")
    finally:
        stores.close()


def _find(stores: Stores, number: int) -> Group:
    from milu_bot.staff_pages import groups_of

    groups = groups_of(stores.inbox.all(), load_policy(read_settings()).wording)
    group = next((group for group in groups if group.number == number), None)
    if group is None:
        raise SaidInChinese(f"信箱里没有第 {number} 号。运行 python bot.py inbox 看有哪些。")
    return group


def _mark(stores: Stores, group: Group, state: State) -> None:
    from milu_bot.front_desk import utc_now

    stores.inbox.mark([note.id for note in group.notes], state, utc_now())


@command("done")
@_NUMBER
def done(number: int) -> None:
    """这一类问题办完了。"""
    _close(number, "DONE")


@command("drop")
@_NUMBER
def drop(number: int) -> None:
    """这一类问题不用办。"""
    _close(number, "DROPPED")


@command()
@click.option("--days", default=_DAYS, show_default=True, help="最近多少天。")
@JSON_OPTION
def stats(days: int, as_json: bool) -> None:
    """问了什么、没答上什么、答题停在哪、看到多少钱：只有次数，没有人。"""
    from milu_bot.front_desk import utc_now
    from milu_bot.staff_pages import stats as summed
    from milu_bot.staff_pages import stats_page

    settings = read_settings()
    stores = open_stores(settings)
    try:
        counts = stores.counts.since(utc_now().date() - timedelta(days=days - 1))
    finally:
        stores.close()
    if as_json:
        click.echo(json.dumps(summed(counts), ensure_ascii=False, indent=1))
        return
    click.echo(stats_page(counts, load_policy(settings), days))


inbox.add_command(done)
inbox.add_command(drop)
