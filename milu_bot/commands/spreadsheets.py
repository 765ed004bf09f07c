"""The commands that carry the FAQ to a spreadsheet and back: export, import."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

from milu_bot.commands.options import FILE, SaidInChinese, command, policy_option
from milu_bot.commands.wiring import load_policy, one_of, read_settings

_NAMED = 30
"""Units: entries. So many that a table does not have are named."""
_YES = ("是", "y", "yes", "好")


@command("export")
@click.argument("file", type=FILE)
@policy_option
def export_faq(file: Path, wanted: str | None) -> None:
    """把常见问题导出成表格：.xlsx，或者 .csv。"""
    from milu_bot.faq_sheet import columns, entries, rows
    from milu_bot.sheet_files import SheetError, write_sheet

    settings = one_of(read_settings(), wanted)
    load_policy(settings)
    found = entries(settings.knowledge)
    try:
        write_sheet(file, columns(), rows(found))
    except SheetError as error:
        raise SaidInChinese(str(error)) from None
    except OSError as error:
        raise SaidInChinese(
            f"写不了 {file}（{error.strerror}）。它是不是正在 WPS 里开着？"
        ) from None
    click.echo(f"导出好了：{file}，{len(found)} 条。“编号”和“校验”两列不要动；新的一条，编号空着。")


@command("import")
@click.argument("file", type=FILE)
@click.option("--remove", is_flag=True, help="表里没有的条目，从文件里删掉；不写就留着。")
@click.option("--yes", is_flag=True, help="不再问，直接写。")
@policy_option
def import_faq(file: Path, remove: bool, yes: bool, wanted: str | None) -> None:
    """把改好的表格写回常见问题。写之前先给您看改了什么，要您点头。"""
    from milu_bot.faq_sheet import entries, plan, rewritten
    from milu_bot.knowledge.faq_writing import WritingError
    from milu_bot.sheet_files import SheetError, read_sheet

    settings = one_of(read_settings(), wanted)
    policy = load_policy(settings)
    folder = settings.knowledge
    try:
        header, lines = read_sheet(file)
        found = entries(folder)
        changes, problems = plan(header, lines, found, policy, remove=remove)
        if problems:
            told = "\n".join(f"{file.name} {problem}" for problem in problems)
            raise SaidInChinese(f"{told}\n一共 {len(problems)} 处要改，什么都没有写。")
        texts = rewritten(folder, changes)
    except (SheetError, WritingError) as error:
        raise SaidInChinese(str(error)) from None
    for line in changes.told:
        click.echo(line)
    if changes.absent:
        click.echo(f"表里少了 {len(changes.absent)} 条，没有动它们。真要删，加 --remove。少的是：")
        asked = {entry.key: entry.fields["问"] for entry in found}
        for key in changes.absent[:_NAMED]:
            first = asked[key] if isinstance(asked[key], str) else asked[key][0]
            click.echo(f"    {key}：{first}")
        if len(changes.absent) > _NAMED:
            click.echo(f"    还有 {len(changes.absent) - _NAMED} 条")
    if not texts:
        click.echo("没有要改的。")
        return
    _refuse_what_check_finds(folder, texts)
    if not yes and click.prompt("就这样写吗？（是/否）", default="否") not in _YES:
        click.echo("没有写。")
        return
    for path, text in texts.items():
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(text.encode("utf-8"))
        beside.replace(path)
    click.echo(f"写好了 {len(texts)} 个文件。")


def _refuse_what_check_finds(folder: Path, texts: dict[Path, str]) -> None:
    """Check the folder as it would be.

    Raises: SaidInChinese with what the check says that it did not say before.
    """
    from milu_bot.staff_tools import check_knowledge, pictures

    before = {(problem.file, problem.message) for problem in check_knowledge(folder)[1]}
    with tempfile.TemporaryDirectory(prefix="milu-") as place:
        copy = Path(place) / folder.name
        shutil.copytree(folder, copy)
        for path, text in texts.items():
            target = copy / path.relative_to(folder)
            target.write_bytes(text.encode("utf-8"))
        _, problems = check_knowledge(copy)
        new = [problem for problem in problems if (problem.file, problem.message) not in before]
        told = "\n".join(pictures(copy, new))
    if new:
        raise SaidInChinese(f"{told}\n照表格改，检查通不过，有 {len(new)} 处要改。什么都没有写。")
