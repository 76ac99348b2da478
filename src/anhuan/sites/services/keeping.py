"""What a site was is kept when it changes, so that a past day can be asked."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from anhuan.sites.models import Former, Site
from anhuan.sites.past import KEPT


def state_of(row: Site) -> dict[str, Any]:
    """The columns that decide who answers for the site, as JSON holds them."""
    return {name: _plain(getattr(row, name)) for name in KEPT}


def keep(site: UUID, was: Mapping[str, Any], *, at: datetime) -> None:
    """Note what the site was up to ``at``; in the transaction of the change."""
    Former.objects.create(site=site, values=dict(was), until=at)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID | date) else value
