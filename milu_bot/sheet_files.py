"""Sheets of plain text <-> .xlsx and .csv files, as Excel and WPS read and write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from zipfile import BadZipFile

from milu_bot.knowledge.encodings import decode

LONGEST_CELL = 32_767
"""Units: characters. Excel takes no more."""
_WOULD_RUN = ("=", "+", "-", "@", "'")
"""A cell of a .csv that begins so is run as a formula, or loses its first character."""
_TEXT = "@"
_WIDTHS = (22, 10, 16, 50, 60, 40)


class SheetError(Exception):
    """A file that is no sheet of ours; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of texts. Units: `number` is the line as the spreadsheet counts it, from 1."""

    number: int
    cells: tuple[str, ...]
    typed: frozenset[int] = frozenset()
    """The columns, from 0, whose cells are no texts but numbers, dates or formulas."""
    dates: frozenset[int] = frozenset()
    """Those of them that are a day; their text is written 2026-12-01."""


def write_sheet(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a file by its ending; .csv is UTF-8 with a BOM, which Excel needs to know it by.

    Raises: SheetError.
    """
    for line, row in enumerate(rows, 2):
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise SheetError(f"第 {line} 行有一格太长，表格装不下（最多 {LONGEST_CELL} 个字）。")
    match path.suffix.lower():
        case ".xlsx":
            _write_xlsx(path, header, rows)
        case ".csv":
            out = io.StringIO(newline="")
            guarded = [[f"'{c}" if c.startswith(_WOULD_RUN) else c for c in row] for row in rows]
            csv.writer(out).writerows([header, *guarded])
            path.write_bytes(out.getvalue().encode("utf-8-sig"))
        case _:
            raise SheetError(f"不认识“{path.name}”。文件名要以 .xlsx 或 .csv 结尾。")


def read_sheet(path: Path) -> tuple[Row, list[Row]]:
    """The header and the rows that hold anything.

    Raises: SheetError.
    """
    if not path.is_file():
        raise SheetError(f"找不到 {path}。请检查名字和位置。")
    match path.suffix.lower():
        case ".xlsx":
            rows = _read_xlsx(path)
        case ".csv":
            rows = _read_csv(path)
        case ".xls" | ".et":
            raise SheetError(f"{path.name} 是旧格式。请用 WPS 或 Excel 打开，另存为 .xlsx。")
        case _:
            raise SheetError(f"不认识“{path.name}”。文件名要以 .xlsx 或 .csv 结尾。")
    filled = [row for row in rows if any(row.cells)]
    if not filled:
        raise SheetError(f"{path.name} 是空的。")
    return filled[0], filled[1:]


def _write_xlsx(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.utils.exceptions import IllegalCharacterError

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "常见问题"
    sheet.append(list(header))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, row in enumerate(rows, 2):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column)
            try:
                cell.value = text
            except IllegalCharacterError:
                raise SheetError(f"第 {number} 行有看不见的字符，表格装不下。请先改好。") from None
            cell.data_type = "s"  # what begins with = is a text all the same
            cell.number_format = _TEXT
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    book.save(path)


def _read_xlsx(path: Path) -> list[Row]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError, ValueError):
        raise SheetError(
            f"{path.name} 打不开，不像 .xlsx 表格。请用 WPS 或 Excel 另存一次。"
        ) from None
    try:
        sheet = book.worksheets[0]
        return [
            Row(
                number,
                tuple(_text(cell.value) for cell in cells),
                frozenset(
                    place
                    for place, cell in enumerate(cells)
                    if cell.value is not None
                    and (not isinstance(cell.value, str) or cell.data_type == "f")
                ),
                frozenset(place for place, cell in enumerate(cells) if _is_day(cell.value)),
            )
            for number, cells in enumerate(sheet.iter_rows(), 1)
        ]
    finally:
        book.close()


def _read_csv(path: Path) -> list[Row]:
    decoded = decode(path.read_bytes())
    if decoded.bad_line:
        raise SheetError(
            f"{path.name} 第 {decoded.bad_line} 行有读不出来的字。请另存为 .xlsx 再来。"
        )
    reader = csv.reader(io.StringIO(decoded.text, newline=""), strict=True)
    rows = []
    try:
        for cells in reader:
            bare = (cell[1:] if cell.startswith("'") else cell for cell in cells)
            rows.append(Row(reader.line_num, tuple(map(_tidy, bare))))
    except csv.Error:
        why = f"{path.name} 第 {reader.line_num} 行的引号不成对。请用 WPS 或 Excel 打开，另存一次。"
        raise SheetError(why) from None
    return rows


def _is_day(value: object) -> bool:
    return isinstance(value, datetime) and value.time() == time.min


def _text(value: object) -> str:
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return "" if value is None else _tidy(str(value))


def _tidy(text: str) -> str:
    """Line ends as Excel, WPS and old files write them, made one; blank ends dropped."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return "\n".join(line.rstrip() for line in plain.split("\n")).strip("\n")
