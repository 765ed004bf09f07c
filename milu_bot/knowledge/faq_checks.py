"""Questions and answers: no wording twice, answers short and with the document's own numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from milu_bot.knowledge.loader import CLAUSES, POLICY, SOURCE
from milu_bot.knowledge.places import Desk
from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.shapes import problem_at
from milu_bot.knowledge.text_checks import nearest, nearest_passage, without_masthead
from milu_bot.knowledge.words import numbers_in, squeeze
from milu_bot.policy import Faq, FaqKind, FaqStatus

_MOST_LINES = 8
"""Units: lines of an answer, as many as fit on the screen of a telephone."""
_UNFINISHED = "【填】照问法改好"
"""How the answer of a draft begins."""
_SHORTEST = 6
"""Units: characters. In shorter wordings one character is too much of the meaning."""
_NO_WORD = re.compile(r"[\W_]+")
_TELLING = re.compile(r"[\d一二两三四五六七八九十百千万亿几半不没无非前后上下男女大小多少]|[a-z]")
"""Characters that change the meaning: wordings that differ in one of them are not the same."""


def check_faqs(desk: Desk) -> Iterator[Problem]:
    """Every entry by itself, then the wordings of all."""
    for index, faq in enumerate(desk.policy.faqs):
        yield from _entry(desk, index, faq)
    yield from _wordings(desk)


def _at(desk: Desk, index: int, message: str, *path: str | int, words: str = "") -> Problem:
    return desk.within(desk.draft.faq_blocks[index], message, *path, words=words)


def _entry(desk: Desk, index: int, faq: Faq) -> Iterator[Problem]:
    if desk.draft.whole(CLAUSES):
        for id in faq.see:
            if id not in desk.policy.clauses and id not in desk.policy.awards:
                hint = _numbered(desk, id) or nearest(
                    id, [*desk.policy.clauses, *desk.policy.awards]
                )
                message = f"“见”里的“{id}”不是条款也不是奖项。{hint}"
                yield _at(desk, index, message, "见")
    if faq.kind is not FaqKind.OUTSIDE and not faq.quote:
        yield _at(desk, index, "少了“原文”：这个回答凭文件里哪句话？")
    if faq.quote and desk.draft.whole(SOURCE) and squeeze(faq.quote) not in desk.source:
        hint = nearest_passage(faq.quote, desk.policy.source)
        yield _at(desk, index, f"文件原文里没有这句话：「{faq.quote}」。{hint}", "原文")
    elif faq.quote and faq.see and desk.draft.whole(CLAUSES, POLICY):
        yield from _quoted_elsewhere(desk, index, faq)
    if _UNFINISHED in faq.answer and faq.status is FaqStatus.REVIEWED:
        message = f"“答”里还有“{_UNFINISHED}”，没改完。请改好，删掉这个记号，再写 已审。"
        yield _at(desk, index, message, "答")
    lines = [line for line in faq.answer.split("\n") if line.strip()]
    if len(lines) > _MOST_LINES:
        message = f"回答有 {len(lines)} 行，手机上看不完。请改到 {_MOST_LINES} 行以内。"
        yield _at(desk, index, message, "答")
    yield from _numbers(desk, index, faq, lines)


def _numbered(desk: Desk, words: str) -> str:
    """For a clause called by its number in the document: the id that is wanted here."""
    for clause in desk.policy.clauses.values():
        if squeeze(words) in (clause.number, clause.number.replace("、", "")):
            return f"这里要写编号：“{clause.number}”写成 {clause.id}。"
    return ""


def _quoted_elsewhere(desk: Desk, index: int, faq: Faq) -> Iterator[Problem]:
    """The quote stands in a clause that the entry is about, or names the office to ask."""
    known = [id for id in faq.see if id in desk.policy.clauses or id in desk.policy.awards]
    quote = squeeze(faq.quote)
    if quote in squeeze(desk.policy.masthead.office_basis.text) or len(known) < len(faq.see):
        return
    if not any(quote in squeeze(desk.policy.clause_of(id).quote) for id in known):
        home = [c.number for c in desk.policy.clauses.values() if quote in squeeze(c.quote)]
        where = f"这句话在 {home[0]} 里。" if home else ""
        message = f"“原文”不在“见”所写的条款里。{where}是“见”写错了，还是“原文”抄错了？"
        yield _at(desk, index, message, "见")


def _numbers(desk: Desk, index: int, faq: Faq, lines: Iterable[str]) -> Iterator[Problem]:
    ids = [id for id in faq.see if id in desk.policy.clauses or id in desk.policy.awards]
    if not ids or not desk.draft.whole(POLICY):
        return
    written = set().union(*(numbers_in(desk.policy.clause_of(id).quote) for id in ids))
    for number in sorted(numbers_in(without_masthead(desk, faq.answer)) - written):
        line = next((part for part in lines if number in numbers_in(part)), "")
        message = (
            f"回答里的数 {number.normalize():f} 在所引条款的原文里找不到。"
            "请删掉这个数，或者改写成原文里的数。"
        )
        at = desk.number(desk.draft.faq_blocks[index], number, "答")
        if at:
            yield problem_at(at, message)
        else:
            yield _at(desk, index, message, "答", words=line.strip())


def _wordings(desk: Desk) -> Iterator[Problem]:
    """The same wording twice, or nearly the same under two entries."""
    rows = [
        (index, place, words)
        for index, faq in enumerate(desk.policy.faqs)
        for place, words in enumerate(faq.questions)
    ]
    plain = [_plain(words) for _, _, words in rows]
    first: dict[str, int] = {}
    for number, (index, place, words) in enumerate(rows):
        key = plain[number] or words
        other = first.setdefault(key, number)
        if other == number or not _meet(desk, rows[other][0], index):
            continue
        if rows[other][0] == index:
            if rows[other][2] != words:
                continue  # the same words with other punctuation are another wording
            message = f"“{words}”在这个问题下面写了两次，请删掉一个。"
        else:
            block = desk.draft.faq_blocks[rows[other][0]].place
            message = (
                f"“{words}”写在了两个问题下面，请留一个。"
                f"另一个在 {block.file} 第 {block.line} 行开始的那一条。"
            )
        yield _at(desk, index, message, "问", place)
    yield from _near(desk, rows, plain, first)


def _near(
    desk: Desk, rows: list[tuple[int, int, str]], plain: list[str], first: dict[str, int]
) -> Iterator[Problem]:
    """Two wordings are near when they differ in one character. Then one of their halves is the
    same, so only wordings that share a half are held side by side.
    """
    halves: dict[tuple[str, bool, int], list[int]] = defaultdict(list)
    for number in first.values():
        text = plain[number]
        for least in (len(text) - 1, len(text)):  # of the shorter of the two
            if least >= _SHORTEST:
                half = least // 2
                halves[text[:half], True, least].append(number)
                halves[text[-half:], False, least].append(number)
    pairs = {
        (min(a, b), max(a, b))
        for numbers in halves.values()
        if len(numbers) > 1
        for a, b in combinations(numbers, 2)
        if rows[a][0] != rows[b][0]
        and _one_apart(plain[a], plain[b])
        and _meet(desk, rows[a][0], rows[b][0])
    }
    for a, b in sorted(pairs):
        other = desk.draft.faq_blocks[rows[a][0]].place
        message = (
            f"“{rows[b][2]}”和另一个问题的“{rows[a][2]}”几乎一样"
            f"（{other.file} 第 {other.line} 行开始的那一条）。请留一个，或者改得分得清。"
        )
        yield _at(desk, rows[b][0], message, "问", rows[b][1])


def _meet(desk: Desk, one: int, other: int) -> bool:
    """Whether two entries may be answered from on the same day."""
    return desk.policy.faqs[one].meets(desk.policy.faqs[other])


def _one_apart(a: str, b: str) -> bool:
    """Whether they differ in one character that does not change the meaning."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    differing = a[start : len(a) - end], b[start : len(b) - end]
    return max(map(len, differing)) <= 1 and not any(map(_TELLING.search, differing))


def _plain(words: str) -> str:
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", words).lower())
