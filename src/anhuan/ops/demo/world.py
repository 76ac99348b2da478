"""The organisation of the invented city with stable identifiers, and lookups for the play."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from anhuan.base.tree import child
from anhuan.kernel.access import Role
from anhuan.ops.city.plan import City
from anhuan.ops.city.records import LOCAL, Appointment, Area, Post, Site

ROLES: Final[Mapping[str, Role]] = {
    "leader": Role.LEADER,
    "office_head": Role.OFFICE,
    "office_officer": Role.OFFICE,
    "deputy_director": Role.APPROVER,
    "section_chief": Role.OFFICER,
    "officer": Role.OFFICER,
    "enforcement": Role.OFFICER,
    "station_head": Role.APPROVER,
    "station_deputy": Role.OFFICER,
    "cell_chief": Role.GRID,
    "cell_inspector": Role.GRID,
    "community_head": Role.GRID,
    "administrator": Role.ADMIN,
}
RANKS: Final = {
    "leader": 10,
    "office_head": 20,
    "deputy_director": 20,
    "station_head": 20,
    "station_deputy": 30,
    "section_chief": 40,
    "office_officer": 30,
    "cell_chief": 40,
}
FIRM_POSTS: Final = {"main": (Role.FIRM_HEAD, 10), "safety": (Role.FIRM_OFFICER, 20)}


def stable_id(*parts: object, at: datetime | None = None) -> UUID:
    """A UUIDv7-shaped identifier that only depends on ``parts`` and the instant."""
    digest = hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=16).digest()
    moment = int(at.timestamp() * 1000) if at else 1_700_000_000_000
    high = moment << 16 | 0x7000 | int.from_bytes(digest[:2], "big") >> 4
    low = 0x8000000000000000 | int.from_bytes(digest[8:], "big") >> 2
    return UUID(int=high << 64 | low)


def _seat_key(post: str, seat: int) -> str:
    return f"{post}#{seat + 1}" if seat else post


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)


@dataclass(frozen=True, slots=True)
class Seat:
    """A post as the play needs it."""

    post: UUID
    unit: UUID | None
    site: UUID | None
    role: Role
    title: str


@dataclass(slots=True)
class World:
    """Everything of the city by key. Firms are made when they are first asked for."""

    city: City
    paths: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[str, UUID]] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    held: dict[str, list[tuple[date, date | None, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_unit: dict[UUID, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    holders: dict[str, list[tuple[date, date | None, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    posts: list[tuple[Post, str]] = field(default_factory=list)
    appointed: list[tuple[Appointment, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    stations: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def of(cls, city: City) -> "World":
        world = cls(city)
        world._areas()
        world._appoint()
        for post, key in world.posts:
            unit = stable_id("unit", post.unit)
            role = ROLES[post.kind]
            world.seats[key] = Seat(stable_id("post", key), unit, None, role, post.name)
            world.by_unit[unit].append((RANKS.get(post.kind, 50), key))
        for ranked in world.by_unit.values():
            ranked.sort()
        for person in city.officials:
            world.names[person.key] = person.name
        for each, key in world.appointed:
            world.held[each.person].append((each.from_on, each.to_on, key))
            world.holders[key].append((each.from_on, each.to_on, each.person))
        for body in city.units:
            if body.kind == "station":
                world.stations[body.area] = stable_id("unit", body.key)
        return world

    def _appoint(self) -> None:
        """A post has one holder at a time: a second seat of the city is a second post here."""
        by_post: dict[str, list[Appointment]] = defaultdict(list)
        for each in self.city.appointments:
            by_post[each.post].append(each)
        for post in self.city.posts:
            free: list[date] = [date.min] * post.seats
            for each in sorted(by_post[post.key], key=lambda a: (a.stand_in, a.from_on)):
                seat = 0
                if not each.stand_in:
                    open_seats = [n for n, until in enumerate(free) if until <= each.from_on]
                    seat = open_seats[0] if open_seats else len(free)
                    free[seat : seat + 1] = [each.to_on or date.max]
                self.appointed.append((each, _seat_key(post.key, seat)))
            self.posts += [(post, _seat_key(post.key, n)) for n in range(len(free))]

    def _areas(self) -> None:
        children: dict[str | None, int] = defaultdict(int)
        for area in self.city.areas:
            above = self.paths.get(area.parent or "", "")
            self.paths[area.code] = child(above, children[area.parent])
            children[area.parent] += 1
            over = self.levels.get(area.parent or "", {})
            self.levels[area.code] = over | {area.level: self.area_id(area)}

    @staticmethod
    def area_id(area: Area) -> UUID:
        return stable_id("area", area.code)

    def place(self, site: Site) -> str:
        """The code of the smallest area the site lies in."""
        return site.cell or site.street

    def person_seats(self, person: str, on: date) -> list[Seat]:
        """The posts a person holds on a day; people of firms hold theirs for ever."""
        if person.startswith("s"):
            return self._firm_seats(person)
        found = self.held.get(person, ())
        return [self.seats[p] for since, until, p in found if since <= on < (until or date.max)]

    def _firm_seats(self, person: str) -> list[Seat]:
        key = person.rsplit("-", 1)[0]
        site = self.city.firms.site(int(key[1:]))
        for each in site.people:
            if each.person.key == person and each.kind in FIRM_POSTS:
                role = FIRM_POSTS[each.kind][0]
                post = stable_id("post", person)
                return [Seat(post, None, stable_id("site", key), role, each.title)]
        return []

    def holder(self, post: str, on: date) -> str | None:
        found = self.holders.get(post, ())
        return next((p for since, until, p in found if since <= on < (until or date.max)), None)

    def staff(self, unit: UUID, on: date, *roles: Role) -> list[tuple[Seat, str]]:
        """Posts of a unit that somebody holds on a day, with the person, in order of ``roles``."""
        found = []
        for role in roles:
            for _, post in self.by_unit.get(unit, ()):
                person = self.holder(post, on)
                if self.seats[post].role is role and person:
                    found.append((self.seats[post], person))
        return found

    def post_of(self, unit: UUID, *roles: Role) -> UUID | None:
        """What the live program would choose: the first post by role, then rank."""
        for role in roles:
            for _, post in self.by_unit.get(unit, ()):
                if self.seats[post].role is role:
                    return self.seats[post].post
        return None

    def firm_post(self, site: Site) -> UUID | None:
        for kind in ("safety", "main"):
            for each in site.people:
                if each.kind == kind:
                    return stable_id("post", each.person.key)
        return None


def department(world: World, site: str, domain: str) -> UUID | None:
    """The department in charge of the firm: its industry's, for environment the ecology one."""
    firm = world.city.firms.site(int(site[1:]))
    if domain == "environment":
        return stable_id("unit", f"{firm.district[:6]}/ecology")
    for line in world.city.firms.responsibilities(firm):
        if line.line == "industry" and line.answers in world.seats:
            return world.seats[line.answers].unit
    return None
