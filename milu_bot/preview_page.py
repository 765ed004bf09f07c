"""A preview -> text for the terminal, and one HTML page that a leader can read, print and sign."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from milu_bot.policy import Policy
from milu_bot.preview import Change, Preview

PAGE = Path("staff") / "preview.html"
STALE = "这几个回答也要看一看"
_MARKS = {"equal": "", "delete": "del", "insert": "ins"}


def preview_text(preview: Preview) -> Iterator[str]:
    """The changes, part by part, lines in the order of the parts."""
    if preview.empty:
        yield "没有人会看出变化：话、钱、问法都和原来一样。"
        return
    for title, changes in preview.parts:
        if not changes:
            continue
        yield f"【{title}】{len(changes)} 处"
        for change in changes:
            yield f"· {change.what}"
            if "\n" in change.before + change.after:
                yield from _lines(change)
            else:
                yield f"    原来：{change.before}"
                yield f"    改后：{change.after}"
        yield ""
    if preview.stale:
        yield f"【{STALE}】{len(preview.stale)} 处（规则改了，这些话没改）"
        for words in preview.stale:
            yield f"· {words.where}　{words.what}"
            yield from (f"    {line}" for line in words.text.splitlines())
        yield ""


def preview_page(
    templates: Path, preview: Preview, policy: Policy, *, old: str, new: str, made: str, wrong: int
) -> str:
    """The whole page. `old` and `new` name the two versions, `made` says when the page was made.

    `wrong` is how many things the check still finds wrong with the new one.
    """
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["pieces"] = lambda change: tuple(_pieces(change))
    template = environment.from_string((templates / PAGE).read_text(encoding="utf-8"))
    return template.render(
        preview=preview,
        stale=STALE,
        masthead=policy.masthead,
        old=old,
        new=new,
        made=made,
        wrong=wrong,
    )


def _lines(change: Change) -> Iterator[str]:
    before, after = change.before.splitlines(), change.after.splitlines()
    for kind, low, high, start, end in SequenceMatcher(None, before, after).get_opcodes():
        if kind != "equal":
            yield from (f"    - {line}" for line in before[low:high])
            yield from (f"    + {line}" for line in after[start:end])


def _pieces(change: Change) -> Iterator[tuple[str, str]]:
    """The text with what went and what came, each with the name of its mark in HTML, or none."""
    before, after = change.before, change.after
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, low, high, start, end in matcher.get_opcodes():
        if kind in ("equal", "delete", "replace") and low < high:
            yield _MARKS["equal" if kind == "equal" else "delete"], before[low:high]
        if kind in ("insert", "replace") and start < end:
            yield _MARKS["insert"], after[start:end]
