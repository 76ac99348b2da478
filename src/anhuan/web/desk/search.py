"""What a search found, as lists."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.cases.types import Row
from anhuan.sites.types import SiteLine
from anhuan.web.desk.showing import Eye, ball, case_url, chip, deadline_on, problem
from anhuan.web.parts.shapes import Column, Link, Table
from anhuan.web.parts.shapes import Row as TableRow


def case_lines(rows: Sequence[Row], eye: Eye) -> Table:
    return Table(
        columns=(
            Column(pgettext("column", "Deadline (working days)"), place="due"),
            Column(pgettext("column", "Number"), place="more"),
            Column(pgettext("column", "Firm or place"), place="firm"),
            Column(pgettext("column", "Problem"), place="problem"),
            Column(pgettext("column", "State"), place="state"),
            Column(pgettext("column", "With whom the ball is"), place="ball"),
        ),
        rows=tuple(
            TableRow(
                key=row.number,
                cells=(
                    deadline_on(row.ball_due_on, eye) if row.is_open else "",
                    Link(row.number, case_url(row.number)),
                    row.site_name,
                    problem(row),
                    chip(row),
                    ball(row, eye),
                ),
                url=case_url(row.number),
            )
            for row in rows
        ),
        caption=_("Cases found"),
    )


def site_lines(lines: Sequence[SiteLine]) -> Table:
    return Table(
        columns=(
            Column(pgettext("column", "Firm or place")),
            Column(_("Credit code")),
            Column(pgettext("column", "Address")),
        ),
        rows=tuple(
            TableRow(
                key=str(line.id),
                cells=(
                    Link(line.name, reverse("desk:site", args=[line.id])),
                    line.code,
                    line.address,
                ),
                url=reverse("desk:site", args=[line.id]),
            )
            for line in lines
        ),
        caption=_("Firms and places found"),
    )
