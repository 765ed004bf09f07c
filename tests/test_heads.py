"""A head is trained once for the same words, kept whole, and handed over to a door that already serves."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from milu_bot.dialogue.counsel import Counsel, prepare
from milu_bot.heads import HeadCache, Sharpener, load_encoder
from milu_bot.language.head import Head
from milu_bot.language.meaning import Encoder
from milu_bot.language.training import train
from milu_bot.policy import Policy

SECONDS = 20


@pytest.fixture(scope="module")
def small(policy: Policy) -> Policy:
    """Few questions, so that training is quick."""
    return replace(policy, faqs=tuple(faq for faq in policy.faqs if faq.see)[::24])


@pytest.fixture(scope="module")
def head(small: Policy) -> Head:
    return train(small)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    loaded = load_encoder()
    assert loaded
    return loaded


def test_a_trained_head_finds_what_it_learnt(small: Policy, head: Head) -> None:
    counsel = prepare(small, head)
    assert counsel.index.is_trained
    asked = [(faq.questions[0], faq.see[0]) for faq in small.faqs]
    found = [counsel.index.find(text + "啊").hits[0].id == id for text, id in asked]
    assert sum(found) >= 0.9 * len(found)


def test_the_cache_gives_back_what_it_keeps(tmp_path: Path, small: Policy, head: Head) -> None:
    cache = HeadCache(tmp_path / "new" / "cache")
    assert cache.find(small) is None
    cache.keep(head)
    found = cache.find(small)
    assert found
    assert found.key == head.key
    every = np.arange(len(head.features))
    assert (found.weights[every] == head.weights[every]).all()
    assert cache.find(replace(small, faqs=small.faqs[1:])) is None
    assert cache.forms(replace(small, faqs=small.faqs[1:])) is None
    plain, known = prepare(small).index, prepare(small, forms=cache.forms(small)).index
    for faq in small.faqs:
        assert known.find(faq.questions[0] + "啊") == plain.find(faq.questions[0] + "啊")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04half"])
def test_a_broken_file_is_no_head(
    tmp_path: Path, small: Policy, head: Head, content: bytes
) -> None:
    cache = HeadCache(tmp_path)
    cache.keep(head)
    for file in tmp_path.glob("head-*"):
        file.write_bytes(content)
    assert cache.find(small) is None


def test_old_heads_are_dropped(tmp_path: Path, head: Head) -> None:
    cache = HeadCache(tmp_path)
    for number in range(6):
        cache.keep(replace(head, key=f"{number:064d}"))
    assert len(list(tmp_path.glob("*"))) <= 3


def sharpened(counsel: Counsel, cache: HeadCache, command: Sequence[str]) -> Counsel | None:
    """What is handed over, once the command has ended."""
    handed: list[Counsel] = []
    thread = Sharpener(cache, command, encoder=False).begin(counsel, handed.append)
    thread.join(SECONDS)
    assert not thread.is_alive()
    return handed[0] if handed else None


def test_a_missing_head_is_trained_beside(tmp_path: Path, small: Policy, head: Head) -> None:
    """The command stands for `bot.py train`: a process of its own that leaves a head in the cache."""
    HeadCache(tmp_path / "made").keep(head)
    made = next((tmp_path / "made").glob("head-*"))
    copy = f"import shutil; shutil.copy({str(made)!r}, {str(tmp_path)!r})"
    better = sharpened(prepare(small), HeadCache(tmp_path), [sys.executable, "-c", copy])
    assert better
    assert better.index.is_trained


def test_a_training_that_fails_leaves_the_counsel_alone(tmp_path: Path, small: Policy) -> None:
    cache = HeadCache(tmp_path)
    assert sharpened(prepare(small), cache, [sys.executable, "-c", "pass"]) is None
    assert sharpened(prepare(small), cache, ["/no/such/program", "pass"]) is None


def test_the_encoder_is_asked_when_it_is_ready(
    tmp_path: Path, small: Policy, encoder: Encoder
) -> None:
    cache = HeadCache(tmp_path)
    cache.keep(train(small, encoder))
    handed: list[Counsel] = []
    Sharpener(cache, ["unused"], encoder=True).begin(prepare(small), handed.append).join(SECONDS)
    plain, sharp = handed
    asked = [(faq.questions[0], faq.see[0]) for faq in small.faqs][:20]
    found = [sharp.index.find(text + "呢").hits[0].id == id for text, id in asked]
    assert sum(found) >= 0.9 * len(found)
    texts = [text for text, _ in asked]
    assert list(map(sharp.index.rank, texts)) != list(map(plain.index.rank, texts))


def test_without_what_it_learnt_the_encoder_is_left_alone(
    small: Policy, head: Head, encoder: Encoder
) -> None:
    index = prepare(small, head).index
    assert index.with_encoder(encoder) is index
