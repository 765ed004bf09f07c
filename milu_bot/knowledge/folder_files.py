"""The names of a folder's files: what is misnamed would be passed over without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rapidfuzz import process

_LEFT_BY_PROGRAMS = re.compile(r"^[.~]|^(?:Thumbs\.db|desktop\.ini)$|~$|\.(?:tmp|bak|swp|new|wbk)$")
_ALMOST_YAML = re.compile(r"\.(?:ya?ml(?:\.(?:txt|ya?ml))?|ya?ml\s*\(\d+\))$", re.I)
_WRITING = re.compile(r"\.(?:txt|docx?|wps|xlsx?|et|csv|md|rtf)$", re.I)
_COPY = re.compile(r"副本|复件|copy|\(\d+\)|（\d+）", re.I)


def misnamed(folder: Path, files: Sequence[str], rooms: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each file or folder that was meant to be read and would not be, and how to name it.

    `files` are those that lie in the folder itself, `rooms` the folders in it that hold .yaml files.
    """
    for path in sorted(folder.iterdir()):
        if _LEFT_BY_PROGRAMS.search(path.name) or path.name in files:
            continue
        if path.is_dir():
            if path.name in rooms:
                yield from _in_room(path)
            elif any(path.rglob("*.y*ml")):
                missing = [room for room in rooms if not (folder / room).is_dir()]
                hint = f"是不是 {missing[0]} 改了名？请改回 {missing[0]}。" if missing else ""
                known = "、".join(rooms)
                message = f"机器人只认 {known} 这几个文件夹，这里面的文件不会读。{hint}"
                yield path.name, message
        elif _ALMOST_YAML.search(path.name):
            yield path.name, _renamed(path.name, [f for f in files if not (folder / f).exists()])


def _in_room(room: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(room.iterdir()):
        name = path.name
        if _LEFT_BY_PROGRAMS.search(name) or (path.is_file() and name.endswith(".yaml")):
            if _COPY.search(name) and not _LEFT_BY_PROGRAMS.search(name):
                yield (
                    f"{room.name}/{name}",
                    "这像是一个副本，会和原来的重复。请移到别处，或者删掉。",
                )
        elif path.is_dir():
            yield f"{room.name}/{name}", "这里面的文件不会读。请移到上一层。"
        elif _ALMOST_YAML.search(name):
            stem = _ALMOST_YAML.sub("", name)
            yield f"{room.name}/{name}", _rename(f"{stem}.yaml")
        elif _WRITING.search(name):
            message = (
                "机器人只读 .yaml 文件，这个文件不会读。请把内容写进 .yaml 文件，把它移到别处。"
            )
            yield f"{room.name}/{name}", message


def _renamed(name: str, missing: Sequence[str]) -> str:
    if _COPY.search(name):
        return "这像是一个副本，机器人不读。请移到别处，或者删掉。"
    plain = f"{_ALMOST_YAML.sub('', name)}.yaml"
    if found := process.extractOne(plain, missing, score_cutoff=60):
        return _rename(found[0])
    return "不认识这个文件，机器人不读。条款放在 clauses 里，问答放在 faq 里。"


def _rename(name: str) -> str:
    return (
        f"文件名不对，机器人不读。请改名为 {name}"
        "（记事本、WPS 另存为时，“保存类型”选“所有文件”，不要多出 .txt）。"
    )
