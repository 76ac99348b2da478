"""The cells of one row as texts, and the problems found in them."""

from datetime import datetime

from anhuan.base.sheets.grid import CellError, Value
from anhuan.cases.reading.cells import TableRow
from anhuan.cases.reading.tables import Layout, SheetText
from anhuan.cases.reading.text import flat, is_reference, plain
from anhuan.cases.reading.types import Problem, Table


class TableColumns:
    """The columns of one table by field, with what every row of it shares."""

    def __init__(self, text: SheetText, layout: Layout, table: Table, epoch: datetime) -> None:
        self.text = text
        self.sheet = layout.sheet
        self.table = table
        self.epoch = epoch
        self.columns = layout.columns
        self.at = {
            spec.field: index
            for index, spec in reversed(list(enumerate(layout.columns)))
            if spec.field not in ("extra", "empty")
        }
        self.extras = [
            (index, spec.name)
            for index, spec in enumerate(layout.columns)
            if spec.field in ("extra", "count")
        ]
        self.ticks = [
            (index, spec.field.partition(":")[2])
            for index, spec in enumerate(layout.columns)
            if spec.field.startswith("tick:")
        ]

    def column_of(self, field: str) -> int | None:
        """Return the index of the column that holds a field."""
        return self.at.get(field)


class RowCells:
    """Hands out the cells of one row by field; what is wrong with them is collected."""

    def __init__(self, columns: TableColumns, row: TableRow) -> None:
        self.columns = columns
        self.row = row
        self.problems: list[Problem] = []

    # -- what is reported -------------------------------------------------------------------

    def report(
        self, column: int | None, field: str | None, reason: str, raw: str, kept: bool = False
    ) -> None:
        """Note a problem, unless the cell was written in another row and reported there."""
        if column is not None and not self.row.written_here(column):
            return
        sheet = self.columns.table.sheet
        self.problems.append(Problem(sheet, self.row.number, field, reason, raw, kept))

    def report_row(self) -> None:
        columns, row = self.columns, self.row
        if row.number in columns.sheet.hidden_rows:
            self.report(None, None, "hidden_row", "", True)
        for column in row.across:
            field = self.name_of(column)
            if field != "serial":
                self.report(column, field, "merged_across", self.raw(column), True)
        for column in row.lost_dittos:
            field = self.name_of(column)
            if field not in ("serial", "site_name"):
                self.report(None, field, "ditto_without_source", plain(row.own[column]))

    def name_of(self, column: int) -> str:
        """Return how problems call a column: by its field, or by its heading."""
        spec = self.columns.columns[column]
        if spec.field in ("extra", "count", "empty"):
            return spec.name
        if spec.field.startswith("tick:") or spec.field in ("recheck_result", "closed_flag"):
            return "status"
        names = {
            "responsible+phone": "responsible",
            "grade_flag": "grade",
            "recheck_on": "closed_on",
        }
        return names.get(spec.field, spec.field)

    # -- cells ------------------------------------------------------------------------------

    def value(self, field: str) -> Value:
        column = self.columns.at.get(field)
        if column is None:
            return None
        value = self.row.values[column]
        return self.columns.text.clean(value) if type(value) is str else value

    def raw(self, column: int) -> str:
        return plain(self.row.values[column])

    def usable(self, field: str) -> Value:
        """Return a cleaned value; a reference to another row is reported and dropped."""
        value = self.value(field)
        if type(value) is str:
            column = self.columns.at[field]
            if not value:
                return None
            if is_reference(value):
                self.report(column, self.name_of(column), "reference_text", value)
                return None
        return value

    def words(self, field: str) -> str | None:
        column = self.columns.at.get(field)
        value = self.usable(field)
        if value is None or column is None:
            return None
        return self.shown(column, field, value)

    def shown(self, column: int, name: str, value: Value) -> str | None:
        if isinstance(value, CellError):
            self.report(column, name, "formula_error", str(value))
            return None
        text = flat(plain(value))
        if "??" in text:
            self.report(column, name, "text_garbled", self.raw(column), True)
        return text or None
