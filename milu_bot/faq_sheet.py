"""The FAQ as rows of a spreadsheet, and a spreadsheet as changes of the FAQ's files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from milu_bot.knowledge.encodings import decode
from milu_bot.knowledge.faq_writing import Fields, Rewriting, rewrite
from milu_bot.knowledge.loader import FAQ, read_draft
from milu_bot.knowledge.yaml_lines import Block, Node
from milu_bot.policy import Faq, FaqKind, Policy
from milu_bot.sheet_files import Row
from milu_bot.written import Dated

KEY, MARK = "编号", "校验"
KINDS, SEE, QUESTIONS, ANSWER = "种类", "见", "问", "答"
_LISTS = {SEE: "、", QUESTIONS: "\n"}
_BOOKKEEPING = (KEY, MARK)
_DATES = tuple(str(field.alias) for field in Dated.model_fields.values())


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry where it stands. Units: `place` counts from 0 within its file."""

    file: str
    place: int
    fields: Fields

    @property
    def key(self) -> str:
        """What a row calls it: the file and the place, counted from 1."""
        return f"{self.file}#{self.place + 1}"

    @property
    def mark(self) -> str:
        """Changes with the content, so that an edit made since the export is noticed."""
        told = repr(sorted(self.fields.items()))
        return hashlib.sha256(told.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sheet would change, by file; nothing is written yet."""

    rewritings: Mapping[str, Rewriting]
    told: tuple[str, ...]
    """What changes, in Chinese, a line each."""
    absent: tuple[str, ...]
    """The keys of entries that no row names. They stay unless removal is asked for."""


@dataclass(slots=True)
class _Draft:
    changed: dict[int, Fields] = field(default_factory=dict)
    removed: list[int] = field(default_factory=list)
    added: list[Fields] = field(default_factory=list)


def columns() -> tuple[str, ...]:
    """The header of the sheet: the keys of an entry as staff write them, between our own two."""
    keys = [str(field.alias) for field in Faq.model_fields.values() if field.alias]
    first = [KINDS, SEE, QUESTIONS, ANSWER]
    return (KEY, *first, *(key for key in keys if key not in first), MARK)


def entries(folder: Path) -> list[Entry]:
    """Every entry of a knowledge folder whose files are right."""
    draft = read_draft(folder)
    counted: Counter[str] = Counter()
    found = []
    for block in draft.written_faqs:
        file = block.place.file.removeprefix(f"{folder.name}/{FAQ}/").removesuffix(".yaml")
        found.append(Entry(file, counted[file], _fields(block)))
        counted[file] += 1
    return found


def rows(found: Sequence[Entry]) -> list[list[str]]:
    """The entries as rows under `columns()`."""
    return [
        [
            entry.key,
            *(_cell(key, entry.fields.get(key, "")) for key in columns()[1:-1]),
            entry.mark,
        ]
        for entry in found
    ]


def plan(
    header: Row, lines: Sequence[Row], found: Sequence[Entry], policy: Policy, *, remove: bool
) -> tuple[Plan, list[str]]:
    """What the sheet would change, and everything that is wrong with it; with a problem nothing is to be written."""
    problems = list(_header_problems(header))
    if problems:
        return Plan({}, (), ()), problems
    places = {name: header.cells.index(name) for name in columns() if name in header.cells}
    known = {entry.key: entry for entry in found}
    drafts: dict[str, _Draft] = {}
    told: list[str] = []
    seen: dict[str, int] = {}
    standing = _standing(lines, places, known, remove=remove)
    for line in lines:
        cells = _cells(line, places)
        key, mark = cells.get(KEY, "").strip(), cells.get(MARK, "").strip()
        wrong = list(_row_problems(line, cells, places, policy))
        if key and key in seen:
            wrong.append(
                f"编号“{key}”和第 {seen[key]} 行一样。多抄的那一行要删掉，或者把编号清空当新的一条。"
            )
        elif key and key not in known:
            wrong.append(f"没有编号“{key}”。新的一条，编号要空着；改旧的一条，编号不要动。")
        elif key and mark and mark != known[key].mark and _differs(cells, known[key]):
            wrong.append("这一条导出以后，文件里又改过。请重新导出，在新的表上改。")
        elif not key:
            wrong += _again(cells, standing, line.number)
        seen.setdefault(key, line.number)
        problems += [f"第 {line.number} 行：{why}" for why in wrong]
        if wrong:
            continue
        wanted = {name: _value(name, cells[name]) for name in places if name not in _BOOKKEEPING}
        if not key:
            file = _file_for(wanted, found)
            drafts.setdefault(file, _Draft()).added.append(_filled(wanted))
            told.append(f"新增（{file}）：{_first(wanted)}")
            continue
        entry = known[key]
        changed = {
            name: value
            for name, value in wanted.items()
            if _plain(value) != _plain(entry.fields.get(name, ""))
        }
        if changed:
            drafts.setdefault(entry.file, _Draft()).changed[entry.place] = changed
            told += [f"改 {key}：{_first(entry.fields)}", *_told(entry.fields, changed)]
    absent = tuple(key for key in known if key not in seen)
    if remove:
        for key in absent:
            drafts.setdefault(known[key].file, _Draft()).removed.append(known[key].place)
            told.append(f"删掉 {key}：{_first(known[key].fields)}")
    rewritings = {
        file: Rewriting(draft.changed, tuple(draft.removed), tuple(draft.added))
        for file, draft in drafts.items()
    }
    return Plan(rewritings, tuple(told), () if remove else absent), problems


def rewritten(folder: Path, wanted: Plan) -> dict[Path, str]:
    """The whole text of each file that changes.

    Raises: WritingError.
    """
    texts = {}
    for file, rewriting in wanted.rewritings.items():
        path = folder / FAQ / f"{file}.yaml"
        text = decode(path.read_bytes()).text if path.is_file() else ""
        texts[path] = rewrite(text, rewriting)
    return texts


def _header_problems(header: Row) -> Iterator[str]:
    wanted = [KEY, KINDS, SEE, QUESTIONS, ANSWER, MARK]
    for name, times in Counter(cell for cell in header.cells if cell).items():
        if times > 1:
            yield f"第一行有 {times} 个“{name}”列，只能有一个。"
        elif name not in columns():
            yield f"第一行的“{name}”不认识。能有的列：{'、'.join(columns())}。"
    for name in wanted:
        if name not in header.cells:
            yield f"第一行少了“{name}”列。请不要改、不要删第一行。"


def _row_problems(
    line: Row, cells: Mapping[str, str], places: Mapping[str, int], policy: Policy
) -> Iterator[str]:
    for name, at in places.items():
        if at in line.typed and not (name in _DATES and at in line.dates):
            yield f"“{name}”这一格变成了数字、日期或公式。请把这一格的格式设成“文本”，再重新填。"
    if len(line.cells) > len(places) and any(line.cells[max(places.values()) + 1 :]):
        yield "表头右边还有字。请检查是不是整行错开了一格。"
    kinds = [kind.value for kind in FaqKind]
    if cells[KINDS] not in kinds:
        yield f"“种类”写的是“{cells[KINDS][:20]}”，只能是：{'、'.join(kinds)}。是不是整列挪了位置？"
    known = {*policy.clauses, *policy.awards}
    for id in _value(SEE, cells[SEE]):
        if id not in known:
            yield f"“见”里的“{id[:20]}”不是条款或奖项的编号。几个编号之间用顿号“、”。"
    for name in (QUESTIONS, ANSWER):
        if not cells[name].strip():
            yield f"“{name}”空着。"


def _cells(line: Row, places: Mapping[str, int]) -> dict[str, str]:
    return {name: line.cells[at] if at < len(line.cells) else "" for name, at in places.items()}


def _standing(
    lines: Sequence[Row], places: Mapping[str, int], known: Mapping[str, Entry], *, remove: bool
) -> dict[str, str]:
    """Where each wording will stand after the import: the key of its entry, or the row that is new."""
    rows = {cells[KEY].strip(): cells for cells in (_cells(line, places) for line in lines)}
    standing: dict[str, str] = {}
    for key, entry in known.items():
        if key in rows:
            told = _plain(_value(QUESTIONS, rows[key][QUESTIONS]))
        else:
            told = () if remove else _plain(entry.fields[QUESTIONS])
        standing |= dict.fromkeys(told, f"编号“{key}”那一条")
    for line in lines:
        cells = _cells(line, places)
        if not cells[KEY].strip():
            for words in _value(QUESTIONS, cells[QUESTIONS]):
                standing.setdefault(words, f"第 {line.number} 行")
    return standing


def _again(cells: Mapping[str, str], standing: Mapping[str, str], number: int) -> Iterator[str]:
    """A new row with a wording that stands elsewhere already: most likely it was imported before."""
    for words in _value(QUESTIONS, cells[QUESTIONS]):
        if (where := standing[words]) != f"第 {number} 行":
            yield (
                f"“{words[:30]}”已经在{where}里了。这一行是不是已经导入过？"
                "导入过就删掉这一行，重新导出再改。"
            )
            return


def _differs(cells: Mapping[str, str], entry: Entry) -> bool:
    return any(
        _plain(_value(name, cell)) != _plain(entry.fields.get(name, ""))
        for name, cell in cells.items()
        if name not in _BOOKKEEPING
    )


def _file_for(wanted: Fields, found: Sequence[Entry]) -> str:
    """The file that holds most entries of the same clause, or else of the same kind."""
    for name in (SEE, KINDS):
        same = [e.file for e in found if wanted[name] and e.fields.get(name) == wanted[name]]
        if same:
            return Counter(same).most_common(1)[0][0]
    return found[-1].file if found else "general"


def _fields(block: Node) -> Fields:
    assert isinstance(block, Block)  # the loader has proved it
    return {
        str(key): tuple(map(str, value)) if isinstance(value, list) else str(value).rstrip("\n")
        for key, value in block.items()
    }


def _filled(wanted: Fields) -> Fields:
    return {name: value for name, value in wanted.items() if value or name == SEE}


def _cell(key: str, value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else _LISTS[key].join(value)


def _value(key: str, cell: str) -> str | tuple[str, ...]:
    if key not in _LISTS:
        return cell.strip()
    for other in ("，", ",", ";", "；") if key == SEE else ():
        cell = cell.replace(other, _LISTS[key])
    return tuple(part.strip() for part in cell.split(_LISTS[key]) if part.strip())


def _plain(value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """A list of one is as good as the word alone, and nothing as good as an empty list."""
    return (value,) if isinstance(value, str) and value else value or ()


def _first(fields: Fields) -> str:
    return str(_plain(fields[QUESTIONS])[0])


def _told(before: Fields, changed: Fields) -> Iterator[str]:
    for name, value in changed.items():
        was = before.get(name, "")
        if name in _LISTS:
            old, new = set(_plain(was)), set(_plain(value))
            yield from (f"    {name} - {row}" for row in _plain(was) if row not in new)
            yield from (f"    {name} + {row}" for row in _plain(value) if row not in old)
            continue
        for gone, came in zip_longest(str(was).split("\n"), str(value).split("\n"), fillvalue=""):
            if gone != came:
                yield from (
                    f"    {name} {sign} {text}" for sign, text in (("-", gone), ("+", came)) if text
                )
