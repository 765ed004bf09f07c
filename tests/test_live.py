"""A running bot takes a right edit whole and a wrong one never, whatever the editor does to the files."""

from __future__ import annotations

import queue
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from milu_bot.edition import Edition, publish
from milu_bot.knowledge.loader import load
from milu_bot.live import Live, News, Outcome
from milu_bot.proving import Proof, prove
from milu_bot.rendering import read_templates
from tests.conftest import KNOWLEDGE, ROOT
from tests.few_questions import with_few_questions

SECONDS = 60
"""However busy the machine is; a right edit is live in three."""


class AtOnce:
    """Proves in the same process, which spares the suite the start of another for each edit."""

    def __init__(self, templates: Path, folders: Sequence[Path]) -> None:
        self.places = templates, folders

    def warm(self) -> None:
        pass

    def __call__(self) -> Proof:
        return prove(*self.places)

    def stop(self) -> None:
        pass


class Office:
    """A copy of the knowledge with few questions, edited while it is watched."""

    def __init__(self, home: Path) -> None:
        self.folder = with_few_questions(home, "3-3-08.yaml")
        self.templates = home / "templates"
        shutil.copytree(ROOT / "templates", self.templates)
        self.heard: queue.Queue[News] = queue.Queue()
        places = self.templates, [self.folder]
        self.live = Live(*places, self.first, AtOnce(*places), told=self.heard.put).start()

    def first(self) -> Edition:
        return publish([load(self.folder)], read_templates(self.templates))

    def write(self, file: str, text: str) -> None:
        (self.folder / file).write_text(text, "utf-8")

    def text(self, file: str) -> str:
        return (self.folder / file).read_text("utf-8")

    def hear(self) -> News:
        return self.heard.get(timeout=SECONDS)

    @property
    def validity(self) -> str:
        return self.live.current().policies[0].masthead.validity


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = Office(tmp_path_factory.mktemp("office"))
    yield found
    found.live.stop()


def with_validity(card: str, words: str) -> str:
    lines = [
        f"有效期说明: {words}" if line.startswith("有效期说明") else line
        for line in card.splitlines()
    ]
    return "\n".join(lines) + "\n"


def test_edits_of_every_kind(office: Office) -> None:
    """One story, so that the files need not be watched anew for each chapter."""
    card, faq = office.text("policy.yaml"), office.text("faq/3-3-08.yaml")

    # A right edit.
    before = office.live.current()
    office.write("policy.yaml", with_validity(card, "一"))
    assert office.hear().outcome is Outcome.LIVE
    assert office.validity == "一"
    assert before.policies[0].masthead.validity != "一", "an edition never changes"

    # A wrong one stays out; the last good one answers, and staff are told the file and the line.
    office.write("policy.yaml", with_validity(card, "二").replace("标题:", "标题："))
    news = office.hear()
    assert news.outcome is Outcome.REFUSED
    assert news.problems[0].file == f"{KNOWLEDGE.name}/policy.yaml"
    assert news.problems[0].line == 4
    assert office.validity == "一"
    assert "policy.yaml 第 4 行" in office.live.trouble

    # Mended as WPS saves: another file beside it, put in its place.
    aside = office.folder / "~wps-7f3a.tmp"
    aside.write_text(with_validity(card, "三"), "utf-8")
    aside.replace(office.folder / "policy.yaml")
    assert office.hear().outcome is Outcome.LIVE
    assert office.validity == "三"
    assert office.live.trouble == ""

    # Deleted and made anew within the same breath; the file that an editor locks with is nobody's.
    (office.folder / "faq" / "3-3-08.yaml").unlink()
    (office.folder / "faq" / "~$3-3-08.yaml").write_bytes(b"\x05clerk")
    office.write("faq/3-3-08.yaml", faq.replace("种类: 谁能领", "种类: 内容", 1))
    assert office.hear().outcome is Outcome.LIVE
    assert len(office.live.current().policies[0].faqs) == len(load(office.folder).faqs)

    # A fact renamed, in file after file: nothing of it is live before all of it fits.
    old, new = "缴纳社会保险", "都缴了社保"
    for file in ("facts.yaml", "clauses/3-3-08.yaml"):
        office.write(file, office.text(file).replace(f"{old}:", f"{new}:"))
        assert office.hear().outcome is Outcome.REFUSED
        assert new not in office.live.current().policies[0].facts
    office.write("examples.yaml", office.text("examples.yaml").replace(old, new))
    news = office.hear()
    assert news.outcome is Outcome.LIVE, news
    assert new in office.live.current().policies[0].facts

    # Half of a file that goes on being written is never live: the whole is.
    half = with_validity(card, "四")
    with (office.folder / "policy.yaml").open("w", encoding="utf-8") as file:
        file.write(half[: len(half) // 2])
        file.flush()
        news = office.hear()
        assert news.outcome is Outcome.REFUSED
        assert office.validity == "三"
        file.write(half[len(half) // 2 :])
    assert office.hear().outcome is Outcome.LIVE
    assert office.validity == "四"

    # Templates too.
    greeting = office.templates / "greeting.j2"
    words = greeting.read_text("utf-8")
    greeting.write_text(words + "{% if nothing %}", "utf-8")
    assert office.hear().problems[0].file == "templates/greeting.j2"
    assert "{% if nothing" not in office.live.current().templates["greeting.j2"]
    greeting.write_text(words + "换了话。", "utf-8")
    assert office.hear().outcome is Outcome.LIVE
    assert office.live.current().templates["greeting.j2"].endswith("换了话。")

    # Asked for by hand there is nothing to wait for, and nothing new is nothing told.
    assert office.live.reload().outcome is Outcome.UNCHANGED
    assert office.heard.empty()
