"""The rows of areas, units, posts, persons, sites and charges of the invented city."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.apps import apps

from anhuan.base.db import bulk_copy
from anhuan.kernel.geo import box_of, read_area
from anhuan.ops.city.names import table
from anhuan.ops.city.records import Appointment, Area, Person, Post, Site
from anhuan.ops.demo.chain import (
    area_charges,
    fields_of,
    party_held,
    party_people,
    party_posts,
    superior_of,
)
from anhuan.ops.demo.world import FIRM_POSTS, RANKS, ROLES, World, department, stable_id, start_of
from anhuan.people.services.persons import hidden_phone
from anhuan.sites.naming import normal_name

LEVELS: Final = {"city": "city", "district": "county", "street": "street", "cell": "cell"}
UNIT_KINDS: Final = {
    "government": "government",
    "committee_office": "committee-office",
    "department": "department",
    "street": "government",
    "station": "station",
    "team": "department",
    "community": "community",
}
SUBJECTS: Final = {
    "firm": "enterprise",
    "person": "individual",
    "shop": "individual",
    "project": "construction",
}
TAGS: Final = {row[0]: row[1] for row in table("tags.txt")}
Row = Mapping[str, Any]


def load_organisation(world: World, progress: Callable[[str, int, int], None]) -> None:
    """Everything but cases, floor by floor: each table after those it points to."""
    city = world.city
    firms = city.firms.count
    _copy("territory", "Area", (_area(world, area) for area in city.areas))
    _copy("territory", "Unit", (_unit(unit) for unit in city.units))
    _copy("territory", "Post", (_post(world, post, key) for post, key in world.posts))
    _copy("people", "Person", (_person(person) for person in city.officials))
    appointments = (
        _held(stable_id("appointment", n), each, key)
        for n, (each, key) in enumerate(world.appointed)
    )
    _copy("territory", "Appointment", appointments)
    _copy("territory", "Post", party_posts(world))
    _copy("people", "Person", party_people(world))
    _copy("territory", "Appointment", party_held(world))
    _copy("duty", "Charge", area_charges(world))
    progress("organisation", 1, 1)
    for start in range(0, firms, 2_000):
        sites = [city.firms.site(n) for n in range(start, min(start + 2_000, firms))]
        _load_sites(world, sites)
        progress("sites", min(start + 2_000, firms), firms)


def _load_sites(world: World, sites: list[Site]) -> None:
    _copy("sites", "Site", (_site(world, site) for site in sites))
    # The owner of a small shop is its safety officer too: one person, one post.
    people = list(
        {
            each.person.key: (site, each) for site in sites for each in reversed(site.people)
        }.values()
    )
    posts = [(site, each) for site, each in people if each.kind in FIRM_POSTS]
    _copy("people", "Person", (_person(each.person) for _, each in people))
    _copy("territory", "Post", (_firm_post(site, each) for site, each in posts))
    _copy("territory", "Appointment", (_firm_held(each.person.key) for _, each in posts))
    _copy("duty", "Charge", (row for site in sites for row in _charges(world, site)))
    _copy("sites", "Voucher", (row for site in sites for row in _vouchers(site)))


def _copy(app: str, name: str, rows: Iterable[Row]) -> None:
    """Load dictionaries that all have the keys of the first one."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    model = apps.get_model(app, name)
    names = tuple(first)

    def values() -> Iterator[tuple[Any, ...]]:
        yield tuple(first.values())
        for row in rows:
            yield tuple(row.values())

    bulk_copy(model, names, values())


def _area(world: World, area: Area) -> Row:
    box = box_of(p for rings in read_area(area.geometry).polygons for p in rings[0])
    return {
        "id": world.area_id(area),
        "version": 1,
        "code": area.code,
        "name": area.name,
        "short": area.short,
        "level": LEVELS[area.level],
        "functional": area.kind == "zone",
        "parent": stable_id("area", area.parent) if area.parent else None,
        "path": world.paths[area.code],
        "geometry": dict(area.geometry),
        "west": box.west,
        "south": box.south,
        "east": box.east,
        "north": box.north,
        "label_lon": area.label[0],
        "label_lat": area.label[1],
    }


def _unit(unit: Any) -> Row:
    return {
        "id": stable_id("unit", unit.key),
        "version": 1,
        "name": unit.name,
        "short": unit.short,
        "kind": UNIT_KINDS[unit.kind],
        "area": stable_id("area", unit.area),
        "parent": stable_id("unit", unit.parent) if unit.parent else None,
        "fields": fields_of(unit.key),
        "phone": "0990-0012350" if UNIT_KINDS[unit.kind] == "committee-office" else "",
        "active": True,
    }


def _post(world: World, post: Post, key: str) -> Row:
    return {
        "id": stable_id("post", key),
        "version": 1,
        "title": post.name,
        "role": ROLES[post.kind].value,
        "unit": stable_id("unit", post.unit),
        "site": None,
        "area": stable_id("area", post.area),
        "area_path": world.paths[post.area],
        "superior": _superior(world, post),
        "rank": RANKS.get(post.kind, 50),
        "active": True,
    }


def _superior(world: World, post: Post) -> UUID | None:
    over = superior_of(world, post)
    return stable_id("post", over) if over in world.seats else None


def _firm_post(site: Site, each: Any) -> Row:
    role, rank = FIRM_POSTS[each.kind]
    return {
        "id": stable_id("post", each.person.key),
        "version": 1,
        "title": each.title,
        "role": role.value,
        "unit": None,
        "site": stable_id("site", site.key),
        "area": None,
        "area_path": "",
        "superior": None,
        "rank": rank,
        "active": True,
    }


def _person(person: Person) -> Row:
    identity = stable_id("person", person.key)
    sealed, masked = hidden_phone(identity, person.phone)
    return {
        "id": identity,
        "version": 1,
        "name": person.name,
        "short": "",
        "phone_sealed": sealed,
        "phone_masked": masked,
    }


def _held(identity: UUID, each: Appointment, post: str) -> Row:
    since = start_of(each.from_on)
    return {
        "id": identity,
        "post": stable_id("post", post),
        "person": stable_id("person", each.person),
        "acting": each.stand_in,
        "basis": each.note,
        "by": None,
        "valid_from": since,
        "valid_to": start_of(each.to_on) if each.to_on else None,
        "recorded_from": since,
        "recorded_to": None,
    }


def _firm_held(person: str) -> Row:
    since = FOUNDED
    return {
        "id": stable_id("appointment", person),
        "post": stable_id("post", person),
        "person": stable_id("person", person),
        "acting": False,
        "basis": "",
        "by": None,
        "valid_from": since,
        "valid_to": None,
        "recorded_from": since,
        "recorded_to": None,
    }


RISKS: Final = {"considerable": "larger"} | {risk: risk for risk in ("major", "general", "low")}
"""The city speaks of 较大 as considerable, the program as larger."""
FOUNDED: Final = datetime.fromisoformat("2022-01-01T00:00:00+08:00")


def _site(world: World, site: Site) -> Row:
    levels = world.levels[world.place(site)]
    code = site.code or ""
    return {
        "id": stable_id("site", site.key),
        "version": 1,
        "name": site.name,
        "short": site.short,
        "former_names": [],
        "normal_name": normal_name(site.name),
        "subject": SUBJECTS[site.kind],
        "code": code,
        "code_missing": "" if code else "个体经营，没有办统一社会信用代码",
        "registered_address": site.registered_address,
        "address": site.address,
        "lon": site.point[0],
        "lat": site.point[1],
        "position_source": "map",
        "position_accuracy_m": 15,
        "area": next(reversed(levels.values())),
        "area_path": world.paths[world.place(site)],
        "city_id": levels.get("city"),
        "county_id": levels.get("district"),
        "street_id": levels.get("street"),
        "cell_id": levels.get("cell"),
        "landlord": stable_id("site", site.host) if site.host else None,
        "operation": "operating",
        "industry": site.industry,
        "industry_version": "GB/T 4754-2017",
        "tags": [TAGS[tag] for tag in site.tags],
        "risk": RISKS[site.risk],
        "supervision_class": "",
        "safety_department": department(world, site.key, "safety"),
        "environment_department": department(world, site.key, "environment"),
        "employees": site.employees,
        "duty_phone": "",
        "search": "\n".join(filter(None, (site.name, site.short, code, site.address))),
    }


def _charges(world: World, site: Site) -> Iterator[Row]:
    for each in world.city.firms.responsibilities(site):
        since = start_of(each.from_on)
        yield {
            "id": stable_id("charge", site.key, each.line),
            "object": stable_id("site", site.key),
            "subject": "",
            "line": each.line,
            "level": "",
            "side": each.side,
            "post": stable_id("post", each.answers),
            "clause": "",
            "by": None,
            "valid_from": since,
            "valid_to": None,
            "recorded_from": since,
            "recorded_to": None,
        }


def _vouchers(site: Site) -> Iterator[Row]:
    """Identity is checked for every third site, so that dossiers differ in completeness."""
    if site.index % 3 == 0:
        for name in ("name", "code", "address"):
            yield {
                "id": stable_id("voucher", site.key, name),
                "site": stable_id("site", site.key),
                "field": name,
                "source": "现场核对营业执照",
                "sensitivity": "internal",
                "verified_by": None,
                "verified_on": FOUNDED.date().replace(year=2026),
                "recorded_at": FOUNDED,
            }
