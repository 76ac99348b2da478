"""The ledger as a file to take away."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any, Final

from django.urls import reverse
from django.utils.translation import pgettext

from anhuan.cases.asking import Asked
from anhuan.cases.exporting import export_ledger
from anhuan.cases.outgoing.types import ExportState, ExportView
from anhuan.kernel.access import Viewer
from anhuan.web.parts.formats import count, local, moment_text
from anhuan.web.parts.shapes import Link, LongWork

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(viewer: Viewer, asked: Asked, *, full: bool, numbers: Sequence[str]) -> IO[bytes]:
    """An open temporary file, at its beginning; whoever sends it closes it, then it is gone."""
    with ExitStack() as unless_written:
        out = unless_written.enter_context(TemporaryFile())
        columns = None if full else asked.columns
        export_ledger(viewer, asked.filters, asked.sort, columns, out, numbers=numbers)
        unless_written.pop_all()
    out.seek(0)
    return out


def file_name(at: datetime, *, full: bool) -> str:
    name = pgettext("file", "ledger-full") if full else pgettext("file", "ledger")
    return f"{name}-{local(at):%Y%m%d-%H%M}.xlsx"


def progress(view: ExportView) -> dict[str, Any]:
    """How far a large file is, and where it is when it is done."""
    running, ready = view.state is ExportState.RUNNING, view.state is ExportState.DONE
    if ready:
        text = pgettext("export", "{n} rows; the file is kept until {at}, for you alone").format(
            n=count(view.done), at=moment_text(view.until, year=local(view.at).year)
        )
    else:
        text = pgettext("export", "{done} of {total} rows written").format(
            done=count(view.done), total=count(view.total)
        )
    again = Link(
        pgettext("export", "Back to the ledger"), f"{reverse('desk:ledger')}?{view.query}"
    )
    here = Link(
        pgettext("export", "Download"), reverse("desk:export-file", args=[view.id]), "download"
    )
    return {
        "running": running,
        "ready": ready,
        "again": again,
        "work": LongWork(
            text=text,
            done=view.done,
            total=max(view.total, view.done, 1),
            poll_url=reverse("desk:export-progress", args=[view.id]) if running else "",
            result=None if running else (here if ready else again),
        ),
    }
