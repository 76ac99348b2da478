from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from anhuan.base.sheets.grid import Sheet, Workbook
from anhuan.base.sheets.opening import open_workbook
from anhuan.base.sheets.xlsx import EPOCHS
from anhuan.cases.reading.cells import TableCells, TableRow, resolve_dittos
from anhuan.cases.reading.duplicates import Duplicates
from anhuan.cases.reading.headings import FIELDS
from anhuan.cases.reading.money import unit_in
from anhuan.cases.reading.ours import is_ours, read_own
from anhuan.cases.reading.roles import role_of
from anhuan.cases.reading.rowcells import TableColumns
from anhuan.cases.reading.rows import RowReading, read_row
from anhuan.cases.reading.sitenames import site_groups
from anhuan.cases.reading.sorting import Sorter
from anhuan.cases.reading.tables import ColumnSpec, Layout, SheetText, find_tables
from anhuan.cases.reading.text import Cleaner, flat, is_traditional, plain, squeezed
from anhuan.cases.reading.titles import note_unit, period_of, title_site
from anhuan.cases.reading.types import (
    Column,
    HazardRow,
    IgnoredRow,
    LedgerReading,
    Mappings,
    Problem,
    SheetRole,
    Table,
)

LONGEST_LINE: Final = 300
MOST_LINES: Final = 200
DEFAULT_UNIT: Final = "元"
INHERITED: Final = ("site_name", "uscc", "address")
HELD: Final = frozenset({"duplicate", "no_finding", "no_description"})


def read_ledger(
    source: bytes | Path, *, name: str, mapping: Mappings | None = None
) -> LedgerReading:
    """Read a hazard ledger from a spreadsheet file.

    `name` is shown only, the bytes decide the format. `mapping` replaces suggested fields: by
    (sheet name, first heading row) and column letter. Raises `SheetError` when the file cannot
    be opened and `ValueError` when the mapping names an unknown field.
    """
    for chosen in (mapping or {}).values():
        unknown = set(chosen.values()) - FIELDS
        if unknown:
            raise ValueError(f"unknown fields: {sorted(unknown)}")
    book = open_workbook(source)
    if is_ours(book):
        return read_own(book, name)
    return _Ledger(book, name, mapping or {}).run()


class _Ledger:
    def __init__(self, book: Workbook, name: str, mapping: Mappings) -> None:
        self._book = book
        self._name = name
        self._mapping = mapping
        self._clean = Cleaner(is_traditional(book.sheets))
        self._epoch = EPOCHS[book.date_system or 1900]
        self._duplicates = Duplicates()
        self._roles: list[SheetRole] = []
        self._tables: list[Table] = []
        self._rows: list[HazardRow] = []
        self._problems: list[Problem] = []
        self._ignored: list[IgnoredRow] = []

    def run(self) -> LedgerReading:
        for sheet in self._book.sheets:
            text = SheetText(sheet, self._clean)
            layouts = find_tables(text)
            role = role_of(text, layouts)
            self._roles.append(SheetRole(sheet.name, role, sheet.hidden))
            if role == "data":
                self._sheet(text, layouts)
        return LedgerReading(
            file=self._name,
            kind=self._book.kind,
            encoding=self._book.encoding,
            date_system=self._book.date_system,
            sheets=tuple(self._roles),
            tables=tuple(self._tables),
            rows=tuple(self._rows),
            problems=tuple(self._problems),
            ignored_rows=tuple(self._ignored),
            site_groups=site_groups(self._rows),
        )

    def _sheet(self, text: SheetText, layouts: Sequence[Layout]) -> None:
        above: list[str] = []
        for layout in layouts:
            chosen = self._mapping.get((text.sheet.name, layout.heading_rows[0]), {})
            layout = replace(layout, columns=_mapped(layout.columns, chosen))
            lines = _lines(text, layout.title_rows)
            table = _table(text, layout, lines, above)
            self._ignore_above(text.sheet, layout)
            reading = _TableReading(text, layout, table, self._book.kind, self._epoch)
            last = self._take(reading, layout)
            self._tables.append(replace(table, last_row=last))
            above += lines

    def _ignore_above(self, sheet: Sheet, layout: Layout) -> None:
        for number in layout.title_rows:
            row = sheet.rows[number - 1]
            reason = "title" if any(plain(value).strip() for value in row) else "blank"
            self._ignored.append(IgnoredRow(sheet.name, number, reason))
        self._ignored += [IgnoredRow(sheet.name, n, "heading") for n in layout.heading_rows]

    def _take(self, reading: "_TableReading", layout: Layout) -> int:
        last = layout.start - 1
        for entry in reading.run():
            ignored: IgnoredRow | None
            if isinstance(entry, RowReading):
                ignored = self._duplicates.check(entry)
                last = entry.hazards[0].source_row
                if ignored is None:
                    self._rows += entry.hazards
                    self._problems += entry.problems
            else:
                ignored = entry
                last = ignored.row if ignored.reason in HELD else last
            if ignored is not None:
                self._ignored.append(ignored)
        self._problems += reading.missing
        return last


def _mapped(columns: tuple[ColumnSpec, ...], chosen: Mapping[str, str]) -> tuple[ColumnSpec, ...]:
    """Apply the user's choice; a field taken by it leaves the column it was suggested for."""
    if not chosen:
        return columns
    taken = {field for field in chosen.values() if not field.startswith("tick:")}
    return tuple(
        replace(spec, field=chosen[spec.letter])
        if spec.letter in chosen
        else replace(spec, field="extra" if spec.field in taken - {"empty"} else spec.field)
        for spec in columns
    )


def _lines(text: SheetText, numbers: Sequence[int]) -> list[str]:
    found = [shown for number in numbers for shown in text.texts(number) if shown]
    return [line[:LONGEST_LINE] for line in found[:MOST_LINES]]


def _table(text: SheetText, layout: Layout, lines: list[str], above: list[str]) -> Table:
    fields = {spec.field for spec in layout.columns}
    units = [
        unit
        for spec in layout.columns
        if spec.field == "money_yuan" and (unit := unit_in(spec.heading.text or ""))
    ]
    unit = next(iter(units), None) or note_unit(lines) or note_unit(above) or DEFAULT_UNIT
    return Table(
        sheet=layout.sheet.name,
        heading_rows=layout.heading_rows,
        first_row=layout.start,
        last_row=layout.start,
        period=period_of(lines) or period_of(above),
        money_unit=unit,
        site_from_title=None if "site_name" in fields else title_site(lines + above),
        columns=tuple(
            Column(
                spec.letter,
                None if spec.field == "empty" and not spec.heading.text else spec.name,
                spec.field,
                spec.heading.raw,
            )
            for spec in layout.columns
        ),
    )


class _TableReading:
    """Reads the rows of one table in order, because some rows lean on those above."""

    def __init__(
        self, text: SheetText, layout: Layout, table: Table, kind: str, epoch: datetime
    ) -> None:
        self._text = text
        self._sheet = table.sheet
        self._cells = TableCells(layout)
        self._columns = TableColumns(text, layout, table, epoch)
        self._repeated = layout.repeated
        self._sorter = Sorter(
            text,
            layout.columns,
            _heading_texts(text, layout),
            _lines(text, layout.title_rows),
        )
        self._inherits = kind == "csv" and self._columns.column_of("serial") is not None
        self._above: TableRow | None = None
        self._giver: TableRow | None = None
        self._waiting: list[TableRow] = []
        self._group: str | None = None
        self.missing: list[Problem] = []

    def run(self) -> list[RowReading | IgnoredRow]:
        found: list[RowReading | IgnoredRow] = []
        for row in self._cells.rows():
            repeated = row.number in self._repeated
            reason = "heading" if repeated else self._sorter.layout_reason(row)
            if reason == "line":
                self._waiting.append(row)
                self._above = None
            elif reason is not None:
                self._above = None
                found.append(IgnoredRow(self._sheet, row.number, reason))
            else:
                found += self._groups()
                found.append(self._data(row))
        found += [IgnoredRow(self._sheet, row.number, "footer") for row in self._waiting]
        return found

    def _groups(self) -> list[IgnoredRow]:
        groups = [IgnoredRow(self._sheet, row.number, "group") for row in self._waiting]
        if self._waiting:
            values = [value for value in self._waiting[-1].own if value is not None]
            self._group = flat(self._text.text(values[0]))
            self._waiting = []
        return groups

    def _data(self, row: TableRow) -> RowReading | IgnoredRow:
        resolve_dittos(row, self._above)
        self._above = row
        inherited = self._inherit(row)
        reason = self._sorter.data_reason(row)
        column = self._columns.column_of("description")
        if reason == "no_description" and column in row.lost_dittos:
            reason = None
        if reason is not None:
            if reason == "no_description":
                self.missing.append(_missing(self._sheet, row.number))
            return IgnoredRow(self._sheet, row.number, reason)
        reading = read_row(self._columns, row, self._group)
        if inherited:
            reading.problems.append(
                Problem(self._sheet, row.number, "site_name", "site_inherited", "", True)
            )
        return reading

    def _inherit(self, row: TableRow) -> bool:
        """In a CSV made from merged cells, let a line continue the enterprise above."""
        site = self._columns.column_of("site_name")
        if not self._inherits or site is None:
            return False
        serial = self._columns.column_of("serial")
        description = self._columns.column_of("description")
        if row.values[site] is not None:
            self._giver = row
            return False
        continued = serial is not None and row.values[serial] is None
        if not continued or description is None or row.values[description] is None:
            if not continued:
                self._giver = None
            return False
        return self._giver is not None and self._lend(self._giver, row)

    def _lend(self, giver: TableRow, row: TableRow) -> bool:
        row.values = list(row.values)
        for field in INHERITED:
            column = self._columns.column_of(field)
            if column is not None and row.values[column] is None:
                row.values[column] = giver.values[column]
                row.origins[column] = giver.number
        return True


def _missing(sheet: str | None, row: int) -> Problem:
    return Problem(sheet, row, "description", "description_missing", "", False)


def _heading_texts(text: SheetText, layout: Layout) -> list[set[str]]:
    levels = [{squeezed(t) for t in text.texts(n) if t} for n in layout.heading_rows]
    whole = {squeezed(spec.heading.leaf) for spec in layout.columns if spec.heading.text}
    return [*levels, whole]
