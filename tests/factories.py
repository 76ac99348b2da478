"""Rows for tests: small functions with plain defaults, everything invented."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.conf import settings

from anhuan.base import tree
from anhuan.duty.models import Charge
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.chain import Line, Side
from anhuan.people.models import Person
from anhuan.rulebook.queries import rules_at
from anhuan.sites.models import Site
from anhuan.sites.types import Subject
from anhuan.territory.models import Appointment, Area, Post, Unit
from anhuan.territory.queries import viewer_of
from anhuan.territory.types import Level, UnitKind

START = datetime(2020, 1, 1, tzinfo=UTC)
"""From when everything made here holds and is recorded."""
AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
"""A working Monday, ten o'clock in UTC+8."""
TODAY = date(2026, 5, 11)

HOT = 0 if settings.APART else 1
"""How often a statement to the readings counts among those of the first database."""

_codes = count(990_000_000_001)


def area(
    name: str = "安澜市", *, level: Level = Level.CITY, parent: Area | None = None, **more: Any
) -> Area:
    """An area; the next free child of ``parent``, or a root of its own."""
    siblings = Area.objects.filter(parent=parent).count()
    return Area.objects.create(
        name=name,
        level=level,
        parent=parent,
        code=more.pop("code", str(next(_codes))),
        path=tree.child(parent.path if parent else "", siblings + 1),
        **more,
    )


def unit(
    name: str = "安澜市应急管理局",
    *,
    area: Area,
    kind: UnitKind = UnitKind.DEPARTMENT,
    parent: Unit | None = None,
) -> Unit:
    return Unit.objects.create(name=name, short=name, kind=kind, area=area, parent=parent)


def post(
    title: str = "执法员",
    *,
    role: Role = Role.OFFICER,
    unit: Unit | None = None,
    site: UUID | None = None,
    area: Area | None = None,
    superior: Post | None = None,
    rank: int = 50,
) -> Post:
    """A post of a unit or of a site; it reaches its own area, else its unit's."""
    home = area or (unit.area if unit else None)
    return Post.objects.create(
        title=title,
        role=role,
        unit=unit,
        site=site,
        area=area,
        area_path=home.path if home else "",
        superior=superior,
        rank=rank,
    )


def person(name: str = "林安", *, phone_masked: str = "") -> Person:
    return Person.objects.create(name=name, phone_masked=phone_masked)


def appointed(
    person: Person,
    post: Post,
    *,
    since: datetime = START,
    until: datetime | None = None,
    acting: bool = False,
) -> Appointment:
    """``person`` in ``post`` over [since, until), recorded at ``since``."""
    return Appointment.objects.create(
        person=person,
        post=post,
        acting=acting,
        valid_from=since,
        valid_to=until,
        recorded_from=since,
    )


def charged(
    thing: Site | Area,
    post: Post,
    *,
    line: Line = Line.TERRITORY,
    subject: str = "",
    side: Side = Side.GOVERNMENT,
    since: datetime = START,
) -> Charge:
    """``post`` answers for ``thing`` on ``line`` from ``since`` on."""
    return Charge.objects.create(
        object=thing.id,
        post=post,
        line=line,
        subject=subject,
        side=side,
        valid_from=since,
        recorded_from=since,
    )


def site(name: str = "安澜市宏远机械有限公司", *, area: Area | None = None, **more: Any) -> Site:
    """A site in ``area``, with the scope columns of the areas above it."""
    found = {row.level: row.id for row in _lineage(area)}
    address = more.pop("address", "安澜市东港街道海棠路 18 号")
    return Site.objects.create(
        name=name,
        normal_name=name,
        subject=more.pop("subject", Subject.ENTERPRISE),
        address=address,
        area=area,
        area_path=area.path if area else "",
        city_id=found.get(Level.CITY),
        county_id=found.get(Level.COUNTY),
        street_id=found.get(Level.STREET),
        cell_id=found.get(Level.CELL),
        search=f"{name} {more.get('short', '')} {more.get('code', '')} {address}",
        **more,
    )


def _lineage(area: Area | None) -> list[Area]:
    if area is None:
        return []
    return [*Area.objects.filter(path__in=tree.ancestors(area.path)), area]


def viewer_for(person: Person, at: datetime = AT) -> Viewer:
    """The person with the posts held at ``at``; capabilities need the ``rules`` fixture."""
    table = rules_at(at).capabilities
    return viewer_of(person.id, name=person.name, at=at, table=table)


def viewer_in(role: Role, *, area: Area | None = None, **where: Any) -> Viewer:
    """A new person in a new post of ``role``: of a unit over ``area``, or of ``site=``."""
    if area is not None and "unit" not in where and "site" not in where:
        where["unit"] = unit(area=area)
    someone = person()
    appointed(someone, post(role=role, **where))
    return viewer_for(someone)
