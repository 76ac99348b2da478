"""The ledger written to a file, piece by piece: what is shown, or everything."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import IO, Any, Final
from uuid import UUID

from django.db.models import QuerySet

from anhuan.base.outside import is_number
from anhuan.cases.asking import Asked, pairs_of
from anhuan.cases.exchange import (
    BY_NAME,
    FIELDS,
    STATUS_OF,
    YES,
    Field,
    Shape,
    extra_heading,
    word_of,
)
from anhuan.cases.levels import levels_of
from anhuan.cases.listing import narrowed, page_of
from anhuan.cases.models import Case
from anhuan.cases.pens import PENS, FileKind
from anhuan.cases.types import Filters, Sort
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import State
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.queries import persons
from anhuan.people.services import note_disclosure
from anhuan.people.types import Disclosed
from anhuan.sites.queries import lines
from anhuan.sites.types import SiteLine
from anhuan.territory.choices import area_codes, area_paths
from anhuan.territory.queries import area_names, holders, unit_names
from anhuan.territory.types import Holder

CHUNK: Final = 500
MOST_EXTRA: Final = 500
ZONE: Final = timezone(timedelta(hours=8))
SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "due": ("ball_due_on",),
    "description": ("description", "grade"),
    "state": ("state", "round"),
    "ball": ("ball_act", "ball_holder"),
}
"""What one column of the screen says in more than one word is more than one column here."""


def export_ledger(
    viewer: Viewer,
    filters: Filters,
    sort: Sort,
    columns: Sequence[str] | None,
    out: IO[bytes],
    *,
    numbers: Sequence[str] = (),
    kind: FileKind = FileKind.XLSX,
) -> int:
    """Write the rows of ``filters`` in the order of ``sort`` to ``out``, and log them as data
    taken out. Arguments, answer and refusals are those of ``write_ledger``."""
    asked = Asked(filters=filters, sort=sort)
    written = write_ledger(viewer, asked, columns, out, numbers=numbers, kind=kind)
    note_export(viewer, asked, rows=written, full=columns is None)
    return written


def write_ledger(
    viewer: Viewer,
    asked: Asked,
    columns: Sequence[str] | None,
    out: IO[bytes],
    *,
    numbers: Sequence[str] = (),
    kind: FileKind = FileKind.XLSX,
    progress: Callable[[int], None] = lambda rows: None,
) -> int:
    """Write what ``asked`` leaves to ``out``; whoever hands the file out calls ``note_export``.

    ``columns`` are those of the screen (``asking.COLUMNS``); ``None`` writes every field, for
    reading in again. ``numbers`` narrows to a selection. Memory does not grow with the rows;
    ``progress`` is told after each piece how many are written. Returns how many rows it were.
    Refuses ``WRONG_ROLE`` without the capability, ``NOT_VISIBLE`` for an area out of reach.
    """
    rows = exported_rows(viewer, asked.filters, numbers=numbers)
    fields = FIELDS if columns is None else shown_fields(columns)
    extra = _extra_keys(rows) if columns is None else ()
    pen = PENS[kind](out)
    pen.head([*fields, *(Field("", extra_heading(key)) for key in extra)])
    written = 0
    for chunk in _chunks(rows, asked.sort):
        beside = _Beside.of(viewer, chunk, {each.name for each in fields})
        for row in chunk:
            written += 1
            cells = [(each.shape, _value(row, each.name, beside)) for each in fields]
            pen.write(written, [*cells, *((Shape.TEXT, row.extra.get(key)) for key in extra)])
        progress(written)
    pen.close()
    return written


def exported_rows(
    viewer: Viewer, filters: Filters, *, numbers: Sequence[str] = ()
) -> QuerySet[Case]:
    """The rows that go into a file. Refuses as ``write_ledger``."""
    if not viewer.may(Capability.EXPORT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.EXPORT)
    rows = narrowed(viewer, filters)
    return (
        rows.filter(number__in=[each for each in numbers if is_number(each)]) if numbers else rows
    )


def note_export(viewer: Viewer, asked: Asked, *, rows: int, full: bool) -> None:
    """Log ``rows`` of the ledger as data taken out, with the question that was asked."""
    query = "&".join(f"{name}={value}" for name, value in pairs_of(asked))
    note_disclosure(
        kind=Disclosed.EXPORTED,
        what="case.ledger.full" if full else "case.ledger",
        subject=None,
        why=query or "open=*",
        rows=rows,
        by=viewer.person,
        at=viewer.at,
    )


def shown_fields(columns: Sequence[str]) -> tuple[Field, ...]:
    """The file's columns for columns of the screen, none twice."""
    names = [name for column in columns for name in SHOWN.get(column, (column,))]
    return tuple(BY_NAME[name] for name in dict.fromkeys(names))


def _extra_keys(rows: QuerySet[Case]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    kept = rows.exclude(extra={}).order_by("id").values_list("extra", flat=True)
    for extra in kept.iterator(chunk_size=CHUNK):
        found.update(dict.fromkeys(extra))
        if len(found) > MOST_EXTRA:
            raise Refusal(Why.TOO_MANY, most=MOST_EXTRA)
    return tuple(found)


def _chunks(rows: QuerySet[Case], sort: Sort) -> Iterator[list[Case]]:
    after = ""
    while True:
        found, after = page_of(rows, sort=sort, after=after, size=CHUNK)
        if found:
            yield found
        if not after:
            return


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """Names of what the rows of a piece point to; a constant number of reads for each piece."""

    today: date
    sites: Mapping[UUID, SiteLine] = field(default_factory=dict)
    posts: Mapping[UUID, Holder] = field(default_factory=dict)
    units: Mapping[UUID, str] = field(default_factory=dict)
    people: Mapping[UUID, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    streets: Mapping[UUID, str] = field(default_factory=dict)
    parents: Mapping[UUID, str] = field(default_factory=dict)
    levels: Mapping[UUID, int] = field(default_factory=dict)

    @classmethod
    def of(cls, viewer: Viewer, rows: Sequence[Case], names: set[str]) -> "_Beside":
        def wants(*columns: str) -> bool:
            return not names.isdisjoint(columns)

        found: dict[str, Any] = {}
        if wants("site_name"):
            found["sites"] = lines(viewer, {row.site_id for row in rows if row.site_id})
        if wants("ball_holder", "officer_post"):
            posts = {post for row in rows for post in (row.ball_post_id, row.officer_post_id)}
            found["posts"] = holders((each for each in posts if each), at=viewer.at)
        if wants("street"):
            found["streets"] = area_names(row.street_id for row in rows if row.street_id)
        if wants("supervision"):
            found["levels"] = levels_of(viewer, rows)
        if wants("unit"):
            found |= _far(rows)
        return cls(today=day_of(viewer.at), **found)


def _far(rows: Sequence[Case]) -> dict[str, Any]:
    units = {
        unit
        for row in rows
        for unit in (row.unit_id, row.target_unit_id, row.close_unit_id, row.department_id)
    }
    paths = {row.area_path for row in rows}
    parents = Case.objects.filter(pk__in=[row.parent_id for row in rows if row.parent_id])
    found = persons(row.found_by_id for row in rows if row.found_by_id)
    return {
        "units": unit_names(each for each in units if each),
        "people": {identity: line.name for identity, line in found.items()},
        "areas": area_paths(paths),
        "codes": area_codes(paths),
        "parents": dict(parents.values_list("id", "number")),
    }


def _value(row: Case, name: str, beside: _Beside) -> Any:
    special = _SPECIAL.get(name)
    value = special(row, beside) if special else getattr(row, name)
    shape = BY_NAME[name].shape
    if shape is Shape.WORD:
        return word_of(name, value) if value else ""
    if shape is Shape.FLAG:
        return YES if value else ""
    if shape is Shape.MOMENT and value is not None:
        return value.astimezone(ZONE).replace(tzinfo=None)
    return value


def _site_name(row: Case, beside: _Beside) -> str:
    site = beside.sites.get(row.site_id) if row.site_id else None
    return site.name if site else row.site_name


def _of_site(name: str) -> Callable[[Case, _Beside], str]:
    def read(row: Case, beside: _Beside) -> str:
        site = beside.sites.get(row.site_id) if row.site_id else None
        return str(getattr(site, name)) if site else ""

    return read


def _post(post: UUID | None, beside: _Beside) -> str:
    held = beside.posts.get(post) if post else None
    return (
        " ".join(part for part in (held.name, held.unit_name, held.title) if part) if held else ""
    )


def _unit(name: str) -> Callable[[Case, _Beside], str]:
    return lambda row, beside: beside.units.get(getattr(row, f"{name}_id"), "")


def _yuan(name: str) -> Callable[[Case, _Beside], float | None]:
    def read(row: Case, beside: _Beside) -> float | None:
        fen = getattr(row, name)
        return None if fen is None else fen / 100

    return read


def _listing(name: str) -> Callable[[Case, _Beside], Any]:
    def read(row: Case, beside: _Beside) -> Any:
        value = (row.listing or {}).get(name)
        return date.fromisoformat(value) if value and name == "until" else value

    return read


def _found_by(row: Case, beside: _Beside) -> str:
    return row.found_by_text or (beside.people.get(row.found_by_id, "") if row.found_by_id else "")


def _closed_on(row: Case, beside: _Beside) -> date | None:
    return day_of(row.closed_at) if isinstance(row.closed_at, datetime) else None


def _done_on(row: Case, beside: _Beside) -> date | None:
    if row.done_on is not None or row.submitted_at is None:
        return row.done_on
    return day_of(row.submitted_at)


_SPECIAL: Final[Mapping[str, Callable[[Case, _Beside], Any]]] = {
    "site_name": _site_name,
    "uscc": _of_site("code"),
    "address": _of_site("address"),
    "found_by": _found_by,
    "money_yuan": _yuan("money_fen"),
    "spent_yuan": _yuan("spent_fen"),
    "status": lambda row, beside: STATUS_OF.get(State(row.state), ""),
    "done_on": _done_on,
    "closed_on": _closed_on,
    "area": lambda row, beside: beside.areas.get(row.area_path, ""),
    "area_code": lambda row, beside: beside.codes.get(row.area_path, ""),
    "street": lambda row, beside: beside.streets.get(row.street_id, "") if row.street_id else "",
    "unit": _unit("unit"),
    "target_unit": _unit("target_unit"),
    "close_unit": _unit("close_unit"),
    "department": _unit("department"),
    "officer_post": lambda row, beside: _post(row.officer_post_id, beside),
    "ball_holder": lambda row, beside: _post(row.ball_post_id, beside),
    "parent": lambda row, beside: beside.parents.get(row.parent_id, "") if row.parent_id else "",
    "listed": lambda row, beside: row.is_listed,
    "listing_level": _listing("level"),
    "listing_number": _listing("number"),
    "listing_until": _listing("until"),
    "round": lambda row, beside: row.round or None,
    "supervision": lambda row, beside: beside.levels.get(row.id) or None,
}
