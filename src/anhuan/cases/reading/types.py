from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

Json = dict[str, Any]

# Per table, named by sheet and first heading row: column letter to field, chosen by the user.
Mappings = Mapping[tuple[str | None, int], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell the user must be shown; `field` is None for the row as a whole.

    `kept` tells whether the value in the row is what was read, or null until decided.
    """

    sheet: str | None
    row: int
    field: str | None
    reason: str
    raw: str
    kept: bool
    of: tuple[str | None, int] | None = None

    def to_json(self) -> Json:
        shown: Json = {
            "sheet": self.sheet,
            "row": self.row,
            "field": self.field,
            "reason": self.reason,
            "raw": self.raw,
            "kept": self.kept,
        }
        if self.of is not None:
            shown["of"] = {"sheet": self.of[0], "row": self.of[1]}
        return shown


@dataclass(frozen=True, slots=True)
class IgnoredRow:
    """A row that is no hazard; `of` points to the first of duplicates."""

    sheet: str | None
    row: int
    reason: str
    of: tuple[str | None, int] | None = None

    def to_json(self) -> Json:
        shown: Json = {"sheet": self.sheet, "row": self.row, "reason": self.reason}
        if self.of is not None:
            shown["of"] = {"sheet": self.of[0], "row": self.of[1]}
        return shown


@dataclass(frozen=True, slots=True)
class HazardRow:
    """One hazard. Dates are days; `money_yuan` is in yuan; texts are cleaned, not changed."""

    source_sheet: str | None
    source_row: int
    part: int = 1
    parts: int = 1
    site_name: str | None = None
    uscc: str | None = None
    uscc_valid: bool | None = None
    address: str | None = None
    found_on: date | None = None
    found_by: str | None = None
    description: str | None = None
    category: str | None = None
    grade: str | None = None
    measure: str | None = None
    responsible: str | None = None
    phone: str | None = None
    money_yuan: int | float | None = None
    due_on: date | None = None
    due_kind: str | None = None
    status: str | None = None
    done_on: date | None = None
    closed_on: date | None = None
    basis: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    group: str | None = None
    comments: Mapping[str, str] = field(default_factory=dict)
    row_colour: str | None = None

    def to_json(self) -> Json:
        return {name: _shown(getattr(self, name)) for name in ROW_FIELDS}


ROW_FIELDS = tuple(entry.name for entry in fields(HazardRow))


def _shown(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its letter, cleaned heading, suggested or chosen field."""

    column: str
    heading: str | None
    field: str
    heading_raw: str | None = None

    def to_json(self) -> Json:
        shown: Json = {"column": self.column, "heading": self.heading, "field": self.field}
        if self.heading_raw is not None:
            shown["heading_raw"] = self.heading_raw
        return shown


@dataclass(frozen=True, slots=True)
class TitleSite:
    """The one enterprise a table without an enterprise column speaks of."""

    site_name: str
    uscc: str | None
    address: str | None

    def to_json(self) -> Json:
        return {"site_name": self.site_name, "uscc": self.uscc, "address": self.address}


Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet; `period` holds its first and last month as (year, month)."""

    sheet: str | None
    heading_rows: tuple[int, ...]
    first_row: int
    last_row: int
    period: tuple[Month, Month] | None
    money_unit: str
    site_from_title: TitleSite | None
    columns: tuple[Column, ...]

    def to_json(self) -> Json:
        period = self.period and [f"{year:04d}-{month:02d}" for year, month in self.period]
        site = self.site_from_title
        return {
            "sheet": self.sheet,
            "heading_rows": list(self.heading_rows),
            "first_row": self.first_row,
            "last_row": self.last_row,
            "period": period,
            "money_unit": self.money_unit,
            "site_from_title": None if site is None else site.to_json(),
            "columns": [column.to_json() for column in self.columns],
        }


@dataclass(frozen=True, slots=True)
class SheetRole:
    """What a sheet is for: data, summary, notes, lookup or empty."""

    name: str | None
    role: str
    hidden: bool

    def to_json(self) -> Json:
        return {"name": self.name, "role": self.role, "hidden": self.hidden}


@dataclass(frozen=True, slots=True)
class SiteGroup:
    """Two names of the file: `same`, `probably_same` (ask) or `distinct`, and why."""

    names: tuple[str, ...]
    relation: str
    why: str

    def to_json(self) -> Json:
        return {"names": list(self.names), "relation": self.relation, "why": self.why}


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """The whole reading of one file."""

    file: str
    kind: str
    encoding: str | None
    date_system: int | None
    sheets: tuple[SheetRole, ...]
    tables: tuple[Table, ...]
    rows: tuple[HazardRow, ...]
    problems: tuple[Problem, ...]
    ignored_rows: tuple[IgnoredRow, ...]
    site_groups: tuple[SiteGroup, ...]

    def counts(self) -> dict[str, int]:
        """Source rows that hold hazards, hazards, problems and ignored rows."""
        return {
            "source_rows": len({(row.source_sheet, row.source_row) for row in self.rows}),
            "rows": len(self.rows),
            "problems": len(self.problems),
            "ignored_rows": len(self.ignored_rows),
        }

    def to_json(self) -> Json:
        return {
            "file": self.file,
            "format": {
                "kind": self.kind,
                "encoding": self.encoding,
                "date_system": self.date_system,
            },
            "sheets": [sheet.to_json() for sheet in self.sheets],
            "tables": [table.to_json() for table in self.tables],
            "counts": self.counts(),
            "rows": [row.to_json() for row in self.rows],
            "problems": [problem.to_json() for problem in self.problems],
            "ignored_rows": [row.to_json() for row in self.ignored_rows],
            "site_groups": [group.to_json() for group in self.site_groups],
        }
