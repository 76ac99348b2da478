"""A firm with a tank farm, for the tests of hazard sources."""

from datetime import date
from typing import Any
from uuid import UUID

from anhuan.hazards.models import HazardUnit
from anhuan.hazards.services import add_unit
from anhuan.kernel.access import Viewer
from tests import factories as make

AMMONIA = {"name": "液氨", "cas": "7664-41-7", "quantity": "120", "storage": "储罐"}
PETROL = {"name": "汽油", "quantity": "26.64", "classes": "W5.3"}
TANKS = {
    "name": "氨罐区",
    "kind": "storage",
    "boundary": "罐区防火堤",
    "persons": 60,
    "persons_source": "街道人口台账",
    "persons_on": date(2026, 4, 1),
}


def stated(site: Any, by: Viewer, *chemicals: dict[str, Any], **more: Any) -> UUID:
    """A unit of ``site`` with ``chemicals``, ammonia if none is named."""
    given = TANKS | {"chemicals": list(chemicals) or [AMMONIA]} | more
    return add_unit(site_id=site.id, given=given, by=by, at=make.AT)


def row(unit: UUID) -> HazardUnit:
    return HazardUnit.objects.get(pk=unit)
