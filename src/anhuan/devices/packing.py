"""What a telephone is given along: the places due today or assigned, and what is needed there.

As many queries for one place as for five hundred.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from anhuan.cases.carrying import CarriedCase, carried, own_findings, sites_of_cases
from anhuan.devices.carried import (
    Pack,
    PackCase,
    PackCell,
    PackColleague,
    PackDue,
    PackEcho,
    PackHead,
    PackItem,
    PackLast,
    PackList,
    PackNode,
    PackPerson,
    PackPlace,
    PackSeat,
    PackWaits,
)
from anhuan.devices.words import news
from anhuan.duty.queries import charged_objects
from anhuan.evidence.queries import shown_as_fixed
from anhuan.inspections.plans import CarriedCheck, carried_checks
from anhuan.inspections.queries import last_visits
from anhuan.inspections.types import LastVisit
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.kernel.checklist import Checklist, proposed
from anhuan.kernel.visit import VisitKind, VisitState
from anhuan.ledger.queries import head
from anhuan.obligations.queries import due_from
from anhuan.obligations.types import Item
from anhuan.people.queries import certificate_numbers, persons
from anhuan.rulebook.queries import checklists_at, rules_at
from anhuan.sites.carrying import CarriedSite, carried_sites, sites_within
from anhuan.territory.members import persons_of_units
from anhuan.territory.queries import area_shapes, holders
from anhuan.territory.types import AreaShape, Level

MOST_PLACES: Final = 500
MOST_LISTS: Final = 3
MOST_LOOKED_AT: Final = 6
MOST_CELLS: Final = 50
CARRIED_MAY: Final = (
    Capability.REPORT,
    Capability.FIX_ON_SPOT,
    Capability.RECHECK,
    Capability.ASSIGN,
    Capability.SPOT_CHECK,
    Capability.NOTE,
)


def pack(viewer: Viewer, *, name: str, expires: datetime) -> Pack:
    """Everything a telephone of the viewer carries until ``expires``."""
    due, checks, again = _due(viewer)
    ids = _sites(viewer, due, checks, again)
    sites = carried_sites(viewer, ids)
    cases: dict[UUID, list[CarriedCase]] = {}
    for each in carried(viewer, list(sites)):
        cases.setdefault(each.site, []).append(each)
    lists = {code: one.checklist for code, one in checklists_at(viewer.at).items()}
    lasts = last_visits(viewer, list(sites))
    found = [sites[key] for key in ids if key in sites]
    places = tuple(
        _place(
            site,
            order,
            _owed(due.get(site.id), checks.get(site.id)),
            cases.get(site.id, ()),
            lasts,
            lists,
        )
        for order, site in enumerate(found, 1)
    )
    used = {code for place in places for code in place.lists}
    top = head()
    return Pack(
        at=viewer.at,
        node=PackNode(code=settings.NODE_NAME, title=settings.NODE_TITLE),
        person=_person(viewer, name),
        colleagues=_colleagues(viewer),
        places=places,
        lists={code: _list(lists[code]) for code in sorted(used)},
        cells=_cells(viewer),
        echoes=echoes(viewer),
        waits=PackWaits(verify_days=rules_at(viewer.at).term("case.verify").amount),
        head=PackHead(size=top.size, root=top.root, at=top.at) if top else None,
        expires=expires,
    )


RECHECK: Final = Action.PASS.value
Due = tuple[dict[UUID, Item], dict[UUID, CarriedCheck], list[UUID]]


def _due(viewer: Viewer) -> Due:
    """What is due from the viewer today or is late, by the site it is due at; the planned checks
    that are open there, whose days have begun whatever their last; and where something waits for
    the viewer's re-check, whichever day it is due: whoever passes by can do it."""
    today = day_of(viewer.at)
    owed = due_from(viewer)
    planned = carried_checks(viewer, [one.planned for one in owed if one.planned is not None])
    items = [
        one
        for one in owed
        if one.due_on is None or one.due_on <= today or (one.case and one.act == RECHECK)
    ]
    at = sites_of_cases(viewer, [one.case for one in items if one.case is not None])
    found: dict[UUID, Item] = {}
    again: list[UUID] = []
    for one in items:
        site = at.get(one.case) if one.case else one.object if one.thing == "site" else None
        if site is None:
            continue
        if one.due_on is None or one.due_on <= today:
            found.setdefault(site, one)
        else:
            again.append(site)
    return found, planned, again


def _sites(
    viewer: Viewer,
    due: Mapping[UUID, Item],
    checks: Mapping[UUID, CarriedCheck],
    again: Sequence[UUID],
) -> list[UUID]:
    """What is due first, then what waits for a re-check, then what the viewer's posts answer for,
    then the viewer's own cell."""
    charged = charged_objects(viewer.posts, at=viewer.at, limit=MOST_PLACES)
    cells = [seat.area_path for seat in viewer.seats if seat.role is Role.GRID and seat.area_path]
    within = sites_within(viewer, cells, limit=MOST_PLACES) if cells else []
    return list(dict.fromkeys([*due, *checks, *again, *charged, *within]))[:MOST_PLACES]


def _place(
    site: CarriedSite,
    order: int,
    due: PackDue | None,
    cases: Iterable[CarriedCase],
    lasts: Mapping[UUID, LastVisit],
    lists: Mapping[str, Checklist],
) -> PackPlace:
    last = lasts.get(site.id)
    return PackPlace(
        site=site.id,
        number=site.number,
        name=site.name,
        address=site.address,
        point=site.point,
        order=order,
        phone=site.phone,
        industry=site.industry,
        lists=tuple(proposed(lists, site.industry)[:MOST_LISTS]),
        last=_last(last) if last else None,
        due=due,
        cases=tuple(_case(each) for each in cases),
    )


def _last(visit: LastVisit) -> PackLast:
    said = "problem" if visit.findings or visit.failed else "normal"
    refused = visit.state is VisitState.REFUSED
    return PackLast(
        at=visit.at,
        kind=visit.kind.value,
        said="refused" if refused else said,
        failed=visit.failed,
    )


def _owed(item: Item | None, check: CarriedCheck | None) -> PackDue | None:
    """A case or a duty that is due goes first; else the check of a list."""
    if item is None:
        return _check(check) if check else None
    again = item.case is not None
    kind = VisitKind.REVISIT if again else VisitKind.PATROL
    why = item.title
    return PackDue(
        on=item.due_on,
        kind=item.act if again else "duty",
        visit_kind=kind.value,
        plan=None,
        why=why,
    )


def _check(one: CarriedCheck) -> PackDue:
    return PackDue(
        on=one.due_on,
        kind="planned",
        visit_kind=one.visit.value,
        plan=one.id,
        why=one.title,
    )


def _case(each: CarriedCase) -> PackCase:
    return PackCase(
        id=each.id,
        number=each.number,
        description=each.description,
        part=each.part,
        state=each.state,
        grade=each.grade,
        due_on=each.due_on,
        may=each.may,
    )


def _person(viewer: Viewer, name: str) -> PackPerson:
    held = holders([seat.post for seat in viewer.seats], at=viewer.at)
    seats = tuple(
        PackSeat(
            post=seat.post,
            title=seat.title,
            unit=held[seat.post].unit_name if seat.post in held else "",
            area=seat.area_path,
        )
        for seat in viewer.seats
    )
    may = tuple(each.value for each in CARRIED_MAY if viewer.may(each))
    number = certificate_numbers([viewer.person], viewer.at).get(viewer.person, "")
    return PackPerson(id=viewer.person, name=name, seats=seats, may=may, certificate=number)


def _colleagues(viewer: Viewer) -> tuple[PackColleague, ...]:
    ids = persons_of_units(viewer.units, at=viewer.at) - {viewer.person}
    numbers = certificate_numbers(ids, viewer.at)
    known = sorted(persons(ids).values(), key=lambda one: (one.name, one.id))
    return tuple(
        PackColleague(id=one.id, name=one.name, certificate=numbers.get(one.id, ""))
        for one in known
    )


def _list(one: Checklist) -> PackList:
    usual = [item.code for item in one.items if item.common] or [i.code for i in one.items]
    return PackList(
        object=one.object,
        items=tuple(
            PackItem(
                code=item.code,
                topic=item.topic,
                text=item.text,
                domain=item.domain.value,
                basis=item.basis,
                verified=item.verified,
                major=item.major,
                photo=item.photo,
                when=item.when,
                fix=item.fix,
                common=item.common,
            )
            for item in one.items
        ),
        look=tuple(usual[:MOST_LOOKED_AT]),
    )


def _cells(viewer: Viewer) -> tuple[PackCell, ...]:
    shapes = [one for one in area_shapes(viewer) if one.area.level is Level.CELL][:MOST_CELLS]
    return tuple(
        PackCell(name=shape.area.name, ring=ring) for shape in shapes if (ring := _ring(shape))
    )


def _ring(shape: AreaShape) -> tuple[tuple[float, float], ...]:
    """The outer ring of the largest part."""
    coordinates: Sequence[Sequence[Sequence[Sequence[float]]]]
    geometry = shape.geometry
    single = geometry["type"] == "Polygon"
    coordinates = [geometry["coordinates"]] if single else geometry["coordinates"]
    outer = max((part[0] for part in coordinates if part), key=len, default=())
    return tuple((point[0], point[1]) for point in outer)


def echoes(viewer: Viewer) -> tuple[PackEcho, ...]:
    """What became of what the viewer found; two queries."""
    found = own_findings(viewer)
    shown = shown_as_fixed([one.id for one in found])
    return tuple(
        PackEcho(
            id=one.id,
            at=one.at,
            case=one.number,
            site=one.site_name,
            found_on=one.found_on,
            news=news(one),
            photo=one.id in shown,
        )
        for one in found
    )
