"""How well and how fast questions are matched: python -m benchmarks.matching.

Options: [--no-head] [--head FILE] [--only SET] [--tune].

Four sets by different hands: the half that is tuned on, the half that is only reported, and a second and a third
set that are only reported. Nobody looks at single misses of the last three, and nothing here prints one.

Who wrote those had read the document. The "unread" sets are what people type who have not: 44 invented persons,
ten first messages each, written before the document was opened and labelled afterwards; 17 that have no one right
label were dropped. The "fifth" sets are such messages of 40 others, more of them foreign, though their writer knew the
document.
The "seventh" are of 40 more who wrote before they opened the document, halved by persons. Many of theirs ask for
support of a kind that the document has, and for a case that it does not name.
The "sixth" sets are mostly foreign and near our subject: other training, other taxes, other loans. Of these the rows
are halved, of the others the persons: --tune prints the first halves row by row, and of the second nobody looks at
single misses either. They are reported by themselves, so that the pooled figures stay comparable with older ones.

Such people often ask for no clause at all: 开网店有补贴吗. Where an entry without a clause (an overview, an offer to
assess, what the document does not say at all) answers them, their label lists "general".
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz, process

from milu_bot.heads import load_encoder
from milu_bot.knowledge.loader import load
from milu_bot.language.features import grams
from milu_bot.language.gate import Decision
from milu_bot.language.head import Head, content_key
from milu_bot.language.labels import wordings
from milu_bot.language.match import Hit, Match
from milu_bot.language.nearest import Forms
from milu_bot.language.normalise import Normaliser
from milu_bot.language.search import Index
from milu_bot.policy import FaqKind, Policy

_ROOT = Path(__file__).parents[1]
_KNOWLEDGE = _ROOT / "knowledge" / "miluo-2017-45"
_QUESTIONS = _ROOT / "tests" / "language"
_Z = 1.959964
_SETS = ("tune", "report", "second", "third")
_STRANGERS = {
    "unread": "heldout4.jsonl",
    "fifth": "heldout5.jsonl",
    "sixth": "heldout6.jsonl",
    "seventh": "heldout7.jsonl",
}
_UNREAD = tuple(f"{name}-{half}" for name in _STRANGERS for half in _SETS[:2])
_TUNED = tuple(part for part in _UNREAD if part.endswith("-tune"))
_GENERAL = "general"
"""In place of an id: an entry of ours that belongs to no clause."""
_NOT_OURS = (FaqKind.CHITCHAT, FaqKind.OUTSIDE)
_KINDS = {"chitchat": FaqKind.CHITCHAT, "assess": FaqKind.ASSESS, "apply": FaqKind.APPLY}


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled question."""

    text: str
    kind: str
    clauses: tuple[str, ...]
    style: str
    half: str

    @property
    def in_scope(self) -> bool:
        """Whether some clause is the answer."""
        return self.kind in ("answer", "apply")

    def accepts(self, id: str, *, strictly: bool = False) -> bool:
        """The first clause; leniently any listed one, and a benefit or the whole of the same clause."""
        if strictly:
            return id == self.clauses[0]
        return bool(id) and id.rstrip("abc") in {clause.rstrip("abc") for clause in self.clauses}


def rows(name: str = "heldout.jsonl") -> list[Row]:
    """Every labelled question of one file."""
    written = map(json.loads, (_QUESTIONS / name).read_text(encoding="utf-8").splitlines())
    return [Row(**{**row, "clauses": tuple(row["clauses"])}) for row in written]


def share(hits: int, of: int) -> str:
    """A share with its 95 % Wilson interval."""
    if not of:
        return "—"
    part, spread = hits / of, _Z * _Z / of
    middle = (part + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(part * (1 - part) / of + spread / of / 4) / (1 + spread)
    return f"{part:6.1%} ({middle - half:.1%}–{middle + half:.1%}, {hits}/{of})"


def ids(match: Match) -> list[str]:
    """The ids of the candidates; a candidate without id counts as a wrong one where it is answered."""
    hits = match.hits if match.decision is not Decision.OUTSIDE else match.hits[1:]
    return [hit.id or (_GENERAL if _is_general(hit) else "") for hit in hits]


def _is_general(hit: Hit) -> bool:
    return not hit.id and hit.faq is not None and hit.faq.kind not in _NOT_OURS


def report(name: str, index: Index, asked: Sequence[Row]) -> None:
    """Print what comes of these questions."""
    ours = [(row, index.find(row.text)) for row in asked if row.in_scope]
    foreign = [index.find(row.text) for row in asked if row.kind == "out_of_scope"]
    count: Counter[str] = Counter()
    styles: dict[str, list[bool]] = defaultdict(list)
    for row, match in ours:
        found = ids(match)
        first = row.accepts(found[0]) if found else False
        count["right clause first, strictly"] += bool(found) and row.accepts(
            found[0], strictly=True
        )
        count["right clause first"] += first
        count["among the first three, strictly"] += any(
            row.accepts(id, strictly=True) for id in found[:3]
        )
        among = any(map(row.accepts, found[:3]))
        count["among the first three"] += among
        # What is asked back names clauses only.
        offered = any(row.accepts(id) for id in found[:3] if id != _GENERAL)
        outcome = {
            Decision.ANSWER: "answered right" if first else "answered wrong",
            Decision.CLARIFY: "asked back, right one offered" if offered else "asked back, missed",
            Decision.OUTSIDE: "declined wrongly",
        }[match.decision]
        count[outcome] += 1
        styles[row.style].append(first)
        if row.style == "citation":
            count["cited"] += 1
            count["citations right"] += first and match.decision is not Decision.OUTSIDE
    print(f"\n== {name}: {len(ours)} of ours, {len(foreign)} foreign")
    for line in (
        "right clause first, strictly",
        "right clause first",
        "among the first three, strictly",
        "among the first three",
        "answered right",
        "answered wrong",
        "asked back, right one offered",
        "asked back, missed",
        "declined wrongly",
    ):
        print(f"  {line:34}{share(count[line], len(ours))}")
    print(f"  {'citations right':34}{share(count['citations right'], count['cited'])}")
    decisions = Counter(match.decision for match in foreign)
    print(f"  {'foreign declined':34}{share(decisions[Decision.OUTSIDE], len(foreign))}")
    print(f"  {'foreign asked back':34}{share(decisions[Decision.CLARIFY], len(foreign))}")
    print(f"  {'foreign answered':34}{share(decisions[Decision.ANSWER], len(foreign))}")
    for kind, meant in _KINDS.items():
        matches = [index.find(row.text) for row in asked if row.kind == kind]
        right = sum(
            match.kind is meant and match.decision is not Decision.OUTSIDE for match in matches
        )
        print(f"  {'kind ' + kind:34}{share(right, len(matches))}")
    for style, right in sorted(styles.items()):
        print(f"    first, {style:27}{share(sum(right), len(right))}")


def show(name: str, index: Index, asked: Sequence[Row]) -> None:
    """Print what comes of each question. For sets that are tuned on alone."""
    print(f"\n== {name}, row by row: kind and label | what came of it")
    for row in asked:
        match = index.find(row.text)
        found = ids(match)[:3]
        if row.in_scope:
            right = match.decision is not Decision.OUTSIDE and row.accepts("".join(found[:1]))
        elif row.kind == "out_of_scope":
            right = match.decision is Decision.OUTSIDE
        else:
            right = match.kind is _KINDS[row.kind] and match.decision is not Decision.OUTSIDE
        came = f"{match.decision.name.lower()} {match.kind or '—'} {' '.join(found)}"
        mark = " " if right else "!"
        print(f"{mark} {row.text} | {row.kind} {' '.join(row.clauses)} | {came}")


def speed(name: str, answer: Callable[[str], object], texts: Iterable[str]) -> None:
    """Print the time of one question, in CPU time of one core."""
    spent = []
    for text in texts:
        start = time.process_time_ns()
        answer(text)
        spent.append((time.process_time_ns() - start) / 1e6)
    spent.sort()
    print(
        f"  {name:34}p50 {statistics.median(spent):7.3f} ms   p99 {spent[int(len(spent) * 0.99)]:7.3f} ms"
    )


class Bm25:
    """Plain BM25 over characters and pairs, for comparison."""

    def __init__(self, texts: Sequence[str]) -> None:
        documents = [Counter(gram for gram in grams(text) if len(gram) < 3) for text in texts]
        mean = statistics.mean(sum(document.values()) for document in documents)
        holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, document in enumerate(documents):
            length = 0.25 + 0.75 * sum(document.values()) / mean
            for gram, times in document.items():
                holders[gram].append((index, times * 2.5 / (times + 1.5 * length)))
        self._postings = {
            gram: (math.log(1 + (len(texts) - len(found) + 0.5) / (len(found) + 0.5)), found)
            for gram, found in holders.items()
        }

    def best(self, text: str) -> int | None:
        """The best wording."""
        scores: dict[int, float] = defaultdict(float)
        for gram in grams(text):
            weight, found = self._postings.get(gram, (0.0, ()))
            for index, part in found:
                scores[index] += weight * part
        return max(scores, key=scores.__getitem__, default=None)


def compare(policy: Policy, indexes: dict[str, Index], asked: Sequence[Row]) -> None:
    """Print accuracy and speed beside rapidfuzz over all wordings and BM25."""
    normaliser = Normaliser(policy.wording)
    entries = wordings(policy)
    texts = normaliser.all(words for _, words in entries)
    bm25 = Bm25(texts)
    plain: dict[str, Callable[[str], int | None]] = {
        "rapidfuzz.ratio, all wordings": lambda text: process.extractOne(
            normaliser(text), texts, scorer=fuzz.ratio
        )[2],
        "BM25, characters and pairs": lambda text: bm25.best(normaliser(text)),
    }
    questions = [row.text for row in asked]
    print(f"\n== one question, {len(texts)} wordings, {len(questions)} questions")
    for name, index in indexes.items():
        speed(name, index.find, questions)
    for name, best in plain.items():
        speed(name, best, questions)
    for name, best in plain.items():
        ours = [row for row in asked if row.in_scope]
        found = [best(row.text) for row in ours]
        see = [policy.faqs[entries[at][0]].see if at is not None else () for at in found]
        right = sum(bool(ids) and row.accepts(ids[0]) for row, ids in zip(ours, see, strict=True))
        print(f"  {name + ', first':34}{share(right, len(ours))}")


def swollen(policy: Policy, head: Head) -> tuple[Policy, Head]:
    """The policy with every wording said three ways, and its head with as many wordings: for speed alone."""
    ways = ("", "，请问", "，谢谢")
    faqs = tuple(
        faq.model_copy(
            update={"questions": tuple(words + way for words in faq.questions for way in ways)}
        )
        for faq in policy.faqs
    )
    large = replace(policy, faqs=faqs)
    forms = Forms.of(Normaliser(policy.wording).all(words for _, words in wordings(large)))
    meaning = head.meaning and replace(
        head.meaning,
        wordings=head.meaning.wordings.repeat(len(ways), axis=0),
        says_foreign=head.meaning.says_foreign.repeat(len(ways))[len(ways) - 1 :],
    )
    return large, replace(head, key=content_key(large), forms=forms, meaning=meaning)


def main() -> None:
    """Print everything."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--head", type=Path, help="a trained head; trained anew if missing")
    options.add_argument("--no-head", action="store_true")
    options.add_argument(
        "--only", choices=(*_SETS, *_UNREAD), help="report this set alone, without speed"
    )
    options.add_argument(
        "--tune", action="store_true", help=f"report {' and '.join(_TUNED)} alone, row by row"
    )
    given = options.parse_args()
    only = _TUNED if given.tune else (given.only,) if given.only else ()
    policy = load(_KNOWLEDGE)
    start = time.process_time()
    indexes = {"without head": Index(policy)}
    print(f"indexed in {time.process_time() - start:.3f} s of CPU time")
    if not given.no_head:
        encoder = load_encoder()
        if given.head:
            with given.head.open("rb") as file:
                head = Head.read_from(file)
        else:
            from milu_bot.language.training import train

            start = time.process_time()
            head = train(policy, encoder)
            print(
                f"trained in {time.process_time() - start:.1f} s of CPU time, {len(head.to_bytes()) / 1e6:.1f} MB"
            )
        indexes["head"] = Index(policy, head)
        if encoder:
            indexes["head and encoder"] = indexes["head"].with_encoder(encoder)
    asked = rows()
    halves = [[row for row in asked if row.half == half] for half in _SETS[:2]]
    sets = dict(zip(_SETS, [*halves, rows("heldout2.jsonl"), rows("heldout3.jsonl")], strict=True))
    for stranger, file in _STRANGERS.items():
        for row in rows(file):
            sets.setdefault(f"{stranger}-{row.half}", []).append(row)
    for name, index in indexes.items():
        for part in only or _SETS:
            report(f"{name}, {part} set", index, sets[part])
        if given.tune:
            for part in only:
                show(f"{name}, {part} set", index, sets[part])
        if only:
            continue
        unseen = [row for part in _SETS[1:] for row in sets[part]]
        report(f"{name}, all reported sets", index, unseen)
        print("\n==== people who have not read the document")
        for part in _UNREAD:
            report(f"{name}, {part} set", index, sets[part])
    if only:
        return
    compare(policy, indexes, asked)
    if "head" in indexes:
        large, grown = swollen(policy, head)
        big = {"head, swollen": Index(large, grown)}
        if encoder:
            big["head and encoder, swollen"] = big["head, swollen"].with_encoder(encoder)
        compare(large, big, asked[:200])


if __name__ == "__main__":
    main()
