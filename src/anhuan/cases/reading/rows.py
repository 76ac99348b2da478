"""From one row of a table to its hazards, and the cells the user must look at."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from anhuan.base.sheets.grid import Value
from anhuan.cases.reading.cells import TableRow
from anhuan.cases.reading.codes import Code, read_code
from anhuan.cases.reading.dates import found_day, later_day, read_date
from anhuan.cases.reading.deadlines import Deadline, read_deadline
from anhuan.cases.reading.grade import read_grade
from anhuan.cases.reading.money import Money, read_money
from anhuan.cases.reading.persons import Persons, Phones, read_persons, read_phones
from anhuan.cases.reading.rowcells import RowCells, TableColumns
from anhuan.cases.reading.splitting import Pieces, numbered_items, numbered_values, split
from anhuan.cases.reading.status import Signs, stage_of
from anhuan.cases.reading.text import is_placeholder, is_reference, plain
from anhuan.cases.reading.titles import squeezed_name
from anhuan.cases.reading.types import HazardRow, Problem

NOTHING_SPLIT: Final = Pieces(("",), False)
PLAIN_FIELDS: Final = ("address", "category", "basis")


@dataclass(slots=True)
class RowReading:
    """The hazards of one source row with their problems."""

    hazards: list[HazardRow]
    problems: list[Problem]


def read_row(columns: TableColumns, row: TableRow, group: str | None) -> RowReading:
    """Read one row that holds at least one hazard; no other row is looked at."""
    return _Reading(columns, row).run(group)


class _Reading(RowCells):
    def __init__(self, columns: TableColumns, row: TableRow) -> None:
        super().__init__(columns, row)
        self.found: date | None = None

    def run(self, group: str | None) -> RowReading:
        row, columns = self.row, self.columns
        pieces = self._pieces()
        self.report_row()
        fields: dict[str, Any] = {"group": group}
        fields.update(self._site())
        self.found = self._found()
        fields["found_on"] = self.found
        fields["found_by"] = self._persons("found_by").names
        fields.update({name: self.words(name) for name in PLAIN_FIELDS if name not in fields})
        fields["grade"] = self._grade()
        fields.update(self._people())
        extra = self._extra()
        fields.update(self._stage(extra))
        fields["extra"] = extra
        fields["comments"] = self._comments()
        fields["row_colour"] = self._colour()
        self._count(pieces)
        money = self._money()
        base = HazardRow(columns.table.sheet, row.number, parts=len(pieces.texts), **fields)
        return RowReading(self._parts(base, pieces, money), self.problems)

    # -- fields -----------------------------------------------------------------------------

    def _pieces(self) -> Pieces:
        column = self.columns.at.get("description")
        value = self.usable("description")
        if value is None or column is None:
            return NOTHING_SPLIT
        if self.shown(column, "description", value) is None:
            return NOTHING_SPLIT
        return split(plain(value))

    def _site(self) -> dict[str, Any]:
        title = self.columns.table.site_from_title
        if title is not None and "site_name" not in self.columns.at:
            code = read_code(title.uscc)
            given: dict[str, Any] = {"site_name": title.site_name, "address": title.address}
            if "uscc" in self.columns.at:
                code = self._code()
            if "address" in self.columns.at:
                given["address"] = self.words("address")
            return {**given, "uscc": code.text, "uscc_valid": code.valid}
        code = self._code()
        return {"site_name": self._site_name(), "uscc": code.text, "uscc_valid": code.valid}

    def _site_name(self) -> str | None:
        column = self.columns.at.get("site_name")
        name = self.words("site_name")
        if name is not None and not is_placeholder(name):
            return squeezed_name(name)
        reported = any(p.field == "site_name" for p in self.problems)
        if not reported:
            raw = "" if column is None else self.raw(column)
            self.report(None, "site_name", "site_missing", raw)
        return None

    def _code(self) -> Code:
        column = self.columns.at.get("uscc")
        if column is None:
            return Code(None, None)
        value = self.usable("uscc")
        if value is None and self.value("uscc") is not None:
            return Code(None, False)
        code = read_code(value)
        if code.problem is not None:
            self.report(column, "uscc", code.problem, self.raw(column), code.text is not None)
        return code

    def _found(self) -> date | None:
        column = self.columns.at.get("found_on")
        if column is None:
            return None
        said = read_date(self.usable("found_on"), self.columns.epoch)
        day, problem = found_day(said, self.columns.table.period)
        if problem is not None:
            self.report(column, "found_on", problem, self.raw(column))
        return day

    def _day(self, field: str, name: str, before: str) -> date | None:
        """Read another date; one earlier than the inspection is kept and reported."""
        column = self.columns.at.get(field)
        if column is None:
            return None
        said = read_date(self.usable(field), self.columns.epoch)
        day, problem = later_day(said, self.found, self.columns.table.period)
        if problem is not None:
            self.report(column, name, problem, self.raw(column))
        elif day is not None and self.found is not None and day < self.found:
            self.report(column, name, before, self.raw(column), True)
        return day

    def _grade(self) -> str | None:
        for field in ("grade", "grade_flag"):
            column = self.columns.at.get(field)
            if column is None:
                continue
            grade = read_grade(self.usable(field), field == "grade_flag")
            if grade.problem is not None:
                self.report(column, "grade", grade.problem, self.raw(column))
            if grade.text is not None or grade.problem is not None:
                return grade.text
        return None

    def _persons(self, field: str) -> Persons:
        column = self.columns.at.get(field)
        value = self.usable(field)
        if column is None or value is None:
            return Persons(None, Phones(None))
        if self.shown(column, self.name_of(column), value) is None:
            return Persons(None, Phones(None))
        return read_persons(value)

    def _people(self) -> dict[str, Any]:
        both = "responsible+phone" in self.columns.at
        field = "responsible+phone" if both else "responsible"
        persons = self._persons(field)
        column = self.columns.at.get("phone")
        own = self.usable("phone")
        if column is not None and own is not None and not is_placeholder(plain(own)):
            phones = read_phones(own)
        else:
            phones, column = persons.phones, self.columns.at.get(field)
        if phones.problem is not None:
            raw = "" if column is None else self.raw(column)
            self.report(column, "phone", phones.problem, raw)
        return {"responsible": persons.names, "phone": phones.text}

    def _money(self) -> int | float | None:
        column = self.columns.at.get("money_yuan")
        if column is None:
            return None
        money: Money = read_money(self.usable("money_yuan"), self.columns.table.money_unit)
        if money.problem is not None:
            self.report(column, "money_yuan", money.problem, self.raw(column), money.kept)
        return money.yuan

    def _extra(self) -> dict[str, str]:
        extra = {}
        for column, name in self.columns.extras:
            value = self.row.values[column]
            if value is None:
                continue
            if type(value) is str:
                value = self.columns.text.clean(value)
                if is_reference(value):
                    self.report(column, name, "reference_text", value)
                    continue
            shown = self.shown(column, name, value)
            if shown is not None:
                extra[name] = shown
        return extra

    def _stage(self, extra: dict[str, str]) -> dict[str, Any]:
        done = self._day("done_on", "done_on", "done_before_found")
        closed = self._day("closed_on", "closed_on", "closed_before_found")
        recheck = self._day("recheck_on", "closed_on", "closed_before_found")
        stage = stage_of(
            Signs(
                status=self._sign("status"),
                ticks=self._ticked(),
                recheck=self._sign("recheck_result"),
                closed_flag=self._sign("closed_flag"),
                has_closed_on=closed is not None,
                has_done_on=done is not None,
            )
        )
        if stage.problem is not None:
            self.report(self._stage_column(), "status", stage.problem, stage.raw, stage.kept)
        if stage.status != "closed":
            self._keep_dates(extra, {"closed_on": closed, "recheck_on": recheck})
            closed = recheck = None
        return {"status": stage.status, "done_on": done, "closed_on": closed or recheck}

    def _stage_column(self) -> int | None:
        """A stage joined from several cells is reported where the row has its own words."""
        columns = [
            self.columns.at[field]
            for field in ("status", "recheck_result", "closed_flag", "closed_on", "done_on")
            if field in self.columns.at and self.row.values[self.columns.at[field]] is not None
        ]
        borrowed = columns and not any(self.row.written_here(column) for column in columns)
        return columns[0] if borrowed else None

    def _keep_dates(self, extra: dict[str, str], days: Mapping[str, date | None]) -> None:
        for field, day in days.items():
            if day is not None:
                extra[self.columns.columns[self.columns.at[field]].name] = day.isoformat()

    def _sign(self, field: str) -> str | None:
        column = self.columns.at.get(field)
        value = self.usable(field)
        if value is None or column is None:
            return None
        shown = self.shown(column, "status", value)
        return shown if isinstance(value, str) else self._yes_no(value, shown)

    @staticmethod
    def _yes_no(value: Value, shown: str | None) -> str | None:
        if isinstance(value, bool):
            return "是" if value else "否"
        return shown

    def _ticked(self) -> tuple[str, ...]:
        ticked = []
        for column, status in self.columns.ticks:
            value = self.row.values[column]
            shown = "" if value is None else self.columns.text.text(value)
            if value is not False and not is_placeholder(shown) and not _crossed(shown):
                ticked.append(status)
        return tuple(ticked)

    def _comments(self) -> dict[str, str]:
        found = self.columns.sheet.comments
        if not found:
            return {}
        return {
            spec.name: self.columns.text.clean(found[self.row.number, spec.index + 1])
            for spec in self.columns.columns
            if (self.row.number, spec.index + 1) in found
        }

    def _colour(self) -> str | None:
        fills = self.columns.sheet.fills.get(self.row.number)
        if not fills:
            return None
        inside = [fills[c.index + 1] for c in self.columns.columns if c.index + 1 in fills]
        if not inside:
            return None
        colour, count = Counter(inside).most_common(1)[0]
        written = sum(value is not None for value in self.row.own)
        return colour if count * 2 >= written else None

    def _count(self, pieces: Pieces) -> None:
        column = self.columns.at.get("count")
        if column is None or pieces is NOTHING_SPLIT:
            return
        stated = re.match(r"\d{1,6}", self.raw(column).strip())
        if stated is not None and int(stated[0]) != len(pieces.texts):
            self.report(column, "description", "count_mismatch", self.raw(column), True)

    # -- parts ------------------------------------------------------------------------------

    def _parts(
        self, base: HazardRow, pieces: Pieces, money: int | float | None
    ) -> list[HazardRow]:
        count = len(pieces.texts)
        measure = self.usable("measure")
        whole = self.words("measure") if measure is not None else None
        measures = numbered_items(plain(measure)) if whole is not None else ()
        if count == 1 or len(measures) != count:
            measures = (whole or "",) * count if count > 1 else (_single(whole),)
        deadlines = self._deadlines(count)
        return [
            replace(
                base,
                part=part,
                description=text or None,
                measure=measures[part - 1] or None,
                due_on=deadlines[part - 1].day,
                due_kind=deadlines[part - 1].kind,
                money_yuan=money if part == 1 else None,
            )
            for part, text in enumerate(pieces.texts, 1)
        ]

    def _deadlines(self, count: int) -> list[Deadline]:
        column = self.columns.at.get("due_on")
        if column is None:
            return [Deadline(None, None)] * count
        value = self.usable("due_on")
        items = numbered_values(value) if type(value) is str else ()
        dealt = count > 1 and len(items) == count
        read: Callable[[Value], Deadline] = lambda cell: read_deadline(  # noqa: E731
            cell, self.columns.epoch, self.found, self.columns.table.period
        )
        deadlines = [read(item) for item in items] if dealt else [read(value)] * count
        for deadline in deadlines if dealt else deadlines[:1]:
            if self._report_deadline(column, deadline):
                break
        return deadlines

    def _report_deadline(self, column: int, deadline: Deadline) -> bool:
        if deadline.problem is not None:
            self.report(column, "due_on", deadline.problem, self.raw(column))
            return True
        if deadline.day is None or self.found is None or deadline.day >= self.found:
            return False
        self.report(column, "due_on", "due_before_found", self.raw(column), True)
        return True


def _single(measure: str | None) -> str:
    return measure or ""


def _crossed(shown: str) -> bool:
    return shown in ("×", "✗", "✘", "x", "X", "否", "未", "□", "☐", "○", "0", "FALSE", "N")
