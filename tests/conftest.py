"""What many tests share: the real policy, loaded once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from milu_bot.dialogue.counsel import Counsel
from milu_bot.edition import Edition, publish
from milu_bot.knowledge.loader import load
from milu_bot.policy import Policy
from milu_bot.rendering import read_templates

os.environ.setdefault("MILU_MATCHING", "plain")
"""Programs that tests start learn nothing unless a test says so: it takes seconds of every core."""
ROOT = Path(__file__).resolve().parent.parent
KNOWLEDGE = ROOT / "knowledge" / "miluo-2017-45"


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load(KNOWLEDGE)


@pytest.fixture(scope="session")
def edition(policy: Policy) -> Edition:
    return publish([policy], read_templates(ROOT / "templates"))


@pytest.fixture(scope="session")
def counsel(edition: Edition) -> Counsel:
    return edition.counsels[0]
