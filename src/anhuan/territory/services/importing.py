"""Areas from a file: all of it or nothing, and a second time nothing new."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base import tree
from anhuan.base.db import bulk_copy, one_at_a_time
from anhuan.base.ids import new_id
from anhuan.base.intake import RowProblem, read_bytes
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.territory.divisions import Division, read_boundaries, read_divisions
from anhuan.territory.models import Area
from anhuan.territory.queries import in_areas
from anhuan.territory.services.areas import shape_columns
from anhuan.territory.services.keeping import keep
from anhuan.territory.types import Level

CHUNK: Final = 200
ORDER: Final = {level: place for place, level in enumerate(Level)}
SHAPE: Final = ("geometry", "west", "south", "east", "north", "label_lon", "label_lat")
COLUMNS: Final = ("id", "version", "code", "name", "short", "level", "functional", "parent")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do; with problems it does nothing."""

    rows: int
    added: int
    changed: int
    unchanged: int
    boundaries: int
    problems: tuple[RowProblem, ...]
    saved: bool


def import_areas(
    path: Path,
    *,
    by: Viewer,
    at: datetime,
    boundaries: Path | None = None,
    dry_run: bool = False,
    new_top: bool = False,
) -> ImportReport:
    """Areas from a table (code, name, level, parent) or GeoJSON, with boundaries from GeoJSON.

    A row whose code is known changes that area's name; areas absent from the file stay. Every
    row must have its parent in the file or in the database, but for the first area of all. With
    ``new_top`` the highest level of the file may begin a tree beside those that are here. A
    viewer without posts (the node) loads any area, others only below their own.

    Refuses ``WRONG_ROLE`` and ``FILE_…``; problems of rows are reported.
    """
    if not by.may(Capability.KEEP_ORGANISATION):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ORGANISATION)
    data = read_bytes(path)
    divisions, problems = read_divisions(data)
    shapes: dict[str, Any] = {}
    marks = {path.name: hashlib.sha256(data).hexdigest()}
    if boundaries is not None:
        drawn = read_bytes(boundaries)
        shapes, wrong = read_boundaries(drawn)
        problems += wrong
        marks[boundaries.name] = hashlib.sha256(drawn).hexdigest()
    shapes |= {each.code: each.geometry for each in divisions if each.geometry is not None}
    return _load(
        divisions, shapes, problems, marks, by=by, at=at, keep=not dry_run, new_top=new_top
    )


@dataclass(slots=True, kw_only=True)
class _Known:
    """An area as the database has it, or will."""

    id: UUID
    path: str
    level: Level
    name: str
    functional: bool
    parent: UUID | None
    children: int = 0


@transaction.atomic
def _load(
    divisions: list[Division],
    shapes: Mapping[str, Any],
    problems: list[RowProblem],
    marks: Mapping[str, str],
    *,
    by: Viewer,
    at: datetime,
    keep: bool,
    new_top: bool,
) -> ImportReport:
    one_at_a_time("import areas")
    known, roots = _known()
    divisions.sort(key=lambda each: (ORDER[each.level], each.code))
    fresh, renamed = _sorted_out(divisions, known, roots, problems, by=by, new_top=new_top)
    drawn = _shapes_to_write(shapes, known, problems, by)
    if not problems and keep:
        _write(fresh, renamed, drawn, known, at)
        if fresh or renamed or drawn:
            _note(marks, fresh, renamed, drawn, by=by, at=at)
    return ImportReport(
        rows=len(divisions),
        added=len(fresh),
        changed=len(renamed),
        unchanged=len(divisions) - len(fresh) - len(renamed),
        boundaries=len(drawn),
        problems=tuple(sorted(problems, key=lambda each: each.row)),
        saved=not problems and keep,
    )


def _sorted_out(
    divisions: list[Division],
    known: dict[str, _Known],
    roots: int,
    problems: list[RowProblem],
    *,
    by: Viewer,
    new_top: bool,
) -> tuple[list[Division], list[Division]]:
    """What is new, put into ``known`` at its place, and what has another name; ``problems`` gets
    the rest, without what only lies below a row that is wrong itself."""
    fresh: list[Division] = []
    renamed: list[Division] = []
    wrong: set[str] = set()
    top = divisions[0].level if divisions else Level.PROVINCE
    for each in divisions:
        if each.code in known:
            renamed += _difference(each, known, problems, by)
            continue
        over = known.get(each.parent)
        problem = _misfit(each, over, by, may_be_top=each.level is top and (new_top or not roots))
        if problem is None:
            roots += over is None
            known[each.code] = _place(each, over, roots)
            fresh.append(each)
            continue
        if each.parent not in wrong:
            problems.append(problem)
        wrong.add(each.code)
    return fresh, renamed


def _known() -> tuple[dict[str, _Known], int]:
    """Every area by its code, with the highest number among its children, and among roots."""
    rows = Area.objects.values_list(
        "code", "id", "path", "level", "name", "functional", "parent"
    ).order_by("path")
    found: dict[str, _Known] = {}
    by_path: dict[str, _Known] = {}
    roots = 0
    for code, identity, path, level, name, functional, parent in rows:
        row = _Known(
            id=identity,
            path=path,
            level=Level(level),
            name=name,
            functional=functional,
            parent=parent,
        )
        found[code] = by_path[path] = row
        over = by_path.get(tree.parent(path))
        if over is None:
            roots = max(roots, tree.number(path))
        else:
            over.children = max(over.children, tree.number(path))
    return found, roots


def _difference(
    each: Division, known: Mapping[str, _Known], problems: list[RowProblem], by: Viewer
) -> Iterable[Division]:
    row, over = known[each.code], known.get(each.parent)
    if row.level is not each.level:
        problems.append(_about(each, "level", "changed", each.level.value))
    elif over is not None and row.parent != over.id:
        problems.append(_about(each, "parent", "moved", each.parent))
    elif (row.name, row.functional) != (each.name, each.functional):
        if in_areas(by, row.path):
            return [each]
        problems.append(_about(each, "code", "not-yours", each.name))
    return []


def _misfit(
    each: Division, over: _Known | None, by: Viewer, *, may_be_top: bool
) -> RowProblem | None:
    if over is None and not may_be_top:
        return _about(each, "parent", "unknown", each.parent)
    if over is not None and ORDER[over.level] >= ORDER[each.level]:
        return _about(each, "level", "not-below-parent", each.level.value)
    if not in_areas(by, over.path if over else ""):
        return _about(each, "parent", "not-yours", each.parent)
    return None


def _about(each: Division, field: str, problem: str, value: str) -> RowProblem:
    return RowProblem(row=each.row, field=field, problem=problem, value=f"{each.code} → {value}")


def _place(each: Division, over: _Known | None, roots: int) -> _Known:
    if over is not None:
        over.children += 1
    return _Known(
        id=new_id(),
        path=tree.child(over.path, over.children) if over else tree.child("", roots),
        level=each.level,
        name=each.name,
        functional=each.functional,
        parent=over.id if over else None,
    )


def _shapes_to_write(
    shapes: Mapping[str, Any],
    known: Mapping[str, _Known],
    problems: list[RowProblem],
    by: Viewer,
) -> dict[UUID, Any]:
    """The boundaries that differ from what is drawn now, by area."""
    if not shapes:
        return {}
    wanted = {}
    for row, (code, geometry) in enumerate(shapes.items(), 1):
        if code in known and in_areas(by, known[code].path):
            wanted[known[code].id] = geometry
        else:
            why = "not-yours" if code in known else "unknown-area"
            problems.append(RowProblem(row=row, field="code", problem=why, value=code))
    same = set()
    for some in _chunks(list(wanted)):
        rows = Area.objects.filter(pk__in=some).values_list("id", "geometry")
        same |= {identity for identity, geometry in rows if geometry == wanted[identity]}
    return {identity: shape for identity, shape in wanted.items() if identity not in same}


def _chunks(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _write(
    fresh: list[Division],
    renamed: list[Division],
    drawn: Mapping[UUID, Any],
    known: Mapping[str, _Known],
    at: datetime,
) -> None:
    bulk_copy(Area, [*COLUMNS, "path"], (_columns(each, known[each.code]) for each in fresh))
    # One that is new and drawn now was written above without its shape.
    new = {known[each.code].id for each in fresh}
    names = {known[each.code].id: each for each in renamed}
    for some in _chunks(list({**names, **drawn})):
        rows = list(Area.objects.filter(pk__in=some))
        keep((row for row in rows if row.id not in new), at=at)
        for row in rows:
            if row.id in names:
                row.name, row.functional = names[row.id].name, names[row.id].functional
            if row.id in drawn:
                for column, value in shape_columns(drawn[row.id]).items():
                    setattr(row, column, value)
            row.version += row.id not in new
        Area.objects.bulk_update(rows, ["name", "functional", "version", *SHAPE])


def _columns(each: Division, row: _Known) -> tuple[Any, ...]:
    level = each.level.value
    return (row.id, 1, each.code, each.name, "", level, each.functional, row.parent, row.path)


def _note(
    marks: Mapping[str, str],
    fresh: list[Division],
    renamed: list[Division],
    drawn: Mapping[UUID, Any],
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """One entry for the file, named by its hash: it says what every row of it became."""
    public = {
        "files": dict(marks),
        "added": len(fresh),
        "changed": len(renamed),
        "boundaries": len(drawn),
    }
    record(
        kind="area.imported",
        subject=new_id(),
        version=1,
        public=public,
        body={},
        by=by.person,
        at=at,
    )
