"""Sponsors and named persons: no charge ends without a successor or a dated vacancy."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from anhuan.duty.bonds import Standing, bonds, bonds_on
from anhuan.duty.models import Charge, Unfilled
from anhuan.duty.services import charge, correct_charge, end_charge, hand_over, name_source
from anhuan.duty.types import Vacancy
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.chain import Line, Side
from anhuan.kernel.duty import Capacity
from anhuan.kernel.refusal import Refusal, Why
from anhuan.sites.models import Site
from anhuan.sites.types import Operation
from anhuan.territory.models import Post
from anhuan.territory.types import Level
from tests.factories import AT, START, appointed, area, person, post, site, unit, viewer_in

pytestmark = pytest.mark.django_db

NODE = Viewer(person=uuid4(), at=AT, capabilities=frozenset(Capability))
DAY = timedelta(days=1)
VACANT = Vacancy(because="等组织任命", fill_by=day_of(AT) + 9 * DAY)


@pytest.fixture
def firm() -> Site:
    return site(area=area("东港街道", level=Level.STREET))


@pytest.fixture
def leader(firm: Site) -> Post:
    found = post("副主任", role=Role.LEADER, unit=unit("东港街道办事处", area=firm.area))
    appointed(person("韩东"), found)
    return found


def sponsored(firm: Site, leader: Post, **more: Any) -> UUID:
    given: dict[str, Any] = {
        "object": firm.id,
        "post": leader.id,
        "line": Line.TERRITORY,
        "side": Side.GOVERNMENT,
        "level": "sponsor",
        "since": START,
        "clause": "包保工作方案",
    }
    return charge(**given | more, by=NODE, at=AT)


def refusal(service: Any, **given: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        service(**given, by=NODE, at=AT)
    return caught.value


def standing(firm: Site, *, days: int = 0) -> list[tuple[str, Standing]]:
    viewer = reader(firm, days=days)
    return [(one.capacity.value, one.standing) for one in bonds_on(viewer, firm.id)]


def reader(firm: Site, *, days: int = 0) -> Viewer:
    return replace(viewer_in(Role.OFFICER, area=firm.area), at=AT + days * DAY)


def test_charge_ends_with_a_reason_and_a_day(firm: Site, leader: Post) -> None:
    made = sponsored(firm, leader)

    bare = refusal(end_charge, charge=made, until=AT)
    blank = refusal(
        end_charge, charge=made, until=AT, vacancy=Vacancy(because=" ", fill_by=VACANT.fill_by)
    )
    past = refusal(
        end_charge,
        charge=made,
        until=AT,
        vacancy=Vacancy(because="调走", fill_by=day_of(AT) - DAY),
    )

    assert (bare.why, bare.facts["fields"]) == (Why.MISSING, ("because",))
    assert (blank.why, past.facts["field"]) == (Why.MISSING, "fill_by")
    assert Charge.objects.get(recorded_to=None).valid_to is None


def test_ended_charge_stands_as_a_dated_vacancy_until_somebody_follows(
    firm: Site, leader: Post
) -> None:
    made = sponsored(firm, leader)

    end_charge(charge=made, until=AT, vacancy=VACANT, by=NODE, at=AT)

    (gap,) = bonds_on(reader(firm), firm.id)
    assert (gap.standing, gap.because, gap.fill_by) == (
        Standing.UNFILLED,
        "等组织任命",
        VACANT.fill_by,
    )
    sponsored(firm, post("主任", unit=leader.unit), since=AT)
    assert standing(firm) == [("sponsor", Standing.VACANT)]


def test_charge_that_ran_out_without_a_word_is_a_gap(firm: Site, leader: Post) -> None:
    sponsored(firm, leader, until=AT + DAY)

    assert standing(firm) == [("sponsor", Standing.HELD)]
    assert standing(firm, days=2) == [("sponsor", Standing.LAPSED)]


def test_successor_takes_over_without_a_day_between(firm: Site, leader: Post) -> None:
    made = sponsored(firm, leader)
    following = post("主任", unit=leader.unit)
    appointed(person("方宁"), following)

    hand_over(charge=made, post=following.id, since=AT, by=NODE, at=AT)

    assert standing(firm) == [("sponsor", Standing.HELD)]
    assert Unfilled.objects.count() == 0


def test_nobody_succeeds_oneself(firm: Site, leader: Post) -> None:
    made = sponsored(firm, leader)

    assert refusal(hand_over, charge=made, post=leader.id, since=AT).facts["field"] == "successor"


def test_correction_is_no_way_around_an_end(firm: Site, leader: Post) -> None:
    made = sponsored(firm, leader)

    found = refusal(correct_charge, charge=made, changes={"valid_to": AT})

    assert (found.why, found.facts["fields"]) == (Why.MISSING, ("because",))


def test_charge_over_what_is_closed_just_ends(firm: Site, leader: Post) -> None:
    made = sponsored(firm, leader)
    Site.objects.filter(pk=firm.pk).update(operation=Operation.CLOSED)

    end_charge(charge=made, until=AT, by=NODE, at=AT)

    assert bonds_on(reader(firm), firm.id) == []


def test_hazard_source_has_all_three_or_none(firm: Site) -> None:
    head = post("总经理", role=Role.FIRM_HEAD, site=firm.id)
    one = {Capacity.SOURCE_HEAD: head.id}
    three = dict.fromkeys(
        (Capacity.SOURCE_HEAD, Capacity.SOURCE_TECHNICAL, Capacity.SOURCE_OPERATION), head.id
    )

    short = refusal(name_source, site=firm.id, number="1 号", posts=one, since=START)
    name_source(site=firm.id, number="1 号", posts=three, since=START, by=NODE, at=AT)
    again = refusal(name_source, site=firm.id, number="1 号", posts=three, since=START)

    assert (short.facts["fields"], again.why) == (("source_tech",), Why.REPEATED)
    assert [each for each, _ in standing(firm)] == ["source-head", "source-tech", "source-run"]


def test_bonds_of_another_area_are_not_there(firm: Site, leader: Post) -> None:
    sponsored(firm, leader)
    elsewhere = site("西港机械", area=area("西港街道", level=Level.STREET))

    assert len(bonds(reader(firm)).lines) == 1
    assert bonds(reader(elsewhere)).lines == ()


@pytest.mark.parametrize("count", [1, 3])
def test_bonds_are_read_in_as_many_queries(
    firm: Site, leader: Post, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        sponsored(site(f"第{number}厂", area=firm.area), leader)
    viewer = reader(firm)
    with django_assert_num_queries(9):
        found = bonds(viewer)
    assert (len(found.lines), found.broken) == (count, 0)
