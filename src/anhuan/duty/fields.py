"""Who leads a city, a district or a street, and in which field each deputy answers for safety
and for the environment (党政同责、一岗双责)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from anhuan.base.periods import holds
from anhuan.duty.bearings import HEADED
from anhuan.duty.models import Charge
from anhuan.kernel.access import Viewer
from anhuan.kernel.chain import Side
from anhuan.kernel.duty import Capacity
from anhuan.kernel.sponsoring import LED, Domain
from anhuan.rulebook.queries import deputy_fields_at, duties_at
from anhuan.rulebook.types import DutyRule, NamedRule
from anhuan.territory.leading import Lead, leads
from anhuan.territory.queries import visible_areas

Fields = Mapping[str, NamedRule]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One who leads: as head of a side, or as deputy, with the fields in each domain; a head may
    have some too."""

    lead: Lead
    capacity: Capacity | None
    side: Side | None
    fields: Mapping[Domain, tuple[str, ...]]
    duties: Mapping[Domain, tuple[str, ...]]

    @property
    def idle(self) -> bool:
        """A leader of the government whom no field was given."""
        return self.capacity is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """What nobody answers for: a head of a side, or a field. ``post`` where one is charged and
    stands vacant."""

    side: Side | None = None
    code: str = ""
    name: str = ""
    domain: Domain | None = None
    post: Lead | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """One city, district or street with its heads and deputies; ``empty`` are its gaps."""

    area: UUID
    name: str
    level: str
    path: str
    seats: tuple[Seat, ...]
    empty: tuple[Empty, ...]

    def head(self, side: Side) -> Seat | None:
        heads = (one for one in self.seats if one.capacity is Capacity.HEAD)
        return next((one for one in heads if one.side is side), None)

    @property
    def gaps(self) -> int:
        """Empty heads and fields, and leaders without a field."""
        return len(self.empty) + sum(one.idle for one in self.seats)


def led(viewer: Viewer, *, path: str = "", at: datetime, known_at: datetime) -> list[Led]:
    """The cities, districts and streets in the viewer's reach, or under ``path`` of it, with
    whoever led them at ``at`` as recorded by ``known_at``; six queries however many they are."""
    rows = visible_areas(viewer).filter(level__in=LED, active=True)
    rows = rows.filter(path__under=path) if path else rows
    areas = list(rows.only("id", "name", "short", "level", "path"))
    named = Charge.objects.filter(
        holds(at, known_at),
        Q(level__in=[Capacity.HEAD, Capacity.DEPUTY]) | HEADED,
        object__in=[area.id for area in areas],
    )
    charges: dict[UUID, list[Charge]] = {}
    for row in named.order_by("level", "side", "subject", "id"):
        charges.setdefault(row.object, []).append(row)
    posts = {row.post_id for rows in charges.values() for row in rows}
    found = leads([area.id for area in areas], posts, at=at, known_at=known_at)
    rules = _Rules(deputy_fields_at(at, known_at=known_at), duties_at(at, known_at=known_at))
    return [
        _led(area.id, area.short or area.name, area.level, area.path, charges, found, rules)
        for area in areas
    ]


@dataclass(frozen=True, slots=True)
class _Rules:
    fields: Fields
    duties: Mapping[str, DutyRule]


def _led(
    area: UUID,
    name: str,
    level: str,
    path: str,
    charges: Mapping[UUID, list[Charge]],
    found: Mapping[UUID, Lead],
    rules: _Rules,
) -> Led:
    own = charges.get(area, [])
    heads = [row for row in own if row.level in (Capacity.HEAD, level)]
    deputies = [row for row in own if row.level == Capacity.DEPUTY]
    fields: dict[UUID, list[str]] = {}
    sides: dict[UUID, Side] = {}
    for row in [*heads, *deputies]:
        sides.setdefault(row.post_id, Side(row.side))
        fields.setdefault(row.post_id, [])
        if row.level == Capacity.DEPUTY:
            fields[row.post_id].append(row.subject)
    headed = {row.post_id for row in heads}
    seats = [
        _seat(
            found[post],
            Capacity.HEAD if post in headed else Capacity.DEPUTY,
            sides[post],
            codes,
            rules,
        )
        for post, codes in fields.items()
    ]
    seats.sort(key=lambda one: (one.capacity is not Capacity.HEAD, one.side is not Side.PARTY))
    charged = {row.post_id for row in own}
    seats += [
        _seat(one, None, None, [], rules)
        for one in found.values()
        if one.area == area and one.post not in charged and one.person is not None
    ]
    return Led(
        area=area,
        name=name,
        level=level,
        path=path,
        seats=tuple(seats),
        empty=(*_headless(heads, found), *_fieldless(level, deputies, found, rules.fields)),
    )


def _seat(
    lead: Lead, capacity: Capacity | None, side: Side | None, codes: list[str], rules: _Rules
) -> Seat:
    return Seat(
        lead=lead,
        capacity=capacity,
        side=side,
        fields={domain: _names(codes, domain, rules.fields) for domain in Domain},
        duties={domain: _texts(capacity, side, domain, rules.duties) for domain in Domain},
    )


def _names(codes: list[str], domain: Domain, fields: Fields) -> tuple[str, ...]:
    """Names of the fields of a domain; a field the rulebook does not know counts as safety."""
    found = []
    for code in codes:
        rule = fields.get(code)
        own = rule.rule.domain if rule else Domain.SAFETY
        if own is domain and code:
            found.append(rule.name if rule else code)
    return tuple(found)


def _texts(
    capacity: Capacity | None, side: Side | None, domain: Domain, duties: Mapping[str, DutyRule]
) -> tuple[str, ...]:
    if capacity is None:
        return ()
    found = []
    for rule in duties.values():
        bearer = rule.duty.bearer
        mine = bearer.capacity is capacity and bearer.side in (None, side)
        if mine and bearer.domain in ("", domain.value):
            found.append(rule.duty.text)
    return tuple(found)


def _headless(heads: list[Charge], found: Mapping[UUID, Lead]) -> list[Empty]:
    empty = []
    for side in (Side.PARTY, Side.GOVERNMENT):
        posts = [found[row.post_id] for row in heads if row.side == side]
        if not any(one.person for one in posts):
            empty.append(Empty(side=side, post=posts[0] if posts else None))
    return empty


def _fieldless(
    level: str, deputies: list[Charge], found: Mapping[UUID, Lead], fields: Fields
) -> list[Empty]:
    empty = []
    for code, rule in fields.items():
        if level not in rule.rule.levels:
            continue
        posts = [found[row.post_id] for row in deputies if row.subject == code]
        if not any(one.person for one in posts):
            first = posts[0] if posts else None
            empty.append(Empty(code=code, name=rule.name, domain=rule.rule.domain, post=first))
    return empty
