"""milu_bot: starts a door or a staff tool."""

from __future__ import annotations

import gc
import os
import sys

import click

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Set before numpy is loaded: our products are small, and several threads only get in each other's way.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# It would look through all installed packages for plugins at every start.

from milu_bot.commands import (
    dates,
    inbox,
    previewing,
    serving,
    spreadsheets,
    staffing,
    talking,
    training,
)
from milu_bot.commands.options import SaidInChinese


@click.group(invoke_without_command=True, add_help_option=False)
@click.help_option("--help", "-h", help="看这个说明。")
@click.pass_context
def cli(context: click.Context) -> None:
    """政策小助手。不带命令时，就在终端里聊天。"""
    if context.invoked_subcommand is None:
        context.invoke(talking.chat)


for found in (
    talking.chat,
    talking.ask,
    talking.assess,
    talking.facts,
    serving.telegram,
    serving.settings,
    serving.backup,
    serving.restore,
    staffing.check,
    inbox.inbox,
    inbox.stats,
    previewing.preview,
    spreadsheets.export_faq,
    spreadsheets.import_faq,
    dates.digest,
    dates.new_policy,
    inbox.staff_log,
    training.train,
):
    cli.add_command(found)


def main() -> None:
    """Run, and put every error into Chinese."""
    gc.disable()  # Nearly all that a start makes is kept. What serves for long turns it on again when it is ready.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        cli.main(standalone_mode=False)
    except SaidInChinese as error:
        error.show()
        sys.exit(1)
    except click.UsageError as error:
        where = f"（{error.ctx.command_path}）" if error.ctx else ""
        click.echo(
            f"命令写得不对{where}：{_usage(error)}。运行 python bot.py --help 看怎么写。", err=True
        )
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)


def _usage(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return f"没有 {error.option_name} 这个选项"
        case click.MissingParameter():
            return "少写了一个内容"
        case click.BadParameter():
            return "有一个内容写得不对"
    return "没有这个命令，或者多写了内容"


if __name__ == "__main__":
    main()
