"""Hazard sources of the invented city, stated and assessed through the live program."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.apps import apps

from anhuan.hazards.queries import unit
from anhuan.hazards.services import add_unit, assess_unit, change_unit, file_unit
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.ops.demo.tasks import Told
from anhuan.ops.demo.world import World

KEEPER: Final = "linjie"
LEDGER: Final = "街道人口台账"
AMMONIA: Final = {"name": "液氨", "cas": "7664-41-7", "storage": "储氨器"}
FUEL: Final = (
    {"name": "汽油", "quantity": "26.64", "classes": "W5.3", "storage": "埋地油罐"},
    {"name": "柴油", "quantity": "22.95", "classes": "W5.4", "storage": "埋地油罐"},
)
SOLVENTS: Final = (
    {
        "name": "甲醇",
        "cas": "67-56-1",
        "quantity": "620",
        "classes": "W5.3",
        "storage": "固定顶罐",
    },
    {
        "name": "甲苯",
        "cas": "108-88-3",
        "quantity": "380",
        "classes": "W5.3",
        "storage": "内浮顶罐",
    },
)
ASSESSED, FILED, CHANGED, STATED = 3, 2, 1, 0
# Which places by their tag, what stands there, and how far it was brought: filed, changed since.
UNITS: Final[tuple[tuple[str, int, str, str, int, tuple[dict[str, str], ...], int], ...]] = (
    ("涉氨制冷", 0, "制冷机房", "production", 64, (AMMONIA | {"quantity": "14.5"},), FILED),
    ("涉氨制冷", 1, "速冻车间", "production", 36, (AMMONIA | {"quantity": "8.2"},), CHANGED),
    ("加油", 0, "油罐区", "storage", 28, FUEL, ASSESSED),
    ("加油", 1, "油罐区", "storage", 90, FUEL, STATED),
    ("危险化学品", 0, "储罐区", "storage", 118, SOLVENTS, FILED),
)


def load_hazards(world: World, at: datetime) -> int:
    """Returns how many units were stated; a place that a small city lacks is left out."""
    by = Told(world, at).viewer(KEEPER, 30)
    count = 0
    for tag, n, name, kind, persons, chemicals, state in UNITS:
        site = _site(by, tag, n)
        if site is None:
            continue
        given: dict[str, Any] = {
            "name": name,
            "kind": kind,
            "boundary": f"{name}外墙" if kind == "production" else "防火堤",
            "persons": persons,
            "persons_source": LEDGER,
            "persons_on": day_of(by.at) - timedelta(days=20),
            "chemicals": list(chemicals),
        }
        _bring(add_unit(site_id=site, given=given, by=by, at=by.at), state, by)
        count += 1
    return count


def _site(by: Viewer, tag: str, n: int) -> UUID | None:
    rows = apps.get_model("sites", "Site").objects.filter(
        operation="operating", area_path__under=by.areas[0]
    )
    tagged = [row.pk for row in rows.order_by("normal_name", "id") if tag in row.tags]
    return tagged[n] if n < len(tagged) else None


def _bring(unit_id: UUID, state: int, by: Viewer) -> None:
    """Assess, file, change."""

    def version() -> int:
        return unit(by, unit_id).line.version

    if state == STATED:
        return
    assess_unit(unit_id=unit_id, seen_version=version(), by=by, at=by.at)
    if state == FILED and unit(by, unit_id).line.level is not None:
        given = {
            "filed_number": f"安云危源〔{by.at.year}〕{unit(by, unit_id).line.level:02d} 号",
            "filed_on": day_of(by.at),
        }
        file_unit(unit_id=unit_id, seen_version=version(), given=given, by=by, at=by.at)
    if state == CHANGED:
        changes = {"chemicals": [AMMONIA | {"quantity": "11.6"}]}
        change_unit(unit_id=unit_id, seen_version=version(), changes=changes, by=by, at=by.at)
