"""A cross-inspection: the team reaches the place, and nothing that others found there before."""

from pathlib import Path
from typing import Any

import pytest

from anhuan.cases import queries as cases
from anhuan.cases.models import Case
from anhuan.cases.types import Filters
from anhuan.devices.packing import pack
from anhuan.evidence.queries import uses_of
from anhuan.evidence.services import attach
from anhuan.evidence.types import Scope
from anhuan.inspections import jobs, plans, services
from anhuan.inspections import queries as visits
from anhuan.inspections.checking import unsent
from anhuan.inspections.former import earlier_on
from anhuan.inspections.reading import whole_of
from anhuan.inspections.visit_list import VisitFilters, visit_page
from anhuan.kernel.access import Viewer
from anhuan.kernel.campaign import CampaignAct as A
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct
from anhuan.sites import queries as sites
from anhuan.territory.models import Errand
from tests import factories as make
from tests.modules.cases.town import Town, build, photo
from tests.modules.inspections.crossing import (
    BEFORE,
    LATER,
    SECRET,
    Cross,
    again,
    crossed,
    inspected,
)
from tests.modules.inspections.listing import at_, did
from tests.modules.inspections.walks import certify, closed, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    listed()
    return build()


def why(call: Any) -> Why:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.why


def read(viewer: Viewer, town: Town, cross: Cross) -> dict[str, bool]:
    """Whether each way of reading tells ``viewer`` of what the station found."""
    site = town.site.id
    file = Case.objects.get(number=cross.case)
    return {
        "ledger": any(r.number == cross.case for r in cases.ledger(viewer, Filters()).rows),
        "ledger of the area": any(
            r.number == cross.case for r in cases.ledger(viewer, Filters(area=town.county.id)).rows
        )
        if viewer.areas == (town.county.path,)
        else False,
        "search": cases.number_meant(viewer, cross.case) != "",
        "words": bool(cases.ledger(viewer, Filters(query="油漆桶")).rows),
        "of the site": bool(cases.of_site(viewer, site)),
        "sides": cases.found_by_side(viewer, site) != (0, 0),
        "similar": bool(cases.similar(viewer, site=site, text="")),
        "map": site in cases.open_at_sites(viewer),
        "visits": bool(visit_page(viewer, VisitFilters(site=site)).rows),
        "last visit": bool(visits.last_visits(viewer, [site])),
        "repeated": bool(visits.last_answers(viewer, site, "wood")),
        "case": why_not(lambda: cases.case_file(viewer, file.number)),
        "visit": why_not(lambda: whole_of(viewer, cross.visit)),
    }


def why_not(call: Any) -> bool:
    try:
        call()
    except Refusal:
        return False
    return True


def test_team_of_the_whole_county_reads_nothing_that_was_found_before(town: Town) -> None:
    cross = crossed(town)
    before = read(cross.wide, town, cross)
    did(cross.number, A.GIVE, town.clerk, row=cross.check.id, to_unit=next(iter(cross.wide.units)))
    sealed = read(again(cross.wide), town, cross)

    assert (set(before.values()), set(sealed.values())) == ({True}, {False})


def test_team_reads_it_once_it_has_handed_in(town: Town) -> None:
    cross = crossed(town, to_wide=True)
    walk = inspected(town, cross)
    during = read(again(cross.wide, walk.at), town, cross)
    walk.do(VisitAct.END)
    after = read(again(cross.wide, walk.at), town, cross)

    assert not any(during[name] for name in ("case", "visit", "ledger", "search", "last visit"))
    assert set(after.values()) == {True}


def test_station_of_the_place_and_the_office_read_on(town: Town) -> None:
    cross = crossed(town)

    for viewer in (town.officer, town.clerk):
        found = read(again(viewer), town, cross)
        assert [name for name, seen in found.items() if not seen and "area" not in name] == []


def test_team_from_elsewhere_reaches_the_place_until_it_has_handed_in(town: Town) -> None:
    cross = crossed(town)
    early = at_(cross.guest, BEFORE)
    found = [sites.find(cross.guest, town.site.id).name, sites.dossier(cross.guest, town.site.id)]
    walk = inspected(town, cross)
    walk.do(VisitAct.END)

    assert found[0] == "恒泰家具"
    assert cross.guest.errands == {town.site.id}
    assert why(lambda: sites.find(again(early, BEFORE), town.site.id)) is Why.NOT_VISIBLE
    assert why(lambda: sites.find(again(cross.guest, walk.at), town.site.id)) is Why.NOT_VISIBLE
    own = {"visits", "last visit", "repeated"}
    after = read(again(cross.guest, walk.at), town, cross)
    assert {name for name, seen in after.items() if seen} == own


def test_finding_goes_to_the_station_of_the_place(town: Town) -> None:
    for to_wide in (False, True):
        cross = crossed(town, to_wide=to_wide)
        walk = inspected(town, cross)
        walk.find("dust", "除尘器没开")

        row = Case.objects.get(number=walk.case)
        assert (row.unit_id, row.source) == (town.station.id, "cross-check")


def test_team_reads_its_own_finding_and_not_what_it_came_back_from(town: Town) -> None:
    certify(town.officer, "37-0411")
    certify(town.colleague, "37-0412")
    former = closed(town)
    cross = crossed(town)
    walk = inspected(town, cross)
    walk.find("exit", "安全出口又堵了")

    [mine] = whole_of(again(cross.guest), walk.number).findings
    [theirs] = whole_of(again(town.officer), walk.number).findings
    assert (mine.case.title, mine.case.visible, mine.case.parent) == ("安全出口又堵了", False, "")
    assert (theirs.case.visible, theirs.case.parent) == (True, former.number)


def test_finding_form_names_nothing_found_on_the_item_before(town: Town) -> None:
    cross = crossed(town, to_wide=True)
    walk = inspected(town, cross)

    told = [
        [one.number for one in earlier_on(viewer, whole_of(viewer, walk.number), "exit")]
        for viewer in (again(cross.guest), again(town.officer))
    ]
    assert told == [[], [cross.case]]


def test_pack_carries_the_place_and_nothing_of_its_past(town: Town) -> None:
    cross = crossed(town)

    [place] = pack(cross.guest, name="", expires=LATER).places
    assert (place.site, place.last, place.cases, place.due and place.due.plan) == (
        town.site.id,
        None,
        (),
        cross.check.id,
    )
    assert SECRET not in str(pack(cross.guest, name="", expires=LATER))
    assert SECRET in str(pack(again(town.grid), name="", expires=LATER))


def test_place_that_is_left_or_given_away_is_closed_again(town: Town) -> None:
    cross = crossed(town)
    did(cross.number, A.GIVE, town.clerk, row=cross.check.id, to_unit=town.station.id)
    given = again(cross.guest).errands
    did(cross.number, A.LEAVE, town.clerk, row=cross.check.id, unvisited="shut")

    assert (given, Errand.objects.filter(cause=cross.check.id, until=None).count()) == (
        frozenset(),
        0,
    )


def test_sealed_list_sends_nobody_before_its_hour(town: Town) -> None:
    cross = crossed(town, sealed_on="2026-05-12", sealed_clock="09:00")
    hour = make.AT.replace(day=12, hour=1)
    early = cross.guest
    for item in jobs.due(hour):
        jobs.run(item, hour)

    assert (early.errands, plans.campaigns(early).rows) == (frozenset(), ())
    assert why(lambda: sites.find(early, town.site.id)) is Why.NOT_VISIBLE
    given = {"kind": "cross", "site": town.site.id, "plan": cross.check.id}
    assert why(lambda: services.open_visit(given=given, by=early, at=LATER)) is Why.NOT_VISIBLE
    assert again(early, hour).errands == {town.site.id}


def test_seed_of_a_sealed_list_is_told_at_its_hour(town: Town) -> None:
    cross = crossed(town, sealed_on="2026-05-12", sealed_clock="09:00")
    leader, hour = again(town.leader), make.AT.replace(day=12, hour=1)

    draws = [
        plans.campaign(viewer, cross.number).draw
        for viewer in (leader, at_(leader, hour), town.clerk)
    ]
    told = [bool(draw and draw.seed and draw.lot and draw.list_hash) for draw in draws]
    assert told == [False, True, True]


def test_photo_of_an_earlier_finding_is_not_shown(town: Town) -> None:
    cross = crossed(town, to_wide=True)
    case = Case.objects.get(number=cross.case)
    scope = Scope(area_path=case.area_path, unit=case.unit_id, site=case.site_id)
    file, by = photo(town.officer).file, town.officer.person
    attach(file, owner_kind="case", owner=case.id, scope=scope, by=by, at=BEFORE)

    seen = [
        len(uses_of(viewer, "case", case.id))
        for viewer in (again(cross.guest), again(town.officer))
    ]
    assert seen == [0, 1]


def test_team_that_was_not_sent_is_named(town: Town) -> None:
    cross = crossed(town)
    before = list(unsent())
    Errand.objects.filter(cause=cross.check.id).update(until=make.AT)

    assert (before, list(unsent())) == ([], [(cross.number, "恒泰家具", False)])
