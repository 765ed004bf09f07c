"""Commands for what people asked and we did not know: inbox, stats, staff-log."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta, timezone
from getpass import getuser
from typing import TYPE_CHECKING

import click

from milu_bot.clock import today, utc_now
from milu_bot.commands.options import JSON_OPTION, YES, SaidInChinese, command, policy_option
from milu_bot.commands.wiring import (
    load_policies,
    one_of,
    open_edition,
    open_stores,
    read_settings,
    staff_of,
)

if TYPE_CHECKING:
    from milu_bot.settings import Settings
    from milu_bot.staff_pages import Group
    from milu_bot.stores.inbox import State
    from milu_bot.stores.opening import Stores

_NUMBER = click.argument("number", type=int)
_DAYS = 30
_CHINA = timezone(timedelta(hours=8))
_MOST = 10
"""Units: wordings that a draft begins with."""
AT_THE_MACHINE = "本机"
"""In the place of a role: whoever may run commands here may do all."""


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
        groups = groups_of(stores.inbox.all(), load_policies(settings)[0].wording, closed=closed)
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
    from milu_bot.stores.inbox import State

    stores = open_stores(read_settings())
    try:
        group = _find(stores, number)
        _mark(stores, group, State[state_name])
        stores.inbox.expire(utc_now())
    finally:
        stores.close()
    click.echo(f"第 {number} 号（{group.wordings[0]}）：{State[state_name]}。30 天后删掉。")


def _find(stores: Stores, number: int) -> Group:
    from milu_bot.staff_pages import groups_of

    groups = groups_of(stores.inbox.all(), load_policies(read_settings())[0].wording)
    group = next((group for group in groups if group.number == number), None)
    if group is None:
        raise SaidInChinese(f"信箱里没有第 {number} 号。运行 python bot.py inbox 看有哪些。")
    return group


def _mark(stores: Stores, group: Group, state: State, more: str = "") -> None:
    """Note what was done, and who did it: here that is who may use this machine."""

    stores.inbox.mark([note.id for note in group.notes], state, utc_now())
    # The log is kept for good, a question only for months: no words of it go there.
    what, outcome = f"inbox 第 {group.number} 号 {state}", f"{group.times} 次{more}"
    stores.staff_log.append(f"terminal:{getuser()}", AT_THE_MACHINE, what, outcome, utc_now())


@command("draft")
@_NUMBER
@click.option(
    "--clause",
    "clause",
    help="写到哪一条，像平时那样写条号；不归文件管的写 无关；不写就写到最像的一条。",
)
@click.option("--by", "by", help="谁起草的；不写就是登录这台机器的名字。")
@click.option("--yes", is_flag=True, help="不再问，直接写。")
@policy_option
def draft(number: int, clause: str | None, by: str | None, yes: bool, wanted: str | None) -> None:
    """把这一类问题写成一条待审的问答，放进知识文件夹；改成“已审”才会用来回答。"""
    from milu_bot.knowledge.drafting import DraftError, draft_entry
    from milu_bot.knowledge.mending import write_mends
    from milu_bot.language.citations import cited
    from milu_bot.stores.inbox import State

    settings = one_of(read_settings(), wanted)
    stores = open_stores(settings)
    try:
        group = _find(stores, number)
        policy = load_policies(settings)[0]
        id = next(iter(cited(clause, policy)), clause) if clause else _nearest(settings, group)
        try:
            folder = settings.knowledge.resolve()
            mend = draft_entry(folder, id, group.wordings[:_MOST], f"{today()} {by or getuser()}")
        except DraftError as error:
            raise SaidInChinese(str(error)) from None
        for line in mend.told():
            click.echo(line, err=True)
        if not yes and click.prompt("就这样写吗？（是/否）", default="否", err=True) not in YES:
            click.echo("没有写。", err=True)
            return
        write_mends([mend])
        _mark(stores, group, State.DRAFTED, f"，写进 {mend.name}")
    finally:
        stores.close()
    click.echo(
        f"写好了：{mend.name} 的最后一条，见 {id}，待审。改好“答”以后把“状态”改成 已审，"
        f"再运行 python bot.py check；办完了运行 python bot.py inbox done {number}。"
    )


def _nearest(settings: Settings, group: Group) -> str:
    """The clause or award that is nearest to what was asked."""
    index = open_edition(settings).counsels[0].index
    hits = (hit.id for words in group.wordings for hit in index.find(words).hits if hit.id)
    id = next(hits, "")
    if not id:
        raise SaidInChinese(
            "看不出这是哪一条的。请加上 --clause，例如 --clause 1；不归文件管的写 --clause 无关。"
        )
    return id


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
    from milu_bot.staff_pages import stats as summed
    from milu_bot.staff_pages import stats_page

    settings = read_settings()
    stores = open_stores(settings)
    try:
        counts = stores.counts.since(today() - timedelta(days=days - 1))
    finally:
        stores.close()
    if as_json:
        click.echo(json.dumps(summed(counts), ensure_ascii=False, indent=1))
        return
    click.echo(stats_page(counts, load_policies(settings)[0], days))


inbox.add_command(done)
inbox.add_command(drop)
inbox.add_command(draft)


@command("staff-log")
@JSON_OPTION
def staff_log(as_json: bool) -> None:
    """工作人员做过什么：什么时候、谁（加密的代号）、什么权限、结果。只会增加，不能改。"""
    from milu_bot.language.masking import masked

    settings = read_settings()
    stores = open_stores(settings)
    try:
        deeds = stores.staff_log.all()
        known = {stores.staff_log.name_of(user): user for user in staff_of(settings)}
    finally:
        stores.close()
    if as_json:
        rows = [
            asdict(deed) | {"outcome": masked(deed.outcome), "listed": known.get(deed.who)}
            for deed in deeds
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for deed in deeds:
        who = f"{deed.who}（{known[deed.who]}）" if deed.who in known else deed.who
        at = datetime.fromisoformat(deed.at).astimezone(_CHINA)
        click.echo(f"{at:%Y-%m-%d %H:%M}  {who}  {deed.role}  {deed.what}：{masked(deed.outcome)}")
    if not deeds:
        click.echo("还没有。")
