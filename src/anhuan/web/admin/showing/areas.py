"""Areas as a tree and facts, and what a file of areas would do."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.base.intake import RowProblem
from anhuan.territory.establishment import AreaRow
from anhuan.territory.services import ImportReport
from anhuan.web.admin.words import LEVELS, problem
from anhuan.web.parts.formats import count
from anhuan.web.parts.shapes import Branch, Cell, Column, Facts, Row, Table, Tree

MOST = 200


def tree(areas: Sequence[AreaRow], chosen: AreaRow | None) -> Tree:
    """``areas`` in the order of their paths; a line is open when the chosen one is below it."""
    paths = {one.path for one in areas}
    roots = [one for one in areas if one.path[:-4] not in paths]
    return Tree(tuple(_branch(one, areas, chosen) for one in roots), pgettext("admin", "Areas"))


def _branch(row: AreaRow, areas: Sequence[AreaRow], chosen: AreaRow | None) -> Branch:
    below = [one for one in areas if one.path[:-4] == row.path]
    here = chosen.path if chosen else ""
    return Branch(
        row.short or row.name,
        reverse("admin:area", args=[row.id]),
        count(row.children) if row.children else "",
        soon="" if row.drawn else pgettext("admin", "no outline"),
        at=chosen is not None and chosen.id == row.id,
        open=bool(here.startswith(row.path) and below),
        children=tuple(_branch(one, areas, chosen) for one in below),
    )


def facts(row: AreaRow) -> Facts:
    below = ngettext("%(n)s area", "%(n)s areas", row.children) % {"n": count(row.children)}
    return Facts(
        (
            (pgettext("area", "Name"), row.name),
            (pgettext("admin", "Short name"), row.short or "—"),
            (pgettext("admin", "Level"), str(LEVELS[row.level])),
            (pgettext("admin", "Code"), row.code),
            (
                pgettext("admin", "Development zone"),
                pgettext("admin", "yes") if row.functional else pgettext("admin", "no"),
            ),
            (pgettext("admin", "Directly below"), below),
            (
                pgettext("admin", "Outline"),
                pgettext("admin", "drawn") if row.drawn else _("no outline yet: not on the map"),
            ),
        )
    )


def report_sentence(report: ImportReport) -> str:
    if report.problems:
        n = len(report.problems)
        text = ngettext("%(n)d thing to put right first", "%(n)d things to put right first", n)
        return text % {"n": n}
    if not (report.added or report.changed or report.boundaries):
        return _("Everything in the file is here already")
    return _("The file can be imported")


def report_facts(report: ImportReport) -> Facts:
    return Facts(
        (
            (_("Rows in the file"), count(report.rows)),
            (pgettext("admin", "New"), count(report.added)),
            (pgettext("admin", "Other name"), count(report.changed)),
            (_("As they are"), count(report.unchanged)),
            (pgettext("admin", "Outlines"), count(report.boundaries)),
        )
    )


def problems(lines: Sequence[RowProblem]) -> Table:
    columns = (
        Column(pgettext("admin", "Row"), number=True),
        Column(_("In the file"), cut="l"),
        Column(pgettext("admin", "Problem")),
    )
    rows = tuple(
        Row(str(at), (str(one.row), Cell(one.value, "bad", one.value), problem(one.problem)))
        for at, one in enumerate(lines[:MOST])
    )
    return Table(columns, rows, pgettext("admin", "Problems"))
