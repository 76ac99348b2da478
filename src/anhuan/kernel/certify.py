"""Examines a snapshot: who answers for each object, once for all that share an answer."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from anhuan.kernel.chain import Break, Line, Side
from anhuan.kernel.gaps import (
    CELL,
    COUNTY,
    AreaAt,
    Certificate,
    Charged,
    Column,
    Gap,
    Requirement,
    SiteAt,
    Snapshot,
    order,
)
from anhuan.kernel.geo import contains
from anhuan.kernel.grounds import grounds, uncovered
from anhuan.kernel.holding import Fault, Holders
from anhuan.kernel.industries import prefixes
from anhuan.kernel.permit import SUBJECT, answers, unanswered

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

Group = tuple["UUID | None", str, str]
"""Sites that one department answers for: authority, row and industry."""
STEP = 4
"""Length of one segment of an area's path."""


class Found(NamedTuple):
    """What one answer lacks; equal ones of different objects are one gap."""

    kind: Break
    post: "UUID | None" = None
    missing: str = ""
    since: "datetime | None" = None


def certify(snapshot: Snapshot) -> Certificate:
    """The certificate: linear in sites, with territory and industry resolved once a group."""
    return Examination(snapshot).certificate()


class Examination:
    """A snapshot indexed by what is asked of it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.given = snapshot
        self.holders = Holders(snapshot)
        # By number: an id is asked for several times a site, and hashes ten times slower itself.
        self._by_object: dict[int, list[Charged]] = defaultdict(list)
        # The objects charged by name on a line; a firm's own line, which has most, is not kept.
        self._named: dict[str, set[int]] = defaultdict(set)
        for charge in snapshot.charges:
            self._by_object[charge.object.int].append(charge)
            if charge.line != Line.ENTERPRISE:
                self._named[charge.line].add(charge.object.int)
        self.departments: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
        self.leading: dict[UUID, list[UUID]] = {}
        self._departments()
        self.seated = {place for place, _ in self.departments}
        self._authorities: dict[UUID | None, UUID | None] = {}
        self.by_path = {area.path: area for area in snapshot.areas.values()}
        drawn = (area for area in snapshot.areas.values() if area.active and area.shape)
        self.zones = [area for area in drawn if area.functional]
        self.gaps: list[Gap] = []
        self.checked: Counter[tuple[str, Column]] = Counter()
        self.broken: Counter[tuple[str, Column]] = Counter()

    def _departments(self) -> None:
        for unit in self.given.units:
            if unit.active:
                for one in unit.fields:
                    self.departments[unit.area, one].append(unit.id)
        ranked: dict[UUID, list[tuple[int, UUID]]] = defaultdict(list)
        for post in self.given.posts.values():
            if post.unit is not None and post.active:
                ranked[post.unit].append((post.rank, post.id))
        for unit_id, rows in ranked.items():
            first = min(rank for rank, _ in rows)
            self.leading[unit_id] = sorted(post for rank, post in rows if rank == first)

    def certificate(self) -> Certificate:
        homes = self.homes()
        for asked in self.given.requirements:
            if asked.of == "area":
                self._areas(asked)
            elif asked.line is Line.INDUSTRY:
                self._industry(asked, homes)
            else:
                self._sites(asked, homes)
        self._named_for_territory(homes)
        self._permits(homes)
        if any(one.level == CELL for one in self.given.requirements):
            self.gaps += uncovered(self.given)
        self.gaps += grounds(self.given)
        self.gaps += self.holders.overloaded()
        return Certificate(
            scope=self.given.scope,
            at=self.given.at,
            known_at=self.given.known_at,
            sites=len(self.given.sites),
            areas=sum(self.given.areas[key].active for key in self.given.examined),
            checked=dict(self.checked),
            broken=dict(self.broken),
            gaps=sorted(self.gaps, key=order),
            persons=self.holders.persons,
        )

    def _row(self, path: str) -> str:
        """The path one level below the scope, which a matrix has a row for."""
        scope = self.given.scope
        return path[: len(scope) + STEP] if path.startswith(scope) else path

    def homes(self) -> "dict[tuple[UUID | None, str], list[SiteAt]]":
        """The sites by home and row: the functional zone a site stands in goes before the area
        it is entered under, so that it counts once."""
        found: dict[tuple[UUID | None, str], list[SiteAt]] = defaultdict(list)
        rows: dict[UUID | None, tuple[UUID | None, str]] = {}
        for site in self.given.sites:
            home = rows.get(site.area)
            if home is None:
                area = self.given.areas.get(site.area) if site.area else None
                home = (site.area, self._row(area.path)) if area else (None, "")
                rows[site.area] = home
            found[(self._zoned(site, home) if self.zones else home)].append(site)
        return found

    def _zoned(self, site: SiteAt, home: "tuple[UUID | None, str]") -> "tuple[UUID | None, str]":
        if site.lon is None or site.lat is None:
            return home
        entered = self.given.areas.get(home[0]) if home[0] else None
        point = (site.lon, site.lat)
        deepest: AreaAt | None = None
        for zone in self.zones:
            if entered is not None and entered.path.startswith(zone.path):
                return home
            deeper = deepest is None or len(zone.path) > len(deepest.path)
            if deeper and zone.shape is not None and contains(zone.shape, point):
                deepest = zone
        return (deepest.id, self._row(deepest.path)) if deepest else home

    def authority(self, home: "UUID | None") -> "UUID | None":
        """Whose departments act: those of the nearest zone that has any, else the county's."""
        if home not in self._authorities:
            self._authorities[home] = self._find_authority(home)
        return self._authorities[home]

    def _find_authority(self, home: "UUID | None") -> "UUID | None":
        area = self.given.areas.get(home) if home else None
        path = area.path if area else ""
        while path:
            over = self.by_path.get(path)
            if over is not None and over.active and self._acts(over):
                return over.id
            path = path[:-STEP]
        return None

    def _acts(self, area: AreaAt) -> bool:
        return area.level == COUNTY or (area.functional and area.id in self.seated)

    def charges(self, thing: "UUID") -> Sequence[Charged]:
        """The charges in force on a site or an area."""
        return self._by_object.get(thing.int, ())

    def pick(
        self, charges: Iterable[Charged], column: Column, *, any_level: bool = False
    ) -> "list[UUID]":
        """The posts charged in the most particular way: the subject itself before any subject,
        the level itself before any level."""
        best = (True, True)
        posts: list[UUID] = []
        for one in charges:
            if one.line != column.line or one.side != column.side:
                continue
            if one.subject not in (column.subject, ""):
                continue
            if not any_level and one.level not in (column.level, ""):
                continue
            rank = (one.subject != column.subject, not any_level and one.level != column.level)
            if not posts or rank < best:
                best, posts = rank, [one.post]
            elif rank == best and one.post not in posts:
                posts.append(one.post)
        return sorted(posts)

    def judge(self, posts: "Sequence[UUID]") -> Found | None:
        if not posts:
            return Found(Break.NO_POST)
        if len(posts) > 1:
            return Found(Break.SEVERAL, posts[0], ",".join(map(str, posts)))
        fault = self.holders.fault(posts[0])
        return _found(posts[0], fault) if fault else None

    def _areas(self, asked: Requirement) -> None:
        for key in self.given.examined:
            area = self.given.areas[key]
            if area.level != asked.level or not area.active:
                continue
            row = self._row(area.path)
            for subject in asked.subjects:
                column = Column(asked.line, asked.level, asked.side, subject)
                found = self.judge(self.pick(self.charges(key), column))
                self._count(row, column, 1)
                if found:
                    self._break(column, found, key, ((row, [key]),))

    def _sites(
        self, asked: Requirement, homes: "dict[tuple[UUID | None, str], list[SiteAt]]"
    ) -> None:
        columns = [Column(asked.line, asked.level, asked.side, one) for one in asked.subjects]
        for (_, row), sites in homes.items():
            for column in columns:
                self._count(row, column, len(sites))
            for site in sites:
                charges = self.charges(site.id)
                for column, found in self._found(charges, columns):
                    self._break(column, found, site.id, ((row, [site.id]),))

    def _found(
        self, charges: Sequence[Charged], columns: Sequence[Column]
    ) -> list[tuple[Column, Found]]:
        """What is lacking in each column; where no charge is of one subject, all are alike."""
        if not any(one.subject for one in charges):
            found = self.judge(self.pick(charges, columns[0]))
            return [(column, found) for column in columns] if found else []
        judged = ((column, self.judge(self.pick(charges, column))) for column in columns)
        return [(column, found) for column, found in judged if found]

    def _industry(
        self, asked: Requirement, homes: "dict[tuple[UUID | None, str], list[SiteAt]]"
    ) -> None:
        """Sites charged by name one by one; the others by authority and industry."""
        groups: dict[Group, list[UUID]] = defaultdict(list)
        named: list[tuple[Group, SiteAt]] = []
        charged = self._named[asked.line]
        rows: Counter[str] = Counter()
        for (home, row), sites in homes.items():
            rows[row] += len(sites)
            authority = self.authority(home)
            for site in sites:
                group = (authority, row, site.industry)
                if site.id.int in charged:
                    named.append((group, site))
                else:
                    groups[group].append(site.id)
        for subject in asked.subjects:
            column = Column(asked.line, asked.level, asked.side, subject)
            for row, number in rows.items():
                self._count(row, column, number)
            self._departments_of(column, groups, self._unnamed(named, column))

    def _departments_of(
        self, column: Column, *groupings: "Mapping[Group, Sequence[UUID]]"
    ) -> None:
        """What departments lack, one gap for all the sites it leaves without an answer."""
        merged: dict[tuple[UUID | None, Found], dict[str, list[UUID]]] = defaultdict(dict)
        for groups in groupings:
            for (authority, row, industry), sites in groups.items():
                found = self.department(authority, industry, column.subject)
                if found:
                    merged[authority, found].setdefault(row, []).extend(sites)
        for (authority, found), by_row in merged.items():
            self._break_group(column, found, authority, by_row)

    def _unnamed(
        self, named: "Iterable[tuple[Group, SiteAt]]", column: Column
    ) -> "dict[Group, list[UUID]]":
        """Of sites charged by name those that are not in this subject."""
        rest: dict[Group, list[UUID]] = defaultdict(list)
        for group, site in named:
            posts = self.pick(self.charges(site.id), column, any_level=True)
            if not posts:
                rest[group].append(site.id)
                continue
            found = self.judge(posts)
            if found:
                self._break(column, found, site.id, ((group[1], [site.id]),))
        return rest

    def department(self, authority: "UUID | None", industry: str, subject: str) -> Found | None:
        """What keeps the department for an industry from answering."""
        if authority is None:
            return Found(Break.NO_DEPARTMENT, missing="area")
        wanted = competent(self.given.rules, industry, subject)
        if wanted is None:
            return Found(Break.NO_DEPARTMENT, missing=f"industry:{industry}")
        units = self.departments.get((authority, wanted), [])
        if not units:
            return Found(Break.NO_DEPARTMENT, missing=f"field:{wanted}")
        if len(units) > 1:
            return Found(Break.SEVERAL, missing=f"field:{wanted}")
        posts = self.leading.get(units[0], [])
        return self.judge(posts) if posts else Found(Break.NO_POST, missing=f"field:{wanted}")

    def leader(self, home: "UUID | None", industry: str, subject: str) -> "UUID | None":
        """The post that leads the department of an industry, where there is just one."""
        wanted, authority = competent(self.given.rules, industry, subject), self.authority(home)
        units = self.departments.get((authority, wanted), []) if authority and wanted else []
        posts = self.leading.get(units[0], []) if len(units) == 1 else []
        return posts[0] if len(posts) == 1 else None

    def _named_for_territory(self, homes: "dict[tuple[UUID | None, str], list[SiteAt]]") -> None:
        """A site answers through its areas; whoever is named for it by itself has to be sound."""
        subjects = sorted({s for one in self.given.requirements for s in one.subjects})
        named = self._named[Line.TERRITORY] - {key.int for key in self.given.areas}
        for (_, row), sites in homes.items() if named else ():
            for site in sites:
                if site.id.int not in named:
                    continue
                charges = self.charges(site.id)
                for subject in subjects:
                    column = Column(Line.TERRITORY, "", Side.GOVERNMENT, subject)
                    posts = self.pick(charges, column, any_level=True)
                    found = self.judge(posts) if posts else None
                    self._count(row, column, 1 if posts else 0)
                    if found:
                        self._break(column, found, site.id, ((row, [site.id]),))

    def _permits(self, homes: "dict[tuple[UUID | None, str], list[SiteAt]]") -> None:
        """Whoever issued a permit answers for it; counted by permit, named by unit."""
        if not self.given.permits:
            return
        column = Column(Line.INDUSTRY, "", Side.GOVERNMENT, SUBJECT)
        rows = {site.id: row for (_, row), sites in homes.items() for site in sites}
        for one in answers(self.given.permits):
            self._count(rows[one.site], column, 1)
        for gap in unanswered(self.given.permits, self.given.issuers, self._issuer):
            by_row: dict[str, list[UUID]] = defaultdict(list)
            for site in gap.sites:
                by_row[rows[site]].append(site)
            self._break(column, Found(*gap.fault), gap.thing, tuple(by_row.items()))

    def _issuer(self, unit: "UUID") -> Found | None:
        return self.judge(self.leading.get(unit, []))

    def _count(self, row: str, column: Column, number: int) -> None:
        if number:
            self.checked[row, column] += number

    def _break_group(
        self,
        column: Column,
        found: Found,
        authority: "UUID | None",
        by_row: "Mapping[str, list[UUID]]",
    ) -> None:
        """One gap of the authority; sites without one are each on their own."""
        if authority is not None:
            self._break(column, found, authority, tuple(by_row.items()))
            return
        for row, sites in by_row.items():
            for site in sites:
                self._break(column, found, site, ((row, [site]),))

    def _break(
        self,
        column: Column,
        found: Found,
        thing: "UUID",
        rows: "Sequence[tuple[str, list[UUID]]]",
    ) -> None:
        for row, objects in rows:
            self.broken[row, column] += len(objects)
        self.gaps.append(
            Gap(
                kind=found.kind,
                object=thing,
                objects=[each for _, objects in rows for each in objects],
                subject=column.subject,
                line=column.line,
                level=column.level,
                side=column.side,
                post=found.post,
                missing=found.missing,
                since=found.since,
            )
        )


def competent(
    rules: Mapping[tuple[str, str], str | None], industry: str, subject: str
) -> str | None:
    """The field of the department for an industry: the longest code wins."""
    for code in prefixes(industry):
        if (subject, code) in rules:
            return rules[subject, code]
    return None


def _found(post: "UUID", fault: Fault) -> Found:
    return Found(fault.kind, post, fault.missing, fault.since)
