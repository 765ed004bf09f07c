"""What is handed over for service: it parses, and names what exists."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from milu_bot.settings import listed
from tests.conftest import ROOT

UNIT = ROOT / "deploy" / "milu-bot.service"
CONTAINER = ROOT / "deploy" / "Containerfile"


def test_the_unit_starts_our_command() -> None:
    text = UNIT.read_text(encoding="utf-8")
    (start,) = re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)
    assert start.split()[1:] == ["bot.py", "telegram"]
    known = {name for name, *_ in listed()}
    assert set(re.findall(r"^Environment=(MILU_\w+|TELEGRAM_\w+)=", text, re.MULTILINE)) <= known
    (state,) = re.findall(r"^StateDirectory=(.+)$", text, re.MULTILINE)
    assert f"MILU_STORE=/var/lib/{state}/" in text and f"MILU_CACHE=/var/lib/{state}/" in text


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_systemd_reads_the_unit_without_complaint(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8")
    for there, here in (
        ("/opt/milu-bot/.venv/bin/python", sys.executable),
        ("/opt/milu-bot", str(ROOT)),
    ):
        text = text.replace(there, here)
    unit = tmp_path / UNIT.name
    unit.write_text(text.replace("EnvironmentFile=", "EnvironmentFile=-"), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and UNIT.name not in done.stderr, done.stderr


def test_the_container_is_made_of_what_exists() -> None:
    text = CONTAINER.read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (\S+) (\S+)$", text, re.MULTILINE)
    assert {source for source, _ in copied} >= {
        "requirements.txt",
        "bot.py",
        "milu_bot",
        "knowledge",
    }
    assert all((ROOT / source).exists() for source, _ in copied)
    assert "--require-hashes" in text and "--hash=" in (ROOT / "requirements.txt").read_text()
    assert re.search(r"^USER (?!root|0$)", text, re.MULTILINE)
    assert "VOLUME /data" in text and "MILU_STORE=/data/" in text and "MILU_CACHE=/data/" in text
    known = {name for name, *_ in listed()}
    assert set(re.findall(r"(MILU_\w+)=", text)) <= known
