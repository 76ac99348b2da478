"""Which tasks and documents a viewer may see: one rule, as a check and as a filter."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from anhuan.base.outside import number_in
from anhuan.base.tree import under_any
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.task_steps import GIVE
from anhuan.tasks.models import Involved, Task, UpperDocument

OVERSEEING = frozenset({Role.LEADER, Role.OFFICE})
"""Who stands above the units of an area. A department of the same county does not: of what it
supports in a street it sees its part."""


def _areas(viewer: Viewer) -> tuple[str, ...]:
    seats = [seat for seat in viewer.seats if seat.unit is not None and seat.area_path]
    return tuple(seat.area_path for seat in seats if seat.role in OVERSEEING)


def _above(viewer: Viewer, *names: str) -> Q:
    condition = Q(pk__in=[])
    for name in names:
        condition |= under_any(name, _areas(viewer))
    return condition


def _is_above(viewer: Viewer, path: str) -> bool:
    return any(path.startswith(area) for area in _areas(viewer))


def _involved(viewer: Viewer, **more: bool) -> Exists:
    rows = Involved.objects.filter(task=OuterRef("pk"), unit__in=viewer.units, **more)
    return Exists(rows)


def whole_by(viewer: Viewer) -> Q:
    """Tasks that the viewer sees with everything in them."""
    return Q(_involved(viewer, whole=True)) | _above(viewer, "asker_path", "lead_path")


def seen_by(viewer: Viewer) -> Q:
    """These, and the ones of which the viewer's unit has a part."""
    return Q(_involved(viewer)) | _above(viewer, "asker_path", "lead_path")


def sees_whole(viewer: Viewer, row: Task) -> bool:
    """The same as ``whole_by`` for one task."""
    if any(path and _is_above(viewer, path) for path in (row.asker_path, row.lead_path)):
        return True
    return (
        bool(viewer.units)
        and Involved.objects.filter(task=row, unit__in=viewer.units, whole=True).exists()
    )


def may_mark(viewer: Viewer, row: Task) -> bool:
    """Whether the viewer says that a visible task is key: who asked for it, or stands above."""
    gives = any(viewer.may(each) for each in GIVE)
    return gives and (row.asker_unit_id in viewer.units or _is_above(viewer, row.asker_path))


def part_of(viewer: Viewer, row: Task) -> str:
    """The part that the viewer's unit has in a task, or ``""``."""
    rows = Involved.objects.filter(task=row, unit__in=viewer.units).exclude(part="")
    return "\n".join(rows.order_by("id").values_list("part", flat=True))


def visible(viewer: Viewer) -> QuerySet[Task]:
    return Task.objects.filter(seen_by(viewer))


def find(viewer: Viewer, number: str) -> Task:
    """The task with that number, or the refusal that there is none for this viewer."""
    row = visible(viewer).filter(number=number_in(number)).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row


def documents_of(viewer: Viewer) -> QuerySet[UpperDocument]:
    """Documents of the viewer's units and of units below."""
    mine = Q(unit__in=viewer.units) | _above(viewer, "area_path")
    return UpperDocument.objects.filter(mine)
