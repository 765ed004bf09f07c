"""The command that learns how people ask: train."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from milu_bot.commands.options import SaidInChinese, command
from milu_bot.commands.wiring import head_cache, load_policies, read_settings

if TYPE_CHECKING:
    from milu_bot.policy import Policy
    from milu_bot.settings import Settings


@command()
@click.option("--again", is_flag=True, help="学过了也再学一遍。")
@click.option("--quiet", is_flag=True, help="不说话，也不跟别的程序抢机器。")
def train(again: bool, quiet: bool) -> None:
    """学会知识里的各种问法。改了知识会自动再学；学过的不再学。"""
    import os

    settings = read_settings()
    policies = load_policies(settings)
    cache = head_cache(settings)
    if quiet and hasattr(os, "nice"):
        os.nice(10)
    try:
        with cache.alone():
            wanted = [policy for policy in policies if again or not _learnt(settings, policy)]
            if not wanted:
                return
            if not quiet:
                click.echo("正在学知识里的各种问法，大约要一两分钟……", err=True)
            from milu_bot.heads import load_encoder
            from milu_bot.language.training import train as trained

            encoder = load_encoder() if settings.matching == "full" else None
            for policy in wanted:
                cache.keep(trained(policy, encoder))
    except OSError as error:
        raise SaidInChinese(
            f"写不进缓存文件夹 {settings.cache}（{error.strerror}）。"
            "请用环境变量 MILU_CACHE 换一个能写的文件夹。"
        ) from None


def _learnt(settings: Settings, policy: Policy) -> bool:
    known = head_cache(settings).find(policy)
    return known is not None and (known.meaning is not None or settings.matching != "full")
