"""The columns of a file and the fields they are taken for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import pgettext

from anhuan.cases.intake.types import BatchView
from anhuan.web.desk.intake import words
from anhuan.web.desk.intake.shapes import ColumnPart, TablePart


def table_parts(view: BatchView) -> list[TablePart]:
    return [_table(at, table) for at, table in enumerate(view.tables)]


def _table(at: int, table: Mapping[str, Any]) -> TablePart:
    rows = table["heading_rows"]
    span = f"{rows[0]}–{rows[-1]}" if len(rows) > 1 else f"{rows[0]}"
    place = pgettext("import", "heading in row {span}").format(span=span)
    title = f"{table['sheet']} · {place}" if table["sheet"] else place
    return TablePart(
        title=title,
        columns=tuple(
            ColumnPart(
                name=f"{at}-{column['column']}",
                letter=column["column"],
                heading=column["heading"] or "—",
                sample=column.get("heading_raw") or "",
                options=tuple(
                    (field, str(word), field == column["field"])
                    for field, word in words.FIELDS.items()
                ),
            )
            for column in table["columns"]
        ),
    )


def mapping_of(view: BatchView, post: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The choices of the form as they are kept: table → column letter → field."""
    return {
        table["name"]: {
            column["column"]: post[f"{at}-{column['column']}"]
            for column in table["columns"]
            if f"{at}-{column['column']}" in post
        }
        for at, table in enumerate(view.tables)
    }


def facts_of(view: BatchView) -> str:
    """The file in one line: its sheets, where the headings stand, how many rows were read."""
    places = [part.title for part in table_parts(view)[:3]]
    more = len(view.tables) - len(places)
    if more > 0:
        places.append(pgettext("import", "{n} further tables").format(n=more))
    read = pgettext("import", "{n} problems read").format(n=view.counts.rows)
    return " · ".join([*places, read])


def batch_id(view: BatchView) -> UUID:
    return view.line.id
