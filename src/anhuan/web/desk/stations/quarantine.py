"""The quarantine: who sends, since when, how often, and the bytes it sent last."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.telemetry.types import StrangerRow
from anhuan.web.desk.stations.words import REASONS
from anhuan.web.parts.formats import local, moment_text
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    EmptyState,
    Facts,
    Link,
    Row,
    Table,
)

LONGEST: Final = 600


def sentence(rows: Sequence[StrangerRow]) -> str:
    if not rows:
        return _("Nobody unknown speaks to the gateway")
    n = len(rows)
    text = ngettext(
        "%(n)d sender is no station yet; what it sends is not kept",
        "%(n)d senders are no stations yet; what they send is not kept",
        n,
    )
    return text % {"n": n}


def table(rows: Sequence[StrangerRow], at: datetime) -> Table:
    columns = (
        Column(pgettext("stranger", "Last heard")),
        Column(pgettext("stranger", "Number (MN)")),
        Column(pgettext("stranger", "Why it waits")),
        Column(pgettext("stranger", "From where")),
        Column(pgettext("stranger", "Frames"), number=True),
        Column(pgettext("stranger", "First heard")),
    )
    empty = EmptyState(
        _("A device whose number nobody has entered appears here as soon as it speaks.")
    )
    return Table(columns, tuple(_row(row, at) for row in rows), _("Quarantine"), empty=empty)


def _row(row: StrangerRow, at: datetime) -> Row:
    url = reverse("desk:stranger-adopt", args=[row.id])
    year = local(at).year
    return Row(
        str(row.id),
        (
            moment_text(row.last_at, year=year),
            Cell(Link(row.code or "—", url), title=row.code),
            str(REASONS[row.reason]),
            row.peer or "—",
            f"{row.count:,}",
            moment_text(row.first_at, year=year),
        ),
        url=url,
    )


def told(row: StrangerRow) -> Facts:
    """What is known of a sender, for whoever takes it in."""
    return Facts(
        (
            (pgettext("stranger", "Number (MN)"), row.code or "—"),
            (pgettext("stranger", "Why it waits"), str(REASONS[row.reason])),
            (pgettext("stranger", "From where"), row.peer or "—"),
            (pgettext("stranger", "Frames"), f"{row.count:,}"),
            (pgettext("stranger", "First heard"), moment_text(row.first_at)),
            (pgettext("stranger", "Last heard"), moment_text(row.last_at)),
            (pgettext("stranger", "Last frame"), seen(row.raw)),
        )
    )


def seen(raw: bytes) -> str:
    """Bytes as a reader can bear them: printable ones as they are, others as dots."""
    text = raw[:LONGEST].decode("ascii", "replace")
    return "".join(each if each.isprintable() and each != "\ufffd" else "·" for each in text)
