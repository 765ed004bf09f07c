"""Takes the pictures of the handbook and writes down what check says of each mistake.

    python -m docs.make_docs

Pictures are taken where Chromium is installed, and else stay as they are.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

from milu_bot.staff_tools import check_knowledge
from tests.knowledge.wrong_files import FORM, Wrong, folder_of
from tests.knowledge.wrong_hands import ALSO_OF_FORM
from tests.knowledge.wrong_meaning import MEANING

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
ERRORS = ROOT / "docs" / "errors.md"
KNOWLEDGE = ROOT / "knowledge" / "miluo-2017-45"
_TERMINAL = """\
<meta charset="utf-8"><style>
body {{ margin: 0; background: #1e1e1e; color: #e6e6e6; padding: 14px 18px; }}
pre {{ font: 15px/1.6 "WenQuanYi Micro Hei Mono", monospace; margin: 0; white-space: pre-wrap; }}
b {{ color: #9cdcfe; }}
</style><pre><b>&gt; python bot.py {command}</b>
{printed}</pre>
"""


def run(*words: str, knowledge: Path = KNOWLEDGE) -> str:
    """What a command prints."""
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "bot.py", *words],
        cwd=ROOT,
        env={"MILU_KNOWLEDGE": str(knowledge), "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


def terminal(name: str, command: str, printed: str, folder: Path) -> None:
    """A picture of a command and what it prints."""
    html = folder / f"{name}.html"
    lines = printed.rstrip("\n")
    html.write_text(_TERMINAL.format(command=command, printed=escape(lines)), "utf-8")
    photograph(html, name, 1000, 60 + 24 * (lines.count("\n") + 1 + len(lines) // 90))


def photograph(html: Path, name: str, width: int, height: int) -> None:
    """A picture of a page, where there is a browser to take it."""
    browser = shutil.which("chromium")
    if browser is None:
        print(f"没有 chromium，{name}.png 没有重画。")  # noqa: T201
        return
    subprocess.run(  # noqa: S603
        [
            browser,
            *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *(f"--window-size={width},{height}", f"--user-data-dir={html.parent / 'profile'}"),
            f"--screenshot={PICTURES / f'{name}.png'}",
            html.as_uri(),
        ],
        check=True,
        capture_output=True,
    )


def page(folder: Path) -> None:
    """A picture of the preview page of an edit."""
    edited = folder / "草稿"
    shutil.copytree(KNOWLEDGE, edited)
    faq, clause = edited / "faq" / "3-3-08.yaml", edited / "clauses" / "3-3-07.yaml"
    faq.write_text(
        faq.read_text("utf-8").replace("1000元一个人，按人头算。", "一个人1000元，按人数算。"),
        "utf-8",
    )
    clause.write_text(
        clause.read_text("utf-8").replace("至少 300万元, 奖励: 3万元", "超过 300万元, 奖励: 3万元"),
        "utf-8",
    )
    html = folder / "preview.html"
    run("preview", str(edited), "--html", str(html))
    photograph(html, "preview", 1000, 1100)


def errors() -> str:
    """What check says of one wrong file of each kind."""
    parts = [
        "# check 会说的话",
        "这一页是程序写的：每一种错都做一个错文件，让 check 来看，抄下它说的第一句。",
    ]
    for title, kinds in (
        ("写法上的错", (*FORM, *ALSO_OF_FORM)),
        ("意思上的错", MEANING),
    ):
        said = dict.fromkeys(sentence for kind in kinds if (sentence := said_of(kind)))
        parts += [f"## {title}", "\n".join(f"- {sentence}" for sentence in said)]
    return "\n\n".join(parts) + "\n"


def said_of(wrong: Wrong) -> str:
    """The sentence that names a mistake."""
    with tempfile.TemporaryDirectory() as place:
        folder = folder_of(Path(place))
        path = folder / wrong.file
        path.write_bytes(wrong.break_it(path.read_bytes()))
        _, problems = check_knowledge(folder)
    named = [problem.message for problem in problems if wrong.said in problem.message]
    return named[0].replace("\n", " ") if named else ""


def main() -> None:
    """Write everything anew."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        terminal("check-right", "check", run("check"), Path(place))
        folder = Path(place) / KNOWLEDGE.name
        shutil.copytree(KNOWLEDGE, folder)
        path = folder / "clauses" / "3-3-08.yaml"
        path.write_text(path.read_text("utf-8").replace("\n标题: ", "\n标题：", 1), "utf-8")
        terminal("check-wrong", "check", run("check", knowledge=folder), Path(place))
        page(Path(place))
    ERRORS.write_text(errors(), "utf-8")


if __name__ == "__main__":
    main()
