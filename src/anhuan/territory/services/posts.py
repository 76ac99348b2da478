"""Units and their posts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.base.reactions import publish
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.industries import Field
from anhuan.kernel.refusal import Refusal, Why
from anhuan.territory.models import Area, Post, Unit
from anhuan.territory.services.acts import advance, begin, need, owns, shown
from anhuan.territory.types import UnitKind

FIRM_ROLES: Final = frozenset({Role.FIRM_OFFICER, Role.FIRM_HEAD, Role.FIRM_WORKER})
UNIT_FIELDS: Final = ("name", "short", "kind", "parent", "fields", "phone", "active")
POST_FIELDS: Final = ("title", "role", "area", "superior", "rank", "active")


@transaction.atomic
def add_unit(
    *,
    name: str,
    kind: UnitKind,
    area: UUID,
    by: Viewer,
    at: datetime,
    short: str = "",
    parent: UUID | None = None,
    fields: Sequence[str] = (),
    phone: str = "",
) -> UUID:
    """A unit that answers for ``area``; ``fields``: what a department is competent for; ``phone``:
    the number of its office.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``MALFORMED``.
    """
    need(by, _area(area).path)
    given = {
        "name": name,
        "short": short or name,
        "kind": kind,
        "area": area,
        "parent": parent,
        "fields": _known_fields(fields),
        "phone": phone,
    }
    values = cleaned(Unit, given, given)
    return begin(Unit(**values), "unit.added", public=shown(values), by=by, at=at)


@transaction.atomic
def change_unit(
    *, unit_id: UUID, seen_version: int, changes: Mapping[str, Any], by: Viewer, at: datetime
) -> None:
    """Change name, short, kind, parent, fields, phone or active; its area stays.

    Refuses ``NOT_VISIBLE``, ``WRONG_ROLE``, ``MALFORMED`` (parent: circle), ``STALE``.
    """
    row = Unit.objects.select_related("area").filter(pk=unit_id).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    need(by, row.area.path)
    values = cleaned(Unit, changes, UNIT_FIELDS)
    if "fields" in values:
        values["fields"] = _known_fields(values["fields"])
    _no_circle(Unit, "parent", row.id, values.get("parent_id"))
    advance(
        row,
        "unit.changed",
        seen_version=seen_version,
        changes=values,
        public=shown(values),
        by=by,
        at=at,
    )


@transaction.atomic
def add_post(
    *,
    title: str,
    role: Role,
    by: Viewer,
    at: datetime,
    unit: UUID | None = None,
    site: UUID | None = None,
    site_path: str = "",
    area: UUID | None = None,
    superior: UUID | None = None,
    rank: int = 50,
) -> UUID:
    """A post of a unit, or of a site (with the path of the site's area as ``site_path``).

    It reaches ``area``, else its unit's area. Firm roles are for sites, all others for units;
    whoever keeps sites, or the own firm's posts, may add a site's posts. Refuses ``WRONG_ROLE``,
    ``NOT_VISIBLE``, ``MALFORMED``.
    """
    if (unit is None) == (site is None):
        raise Refusal(Why.MALFORMED, field="unit", problem="unit-or-site")
    _fitting(role, site)
    path = site_path if site else _path(_unit(unit), area)
    if not owns(by, site):
        need(by, path, _keeping(by, site))
    given = {
        "title": title,
        "role": role,
        "unit": unit,
        "site": site,
        "area": area,
        "superior": superior,
        "rank": rank,
    }
    values = cleaned(Post, given, given)
    row = Post(**values, area_path=path)
    return begin(row, "post.added", public=shown(values), by=by, at=at)


@transaction.atomic
def change_post(
    *, post_id: UUID, seen_version: int, changes: Mapping[str, Any], by: Viewer, at: datetime
) -> None:
    """Change title, role, area, superior, rank or active; it stays with its unit or site.

    Refuses ``NOT_VISIBLE``, ``WRONG_ROLE``, ``MALFORMED`` (superior: circle), ``STALE``.
    """
    row = Post.objects.select_related("unit__area").filter(pk=post_id).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    need(by, row.area_path, _keeping(by, row.site))
    was_active = row.active
    values = cleaned(Post, changes, POST_FIELDS)
    if "role" in values:
        _fitting(Role(values["role"]), row.site)
    _no_circle(Post, "superior", row.id, values.get("superior_id"))
    public = shown(values)
    if "area_id" in values and row.unit is not None:
        values["area_path"] = _path(row.unit, values["area_id"])
        need(by, values["area_path"])
    advance(
        row,
        "post.changed",
        seen_version=seen_version,
        changes=values,
        public=public,
        by=by,
        at=at,
    )
    if was_active and not values.get("active", True):
        publish("post.closed", post=row.id, by=by.person, at=at)


def _known_fields(given: Any) -> list[str]:
    """The codes in the order of the list of fields. Refuses ``MALFORMED``."""
    if not isinstance(given, (list, tuple)):
        raise Refusal(Why.MALFORMED, field="fields", problem="invalid")
    for code in given:
        if code not in {one.value for one in Field}:
            raise Refusal(Why.MALFORMED, field="fields", problem="invalid_choice")
    return [one.value for one in Field if one.value in given]


def _fitting(role: Role, site: UUID | None) -> None:
    if (role in FIRM_ROLES) != (site is not None):
        raise Refusal(Why.MALFORMED, field="role", problem="not-of-this-body")


def _keeping(by: Viewer, site: UUID | None) -> Capability:
    """What keeping the posts of ``site`` (or of a unit) takes."""
    if site is not None and by.may(Capability.KEEP_SITES):
        return Capability.KEEP_SITES
    return Capability.KEEP_ORGANISATION


def _area(area: UUID) -> Area:
    row = Area.objects.filter(pk=area).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row


def _unit(unit: UUID | None) -> Unit:
    found = Unit.objects.select_related("area")
    row = found.filter(pk=unit).first() if unit else None
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row


def _path(unit: Unit, area: UUID | None) -> str:
    return str(_area(area).path if area else unit.area.path)


def _no_circle(model: type[Unit] | type[Post], key: str, start: UUID, over: UUID | None) -> None:
    """Refuse a chain of ``key`` that would come back to ``start``.

    The rows of the chain are locked, so that two changes cannot close a circle between them.
    """
    seen = {start}
    while over is not None:
        if over in seen:
            raise Refusal(Why.MALFORMED, field=key, problem="circle")
        seen.add(over)
        rows = model._default_manager.select_for_update().filter(pk=over)
        over = rows.values_list(f"{key}_id", flat=True).first()
