"""A file as rows of a batch: read, cleaned, compared with the known sites."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from anhuan.base.intake import sheet_refusal
from anhuan.base.sheets.grid import SheetError
from anhuan.cases import models
from anhuan.cases.intake.cells import clean
from anhuan.cases.intake.findings import SITE, standing
from anhuan.cases.intake.keys import row_key
from anhuan.cases.intake.matching import Matcher, decided, question, site_of
from anhuan.cases.reading.reader import read_ledger
from anhuan.cases.reading.types import LedgerReading, Mappings
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why

MOST_IGNORED = 2000


def read_file(path: Path, *, name: str, mapping: Mapping[str, Mapping[str, str]]) -> LedgerReading:
    """The reading of a stored file; ``mapping`` as it is kept: table → column letter → field.

    Refuses ``FILE_…`` and ``TOO_MANY`` with the reader's code, ``MALFORMED`` for a field that
    the reader does not know.
    """
    chosen: Mappings = {table_key(key): dict(columns) for key, columns in mapping.items()}
    try:
        return read_ledger(path, name=name, mapping=chosen)
    except SheetError as error:
        raise sheet_refusal(error) from None
    except ValueError:
        raise Refusal(Why.MALFORMED, field="mapping", problem="unknown") from None


def table_name(sheet: str | None, first: int) -> str:
    """The name under which the mapping of a table is kept."""
    return f"{first}:{sheet}" if sheet is not None else f"{first}"


def table_key(name: str) -> tuple[str | None, int]:
    first, colon, sheet = name.partition(":")
    return (sheet if colon else None, int(first))


def tables_of(reading: LedgerReading) -> list[dict[str, Any]]:
    return [
        clean_all(table.to_json()) | {"name": table_name(table.sheet, table.heading_rows[0])}
        for table in reading.tables
    ]


def ignored_of(reading: LedgerReading) -> list[dict[str, Any]]:
    return [clean_all(row.to_json()) for row in reading.ignored_rows[:MOST_IGNORED]]


def missing_of(reading: LedgerReading) -> list[dict[str, Any]]:
    """Problems of rows that hold no hazard and so are no rows of the batch."""
    held = {(row.source_sheet, row.source_row) for row in reading.rows}
    return [
        clean_all(problem.to_json())
        for problem in reading.problems
        if (problem.sheet, problem.row) not in held
    ]


def rows_of(reading: LedgerReading, batch: models.Batch, viewer: Viewer) -> list[models.BatchRow]:
    """The rows of a batch, each with its findings and, where it is certain, its site."""
    found: dict[tuple[str | None, int], list[dict[str, Any]]] = {}
    for problem in reading.problems:
        found.setdefault((problem.sheet, problem.row), []).append(clean_all(problem.to_json()))
    contents = [clean_all(row.to_json()) for row in reading.rows]
    rows = []
    for position, values in enumerate(contents, 1):
        place = (values["source_sheet"], values["source_row"])
        rows.append(
            models.BatchRow(
                batch=batch,
                position=position,
                content=values,
                problems=_of_part(found.get(place, ()), values),
                key="",
                ready=False,
            )
        )
    link(rows, batch, viewer)
    for row in rows:
        refresh(row, batch.unit_id)
    return rows


def _of_part(
    problems: Iterable[Mapping[str, Any]], values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """A finding stands on every hazard of its row, for each of them lacks the value."""
    return [dict(each) for each in problems]


def link(rows: Sequence[models.BatchRow], batch: models.Batch, viewer: Viewer) -> None:
    """Give each row its site, or the question which one is meant; earlier decisions stand."""
    decisions: Mapping[str, str] = batch.options.get("sites", {})
    effective = [row.content | row.corrections for row in rows]
    matcher = Matcher(viewer, effective)
    for row, values in zip(rows, effective, strict=True):
        row.problems = [each for each in row.problems if each["reason"] != SITE]
        row.site_id = None
        decision = decided(decisions, values)
        if decision:
            row.site_id = site_of(decision)
            continue
        match = matcher.match(values)
        row.site_id = match.site
        if match.candidates:
            row.problems = [*row.problems, question(match, values, values["source_sheet"])]


def refresh(row: models.BatchRow, unit: UUID) -> None:
    """What follows from a row's values and findings."""
    row.ready, row.blocked = standing(row.problems)
    row.key = row_key(row.content | row.corrections, unit)


def clean_all(value: Any) -> Any:
    """A JSON value without what no database keeps."""
    if isinstance(value, str):
        return value if value.isprintable() else clean(value)
    if isinstance(value, dict):
        return {clean_all(key): clean_all(each) for key, each in value.items()}
    if isinstance(value, list):
        return [clean_all(each) for each in value]
    return value
