"""What many tests share: the real policy, loaded once."""

from __future__ import annotations

import gc
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from milu_bot.dialogue.counsel import Counsel, prepare
from milu_bot.edition import Edition, publish
from milu_bot.heads import HeadCache
from milu_bot.knowledge.loader import load
from milu_bot.policy import Policy
from milu_bot.policy_cache import PolicyCache
from milu_bot.rendering import read_templates
from tests.few_questions import KNOWLEDGE, with_few_questions

os.environ.setdefault("MILU_MATCHING", "plain")
"""Programs that tests start learn nothing unless a test says so: it takes seconds of every core."""
settings.register_profile("slow machines too", deadline=None)
settings.load_profile("slow machines too")
gc.set_threshold(100_000, 50, 1000)
"""Nearly all that a test holds is the policy: to look through it again and again took a sixth of the time."""
ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
"""Where the programs that tests start keep what they have read and learnt, too."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts processes comes first: it takes longest, and nobody shall wait for it alone."""
    early = (ROOT / "tests" / "end_to_end", ROOT / "tests")
    items.sort(key=lambda item: (*early, item.path.parent).index(item.path.parent))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    from tests.scheduling import ByFile

    config.option.loadscopereorder = False
    return ByFile(config, log)


@cache
def real_policy() -> Policy:
    """For what is built before any fixture runs, such as hypothesis's strategies."""
    return PolicyCache(CACHE).load(KNOWLEDGE)


@cache
def real_edition() -> Edition:
    """The real policy, ready to be asked."""
    policy = real_policy()
    ready = prepare(policy, forms=HeadCache(CACHE).forms(policy))
    return publish([policy], read_templates(ROOT / "templates"), lambda _: ready)


def prepared(policy: Policy) -> Counsel:
    """Made ready for talk; the real policy is ready already, which spares a second of indexing."""
    return real_edition().counsels[0] if policy is real_policy() else prepare(policy)


@pytest.fixture(scope="session")
def policy() -> Policy:
    return real_policy()


@pytest.fixture(scope="session")
def edition() -> Edition:
    return real_edition()


@pytest.fixture(scope="session")
def counsel(edition: Edition) -> Counsel:
    return edition.counsels[0]


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the real knowledge with few questions; nobody may change it."""
    return with_few_questions(tmp_path_factory.mktemp("few"))


@pytest.fixture(scope="session")
def edition_of_few(few: Path) -> Edition:
    return publish([load(few)], read_templates(ROOT / "templates"))
