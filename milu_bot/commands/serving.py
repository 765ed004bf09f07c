"""Commands that serve: telegram, settings, and the copies of what is kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milu_bot.commands.options import SaidInChinese, command
from milu_bot.commands.wiring import (
    only_in_a_file,
    open_live,
    open_staff_desk,
    open_stores,
    read_settings,
    staff_of,
)

if TYPE_CHECKING:
    from milu_bot.live import News
    from milu_bot.settings import TelegramSettings


@command()
@click.option("--webhook", is_flag=True, help="让 Telegram 把消息送来，而不是自己去取。")
def telegram(webhook: bool) -> None:
    """在 Telegram 上服务。要先设好 TELEGRAM_BOT_TOKEN。"""
    given = telegram_settings(webhook=webhook)
    settings = read_settings()
    from milu_bot.channels.journal import open_journal, place_of, write_news
    from milu_bot.channels.telegram import DoorError
    from milu_bot.channels.telegram_news import tell_publishers
    from milu_bot.channels.telegram_pace import Pace
    from milu_bot.channels.telegram_service import Options, Webhook, run, secret_of
    from milu_bot.front_desk import FrontDesk, Patience
    from milu_bot.live import ClauseNumbers

    token = given.bot_token.get_secret_value() if given.bot_token else ""
    secret = given.webhook_secret.get_secret_value() if given.webhook_secret else secret_of(token)
    journal = open_journal()
    staff = staff_of(settings)
    hearers = [partial(write_news, journal)]

    def spread(news: News) -> None:
        for hear in hearers:
            hear(news)

    live = open_live(settings, spread)
    stores = open_stores(settings)
    desk = FrontDesk(
        live.current,
        stores.conversations,
        stores.inbox,
        patience=Patience(settings.patience),
        staff=open_staff_desk(settings, live, stores),
    )
    hearers.append(partial(tell_publishers, desk, staff, journal))
    hook = Webhook(given.webhook_url or "", given.webhook_host, given.webhook_port, secret)
    options = Options(
        token,
        given.api_base_url,
        Pace(given.pace_per_second, given.pace_burst),
        hook if webhook else None,
        (settings.watch_host, settings.watch_port) if settings.watch_port is not None else None,
        opened=live.start,
        trouble=lambda: live.trouble,
    )
    try:
        run(desk, stores, ClauseNumbers(live.current), options)
    except DoorError as error:
        raise SaidInChinese(str(error)) from None
    except Exception as error:  # its words may be somebody's
        raise SaidInChinese(
            f"机器人出了差错，停下了：{type(error).__name__}，在 {place_of(error)}。对话都存好了，重新打开就接着来。"
        ) from None
    finally:
        live.stop()
        stores.close()


@command()
def settings() -> None:
    """列出可以设的环境变量：是什么意思，现在是什么。"""
    from milu_bot.settings import listed

    for name, value, meaning in listed():
        click.echo(f"{name} = {value}\n    {meaning}")


@command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """把所有对话备份到一个文件。机器人在跑的时候也可以。"""
    from milu_bot.stores.backup import back_up
    from milu_bot.stores.errors import StoreError

    settings = read_settings()
    only_in_a_file(settings)
    try:
        click.echo(
            f"备份好了：{file}，{back_up(settings.store, file)} 个人的对话。请收在别处，里面有个人情况。"
        )
    except StoreError as error:
        raise SaidInChinese(str(error)) from None


@command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """用备份换掉现在的对话。要先停下机器人；原来的文件会留着，改名叫 .old。"""
    from milu_bot.stores.backup import put_back
    from milu_bot.stores.errors import StoreError

    settings = read_settings()
    only_in_a_file(settings)
    try:
        click.echo(f"恢复好了：{put_back(file, settings.store)} 个人的对话。")
    except StoreError as error:
        raise SaidInChinese(str(error)) from None


def telegram_settings(*, webhook: bool) -> TelegramSettings:
    """What the Telegram door needs, or a Chinese sentence about how to get it."""
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
