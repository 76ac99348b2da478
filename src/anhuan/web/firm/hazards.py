"""The firm's units in words: one line each, on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from anhuan.hazards.types import Standing, UnitLine
from anhuan.web.parts.hazards import exact_text, level_word, standing_text, why_outdated


@dataclass(frozen=True, slots=True)
class FirmUnit:
    """``todo``: what the firm has to do about it."""

    name: str
    url: str
    standing: str
    figures: str
    todo: str


def sentence(lines: Sequence[UnitLine]) -> str:
    stand = [line for line in lines if line.standing is not Standing.ENDED]
    todo = sum(line.standing in {Standing.NOT_ASSESSED, Standing.OUTDATED} for line in stand)
    levels = [line.level for line in stand if line.level is not None]
    if not stand:
        return _("No unit with hazardous chemicals is entered")
    if todo:
        return _("%(todo)d of %(n)d units are to be assessed") % {"todo": todo, "n": len(stand)}
    if levels:
        return _("%(n)d units assessed, the gravest is %(level)s") % {
            "n": len(stand),
            "level": level_word(min(levels)),
        }
    return _("%(n)d units assessed, none is major") % {"n": len(stand)}


def listed(lines: Sequence[UnitLine]) -> tuple[FirmUnit, ...]:
    return tuple(
        FirmUnit(
            name=line.name,
            url=reverse("firm:hazard", args=[line.id]),
            standing=standing_text(line),
            figures=_figures(line),
            todo=_todo(line),
        )
        for line in lines
    )


def _figures(line: UnitLine) -> str:
    if line.s is None:
        return ""
    return f"S = {exact_text(line.s)}　R = {exact_text(line.r)}　{line.assessed_on}"


def _todo(line: UnitLine) -> str:
    if line.standing is Standing.OUTDATED:
        return why_outdated(line)
    if line.standing is Standing.MAJOR and not line.filed_number:
        return _("Have it filed with the county's department for emergencies.")
    return ""
