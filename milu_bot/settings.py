"""Environment variables -> Settings. Read by bot.py alone; everyone else is handed what they
need.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What may be set from outside. Every variable begins with MILU_."""

    model_config = SettingsConfigDict(env_prefix="MILU_", frozen=True)

    knowledge: Path = Field(ROOT / "knowledge" / "miluo-2017-45", description="知识文件夹")
    templates: Path = Field(ROOT / "templates", description="回复模板文件夹")
    store: Path = Field(Path("milu_bot.sqlite3"), description="存对话的 SQLite 文件")
