"""Writes the draft of an entry into the right FAQ file, where nothing is answered from it until it is reviewed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from milu_bot.knowledge.blank_folder import LEFT
from milu_bot.knowledge.encodings import complaint, decode
from milu_bot.knowledge.faq_writing import Fields, Rewriting, WritingError, rewrite
from milu_bot.knowledge.loader import FAQ, Draft, read_draft
from milu_bot.knowledge.mending import Mend
from milu_bot.policy import Clause, FaqKind, FaqStatus

_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9，。？！、（）％＊ .\-]*")
"""Text that YAML takes as it is, and that no slip can hide in."""
_MOST_LINES = 8
UNFINISHED = f"{LEFT}照问法改好下面的话，再删掉这一行。"
_HINT = "# 待审：还不会用来回答。改好“答”和“原文”，再把“状态”改成 已审；“起草”可以留着。"


class DraftError(Exception):
    """The draft cannot be written; the message is a Chinese sentence."""


def draft_entry(folder: Path, id: str, questions: Sequence[str], drafted: str) -> Mend:
    """The FAQ file with a draft at its end, not yet written.

    `id` is of a clause or an award, or 无关 for what the document leaves out.

    Raises: DraftError.
    """
    draft = read_draft(folder)
    if draft.problems:
        raise DraftError(f"知识里还有错，先改好再起草：{draft.problems[0]}")
    clause = None
    if id != FaqKind.OUTSIDE:
        try:
            clause = draft.policy.clause_of(id)
        except KeyError:
            known = "、".join(draft.policy.clauses)
            message = f"没有“{id}”这一条。能写的有：{known}；不归这份文件管的写 无关。"
            raise DraftError(message) from None
    path = folder / _file_for(draft, clause)
    name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
    decoded = decode(path.read_bytes())
    if decoded.bad_line:
        raise DraftError(f"{name}：{complaint(decoded)}")
    added = Rewriting(added=[_entry(clause, id, questions, drafted)])
    try:
        after = rewrite(f"{decoded.text.rstrip()}\n{_HINT}\n", added)
    except WritingError as error:
        raise DraftError(f"{name}：{error}") from None
    return Mend(path, name, decoded.encoding, decoded.crlf, decoded.text, after)


def _file_for(draft: Draft, clause: Clause | None) -> str:
    """The file in which most entries of this clause stand, else the one of entries about nothing in particular."""
    ids = {clause.id, *clause.awards} if clause else set()
    found: Counter[str] = Counter()
    for faq, block in zip(draft.policy.faqs, draft.faq_blocks, strict=True):
        file = block.place.file.partition("/")[2]
        alike = set(faq.see) & ids if clause else faq.kind is FaqKind.OUTSIDE
        found[file] += 1_000 * bool(alike) + (not faq.see)
    if not found:
        raise DraftError(f"文件夹 {FAQ} 里还没有问答，不知道写到哪里。请先写一条。")
    return found.most_common(1)[0][0]


def _entry(clause: Clause | None, id: str, questions: Sequence[str], drafted: str) -> Fields:
    """What staff begin with: the clause in plain words, and the words of the document; nothing ready to go out."""
    plain = clause.plain.strip().splitlines() if clause else []
    lines = [UNFINISHED, *(line for line in plain if line.strip())]
    quote = {"原文": _text(" ".join(clause.quote.split()))} if clause else {}
    return {
        "种类": (FaqKind.CONTENT if clause else FaqKind.OUTSIDE).value,
        "见": (id,) if clause else (),
        "问": tuple(map(_text, questions)),
        "答": "\n".join(lines[:_MOST_LINES]) + "\n",
        **quote,
        "状态": FaqStatus.WAITING.value,
        "起草": _text(drafted),
    }


def _text(words: str) -> str:
    return words if _PLAIN.fullmatch(words) else DoubleQuotedScalarString(words)
