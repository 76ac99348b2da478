"""The files that an act on a case brings along."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from anhuan.cases import models
from anhuan.cases.types import Exhibit
from anhuan.evidence.services import attach
from anhuan.evidence.types import Scope
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Fact


def ids_of(exhibits: Sequence[Exhibit]) -> list[UUID]:
    return [exhibit.use_id for exhibit in exhibits]


def attach_all(
    row: models.Case, fact: Fact, exhibits: Sequence[Exhibit], *, by: Viewer, at: datetime
) -> None:
    scope = Scope(area_path=row.area_path, unit=row.unit_id, site=row.site_id)
    for exhibit in exhibits:
        attach(
            exhibit.file,
            owner_kind="case",
            owner=row.id,
            scope=scope,
            by=by.person,
            at=at,
            label=f"{fact.action.value}:{row.round}",
            capture=exhibit.capture,
            use_id=exhibit.use_id,
        )
