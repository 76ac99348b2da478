"""The registers of the viewer's units: every number, who holds it, why it is spoilt."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from anhuan.base.pages import Page
from anhuan.documents.models import Document, Lease, Register
from anhuan.documents.queries import to_line
from anhuan.documents.types import Book, Entry, Standing
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import names_of

SIZE = 50
NONE = (0, 0)


def years(viewer: Viewer) -> list[int]:
    """The years in which the viewer's units gave numbers, the newest first."""
    rows = Register.objects.filter(unit__in=viewer.units, last__gt=0)
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)


def books(viewer: Viewer, *, year: int) -> list[Book]:
    """The registers of a year; three queries."""
    rows = Register.objects.filter(unit__in=viewer.units, year=year, last__gt=0)
    counted = {
        (form, unit): (issued, spoilt)
        for form, unit, issued, spoilt in Document.objects.filter(unit__in=viewer.units, year=year)
        .order_by()
        .values_list("form", "unit")
        .annotate(
            issued=Count("pk", filter=Q(standing=Standing.ISSUED)),
            spoilt=Count("pk", filter=Q(standing=Standing.SPOILT)),
        )
    }
    names = names_of("form", viewer.at)
    return [
        Book(
            form=row.form,
            title=names.get(row.form, row.form),
            unit=row.unit,
            year=year,
            last=row.last,
            issued=counted.get((row.form, row.unit), NONE)[0],
            spoilt=counted.get((row.form, row.unit), NONE)[1],
        )
        for row in rows.order_by("form", "unit")
    ]


def entries(
    viewer: Viewer, *, form: str, unit: UUID, year: int, before: int | None = None
) -> Page[Entry]:
    """A page of one register, the newest number first; ``before``: the last number of the page
    above. Refuses ``NOT_VISIBLE`` for a register of another unit."""
    last = _last(viewer, form, unit, year)
    top = last if before is None else min(last, before - 1)
    low = max(top - SIZE, 0)
    documents = _documents(form, unit, year).filter(serial__lte=top, serial__gt=low)
    found = _entries(form, unit, year, range(top, low, -1), documents)
    return Page(rows=tuple(found), after=str(low + 1) if low else "", total=last, capped=False)


def whole(viewer: Viewer, *, form: str, unit: UUID, year: int) -> list[Entry]:
    """One register from its first number to its last. Refuses as ``entries`` does."""
    last = _last(viewer, form, unit, year)
    return list(_entries(form, unit, year, range(1, last + 1), _documents(form, unit, year)))


def _last(viewer: Viewer, form: str, unit: UUID, year: int) -> int:
    held = Register.objects.filter(form=form, unit=unit, year=year, unit__in=viewer.units)
    last = held.values_list("last", flat=True).first()
    if not last:
        raise Refusal(Why.NOT_VISIBLE)
    return int(last)


def _documents(form: str, unit: UUID, year: int) -> QuerySet[Document]:
    return Document.objects.filter(form=form, unit=unit, year=year)


def _entries(
    form: str, unit: UUID, year: int, serials: range, documents: QuerySet[Document]
) -> Iterator[Entry]:
    lines = {row.serial: to_line(row) for row in documents}
    leases = list(Lease.objects.filter(form=form, unit=unit, year=year).order_by("first"))
    for serial in serials:
        line = lines.get(serial)
        out = next((one for one in leases if one.first <= serial <= one.last), None)
        number = line.number if line else ""
        if out is not None and not number:
            number = out.pattern.format(word=out.word, year=year, serial=serial)
        yield Entry(serial=serial, number=number, line=line, lent_at=out.taken_at if out else None)
