"""milu_bot: starts a door or a staff tool. The only place where the parts are wired together."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from milu_bot.dialogue.counsel import Counsel
    from milu_bot.eligibility.rulebook import Rulebook
    from milu_bot.front_desk import FrontDesk
    from milu_bot.policy import Policy
    from milu_bot.rendering import Renderer
    from milu_bot.settings import Settings, TelegramSettings
    from milu_bot.stores.opening import Stores

FILE = click.Path(path_type=Path, allow_dash=True)
_YES = ("是", "y", "yes", "好")
JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="输出 JSON，给程序用。")


class SaidInChinese(click.ClickException):
    """An error that already is a Chinese sentence."""

    def show(self, file: Any = None) -> None:
        """Print the sentence alone."""
        click.echo(self.message, err=True, file=file)


@click.group(invoke_without_command=True, add_help_option=False)
@click.help_option("--help", "-h", help="看这个说明。")
@click.pass_context
def cli(context: click.Context) -> None:
    """汨罗电商政策小助手。不带命令时，就在终端里聊天。"""
    if context.invoked_subcommand is None:
        context.invoke(chat)


@cli.command(add_help_option=False)
@click.help_option("--help", "-h", help="看这个说明。")
@click.option("--webhook", is_flag=True, help="让 Telegram 把消息送来，而不是自己去取。")
def telegram(webhook: bool) -> None:
    """在 Telegram 上服务。要先设好 TELEGRAM_BOT_TOKEN。"""
    given = _telegram_settings(webhook=webhook)
    settings = _settings()
    from milu_bot.channels.telegram import DoorError
    from milu_bot.channels.telegram_sender import Pace
    from milu_bot.channels.telegram_service import Options, Webhook, run, secret_of
    from milu_bot.dialogue.turn import Dialogue
    from milu_bot.front_desk import FrontDesk, Patience

    token = given.bot_token.get_secret_value() if given.bot_token else ""
    secret = given.webhook_secret.get_secret_value() if given.webhook_secret else secret_of(token)
    counsel = _counsel(settings)
    stores = _stores(settings, counsel.policy.facts)
    desk = FrontDesk(
        Dialogue(counsel),
        _renderer(settings, counsel.rulebook),
        stores.conversations,
        stores.unanswered,
        patience=Patience(),
    )
    policy = counsel.policy
    clauses = {id: clause.number for id, clause in policy.clauses.items()}
    clauses |= {id: policy.clause_of(id).number for id in policy.awards if id not in clauses}
    hook = Webhook(given.webhook_url or "", given.webhook_host, given.webhook_port, secret)
    options = Options(
        token,
        given.api_base_url,
        Pace(given.pace_per_second, given.pace_burst),
        hook if webhook else None,
        (settings.watch_host, settings.watch_port) if settings.watch_port is not None else None,
    )
    try:
        run(desk, stores, clauses, options)
    except DoorError as error:
        raise SaidInChinese(str(error)) from None
    finally:
        stores.close()


@cli.command(add_help_option=False)
@click.help_option("--help", "-h", help="看这个说明。")
def settings() -> None:
    """列出可以设的环境变量：是什么意思，现在是什么。"""
    from milu_bot.settings import listed

    for name, value, meaning in listed():
        click.echo(f"{name} = {value}\n    {meaning}")


@cli.command(add_help_option=False)
@click.help_option("--help", "-h", help="看这个说明。")
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """把所有对话备份到一个文件。机器人在跑的时候也可以。"""
    from milu_bot.stores.backup import back_up
    from milu_bot.stores.errors import StoreError

    settings = _settings()
    _only_in_a_file(settings)
    try:
        click.echo(f"备份好了：{file}，{back_up(settings.store, file)} 个人的对话。请收在别处，里面有个人情况。")
    except StoreError as error:
        raise SaidInChinese(str(error)) from None


@cli.command(add_help_option=False)
@click.help_option("--help", "-h", help="看这个说明。")
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """用备份换掉现在的对话。要先停下机器人；原来的文件会留着，改名叫 .old。"""
    from milu_bot.stores.backup import put_back
    from milu_bot.stores.errors import StoreError

    settings = _settings()
    _only_in_a_file(settings)
    try:
        click.echo(f"恢复好了：{put_back(file, settings.store)} 个人的对话。")
    except StoreError as error:
        raise SaidInChinese(str(error)) from None


@cli.command(add_help_option=False)
@click.help_option("--help", "-h", help="看这个说明。")
@JSON_OPTION
@click.option("--user", default="me", show_default=True, help="谁在聊：不同的名字，记录分开。")
def chat(as_json: bool = False, user: str = "me") -> None:
    """在终端里聊天。输入不是键盘时，一行算一句话。"""
    from milu_bot.channels import terminal

    settings = _settings()
    counsel = _counsel(settings)
    desk = _desk(settings, counsel)
    if sys.stdin.isatty() and not as_json:
        terminal.talk(desk, user)
        return
    from milu_bot.machine_output import state_json

    def answered_json(answered: Any) -> dict[str, Any]:
        return {
            "replies": [
                {"text": out.text, "choices": [choice.text for choice in out.choices]}
                for out in answered.outgoing
            ],
            "kind": answered.kind,
            "clauses": list(answered.clauses)[:5],
            "state": state_json(answered.conversation, counsel.policy.facts),
        }

    terminal.pipe(desk, user, _lines(sys.stdin), as_json=answered_json if as_json else None)


@cli.command(add_help_option=False)
@click.help_option("--help", "-h", help="看这个说明。")
@click.argument("question", required=False)
@click.option("--batch", type=FILE, help="问题文件，一行一个；- 是标准输入。")
@JSON_OPTION
def ask(question: str | None, batch: Path | None, as_json: bool) -> None:
    """问一个问题，例如：ask "贫困户开网店有补贴吗"。"""
    from milu_bot.channels.one_shot import answerer
    from milu_bot.dialogue.turn import Dialogue

    if question is None and batch is None:
        raise SaidInChinese('请在后面写上问题，例如：python bot.py ask "贫困户开网店有补贴吗"')
    settings = _settings()
    counsel = _counsel(settings)
    answer = answerer(Dialogue(counsel), _renderer(settings, counsel.rulebook))
    if batch is None:
        found = answer(question or "")
        click.echo(json.dumps(found, ensure_ascii=False) if as_json else found["reply"])
        return
    for line in _lines_of(batch):
        if line.strip():
            click.echo(json.dumps(answer(line), ensure_ascii=False))


@cli.command(add_help_option=False)
@click.help_option("--help", "-h", help="看这个说明。")
@click.argument("file", type=FILE, required=False)
@click.option("--batch", type=FILE, help="JSON 行文件，一行一家；- 是标准输入。")
@JSON_OPTION
def assess(file: Path | None, batch: Path | None, as_json: bool) -> None:
    """按文件里的事实（YAML 或 JSON）算能领多少。- 是标准输入。"""
    from milu_bot.channels.one_shot import read_case, reckon, reckon_lines, tell
    from milu_bot.profiles import ProfileError

    settings = _settings()
    if batch is not None:
        failed = 0
        for result in reckon_lines(_rulebook(settings), _lines_of(batch)):
            failed += "error" in result
            click.echo(json.dumps(result, ensure_ascii=False))
        if failed:
            raise SaidInChinese(f"有 {failed} 行没有算出来，原因写在那几行的 error 里。")
        return
    if file is None:
        raise SaidInChinese("请在后面写上文件名，例如：python bot.py assess 我的情况.yaml")
    rulebook = _rulebook(settings)
    try:
        given = read_case(_lines_of(file), str(file))
        if as_json:
            click.echo(json.dumps(reckon(rulebook, given), ensure_ascii=False))
            return
        for page in tell(rulebook, _renderer(settings, rulebook), given):
            click.echo(f"{page}\n")
    except ProfileError as error:
        if as_json:
            click.echo(json.dumps({"error": list(error.problems)}, ensure_ascii=False))
        raise SaidInChinese("\n".join(error.problems)) from None


@cli.command(add_help_option=False)
@click.help_option("--help", "-h", help="看这个说明。")
@JSON_OPTION
def facts(as_json: bool) -> None:
    """列出会问的每一件事。"""
    policy = _policy(_settings())
    if as_json:
        from milu_bot.machine_output import facts_json

        click.echo(json.dumps(facts_json(policy), ensure_ascii=False, indent=1))
        return
    for fact in policy.facts.values():
        unit = f"，{fact.measure}" if fact.measure else ""
        click.echo(f"{fact.id}（{fact.answer.value}{unit}）：{fact.ask}")


@cli.command(add_help_option=False)
@click.help_option("--help", "-h", help="看这个说明。")
@click.argument("folder", type=FILE, required=False)
@click.option("--fix", is_flag=True, help="能确定的错直接改好；改之前给您看，要您点头。")
@click.option("--yes", is_flag=True, help="和 --fix 一起用：不再问，直接改。")
@click.option("--deep", is_flag=True, help="再把每种问法问一遍，看走不走得回自己那一条（要等一会儿）。")
@click.option("--write-schema", is_flag=True, help="重写给编辑器用的 schema 文件夹。")
@JSON_OPTION
def check(
    folder: Path | None, fix: bool, yes: bool, deep: bool, write_schema: bool, as_json: bool
) -> None:
    """检查知识文件夹：有错就逐条说清在哪一行、怎么改。"""
    from milu_bot.staff_tools import check_knowledge, check_search, pictures

    folder = folder or _settings().knowledge
    if not folder.is_dir():
        raise SaidInChinese(f"找不到文件夹 {folder}。请检查名字和位置。")
    folder = folder.resolve()
    if write_schema:
        from milu_bot.knowledge.schemas import write_schemas

        write_schemas(folder.parent / "schema")
    if fix:
        _fix(folder, ask=not yes)
    policy, problems = check_knowledge(folder)
    if deep and not problems:
        problems = check_search(folder)
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False))
        if problems:
            sys.exit(1)
        return
    for told in pictures(folder, problems):
        click.echo(told)
    if problems or policy is None:
        raise SaidInChinese(f"一共 {len(problems)} 处要改。改完再运行一次。")
    wordings = sum(len(faq.questions) for faq in policy.faqs)
    click.echo(
        f"没有问题：{len(policy.clauses)} 个条款，{len(policy.awards)} 个奖项，"
        f"{len(policy.facts)} 件事实，{len(policy.readings)} 个口径，"
        f"{len(policy.faqs)} 个问题（{wordings} 种问法），{len(policy.examples)} 个例子。"
    )


def _fix(folder: Path, *, ask: bool) -> None:
    """Show what can be mended for certain, and mend it when that is agreed to."""
    from milu_bot.knowledge.mending import find_mends, write_mends

    mends = find_mends(folder)
    for line in (line for mend in mends for line in mend.told()):
        click.echo(line, err=True)
    if not mends:
        click.echo("没有能自动改的。", err=True)
    elif not ask or click.prompt("就这样改吗？（是/否）", default="否", err=True) in _YES:
        write_mends(mends)
        click.echo(f"改好了 {len(mends)} 个文件。", err=True)
    else:
        click.echo("没有改。", err=True)


@cli.command(add_help_option=False)
@click.help_option("--help", "-h", help="看这个说明。")
def unanswered() -> None:
    """列出没答上来的问题，问得多的在前。"""
    rows = _stores(_settings(), {}).unanswered.all()
    for row in rows:
        click.echo(f"{row.times} 次  {row.question}")
    if not rows:
        click.echo("还没有。")


def _settings() -> Settings:
    from pydantic import ValidationError

    from milu_bot.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        names = "、".join("MILU_" + str(detail["loc"][0]).upper() for detail in error.errors())
        raise SaidInChinese(f"环境变量写得不对：{names}。请改好，或者删掉用默认的。") from None
    if not settings.knowledge.is_dir():
        raise SaidInChinese(
            f"找不到知识文件夹 {settings.knowledge}。请检查环境变量 MILU_KNOWLEDGE。"
        )
    return settings


def _policy(settings: Settings) -> Policy:
    from milu_bot.knowledge.loader import load
    from milu_bot.knowledge.problems import KnowledgeError

    try:
        return load(settings.knowledge)
    except KnowledgeError as error:
        raise SaidInChinese(
            f"{error}\n知识文件有错，改好再来。运行 python bot.py check 可以看全部。"
        ) from None


def _rulebook(settings: Settings) -> Rulebook:
    from milu_bot.eligibility.rulebook import Rulebook

    return Rulebook(_policy(settings))


def _counsel(settings: Settings) -> Counsel:
    from milu_bot.dialogue.counsel import prepare

    return prepare(_policy(settings))


def _renderer(settings: Settings, rulebook: Rulebook) -> Renderer:
    from milu_bot.rendering import Renderer

    return Renderer(settings.templates, rulebook)


def _only_in_a_file(settings: Settings) -> None:
    if settings.redis_url is not None:
        raise SaidInChinese("现在对话存在 Redis 里（MILU_REDIS_URL）。请用 Redis 自己的办法备份和恢复。")


def _stores(settings: Settings, facts: Mapping[str, object]) -> Stores:
    from milu_bot.stores.errors import StoreError
    from milu_bot.stores.opening import open_redis, open_sqlite

    try:
        if settings.redis_url is not None:
            return open_redis(settings.redis_url.get_secret_value(), facts)
        return open_sqlite(settings.store, facts)
    except StoreError as error:
        raise SaidInChinese(str(error)) from None


def _desk(settings: Settings, counsel: Counsel) -> FrontDesk:
    from milu_bot.dialogue.turn import Dialogue
    from milu_bot.front_desk import FrontDesk, utc_now

    stores = _stores(settings, counsel.policy.facts)
    stores.conversations.expire(utc_now())
    return FrontDesk(
        Dialogue(counsel),
        _renderer(settings, counsel.rulebook),
        stores.conversations,
        stores.unanswered,
    )


def _telegram_settings(*, webhook: bool) -> TelegramSettings:
    from pydantic import ValidationError

    from milu_bot.settings import TelegramSettings

    how = (
        "在 Telegram 里找 @BotFather，发 /newbot，照着起个名字，它就给您一串口令，"
        "像 123456:ABC-def……。然后运行：\nTELEGRAM_BOT_TOKEN=那串口令 python bot.py telegram"
    )
    try:
        settings = TelegramSettings()
    except ValidationError as error:
        names = ["TELEGRAM_" + str(detail["loc"][0]).upper() for detail in error.errors()]
        if "TELEGRAM_BOT_TOKEN" in names:
            raise SaidInChinese(f"TELEGRAM_BOT_TOKEN 写得不对，好像没抄全。{how}") from None
        wrong = "、".join(names)
        raise SaidInChinese(
            f"环境变量写得不对：{wrong}。运行 python bot.py settings 看每一个是什么意思。"
        ) from None
    if settings.bot_token is None:
        raise SaidInChinese(f"还没有机器人的口令。{how}")
    if webhook and settings.webhook_url is None:
        raise SaidInChinese(
            "--webhook 要知道 Telegram 往哪里送消息。请设 TELEGRAM_WEBHOOK_URL，"
            "像 https://bot.example.org/telegram；没有公网地址就不要加 --webhook。"
        )
    return settings


def _lines_of(file: Path) -> Iterator[str]:
    """The lines of a file, or of standard input for `-`."""
    if str(file) == "-":
        yield from (line.rstrip("\r\n") for line in _lines(sys.stdin))
        return
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError:
        raise SaidInChinese(f"打不开文件 {file}。请检查名字和位置。") from None
    except UnicodeDecodeError:
        raise SaidInChinese(f"{file} 不是 UTF-8 编码。请另存为，编码选 UTF-8。") from None
    yield from text.split("\n")


def _lines(stream: Any) -> Iterator[str]:
    while line := stream.readline():
        yield line


def main() -> None:
    """Run, and put every error into Chinese."""
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
