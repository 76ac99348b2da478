"""A small city kept twice: as rows, and as the plain sets of ``sets``."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.base.periods import close, revised
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.calendar import day_of, start_of_day
from anhuan.rulebook.models import Version
from anhuan.sites.models import Site
from anhuan.sites.services import add_site, change_site, set_operation
from anhuan.sites.types import Operation
from anhuan.territory.models import Area, Post, Unit
from anhuan.territory.services import (
    appoint,
    change_area,
    change_post,
    change_unit,
    end_appointment,
)
from anhuan.territory.types import Level, UnitKind
from tests import factories as make
from tests.modules.duty.sets import State

HOUR = timedelta(hours=1)
Target = tuple[str, Any]
Change = Callable[[State], Any]


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def drawn(geometry: dict[str, Any]) -> dict[str, Any]:
    ring = geometry["coordinates"][0]
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return {
        "geometry": geometry, "west": min(xs), "south": min(ys), "east": max(xs),
        "north": max(ys),
    }  # fmt: skip


class Town:
    """One city, two counties and a zone; two streets each, two cells, two sites."""

    def __init__(self) -> None:
        self.state = State()
        self.founded = self.state
        self.events: list[tuple[datetime, datetime, Change]] = []
        self.gone: dict[Target, Any] = {}
        self.terms: dict[UUID, UUID] = {}
        self.begun: dict[UUID, datetime] = {}
        self.turned: dict[UUID, date] = {}
        self.middle: dict[UUID, tuple[float, float]] = {}
        self.units: dict[tuple[UUID, str], UUID] = {}
        city = self._area("安澜市", Level.CITY, None, (0, 0, 6, 4))
        hall = make.unit("市政府", area=city, kind=UnitKind.GOVERNMENT)
        self.mayor = self._post("市长", hall, None)
        self._charge(city, self.mayor, "territory", "city", "government")
        self._charge(city, self._post("市委书记", hall, None), "territory", "city", "party")
        for n in range(3):
            self._county(city, n)

    def _county(self, city: Area, n: int) -> None:
        west = 2 * n
        county = self._area(
            f"第{n}区", Level.COUNTY, city, (west, 0, west + 2, 4), functional=n == 2
        )
        hall = make.unit(f"第{n}区政府", area=county, kind=UnitKind.GOVERNMENT)
        head = self._post("区长", hall, self.mayor)
        self._charge(county, head, "territory", "county", "government")
        second = self._post("书记", hall, self.mayor)
        self._charge(county, second, "territory", "county", "party")
        for code in ("emergency", "ecology", "market"):
            unit = make.unit(f"{code}{n}", area=county)
            self._unit(unit, code)
            self._post("局长", unit, head, rank=1)
            self._post("科长", unit, head, rank=9)
        for m in range(2):
            self._street(county, head, (west, 2 * m, west + 2, 2 * m + 2))

    def _street(self, county: Area, head: Post, at: tuple[int, int, int, int]) -> None:
        street = self._area("街道", Level.STREET, county, at)
        unit = make.unit("街道办", area=street, kind=UnitKind.GOVERNMENT)
        chief = self._post("主任", unit, head)
        self._charge(street, chief, "territory", "street", "government")
        second = self._post("书记", unit, head)
        self._charge(street, second, "territory", "street", "party")
        west, south, east, north = at
        middle = (west + east) / 2
        for left, right in ((west, middle), (middle, east)):
            cell = self._area("网格", Level.CELL, street, (left, south, right, north))
            keeper = self._post("网格长", unit, chief)
            self._charge(cell, keeper, "territory", "cell", "government")
            for k, industry in enumerate(("2614", "5212")):
                self._site(cell, industry, (left + 0.2 + k / 2, south + 0.5))

    def _site(self, cell: Area, industry: str, point: tuple[float, float]) -> None:
        given = {"industry": industry, "lon": point[0], "lat": point[1], "code_missing": "未办"}
        site = make.site(f"企业{point}", area=cell, **given)
        self.middle[cell.id] = point
        self.state.site[site.id] = {"area": cell.id, "industry": industry, "on": True}
        post = make.post("负责人", role=Role.FIRM_HEAD, site=site.id)
        self.state.post[post.id] = {"unit": None, "site": site.id, "superior": None, "on": True}
        self._appoint(post)
        self._charge(site, post, "enterprise", "", "enterprise")

    def _area(
        self, name: str, level: Level, parent: Area | None, at: tuple[float, ...], **more: Any
    ) -> Area:
        row = make.area(name, level=level, parent=parent, **drawn(box(*at)), **more)
        self.state.area[row.id] = {
            "level": level.value, "parent": parent.id if parent else None, "on": True,
            "drawn": True, "zone": more.get("functional", False),
        }  # fmt: skip
        return row

    def _unit(self, unit: Unit, code: str) -> None:
        Unit.objects.filter(pk=unit.id).update(fields=[code])
        self.state.unit[unit.id] = {"area": unit.area_id, "field": code, "on": True}

    def _post(self, title: str, unit: Unit, superior: Post | None, rank: int = 50) -> Post:
        post = make.post(title, unit=unit, superior=superior, rank=rank)
        self.state.post[post.id] = {
            "unit": unit.id, "site": None, "superior": superior.id if superior else None,
            "on": True, "rank": rank,
        }  # fmt: skip
        self._appoint(post)
        return post

    def _appoint(self, post: Post) -> None:
        who = make.person(f"人{len(self.state.term)}")
        row = make.appointed(who, post)
        self.state.term[row.id] = {"post": post.id, "person": who.id, "ended": False}
        self.terms[row.id] = row.id

    def _charge(self, thing: Any, post: Post, line: str, level: str, side: str) -> None:
        make.charged(thing, post, line=line, side=side)
        self.state.charge.append(
            {"object": thing.id, "post": post.id, "line": line, "level": level, "side": side}
        )

    def rules(self) -> None:
        for row in Version.objects.filter(subject="industry-department"):
            self.state.rule[row.code] = dict(row.value)

    def targets(self) -> list[Target]:
        """Everything that can be taken away."""
        state = self.state
        found: list[Target] = [("person", key) for key in state.term]
        found += [("post", key) for key in state.post]
        found += [("unit", key) for key in state.unit]
        found += [(what, key) for key in self.cells() for what in ("cell", "outline")]
        found += [("rule", code) for code in ("26", "52", "F", "C")]
        return found + [("site", key) for key in state.site]

    def cells(self) -> list[UUID]:
        return [key for key, row in self.state.area.items() if row["level"] == "cell"]

    def take(self, what: str, key: Any, *, by: Viewer, at: datetime, shift: int = 0) -> None:
        """Take one thing away, from the rows and from the sets; once only. Recorded at ``at``,
        it holds from ``shift`` hours later, where that can differ."""
        if (what, key) in self.gone:
            return
        self.gone[what, key] = getattr(self, f"_take_{what}")(key, by, at, shift)

    def put_back(self, what: str, key: Any, *, by: Viewer, at: datetime, shift: int = 0) -> None:
        """The same thing is there again."""
        getattr(self, f"_put_back_{what}")(key, by, at, shift, self.gone.pop((what, key)))

    def _note(self, at: datetime, valid: datetime, change: Change) -> None:
        self.events.append((at, valid, change))
        change(self.state)

    def _take_person(self, key: UUID, by: Viewer, at: datetime, shift: int) -> Any:
        until = max(at + timedelta(hours=shift), self.begun.get(key, at - HOUR * 99) + HOUR)
        self.terms[key] = end_appointment(appointment=self.terms[key], until=until, by=by, at=at)
        self._note(at, until, lambda state: state.term[key].update(ended=True))
        return until

    def _put_back_person(
        self, key: UUID, by: Viewer, at: datetime, shift: int, until: datetime
    ) -> None:
        since, row = max(at + timedelta(hours=shift), until), self.state.term[key]
        given = {"post": row["post"], "person": row["person"], "since": since}
        self.terms[key], self.begun[key] = appoint(**given, by=by, at=at), since
        self._note(at, since, lambda state: state.term[key].update(ended=False))

    def _take_rule(self, key: str, by: Viewer, at: datetime, shift: int) -> Any:
        until, row = at + timedelta(hours=shift), _rule(key)
        close(row, at=at)
        revised(row, at=at, valid_to=until).save(force_insert=True)
        self._note(at, until, lambda state: state.rule.pop(key))
        return until

    def _put_back_rule(
        self, key: str, by: Viewer, at: datetime, shift: int, until: datetime
    ) -> None:
        since, row = max(at + timedelta(hours=shift), until), _rule(key)
        revised(row, at=at, valid_from=since, valid_to=None).save(force_insert=True)
        self._note(at, since, lambda state: state.rule.update({key: dict(row.value)}))

    def _turn(self, what: str, key: UUID, changes: Any, by: Viewer, at: datetime) -> None:
        act, model = {
            "post": (change_post, Post),
            "unit": (change_unit, Unit),
            "area": (change_area, Area),
        }[what]
        _change(act, model, f"{what}_id", key, changes, by, at)

    def _switch(self, what: str, key: UUID, by: Viewer, at: datetime, *, on: bool) -> None:
        self._turn(what, key, {"active": on}, by, at)
        self._note(at, at, lambda state: getattr(state, what)[key].update(on=on))

    def _take_post(self, key: UUID, by: Viewer, at: datetime, shift: int) -> None:
        self._switch("post", key, by, at, on=False)

    def _put_back_post(self, key: UUID, by: Viewer, at: datetime, shift: int, was: None) -> None:
        self._switch("post", key, by, at, on=True)

    def _take_unit(self, key: UUID, by: Viewer, at: datetime, shift: int) -> None:
        self._switch("unit", key, by, at, on=False)

    def _put_back_unit(self, key: UUID, by: Viewer, at: datetime, shift: int, was: None) -> None:
        self._switch("unit", key, by, at, on=True)

    def _take_cell(self, key: UUID, by: Viewer, at: datetime, shift: int) -> None:
        self._switch("area", key, by, at, on=False)

    def _put_back_cell(self, key: UUID, by: Viewer, at: datetime, shift: int, was: None) -> None:
        self._switch("area", key, by, at, on=True)

    def _take_outline(self, key: UUID, by: Viewer, at: datetime, shift: int) -> Any:
        was = Area.objects.get(pk=key).geometry
        self._turn("area", key, {"geometry": None}, by, at)
        self._note(at, at, lambda state: state.area[key].update(drawn=False))
        return was

    def _put_back_outline(self, key: UUID, by: Viewer, at: datetime, shift: int, was: Any) -> None:
        self._turn("area", key, {"geometry": was}, by, at)
        self._note(at, at, lambda state: state.area[key].update(drawn=True))

    def _operate(
        self, key: UUID, operation: Operation, since: date, by: Viewer, at: datetime
    ) -> None:
        given = {"seen_version": Site.objects.get(pk=key).version, "operation": operation}
        set_operation(site_id=key, **given, since=since, by=by, at=at)
        stands = operation is Operation.OPERATING
        self._note(at, start_of_day(since), lambda state: state.site[key].update(on=stands))

    def _take_site(self, key: UUID, by: Viewer, at: datetime, shift: int) -> date:
        since = day_of(at + min(timedelta(hours=shift), timedelta()))
        since = max(since, self.turned.get(key, since))
        self._operate(key, Operation.CLOSED, since, by, at)
        return since

    def _put_back_site(self, key: UUID, by: Viewer, at: datetime, shift: int, was: date) -> None:
        self.turned[key] = max(day_of(at + min(timedelta(hours=shift), timedelta())), was)
        self._operate(key, Operation.OPERATING, self.turned[key], by, at)

    def move_site(self, key: UUID, cell: UUID, industry: str, *, by: Viewer, at: datetime) -> None:
        """Enter another cell, with a position in it, and another industry."""
        area = Area.objects.get(pk=cell)
        point = {"lon": self.middle[cell][0], "lat": self.middle[cell][1]}
        changes = {"area": area.pk, "industry": industry, **point}
        version = Site.objects.get(pk=key).version
        change_site(site_id=key, seen_version=version, changes=changes, by=by, at=at)
        self._note(
            at, at, lambda state: state.site[key].update(area=cell, industry=industry)
        )  # fmt: skip

    def add_site(self, cell: UUID, industry: str, *, by: Viewer, at: datetime) -> UUID:
        """A firm that nobody at the firm answers for yet."""
        lon, lat = self.middle[cell]
        given = {
            "name": f"新企业{len(self.state.site)}", "subject": "enterprise", "address": "新路",
            "code_missing": "刚办", "area": cell, "lon": lon, "lat": lat, "industry": industry,
        }  # fmt: skip
        key = add_site(given=given, by=by, at=at)
        row = {"area": cell, "industry": industry, "on": True}
        self._note(at, at, lambda state: state.site.update({key: dict(row)}))
        return key

    def as_of(self, at: datetime, known_at: datetime) -> State:
        """What was so at ``at`` by what was recorded by ``known_at``."""
        state = deepcopy(self.founded)
        for recorded, valid, change in self.events:
            if recorded <= known_at and valid <= at:
                change(state)
        return state

    @contextmanager
    def undone(self) -> Iterator[None]:
        """The town as founded, and everything done within taken back."""
        self.founded, terms = deepcopy(self.state), dict(self.terms)
        with transaction.atomic():
            mark = transaction.savepoint()
            try:
                yield
            finally:
                transaction.savepoint_rollback(mark)
                self.state, self.terms = self.founded, terms
                for kept in (self.events, self.gone, self.begun, self.turned):
                    kept.clear()


def _rule(code: str) -> Version:
    rows = Version.objects.filter(subject="industry-department", code=code)
    return rows.filter(recorded_to__isnull=True).latest("valid_from")


def _change(
    act: Any, model: Any, name: str, key: UUID, changes: Any, by: Viewer, at: datetime
) -> None:
    version = model.objects.get(pk=key).version
    act(**{name: key}, seen_version=version, changes=changes, by=by, at=at)
