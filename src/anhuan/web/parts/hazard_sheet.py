"""The calculation sheet of an assessment: what the form prints, as it was calculated then."""

from datetime import datetime
from typing import Any, Final

from anhuan.hazards.queries import working_of
from anhuan.hazards.types import Assessed, HazardUnit
from anhuan.kernel.calendar import day_of
from anhuan.web.parts.hazards import KINDS, calculation, exact_text, result_text, sums
from anhuan.web.parts.shapes import Cell, Facts, Link

FORM: Final = "hazard.sheet"


def sheet(found: HazardUnit, at: datetime) -> dict[str, Any]:
    """The content of the form, for the last assessment."""
    line, made = found.line, found.assessed[0]
    filed = f"{line.filed_number}（{line.filed_on}）" if line.filed_number else ""
    return {
        "site": line.site_name,
        "unit": line.name,
        "kind": str(KINDS[line.kind]),
        "boundary": found.boundary,
        "result": result_text(made.outcome, made.level),
        "assessed": day_of(made.at).isoformat(),
        "valid_to": made.valid_to.isoformat() if made.valid_to else "",
        "filed": filed,
        "edition": made.edition,
        "rows": _rows(made, at),
        "sums": [[str(label), str(value)] for label, value in _sums(made, at).pairs],
        "foot": f"{line.site_name} {line.name} {day_of(at).isoformat()}",
    }


def _rows(made: Assessed, at: datetime) -> list[list[str]]:
    working = working_of(made, at)
    if working is None:
        return [[one.name, one.quantity, "", "", "", "", ""] for one in made.chemicals]
    return [[_text(cell) for cell in row.cells[:7]] for row in calculation(working).rows]


def _sums(made: Assessed, at: datetime) -> Facts:
    working = working_of(made, at)
    if working is not None:
        return sums(working)
    return Facts(
        (("S", exact_text(made.s)), ("α", exact_text(made.alpha)), ("R", exact_text(made.r)))
    )


def _text(cell: object) -> str:
    value = cell.value if isinstance(cell, Cell) else cell
    return value.text if isinstance(value, Link) else str(value)
