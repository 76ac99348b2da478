"""Who is told when a campaign begins: each leading post once, of a sealed list at its hour."""

from pathlib import Path

import pytest

from anhuan.inspections import jobs
from anhuan.kernel.campaign import CampaignAct as A
from anhuan.notices.models import Notice
from tests import factories as make
from tests.modules.cases.town import Town, build
from tests.modules.inspections.crossing import crossed
from tests.modules.inspections.listing import checks, did, drafted, running
from tests.modules.inspections.walks import listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    listed()
    return build()


def told(number: str) -> list[tuple[str, int]]:
    """Who got a notice that a campaign began, and of how many places."""
    rows = Notice.objects.filter(topic="campaign.began", params__number=number)
    names = {one.id: one.name for one in make.Person.objects.all()}
    return sorted((names[row.recipient], row.params["n"]) for row in rows)


def test_leading_post_is_told_once_of_all_places(town: Town) -> None:
    for n in range(3):
        make.site(f"第 {n} 家", area=town.site.area)
    number = drafted(town.clerk, hands="local").number
    did(number, A.APPROVE, town.leader)
    before = told(number)
    did(number, A.START, town.clerk)

    # All posts of the station have one rank here, so that all of them lead it.
    assert (before, told(number)) == (
        [],
        [("刘桂芳", 4), ("周敏", 4), ("郑明", 4), ("陈立", 4)],
    )
    row = Notice.objects.filter(topic="campaign.began").first()
    assert row is not None
    assert (row.subject_kind, row.params["to_on"], "site" in row.params) == (
        "campaign",
        "2026-05-31",
        False,
    )


def test_whoever_started_it_is_not_told(town: Town) -> None:
    assert "陈立" not in [name for name, _ in told(running(town))]


def test_officers_drawn_by_lot_are_told(town: Town) -> None:
    unit = make.unit("云溪区应急局", area=town.county)
    head = make.person("局长")
    make.appointed(head, make.post("局长", unit=unit, rank=10))
    by = []
    for name in ("甲", "乙"):
        someone = make.person(name)
        make.appointed(someone, make.post(unit=unit))
        by.append(make.viewer_for(someone))
    number = drafted(by[0], campaign_kind="random").number
    did(number, A.APPROVE, town.leader)
    did(number, A.START, by[0], lot="3")

    drawn = {each for row in checks(number) for each in row.officers}
    names = {one.name for one in make.Person.objects.filter(pk__in=drawn)}
    assert {name for name, _ in told(number)} == (names | {"局长"}) - {"甲"}


def test_unit_that_is_given_a_place_later_is_told(town: Town) -> None:
    cross = crossed(town)
    before = {name for name, _ in told(cross.number)}
    did(cross.number, A.GIVE, town.clerk, row=cross.check.id, to_unit=next(iter(cross.wide.units)))

    assert {name for name, _ in told(cross.number)} - before == {"宽远", "宽明"}


def test_sealed_list_is_told_at_its_hour_and_once(town: Town) -> None:
    cross = crossed(town, sealed_on="2026-05-12", sealed_clock="09:00")
    hour = make.AT.replace(day=12, hour=1)
    before = told(cross.number)
    for item in [*jobs.due(hour), "open"]:
        jobs.run(item, hour)

    names = [name for name, _ in told(cross.number)]
    assert (before, len(names) == len(set(names)), len(names) > 4) == ([], True, True)
