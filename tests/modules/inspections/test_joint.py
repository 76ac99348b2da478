"""A joint visit: each finding goes to the competent department, which sees its own alone."""

from typing import Any

import pytest

from anhuan.cases import queries as cases
from anhuan.cases.carrying import carried
from anhuan.cases.models import Case
from anhuan.cases.types import Filters
from anhuan.inspections.reading import Whole, whole_of
from anhuan.inspections.visit_list import VisitFilters, visit_page
from anhuan.kernel.access import Viewer
from anhuan.kernel.visit import VisitAct
from anhuan.people.models import Person
from tests import factories as make
from tests.modules.cases.town import Town, build
from tests.modules.inspections.walks import Departments, Walk, departments, listed

pytestmark = pytest.mark.django_db

A = VisitAct


@pytest.fixture
def town(rules: int, vault: Any) -> Town:
    listed()
    return build()


@pytest.fixture
def three(town: Town) -> Departments:
    return departments(town)


def walked(town: Town, three: Departments) -> Walk:
    walk = Walk(town, three.emergency, kind="joint")
    for other in (three.ecology, three.fire):
        walk.do(A.JOIN, officer=other.person)
    walk.answer(exit="fails", dust="not-checked", wire="conforms")
    walk.find("exit", "安全出口堆着板材")
    walk.find("dust", "除尘器没开")
    walk.find("wire", "电线乱拉")
    return walk


def seen(viewer: Viewer, walk: Walk) -> Whole:
    return whole_of(viewer, walk.number)


def titles(whole: Whole) -> list[str]:
    return [one.case.title for one in whole.findings]


def test_finding_goes_to_the_department_of_its_item(town: Town, three: Departments) -> None:
    walked(town, three)

    found = dict(Case.objects.values_list("description", "unit__name"))
    assert found == {
        "安全出口堆着板材": "云溪区消防大队",
        "除尘器没开": "云溪区生态环境分局",
        "电线乱拉": "云溪区应急局",
    }
    assert set(Case.objects.values_list("ball_unit__name", flat=True)) == set(found.values())


def test_department_sees_its_own_finding_alone(town: Town, three: Departments) -> None:
    walk = walked(town, three)

    assert [titles(seen(one, walk)) for one in (three.fire, three.ecology, three.emergency)] == [
        ["安全出口堆着板材"],
        ["除尘器没开"],
        ["电线乱拉"],
    ]


def test_department_sees_the_items_of_its_field_alone(town: Town, three: Departments) -> None:
    walk = walked(town, three)
    walk.do(A.END)
    whole = seen(three.ecology, walk)

    assert [one.item.code for one in whole.items] == ["dust"]
    assert (whole.reasons, whole.tally.not_checked, whole.tally.fails) == (
        {"dust": "没开门"},
        1,
        0,
    )
    assert "板材" not in str(whole)


def test_whoever_makes_the_visit_sees_every_item_while_it_runs(
    town: Town, three: Departments
) -> None:
    whole = seen(three.ecology, walked(town, three))

    assert [one.item.code for one in whole.items] == ["exit", "dust", "wire"]
    assert titles(whole) == ["除尘器没开"]


def test_department_is_told_with_whom_the_rest_lies(town: Town, three: Departments) -> None:
    whole = seen(three.fire, walked(town, three))

    assert whole.elsewhere == (("云溪区应急局", 1), ("云溪区生态环境分局", 1))


def test_note_of_another_department_is_not_read(town: Town, three: Departments) -> None:
    walk = walked(town, three)
    walk.do(A.NOTE, three.ecology, note="除尘器另案处理")

    notes = {
        one.person: [entry.said for entry in seen(one, walk).story if entry.act is A.NOTE]
        for one in (three.ecology, three.fire)
    }
    assert notes == {three.ecology.person: ["除尘器另案处理"], three.fire.person: [""]}


def test_street_and_committee_office_see_it_whole(town: Town, three: Departments) -> None:
    walk = walked(town, three)

    assert [len(seen(one, walk).findings) for one in (town.officer, town.clerk, town.firm)] == [
        3,
        3,
        3,
    ]


def test_list_counts_the_findings_of_the_reader(town: Town, three: Departments) -> None:
    walked(town, three)

    counted = [
        [line.findings for line in visit_page(one, VisitFilters()).rows]
        for one in (three.fire, town.clerk)
    ]
    assert counted == [[1], [3]]


def test_finding_without_an_item_goes_by_its_domain(town: Town, three: Departments) -> None:
    walk = Walk(town, three.emergency, kind="joint")
    number = walk.find("", "灭火器空了", domain="fire")

    assert Case.objects.get(number=number).unit_id in three.fire.units


def test_field_without_a_department_falls_to_whoever_answers(
    town: Town, three: Departments
) -> None:
    walk = Walk(town, town.officer, kind="joint")
    number = walk.find("", "货架没固定", domain="safety")

    assert Case.objects.get(number=number).unit_id == town.station.id


def test_inspection_of_one_department_is_not_split(town: Town, three: Departments) -> None:
    walk = Walk(town, three.emergency)
    number = walk.find("exit", "安全出口堆着板材")

    assert Case.objects.get(number=number).unit_id in three.emergency.units
    assert titles(seen(three.fire, walk)) == ["安全出口堆着板材"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_many(
    town: Town, three: Departments, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        walked(town, three)
    viewer = three.fire
    visit_page(viewer, VisitFilters())

    with django_assert_num_queries(6):
        assert len(visit_page(viewer, VisitFilters()).rows) == count


TEXTS = ("安全出口堆着板材", "除尘器没开", "电线乱拉")


def told(viewer: Viewer, town: Town) -> dict[str, set[str]]:
    """Which of the three findings each way of reading tells the viewer of."""
    again = make.viewer_for(Person.objects.get(pk=viewer.person))
    numbers = [case.number for case in Case.objects.filter(description__in=TEXTS)]
    site = town.site.id
    rows = {
        "ledger": cases.ledger(again, Filters()).rows,
        "of the area": cases.ledger(again, Filters(area=town.county.id)).rows,
        "words": [row for t in TEXTS for row in cases.ledger(again, Filters(query=t)).rows],
        "site": cases.of_site(again, site),
        "similar": cases.similar(again, site=site, text=""),
        "chosen": cases.chosen(again, numbers),
        "number": cases.chosen(again, [n for n in numbers if cases.number_meant(again, n)]),
    }
    found = {name: {row.description for row in each} for name, each in rows.items()}
    carried_ = {one.description for one in carried(again, [site])}
    return found | {"pack": carried_}


def test_no_way_of_reading_tells_a_department_of_the_others_part(
    town: Town, three: Departments
) -> None:
    walked(town, three)

    for viewer, own in zip((three.fire, three.ecology, three.emergency), TEXTS, strict=True):
        found = told(viewer, town)
        assert {name: each for name, each in found.items() if each != {own}} == {}
        again = make.viewer_for(Person.objects.get(pk=viewer.person))
        assert cases.open_at_sites(again)[town.site.id] == (1, False)


def test_office_and_street_are_told_of_all_three(town: Town, three: Departments) -> None:
    walked(town, three)

    for viewer in (town.clerk, town.leader):
        found = told(viewer, town)
        assert {name for name, each in found.items() if each != set(TEXTS)} == set()
    assert told_of_site(town.officer, town) == told_of_site(town.firm, town) == set(TEXTS)


def told_of_site(viewer: Viewer, town: Town) -> set[str]:
    return {row.description for row in cases.of_site(viewer, town.site.id)}


def test_what_another_visit_found_departments_read_as_before(
    town: Town, three: Departments
) -> None:
    Walk(town, three.emergency).find("exit", "安全出口堆着板材")

    again = make.viewer_for(Person.objects.get(pk=three.fire.person))
    assert [row.description for row in cases.ledger(again, Filters()).rows] == [TEXTS[0]]
