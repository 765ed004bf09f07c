"""The command that shows what an edit changes before it goes live: preview."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milu_bot.clock import today
from milu_bot.commands.options import FILE, SaidInChinese, as_of_option, command
from milu_bot.commands.wiring import read_settings

if TYPE_CHECKING:
    from milu_bot.edition import Edition

_LAST = "HEAD"


@command()
@click.argument("folder", type=FILE, required=False)
@click.option(
    "--against",
    metavar="文件夹或版本",
    help="和什么比：另一个文件夹，或者 git 的版本（HEAD、标签、提交号）。",
)
@click.option("--html", type=FILE, help="再写成一页网页，可以打印出来请领导签字。")
@click.option("--asked", type=FILE, help="再比一比这些问题走到哪里：一个文件，一行一个问题。")
@as_of_option
def preview(
    folder: Path | None,
    against: str | None,
    html: Path | None,
    asked: Path | None,
    as_of: date | None,
) -> None:
    """看改动：哪些钱、哪些话、哪些问法和原来不一样。

    不写文件夹，就拿正在用的文件夹和 git 里上一版比。写了，就拿它和正在用的比。
    """
    from milu_bot.commands.options import lines_of
    from milu_bot.preview import preview as compared
    from milu_bot.preview_page import preview_page, preview_text
    from milu_bot.stale_words import stale_words

    settings = read_settings()
    live = settings.folders[0]
    edited = (folder or live).resolve()
    other = against or (_LAST if edited == live.resolve() else str(live))
    after, wrong = _edition(edited, settings.templates)
    with _version(edited, other) as place:
        before, _ = _edition(place, settings.templates)
    questions = [line.strip() for line in lines_of(asked) if line.strip()] if asked else []
    day = as_of or today()
    stale = stale_words(before.policies[0], edited)
    found = compared(before, after, day, questions, stale)
    for line in preview_text(found):
        click.echo(line)
    if wrong:
        click.echo(
            f"注意：{edited.name} 里还有 {wrong} 处没通过检查，没改好不会启用。"
            f"看是哪些：python bot.py check {folder or edited}"
        )
    if html:
        from milu_bot.days import write_day

        page = preview_page(
            settings.templates,
            found,
            after.policies[0],
            old=Path(other).name if Path(other).is_dir() else other,
            new=edited.name,
            made=write_day(today()),
            wrong=wrong,
        )
        html.write_text(page, encoding="utf-8")
        click.echo(f"网页写好了：{html}。用浏览器打开，可以打印。")


@contextmanager
def _version(folder: Path, other: str) -> Iterator[Path]:
    from milu_bot.knowledge.revisions import RevisionError, at_revision

    if Path(other).is_dir():
        yield Path(other).resolve()
        return
    try:
        with at_revision(folder, other) as place:
            yield place
    except RevisionError as error:
        raise SaidInChinese(f"找不到要比的“{other}”：{error}") from None


def _edition(folder: Path, templates: Path) -> tuple[Edition, int]:
    """A folder made ready, and how many things the check still finds wrong with it.

    Raises: SaidInChinese with all that the check says if it cannot be read at all.
    """
    from milu_bot.edition import publish
    from milu_bot.rendering import read_templates
    from milu_bot.staff_tools import check_knowledge, pictures

    if not folder.is_dir():
        raise SaidInChinese(f"找不到文件夹 {folder}。请检查名字和位置。")
    policy, problems = check_knowledge(folder)
    if policy is None:
        told = "\n".join(pictures(folder, problems))
        raise SaidInChinese(f"{told}\n{folder.name} 里有 {len(problems)} 处要先改好，才能看改动。")
    return publish([policy], read_templates(templates)), len(problems)
