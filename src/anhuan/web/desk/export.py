"""The ledger as a file to take away."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from django.utils.translation import pgettext

from anhuan.cases.asking import Asked
from anhuan.cases.exporting import export_ledger
from anhuan.kernel.access import Viewer
from anhuan.web.parts.formats import local


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
