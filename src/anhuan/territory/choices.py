"""Where a reader may look: areas and departments to choose from, full names of areas."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import Q

from anhuan.base.tree import ancestors, parent, under_any
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.territory.models import Area, Unit
from anhuan.territory.queries import line_of
from anhuan.territory.types import AreaChoices, AreaLine, Level, UnitKind

MOST_CHOICES: Final = 100
LOWEST_CHOICE: Final = frozenset({Level.STREET, Level.COMMUNITY, Level.CELL})


def area_choices(viewer: Viewer, chosen: UUID | None) -> AreaChoices:
    """The viewer's area tree around ``chosen``, in three queries at most.

    Refuses ``NOT_VISIBLE`` for an area out of the viewer's reach.
    """
    own = tuple(
        line_of(row) for row in Area.objects.filter(path__in=viewer.areas).order_by("path")
    )
    if chosen is None:
        here = own[0] if len(own) == 1 else None
        below = _children(here.path) if here and here.level not in LOWEST_CHOICE else ()
        return AreaChoices(own=own, chosen=None, above=(), below=below)
    row = Area.objects.filter(pk=chosen).first()
    if row is None or not any(row.path.startswith(path) for path in viewer.areas):
        raise Refusal(Why.NOT_VISIBLE)
    here = line_of(row)
    top = here.path if here.level not in LOWEST_CHOICE else parent(here.path)
    roots = {each.path for each in own}
    wanted = [path for path in (*ancestors(here.path), here.path) if path not in roots]
    reached = [path for path in wanted if any(path.startswith(root) for root in roots)]
    rows = Area.objects.filter(Q(path__in=reached) | Q(parent__path=top)).order_by("path")
    lines = [line_of(each) for each in rows]
    return AreaChoices(
        own=own,
        chosen=here,
        above=tuple(line for line in lines if here.path.startswith(line.path)),
        below=tuple(
            line
            for line in lines
            if not here.path.startswith(line.path)
            and any(line.path.startswith(root) for root in roots)
        ),
    )


def _children(path: str) -> tuple[AreaLine, ...]:
    return tuple(line_of(row) for row in Area.objects.filter(parent__path=path).order_by("path"))


def departments_over(viewer: Viewer) -> dict[UUID, str]:
    """The departments that may be in charge within the viewer's areas: theirs and those above."""
    paths = {path for own in viewer.areas for path in (*ancestors(own), own)}
    rows = Unit.objects.filter(
        Q(area__path__in=paths) | under_any("area__path", viewer.areas),
        kind=UnitKind.DEPARTMENT.value,
        active=True,
    )
    return dict(rows.order_by("area__path", "name").values_list("id", "short")[:MOST_CHOICES])


def area_paths(areas: Iterable[str]) -> dict[str, str]:
    """Full names of areas by path, “云溪区/枫林街道/枫林07格”, in one query."""
    wanted = set(areas) - {""}
    paths = wanted | {above for path in wanted for above in ancestors(path)}
    names = dict(Area.objects.filter(path__in=paths).values_list("path", "name"))
    return {
        path: "/".join(names[each] for each in (*ancestors(path), path) if each in names)
        for path in wanted
    }


def area_codes(areas: Iterable[str]) -> dict[str, str]:
    """Codes of areas by path, in one query."""
    rows = Area.objects.filter(path__in=set(areas) - {""})
    return dict(rows.values_list("path", "code"))
