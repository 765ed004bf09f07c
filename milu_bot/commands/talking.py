"""Commands that talk: chat, ask, assess, facts."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from milu_bot.commands.options import (
    FILE,
    JSON_OPTION,
    SaidInChinese,
    as_of_option,
    command,
    lines,
    lines_of,
    policy_option,
)
from milu_bot.commands.wiring import (
    open_desk,
    open_edition,
    open_live,
    open_renderer,
    open_rulebook,
    read_settings,
)

if TYPE_CHECKING:
    from milu_bot.edition import Edition
    from milu_bot.front_desk import Answered


@command()
@JSON_OPTION
@as_of_option
@click.option("--user", default="me", show_default=True, help="谁在聊：不同的名字，记录分开。")
def chat(as_json: bool = False, user: str = "me", as_of: date | None = None) -> None:
    """在终端里聊天。输入不是键盘时，一行算一句话。"""
    from milu_bot.channels import terminal

    settings = read_settings()
    live = open_live(settings, lambda news: click.echo(f"（{news}）", err=True), as_of)
    desk = open_desk(settings, live)
    live.start()
    try:
        if sys.stdin.isatty() and not as_json:
            terminal.talk(desk, user)
        else:

            def told(answered: Answered) -> dict[str, Any]:
                return _answered_json(answered, live.current())

            terminal.pipe(desk, user, lines(sys.stdin), as_json=told if as_json else None)
    finally:
        live.stop()


def _answered_json(answered: Answered, edition: Edition) -> dict[str, Any]:
    from milu_bot.machine_output import state_json

    chosen = answered.conversation.policy
    several = {"policy": chosen or None} if len(edition.policies) > 1 else {}

    return {
        "replies": [
            {"text": out.text, "choices": [choice.text for choice in out.choices]}
            for out in answered.outgoing
        ],
        "kind": answered.kind,
        "clauses": list(answered.clauses)[:5],
        "state": {
            **several,
            **state_json(answered.conversation, edition.policy(chosen).facts),
        },
    }


@command()
@click.argument("question", required=False)
@click.option("--batch", type=FILE, help="问题文件，一行一个；- 是标准输入。")
@JSON_OPTION
@as_of_option
@policy_option
def ask(
    question: str | None,
    batch: Path | None,
    as_json: bool,
    as_of: date | None,
    wanted: str | None,
) -> None:
    """问一个问题，例如：ask "谁能领补贴"。"""
    from milu_bot.channels.one_shot import answerer

    if question is None and batch is None:
        raise SaidInChinese('请在后面写上问题，例如：python bot.py ask "谁能领补贴"')
    settings = read_settings()
    edition = open_edition(settings, day=as_of, wanted=wanted, sharp=batch is not None)
    answer = answerer(edition)
    if batch is None:
        found = answer(question or "")
        click.echo(json.dumps(found, ensure_ascii=False) if as_json else found["reply"])
        return
    for line in lines_of(batch):
        if line.strip():
            click.echo(json.dumps(answer(line), ensure_ascii=False))


@command()
@click.argument("file", type=FILE, required=False)
@click.option("--batch", type=FILE, help="JSON 行文件，一行一家；- 是标准输入。")
@JSON_OPTION
@as_of_option
@policy_option
def assess(
    file: Path | None,
    batch: Path | None,
    as_json: bool,
    as_of: date | None,
    wanted: str | None,
) -> None:
    """按文件里的事实（YAML 或 JSON）算能领多少。- 是标准输入。"""
    from milu_bot.channels.one_shot import read_case, reckon, reckon_lines, tell
    from milu_bot.profiles import ProfileError

    settings = read_settings()
    if batch is not None:
        failed = 0
        for result in reckon_lines(open_rulebook(settings, as_of, wanted), lines_of(batch)):
            failed += "error" in result
            click.echo(json.dumps(result, ensure_ascii=False))
        if failed:
            raise SaidInChinese(f"有 {failed} 行没有算出来，原因写在那几行的 error 里。")
        return
    if file is None:
        raise SaidInChinese("请在后面写上文件名，例如：python bot.py assess 我的情况.yaml")
    rulebook = open_rulebook(settings, as_of, wanted)
    try:
        given = read_case(lines_of(file), str(file))
        if as_json:
            click.echo(json.dumps(reckon(rulebook, given), ensure_ascii=False))
            return
        for page in tell(rulebook, open_renderer(settings, rulebook), given):
            click.echo(f"{page}\n")
    except ProfileError as error:
        if as_json:
            click.echo(json.dumps({"error": list(error.problems)}, ensure_ascii=False))
        raise SaidInChinese("\n".join(error.problems)) from None


@command()
@JSON_OPTION
@as_of_option
@policy_option
def facts(as_json: bool, as_of: date | None, wanted: str | None) -> None:
    """列出会问的每一件事。"""
    from milu_bot.machine_output import facts_asked, facts_json

    rulebook = open_rulebook(read_settings(), as_of, wanted)
    if as_json:
        click.echo(json.dumps(facts_json(rulebook), ensure_ascii=False, indent=1))
        return
    asked = facts_asked(rulebook)
    for fact in rulebook.policy.facts.values():
        unit = f"，{fact.measure}" if fact.is_number else ""
        note = "" if fact.id in asked else "（现在用不着：用到它的奖项都不在有效期里）"
        click.echo(f"{fact.id}（{fact.answer.value}{unit}）：{fact.ask}{note}")
