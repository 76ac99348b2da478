"""Whether every unit is what its facts add up to."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from anhuan.hazards.models import Assessment, HazardUnit
from anhuan.ledger.queries import acts_of_kinds
from anhuan.ledger.types import Difference

KINDS: Final = (
    "hazard.unit-added",
    "hazard.unit-changed",
    "hazard.assessed",
    "hazard.filed",
    "hazard.unit-ended",
)
STATED: Final = ("name", "kind", "persons", "persons_on", "chemicals", "content", "ended_on")
FOUND: Final = (
    *("assessed_content", "assessed_on", "edition", "outcome", "level", "s", "r", "valid_to"),
    *("filed_number", "filed_on"),
)
MADE: Final = ("number", "edition", "outcome", "level", "s", "alpha", "r", "persons", "valid_to")


def differences() -> Iterator[Difference]:
    """Every column of a unit or an assessment that differs from its facts."""
    units: dict[UUID, dict[str, Any]] = {}
    made: dict[UUID, Mapping[str, Any]] = {}
    for act in acts_of_kinds(KINDS):
        units.setdefault(act.subject, {}).update(act.public, version=act.version)
        if act.kind == "hazard.assessed":
            made[UUID(act.public["assessment"])] = act.public
    for row in HazardUnit.objects.order_by("id").iterator(chunk_size=1_000):
        said = units.pop(row.id, None)
        yield from _against(row, said, ("version", *STATED, *FOUND))
    for one in Assessment.objects.order_by("id").iterator(chunk_size=1_000):
        fact = made.pop(one.id, None)
        yield from _against(one, fact, MADE)
        if fact is not None and one.chemicals != fact["chemicals_assessed"]:
            yield _one(one.id, "chemicals", one.chemicals, fact["chemicals_assessed"])
    for key in (*units, *made):
        yield _one(key, "id", None, key)


def _against(row: Any, said: Mapping[str, Any] | None, names: tuple[str, ...]) -> list[Difference]:
    if said is None:
        return [_one(row.id, "id", row.id, None)]
    return [
        _one(row.id, name, here, said.get(name, _unsaid(row, name)))
        for name in names
        if (here := _plain(getattr(row, name))) != said.get(name, _unsaid(row, name))
    ]


def _unsaid(row: Any, name: str) -> Any:
    """What a column holds that no act has named: nothing, as the model says."""
    default = row._meta.get_field(name).get_default()
    return [] if default is list else default


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _one(key: UUID, column: str, stored: Any, replayed: Any) -> Difference:
    return Difference(number=str(key), column=column, stored=stored, replayed=replayed)
