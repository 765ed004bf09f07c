"""Whole talks with the second county's bot: the same words and templates, another folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from milu_bot.edition import Edition, publish
from milu_bot.knowledge.loader import load
from milu_bot.rendering import read_templates
from tests.conftest import ROOT
from tests.conversations.test_conversations import play
from tests.eligibility.subjects import SECOND

TALKS = sorted((Path(__file__).parent / "talks").glob("*.txt"))


@pytest.fixture(scope="module")
def second() -> Edition:
    return publish([load(SECOND)], read_templates(ROOT / "templates"))


@pytest.mark.parametrize("talk", TALKS, ids=lambda path: path.stem)
def test_talk(talk: Path, tmp_path: Path, second: Edition) -> None:
    play(talk, tmp_path / "talk.sqlite3", second)
