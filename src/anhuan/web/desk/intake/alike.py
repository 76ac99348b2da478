"""The same finding in many rows, put right at once after a look at each."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.translation import pgettext

from anhuan.cases.intake import queries, services
from anhuan.cases.intake.cells import EDITABLE, GRADES, STATUSES, read_cell
from anhuan.cases.intake.findings import family_of
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.desk.intake import words
from anhuan.web.desk.intake.page import kind_title, row_part, shown
from anhuan.web.parts.attempts import attempt

COUNTED: Final = frozenset({"grade", "status", "closed_on", "found_on", "due_on"})
"""Fields that change statistics: nothing is taken over for many rows without a look at each."""


def alike_page(viewer: Viewer, batch: UUID, asked: Mapping[str, str]) -> dict[str, Any]:
    """The rows with one finding, what is in the cell, and what would stand there."""
    field, reason = asked.get("field", ""), asked.get("reason", "")
    raw, text = asked.get("raw") or None, asked.get("text", "")
    how = asked.get("how", "")
    found = queries.with_finding(viewer, batch, field=field, reason=reason, raw=raw)
    lines = [
        {
            "row": row,
            "part": row_part(row),
            "before": next(
                i.raw for i in row.issues if (i.field, family_of(i.reason)) == (field, reason)
            ),
            "after": _after(row.values, field, how, text),
        }
        for row in found
    ]
    return {
        "batch": batch,
        "title": kind_title(field, reason),
        "field": field,
        "field_word": str(words.FIELDS.get(field, field)),
        "reason": reason,
        "raw": raw or "",
        "how": how,
        "text": text,
        "lines": lines,
        "writes": field in EDITABLE,
        "choices": _choices(field),
        "counted": field in COUNTED,
        "wrong": any(line["after"] is None for line in lines),
    }


def _choices(field: str) -> list[tuple[str, str]]:
    codes = {"grade": GRADES, "status": STATUSES}.get(field, ())
    return [(code, shown(field, code)) for code in codes]


def _after(values: Mapping[str, Any], field: str, how: str, text: str) -> str | None:
    """What would stand in the cell; None when the text says no value for this row."""
    if how != "write":
        return shown(field, values.get(field)) or pgettext("import", "empty")
    given = attempt(lambda: read_cell(field, text, values))
    if isinstance(given, Refusal):
        return None
    return shown(field, given.get(field)) or pgettext("import", "empty")


def applied(viewer: Viewer, batch: UUID, post: Mapping[str, str]) -> int:
    """Do it for every row. Refuses ``MALFORMED``; then no row is changed."""
    how = post.get("how", "")
    if how not in ("write", "accept"):
        raise Refusal(Why.MALFORMED, field="how", problem="choice")
    return services.fix_alike(
        batch_id=batch,
        field=post.get("field", ""),
        reason=post.get("reason", ""),
        raw=post.get("raw") or None,
        text=post.get("text", "") if how == "write" else None,
        by=viewer,
        at=viewer.at,
    )
