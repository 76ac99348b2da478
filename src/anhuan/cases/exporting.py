"""The ledger written as a workbook, piece by piece: what is shown, or everything."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import IO, Any, Final
from uuid import UUID

import xlsxwriter  # type: ignore[import-untyped]
from django.db.models import QuerySet
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

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
from anhuan.cases.listing import narrowed, page_of
from anhuan.cases.models import Case
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
LONGEST_CELL: Final = 32_767  # of a workbook, in characters
ZONE: Final = timezone(timedelta(hours=8))
RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
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
) -> int:
    """Write the rows of ``filters`` in the order of ``sort`` as a workbook to ``out``.

    ``columns`` are those of the screen (``asking.COLUMNS``); ``None`` writes every field, for
    reading in again. ``numbers`` narrows to a selection. Memory does not grow with the rows.
    Returns how many rows were written, and logs it as data taken out. Refuses ``WRONG_ROLE``
    without the capability, ``NOT_VISIBLE`` for an area out of reach.
    """
    if not viewer.may(Capability.EXPORT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.EXPORT)
    rows = narrowed(viewer, filters)
    if numbers:
        rows = rows.filter(number__in=list(numbers))
    asked = Asked(filters=filters, sort=sort)
    fields = FIELDS if columns is None else shown_fields(columns)
    extra = _extra_keys(rows) if columns is None else ()
    written = _write(viewer, rows, sort, fields, extra, out)
    query = "&".join(f"{name}={value}" for name, value in pairs_of(asked))
    note_disclosure(
        kind=Disclosed.EXPORTED,
        what="case.ledger" if columns is not None else "case.ledger.full",
        subject=None,
        why=query or "open=*",
        rows=written,
        by=viewer.person,
        at=viewer.at,
    )
    return written


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


def _write(
    viewer: Viewer,
    rows: QuerySet[Case],
    sort: Sort,
    fields: Sequence[Field],
    extra: Sequence[str],
    out: IO[bytes],
) -> int:
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    pen = _Pen(sheet, book)
    pen.head([*fields, *(Field("", extra_heading(key)) for key in extra)])
    line = 0
    for chunk in _chunks(rows, sort):
        beside = _Beside.of(viewer, chunk, {each.name for each in fields})
        for row in chunk:
            line += 1
            for at, each in enumerate(fields):
                pen.write(line, at, each.shape, _value(row, each.name, beside))
            for at, key in enumerate(extra, start=len(fields)):
                pen.write(line, at, Shape.TEXT, row.extra.get(key))
    sheet.autofilter(0, 0, max(line, 1), len(fields) + len(extra) - 1)
    book.close()
    return line


def _chunks(rows: QuerySet[Case], sort: Sort) -> Iterator[list[Case]]:
    after = ""
    while True:
        found, after = page_of(rows, sort=sort, after=after, size=CHUNK)
        if found:
            yield found
        if not after:
            return


class _Pen:
    """Writes cells; text only ever as text, whatever it begins with."""

    def __init__(self, sheet: Worksheet, book: xlsxwriter.Workbook) -> None:
        self.sheet = sheet
        self.bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EDF0F3"})
        self.quoted = book.add_format({"quote_prefix": True})
        self.dates: Mapping[Shape, Format] = {
            Shape.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
            Shape.MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        self.money = book.add_format({"num_format": "0.00"})

    def head(self, fields: Sequence[Field]) -> None:
        self.sheet.freeze_panes(1, 0)
        for at, each in enumerate(fields):
            self.sheet.set_column(at, at, each.width)
            self.sheet.write_string(0, at, each.heading[:LONGEST_CELL], self.bold)

    def write(self, row: int, column: int, shape: Shape, value: Any) -> None:
        if value is None or value == "":
            return
        if shape in self.dates:
            self.sheet.write_datetime(row, column, value, self.dates[shape])
        elif shape is Shape.MONEY:
            self.sheet.write_number(row, column, value, self.money)
        elif shape is Shape.NUMBER:
            self.sheet.write_number(row, column, value)
        else:
            text = str(value)[:LONGEST_CELL]
            risky = self.quoted if text.startswith(RISKY) else None
            self.sheet.write_string(row, column, text, risky)


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
}
