"""How long it took from an alarm until somebody looked, unit by unit."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from anhuan.alarms.queries import paces
from anhuan.alarms.types import Pace
from anhuan.kernel.access import Viewer
from anhuan.web.parts.formats import local, moment_text
from anhuan.web.parts.shapes import Cell, Column, EmptyState, Row, Table

DAYS: Final = 30
HOUR: Final = 60


def board(viewer: Viewer) -> dict[str, object]:
    found = paces(viewer, since=viewer.at - timedelta(days=DAYS))
    days = {"days": DAYS}
    told = _(
        "Matters from alarms of the last %(days)d days, from the first alarm to the act that says "
        "what was found there. Units, not persons."
    )
    return {
        "title": pgettext("pace", "From the alarm until somebody looked"),
        "sentence": _sentence(sum(one.matters - one.seen for one in found), bool(found)) % days,
        "how": told % days,
        "table": _table(found, local(viewer.at).year),
    }


def _sentence(waiting: int, some: bool) -> str:
    if not some:
        return _("No alarm of the last %(days)d days went into a matter")
    if not waiting:
        return _("Everything that alarms called for in %(days)d days was looked at")
    told = ngettext(
        "%(n)d matter from an alarm waits for somebody to look",
        "%(n)d matters from alarms wait for somebody to look",
        waiting,
    )
    return told % {"n": waiting}


def _table(found: tuple[Pace, ...], year: int) -> Table:
    return Table(
        columns=(
            Column(pgettext("pace", "Unit"), cut="m"),
            Column(pgettext("pace", "Matters"), number=True),
            Column(pgettext("pace", "Looked at"), number=True),
            Column(pgettext("pace", "Half of them within"), number=True),
            Column(pgettext("pace", "Waiting since")),
        ),
        rows=tuple(
            Row(
                str(place),
                (
                    Cell(one.unit, title=one.unit),
                    str(one.matters),
                    str(one.seen),
                    _took(one.minutes),
                    moment_text(one.waits_since, year=year) if one.waits_since else "—",
                ),
            )
            for place, one in enumerate(found)
        ),
        caption=pgettext("pace", "From the alarm until somebody looked"),
        empty=EmptyState(_("Nothing was called for.")),
    )


def _took(minutes: int | None) -> str:
    if minutes is None:
        return "—"
    if minutes < 2 * HOUR:
        return npgettext("pace", "%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return pgettext("pace", "%(n)s hours") % {"n": f"{minutes / HOUR:.1f}"}
