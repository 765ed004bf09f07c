"""What a command takes and how it speaks: options, errors in Chinese, lines of a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

FILE = click.Path(path_type=Path, allow_dash=True)
JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="输出 JSON，给程序用。")
YES = ("是", "y", "yes", "好")
"""What agrees to a change that was shown."""
Action = TypeVar("Action", bound=Callable[..., object])


class SaidInChinese(click.ClickException):
    """An error that already is a Chinese sentence."""

    def show(self, file: Any = None) -> None:
        """Print the sentence alone."""
        click.echo(self.message, err=True, file=file)


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    from milu_bot.days import read_day

    try:
        return read_day(value) if value else None
    except ValueError as error:
        raise SaidInChinese(f"--as-of：{error}。") from None


def as_of_option(action: Action) -> Action:
    """The day that is looked at instead of today."""
    return click.option(
        "--as-of",
        callback=_day,
        metavar="日期",
        help="按这一天算，例如 2026-12-01；不写就是今天。",
    )(action)


def policy_option(action: Action) -> Action:
    """The one policy of several that is meant."""
    return click.option(
        "--policy",
        "wanted",
        metavar="名字",
        help="有几份政策时，只看这一份：文件夹的名字或者编号。",
    )(action)


def command(name: str | None = None) -> Callable[[Action], click.Command]:
    """Make a command of a function, with its help in Chinese."""

    def made(action: Action) -> click.Command:
        helped = click.help_option("--help", "-h", help="看这个说明。")(action)
        return click.command(name, add_help_option=False)(helped)

    return made


def lines_of(file: Path) -> Iterator[str]:
    """The lines of a file, or of standard input for `-`."""
    if str(file) == "-":
        yield from (line.rstrip("\r\n") for line in lines(sys.stdin))
        return
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError:
        raise SaidInChinese(f"打不开文件 {file}。请检查名字和位置。") from None
    except UnicodeDecodeError:
        raise SaidInChinese(f"{file} 不是 UTF-8 编码。请另存为，编码选 UTF-8。") from None
    yield from text.split("\n")


def lines(stream: Any) -> Iterator[str]:
    """The lines of a stream, each as soon as it is there."""
    while line := stream.readline():
        yield line
