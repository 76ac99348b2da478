"""A prefecture of invented places for the certificate: 17 counties, 158 townships, 2,326 villages
of two cells each, and as many sites as asked for."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from anhuan.base.db import bulk_copy
from anhuan.base.ids import new_id
from anhuan.kernel.industries import Field, categories

SINCE = datetime(2024, 1, 1, tzinfo=UTC)
SUBJECTS = ("safety", "environment", "fire", "traffic", "food", "equipment")
TOWNSHIPS = (10,) * 5 + (9,) * 12
"""158 in 17 counties."""
LONG = 114
"""So many townships have 15 villages, the others 14: 2,326 in all."""
STEPS = 3
"""Corners on each side of a cell, so that outlines are not bare boxes."""
INDUSTRIES = [code for code in categories() if code.isdigit() and code != "97"]


class Prefecture:
    """Fills the tables; keeps the ids that the benchmark changes something at."""

    def __init__(self, sites: int) -> None:
        self.rows: dict[str, list[tuple[Any, ...]]] = {}
        self.cells: list[tuple[UUID, str, tuple[float, float], UUID]] = []
        self.departments: list[UUID] = []
        self.chiefs: list[UUID] = []
        self.firm_posts: list[UUID] = []
        self.sites: list[UUID] = []
        self.heads: list[UUID] = []
        self._areas()
        self._sites(sites)
        self._store()

    def _add(self, name: str, *values: Any) -> None:
        self.rows.setdefault(name, []).append(values)

    def _areas(self) -> None:
        city = self._area("140000", "city", None, "0001", [(0, 0, 158 * 2, 15)])
        hall = self._unit("市政府", "government", city, [])
        mayor = self._post(hall, city, "0001", None)
        self._charge(city, mayor, "territory", "city", "government")
        party = self._post(hall, city, "0001", None)
        self._charge(city, party, "territory", "city", "party")
        west, township = 0, 0
        for number, many in enumerate(TOWNSHIPS):
            path = f"0001{number + 1:04d}"
            height = 15 if township < LONG else 14
            box = [(west, 0, west + 2 * many, height)]
            county = self._area(f"C{number}", "county", city, path, box)
            head = self._county(county, path, mayor)
            for place in range(many):
                tall = 15 if township < LONG else 14
                self._township(county, f"{path}{place + 1:04d}", head, (west, tall))
                west += 2
                township += 1

    def _county(self, county: UUID, path: str, mayor: UUID) -> UUID:
        hall = self._unit("县政府", "government", county, [])
        head = self._post(hall, county, path, mayor)
        self.heads.append(head)
        self._charge(county, head, "territory", "county", "government")
        party = self._post(hall, county, path, mayor)
        self._charge(county, party, "territory", "county", "party")
        for field in Field:
            unit = self._unit(f"{field}局", "department", county, [field.value])
            self.departments.append(self._post(unit, county, path, head))
        return head

    def _township(self, county: UUID, path: str, head: UUID, at: tuple[int, int]) -> None:
        west, tall = at
        area = self._area(f"T{path}", "street", county, path, [(west, 0, west + 2, tall)])
        unit = self._unit("乡政府", "government", area, [])
        chief = self._post(unit, area, path, head)
        self._charge(area, chief, "territory", "street", "government")
        party = self._post(unit, area, path, head)
        self._charge(area, party, "territory", "street", "party")
        for n in range(tall):
            below = f"{path}{n + 1:04d}"
            village = self._area(
                f"V{below}", "community", area, below, [(west, n, west + 2, n + 1)]
            )
            keeper = self._post(unit, village, below, chief)
            self._charge(village, keeper, "territory", "community", "government")
            for half in range(2):
                self._cell(village, f"{below}{half + 1:04d}", (unit, keeper), (west + half, n))

    def _cell(
        self, village: UUID, path: str, over: tuple[UUID, UUID], at: tuple[int, int]
    ) -> None:
        x, y = at
        cell = self._area(f"G{path}", "cell", village, path, [(x, y, x + 1, y + 1)])
        post = self._post(over[0], cell, path, over[1])
        self.chiefs.append(post)
        self._charge(cell, post, "territory", "cell", "government")
        self.cells.append((cell, path, (x + 0.5, y + 0.5), post))

    def _area(
        self, code: str, level: str, parent: UUID | None, path: str, boxes: Sequence[Any]
    ) -> UUID:
        key = new_id()
        west, south, east, north = boxes[0]
        ring = [_degrees(*point) for point in _ring(west, south, east, north)]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        low, high = _degrees(west, south), _degrees(east, north)
        self._add(
            "Area", key, 1, code, code, "", level, False, parent, path, geometry, *low, *high
        )
        return key

    def _unit(self, name: str, kind: str, area: UUID, fields: list[str]) -> UUID:
        key = new_id()
        self._add("Unit", key, 1, name, name, kind, area, None, fields, True)
        return key

    def _post(self, unit: UUID | None, area: UUID | None, path: str, over: UUID | None) -> UUID:
        key = new_id()
        self._add("Post", key, 1, "负责人", "leader", unit, None, area, path, over, 50, True)
        self._appoint(key)
        return key

    def _appoint(self, post: UUID) -> None:
        person = new_id()
        self._add("Person", person, 1, "某人", "", b"", "")
        self._add("Appointment", new_id(), post, person, False, "", SINCE, SINCE)

    def _charge(self, thing: UUID, post: UUID, line: str, level: str, side: str) -> None:
        self._add("Charge", new_id(), thing, "", line, level, side, post, "", SINCE, SINCE)

    def _sites(self, many: int) -> None:
        """Every tenth site has its officials by name; the others by department and cell."""
        dice = Random(1)
        for number in range(many):
            cell, path, (x, y), chief = dice.choice(self.cells)
            lon, lat = _degrees(x + dice.random() * 0.8 - 0.4, y + dice.random() * 0.8 - 0.4)
            key, post = new_id(), new_id()
            name, industry = f"企业{number}", dice.choice(INDUSTRIES)
            self._add(
                "Site", key, 1, name, "", [], name, "enterprise", "", "", "", "某处", lon, lat,
                "", cell, path, "operating", industry, "GB/T 4754-2017", [], "", "", "", name,
            )  # fmt: skip
            self._add("Post", post, 1, "经理", "firm-head", None, key, None, "", None, 10, True)
            self._appoint(post)
            self._charge(key, post, "enterprise", "", "enterprise")
            self.sites.append(key)
            self.firm_posts.append(post)
            if number % 10 == 0:
                office = dice.choice(self.departments)
                self._charge(key, office, "industry", "", "government")
                self._charge(key, chief, "territory", "", "government")

    def _store(self) -> None:
        from django.apps import apps
        from django.db import connection, transaction

        with transaction.atomic():
            for app, name, fields in TABLES:
                bulk_copy(apps.get_model(app, name), fields, self.rows.pop(name))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")


TABLES = (
    ("territory", "Area", ("id", "version", "code", "name", "short", "level", "functional",
                           "parent", "path", "geometry", "west", "south", "east", "north")),
    ("territory", "Unit", ("id", "version", "name", "short", "kind", "area", "parent", "fields",
                           "active")),
    ("territory", "Post", ("id", "version", "title", "role", "unit", "site", "area", "area_path",
                           "superior", "rank", "active")),
    ("people", "Person", ("id", "version", "name", "short", "phone_sealed", "phone_masked")),
    ("territory", "Appointment", ("id", "post", "person", "acting", "basis", "valid_from",
                                  "recorded_from")),
    ("sites", "Site", ("id", "version", "name", "short", "former_names", "normal_name", "subject",
                       "code", "code_missing", "registered_address", "address", "lon", "lat",
                       "position_source", "area", "area_path", "operation", "industry",
                       "industry_version", "tags", "risk", "supervision_class", "duty_phone",
                       "search")),
    ("duty", "Charge", ("id", "object", "subject", "line", "level", "side", "post", "clause",
                        "valid_from", "recorded_from")),
)  # fmt: skip


def _degrees(x: float, y: float) -> tuple[float, float]:
    return 110.5 + x / 100, 35.5 + y / 10


def _ring(west: int, south: int, east: int, north: int) -> Iterator[tuple[float, float]]:
    n, m = (east - west) * STEPS, (north - south) * STEPS
    yield from ((west + k / STEPS, south) for k in range(n))
    yield from ((east, south + k / STEPS) for k in range(m))
    yield from ((east - k / STEPS, north) for k in range(n))
    yield from ((west, north - k / STEPS) for k in range(m + 1))


def six_subjects() -> None:
    """The shipped rules, asked for in six subjects."""
    from django.apps import apps

    version = apps.get_model("rulebook", "Version")
    for row in version.objects.filter(subject="responsibility").exclude(code="limits"):
        row.value["subjects"] = list(SUBJECTS)
        row.save(update_fields=["value"])
    for row in version.objects.filter(subject="industry-department"):
        own = row.value["safety"]
        row.value |= dict.fromkeys(SUBJECTS[2:], own)
        row.save(update_fields=["value"])
