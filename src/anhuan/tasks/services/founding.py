"""What a new task stands on: who asks, of which whole it is a part, from which clause it comes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.base.rows import swap_row
from anhuan.kernel.access import Seat, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.task import TaskKind
from anhuan.tasks.models import Clause, Involved, Task
from anhuan.tasks.scope import documents_of, visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """``data`` goes into the fact, ``words`` beside it; ``above`` are units that see it too."""

    unit: UUID
    data: dict[str, Any]
    words: dict[str, Any] = field(default_factory=dict)
    clause: UUID | None = None
    source: str = ""
    original: str = ""
    above: frozenset[UUID] = frozenset()


def founded(
    values: Mapping[str, Any], *, by: Viewer, at: datetime, divide: Callable[[str], Task]
) -> Founding:
    """Refuses ``NOT_VISIBLE``, ``CLAUSE_TAKEN``, and ``MISSING`` for an amount of nothing."""
    parent = _parent(values.get("parent"), by, divide)
    clause = _clause(values.get("clause"), by)
    seat = _seat(by, parent)
    kind = TaskKind(values["kind"]) if "kind" in values else _kind(parent, clause)
    words = {}
    if "quantity" in values:
        words["measure_unit"] = _measure(values, parent)
    elif "measure_unit" in values:
        raise Refusal(Why.MISSING, fields=("quantity",))
    above: set[UUID] = set()
    source, original = "", ""
    if parent is not None:
        rows = Involved.objects.filter(task=parent, whole=True)
        above = set(rows.values_list("unit", flat=True))
        source, original = parent.source, parent.original
    if clause is not None:
        source, original = _source(clause), clause.original
        above.add(clause.document.unit_id)
    assert seat.unit is not None
    return Founding(
        unit=seat.unit,
        data={
            "kind": kind,
            "parent": parent.id if parent else None,
            "asker_unit": seat.unit,
            "asker_post": seat.post,
        },
        words=words,
        clause=clause.id if clause else None,
        source=source[:400],
        original=original,
        above=frozenset(above),
    )


def _parent(parent: UUID | None, by: Viewer, divide: Callable[[str], Task]) -> Task | None:
    if parent is None:
        return None
    number = visible(by).filter(pk=parent).values_list("number", flat=True).first()
    if number is None:
        raise Refusal(Why.NOT_VISIBLE)
    return divide(number)


def _clause(clause: UUID | None, by: Viewer) -> Clause | None:
    if clause is None:
        return None
    documents = documents_of(by)
    row = Clause.objects.filter(pk=clause, document__in=documents).select_related("document")
    found = row.first()
    if found is None:
        raise Refusal(Why.NOT_VISIBLE)
    if found.aside_reason or found.is_heading:
        raise Refusal(Why.CLAUSE_TAKEN)
    # Its version moves with every task, so that nobody sets it aside at the same moment.
    stale = Refusal(Why.STALE, version=None)
    swap_row(Clause, found.pk, found.version, {}, otherwise=stale)
    return found


def _kind(parent: Task | None, clause: Clause | None) -> TaskKind:
    if clause is not None:
        return TaskKind.CLAUSE
    return TaskKind(parent.kind) if parent is not None else TaskKind.ACTION_ITEM


def _measure(values: Mapping[str, Any], parent: Task | None) -> str:
    """Parts are counted as the whole is, or they would not add up."""
    if parent is not None and parent.measure_unit:
        return parent.measure_unit
    own = str(values.get("measure_unit", ""))
    if not own:
        raise Refusal(Why.MISSING, fields=("measure_unit",))
    if len(own) > 20:
        raise Refusal(Why.MALFORMED, field="measure_unit", problem="too-long", most=20)
    return own


def _seat(by: Viewer, parent: Task | None) -> Seat:
    seats = [seat for seat in by.seats if seat.unit is not None]
    if not seats:
        raise Refusal(Why.WRONG_ROLE)
    if parent is None:
        return seats[0]
    order = (parent.lead_unit_id, parent.asker_unit_id)
    known = [seat for unit in order for seat in seats if seat.unit == unit]
    return known[0] if known else seats[0]


def _source(clause: Clause) -> str:
    document = clause.document
    title = " ".join(word for word in (document.title, document.number) if word)
    return f"《{document.title}》{document.number} {clause.label}".strip() if title else ""


def involve(row: Task, base: Founding) -> None:
    """The unit that asks and those above in the tree see the task whole."""
    units = sorted({base.unit, *base.above})
    Involved.objects.bulk_create(Involved(task=row, unit_id=unit, whole=True) for unit in units)
