"""What came of an act on many rows, row by row."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.cases.types import Outcome, Row
from anhuan.cases.words.acts import PAST
from anhuan.cases.words.refusals import sentence
from anhuan.kernel.case import Action
from anhuan.web.desk.showing import Eye, ball, case_url
from anhuan.web.parts.shapes import Column, Link, Table
from anhuan.web.parts.shapes import Row as TableRow


def nothing_ticked() -> str:
    return _("Tick the rows first, then choose what to do. Nothing was changed.")


def result(
    action: Action, done: Sequence[Outcome], rows: Sequence[Row], eye: Eye
) -> dict[str, Any]:
    known = {row.number: row for row in rows}
    good = sum(one.refusal is None for one in done)
    left = len(done) - good
    told = ngettext("%(act)s: %(n)d case.", "%(act)s: %(n)d cases.", good) % {
        "act": PAST[action],
        "n": good,
    }
    if left:
        told += ngettext(
            " %(n)d stayed as it was; the reason stands beside it.",
            " %(n)d stayed as they were; the reason stands beside each.",
            left,
        ) % {"n": left}
    table = Table(
        columns=(
            Column(pgettext("column", "Number")),
            Column(_("What came of it")),
            Column(pgettext("column", "Problem")),
            Column(pgettext("column", "With whom the ball is")),
        ),
        rows=tuple(_row(one, known.get(one.number), eye) for one in done),
        caption=told,
    )
    return {"told": told, "table": table}


def _row(one: Outcome, row: Row | None, eye: Eye) -> TableRow:
    came = _("Done") if one.refusal is None else sentence(one.refusal)
    number: object = Link(one.number, case_url(one.number)) if row else one.number
    about = " ".join(part for part in (row.site_name, row.description) if part) if row else ""
    return TableRow(
        key=one.number,
        cells=(number, came, about, ball(row, eye) if row else ""),
        url=case_url(one.number) if row else "",
    )
