"""Environment variables -> Settings. Read by commands/ alone; everyone else is handed what they need."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, SecretStr, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


def _like(pattern: str) -> Callable[[SecretStr], SecretStr]:
    def checked(secret: SecretStr) -> SecretStr:
        found = secret.get_secret_value().strip()
        if not re.fullmatch(pattern, found):
            raise ValueError("not of this form")
        return SecretStr(found)

    return checked


class Settings(BaseSettings):
    """What may be set from outside. Every variable begins with MILU_."""

    model_config = SettingsConfigDict(env_prefix="MILU_", frozen=True)

    knowledge: Path = Field(
        ROOT / "knowledge" / "miluo-2017-45",
        description="知识文件夹；几份政策就写几个，用逗号隔开，或者写装着它们的上一层文件夹",
    )
    templates: Path = Field(ROOT / "templates", description="回复模板文件夹")
    store: Path = Field(Path("milu_bot.sqlite3"), description="存对话的 SQLite 文件")
    cache: Path = Field(
        ROOT / ".cache",
        description="学过的问法和读好的知识存在这个文件夹，删了会自己再做；别让外人能写",
    )
    matching: Literal["full", "head", "plain"] = Field(
        "full",
        description="怎么认问法：full 学过的问法加句子模型，最准；head 不要句子模型，省约125MB内存；plain 不学",
    )
    staff: str = Field(
        "",
        description="工作人员和权限，如 telegram:12345=publisher,telegram:678=viewer；编号发 /whoami 问",
    )
    redis_url: SecretStr | None = Field(
        None,
        description="几个进程一起服务时，改用这个 Redis 存对话，如 redis://127.0.0.1:6379/0；"
        "Redis 要开 appendonly，断电才不丢",
    )
    patience: int = Field(20, ge=1, description="一个人十秒里最多答几句，多出来的请他慢一点")
    watch_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="在本机这个端口回答 /healthz、/readyz、/metrics；不写就不开",
    )
    watch_host: str = Field("127.0.0.1", description="上面那个端口开在哪个地址")

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folder of each policy that is served, in the order of the setting."""
        places = re.split(rf"[,，{os.pathsep}]", str(self.knowledge))
        named = [Path(place.strip()) for place in places if place.strip()]
        return tuple(folder for place in named for folder in _policies_in(place))


def _policies_in(place: Path) -> list[Path]:
    """The folder itself, or those of the policies that it holds."""
    if (place / "policy.yaml").exists():
        return [place]
    return sorted(card.parent for card in place.glob("*/policy.yaml")) or [place]


class TelegramSettings(BaseSettings):
    """What the Telegram door needs. Every variable begins with TELEGRAM_."""

    model_config = SettingsConfigDict(env_prefix="TELEGRAM_", frozen=True)

    bot_token: (
        Annotated[SecretStr, AfterValidator(_like(r"\d{1,20}:[A-Za-z0-9_-]{3,200}"))] | None
    ) = Field(None, description="机器人的口令，找 @BotFather 要（必填）")
    api_base_url: Annotated[
        str,
        StringConstraints(strip_whitespace=True, pattern=r"^https?://[^/\s]+(/\S*)?/bot/?$"),
        AfterValidator(lambda url: url.rstrip("/")),
    ] = Field(
        "https://api.telegram.org/bot",
        description="Bot API 的地址，以 /bot 结尾，如 http://127.0.0.1:9000/bot；自己架了服务器才改",
    )
    webhook_url: Annotated[str, StringConstraints(pattern=r"^https?://[^/]+(/.*)?$")] | None = (
        Field(None, description="--webhook 时 Telegram 把消息送到这个地址")
    )
    webhook_host: str = Field(
        "127.0.0.1", description="--webhook 时在哪个地址上等（前面要有 HTTPS 代理）"
    )
    webhook_port: int = Field(8443, ge=0, le=65535, description="--webhook 时在哪个端口上等")
    webhook_secret: Annotated[SecretStr, AfterValidator(_like("[A-Za-z0-9_-]{1,256}"))] | None = (
        Field(None, description="--webhook 时的暗号，证明是 Telegram 送来的；不写就从口令算出一个")
    )
    pace_per_second: float = Field(
        30, gt=0, description="一共每秒最多发几条（Telegram 的规矩是 30）"
    )
    pace_burst: float = Field(20, gt=0, description="给一个人可以连着发几条，再多就每秒一条")


def listed() -> list[tuple[str, str, str]]:
    """Every variable: its name, its value now (secrets hidden), and what it does."""
    found = []
    for kind in (Settings, TelegramSettings):
        prefix = str(kind.model_config["env_prefix"])
        for name, about in kind.model_fields.items():
            variable = (prefix + name).upper()
            secret = SecretStr in _types(about.annotation)
            value = os.environ.get(variable)
            shown = "（设了，不显示）" if secret and value else value
            default = "（没设）" if about.default is None else f"{about.default}（默认）"
            found.append(
                (variable, shown if shown is not None else default, about.description or "")
            )
    return found


def _types(annotation: object) -> set[object]:
    return {annotation}.union(*map(_types, get_args(annotation)))
