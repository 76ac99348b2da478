"""Single faults of a chain that a city seldom has, each on the smallest organisation."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from anhuan.kernel.certify import certify
from anhuan.kernel.chain import Break, Line, Side
from anhuan.kernel.gaps import (
    AreaAt,
    Charged,
    Held,
    Limits,
    PostAt,
    Requirement,
    SiteAt,
    Snapshot,
    UnitAt,
)
from anhuan.kernel.geo import Area
from anhuan.kernel.industries import categories, prefixes, section_of

AT = datetime(2026, 5, 11, tzinfo=UTC)
CITY, COUNTY, TOP, LOW, MAYOR, CHIEF, UNIT = (UUID(int=n) for n in range(1, 8))
AREA = Requirement(
    of="area", line=Line.TERRITORY, level="county", side=Side.GOVERNMENT, subjects=("safety",)
)
INDUSTRY = Requirement(
    of="site", line=Line.INDUSTRY, level="county", side=Side.GOVERNMENT, subjects=("safety",)
)


def box(west: float, south: float, east: float, north: float) -> Area:
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Area(((ring,),))


def small(**more: Any) -> Snapshot:
    """A city over a county whose head is led by the mayor; nothing is missing."""
    given: dict[str, Any] = {
        "at": AT,
        "known_at": AT,
        "scope": "",
        "areas": {
            CITY: AreaAt(id=CITY, path="0001", level="city", shape=box(0, 0, 1, 1)),
            COUNTY: AreaAt(
                id=COUNTY, path="00010001", level="county", parent=CITY, shape=box(0, 0, 1, 1)
            ),
        },
        "examined": frozenset({CITY, COUNTY}),
        "grounded": frozenset({CITY, COUNTY}),
        "sites": [],
        "charges": [Charged(COUNTY, "", "territory", "", "government", LOW)],
        "posts": {
            TOP: PostAt(TOP, unit=UNIT, top=True),
            LOW: PostAt(LOW, unit=UNIT, superior=TOP),
        },
        "held": {TOP: [Held(MAYOR)], LOW: [Held(CHIEF)]},
        "requirements": [AREA],
    }
    return Snapshot(**given | more)


def kinds(snapshot: Snapshot) -> list[Break]:
    return [gap.kind for gap in certify(snapshot).gaps]


def test_small_organisation_is_whole() -> None:
    found = certify(small())

    assert (found.whole, sum(found.checked.values())) == (True, 1)


def test_nothing_asked_for_is_not_whole() -> None:
    assert certify(small(requirements=[])).whole is False


def test_circle_of_superiors_is_a_loop() -> None:
    posts = {TOP: PostAt(TOP, unit=UNIT, superior=LOW), LOW: PostAt(LOW, unit=UNIT, superior=TOP)}

    assert kinds(small(posts=posts)) == [Break.LOOP]


def test_person_over_himself_is_named() -> None:
    held = {TOP: [Held(CHIEF)], LOW: [Held(CHIEF)]}

    assert kinds(small(held=held)) == [Break.ANSWERS_TO_SELF]


def test_chain_that_ends_below_the_top_has_no_path() -> None:
    posts = {TOP: PostAt(TOP, unit=UNIT), LOW: PostAt(LOW, unit=UNIT, superior=TOP)}

    assert kinds(small(posts=posts)) == [Break.NO_PATH]


@pytest.mark.parametrize(
    ("held", "kind"),
    [
        ([Held(CHIEF), Held(uuid4())], [Break.SEVERAL]),
        ([Held(CHIEF), Held(uuid4(), acting=True)], []),
        ([Held(CHIEF, acting=True)], []),
        ([], [Break.VACANT]),
    ],
)
def test_exactly_one_person_answers(held: list[Held], kind: list[Break]) -> None:
    assert kinds(small(held={TOP: [Held(MAYOR)], LOW: held})) == kind


def test_two_posts_charged_alike_are_several() -> None:
    charges = [Charged(COUNTY, "", "territory", "", "government", post) for post in (TOP, LOW)]

    assert kinds(small(charges=charges)) == [Break.SEVERAL]


def test_charge_of_the_subject_goes_before_any() -> None:
    charges = [
        Charged(COUNTY, "", "territory", "", "government", TOP),
        Charged(COUNTY, "safety", "territory", "", "government", LOW),
    ]

    assert kinds(small(charges=charges, held={TOP: [Held(MAYOR)]})) == [Break.VACANT]


def test_too_many_objects_are_named_once() -> None:
    found = certify(small(loads={CHIEF: 11}, limits=Limits(most_objects=10)))

    assert [(gap.kind, gap.object, gap.missing) for gap in found.gaps] == [
        (Break.OVERLOADED, CHIEF, "11")
    ]


@pytest.mark.parametrize(("functional", "kind"), [(False, [Break.OVERLAPPING_CELLS]), (True, [])])
def test_areas_that_share_ground_are_named_but_not_a_zone(
    functional: bool, kind: list[Break]
) -> None:
    given = small()
    other = uuid4()
    zone = AreaAt(
        id=other, path="00010002", level="street", parent=CITY, functional=functional,
        shape=box(0, 0, 1, 1),
    )  # fmt: skip
    shared = {(COUNTY, other): 5000.0}

    assert kinds(replace(given, areas={**given.areas, other: zone}, shared=shared)) == kind


def test_site_in_a_zone_counts_once_under_the_zone() -> None:
    given = small()
    zone, bureau, head = uuid4(), uuid4(), uuid4()
    areas = {
        **given.areas,
        zone: AreaAt(
            id=zone, path="00010002", level="county", parent=CITY, functional=True,
            shape=box(0.5, 0, 1, 1),
        ),
    }  # fmt: skip
    sites = [SiteAt(uuid4(), COUNTY, "2614", 0.7, 0.5), SiteAt(uuid4(), COUNTY, "2614", 0.2, 0.5)]
    posts = {**given.posts, head: PostAt(head, unit=bureau, superior=TOP)}

    found = certify(
        replace(
            given, areas=areas, sites=sites, posts=posts, requirements=[INDUSTRY],
            units=[UnitAt(bureau, zone, frozenset({"emergency"}))],
            held={**given.held, head: [Held(uuid4())]},
            rules={("safety", "26"): "emergency"},
        )
    )  # fmt: skip

    assert {row: number for (row, _), number in found.checked.items()} == {"0001": 2}
    assert [(gap.kind, gap.object, gap.objects, gap.missing) for gap in found.gaps] == [
        (Break.NO_DEPARTMENT, COUNTY, [sites[1].id], "field:emergency")
    ]


def test_longest_code_decides_the_department() -> None:
    assert list(prefixes("2614")) == ["2614", "261", "26", "C"]


@pytest.mark.parametrize(
    ("code", "section"),
    [("0111", "A"), ("C26", "C"), ("97", "T"), ("98", ""), ("", ""), ("x", "")],
)
def test_section_of_a_code(code: str, section: str) -> None:
    assert section_of(code) == section


def test_standard_has_20_sections_and_97_divisions() -> None:
    found = categories()

    assert (len(found), len({code for code in found if code.isdigit()})) == (117, 97)
