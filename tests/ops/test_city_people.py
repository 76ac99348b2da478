from collections import Counter
from datetime import date

import pytest
import shapely
from shapely.geometry import shape

from anhuan.ops.city.codes import credit_code, serial_ending, with_check
from anhuan.ops.city.plan import City, build_city
from anhuan.ops.city.records import DEMO_DAY, Site

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.fixture(scope="module")
def city() -> City:
    return build_city()


@pytest.fixture(scope="module")
def sites(city: City) -> list[Site]:
    return list(city.sites())


def _names(city: City, post: str, on: date) -> list[str]:
    names = {person.key: person.name for person in city.officials}
    return [names[key] for key in city.post_holder(post, on)]


def _valid(code: str) -> bool:
    total = sum(_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    return len(code) == 18 and (total + _ALPHABET.index(code[17])) % 31 == 0


def test_check_character_of_a_published_example() -> None:
    assert with_check("91350100M000100Y4") == "91350100M000100Y43"


def test_credit_code_search_finds_the_wanted_tail() -> None:
    code = credit_code("990102", serial_ending("990102", "7T", 11_000))

    assert code[-2:] == "7T"
    assert _valid(code)


def test_site_codes_are_valid_unique_and_of_no_real_division(sites: list[Site]) -> None:
    codes = [site.code for site in sites if site.code is not None]

    assert [code for code in codes if not _valid(code)] == []
    assert {code[2:6] for code in codes} == {"9901"}
    assert len(set(codes)) == len(codes)


def test_individuals_have_no_code(sites: list[Site]) -> None:
    without = {site.kind for site in sites if site.code is None}

    assert without == {"person"}


def test_sites_lie_inside_their_cell(city: City, sites: list[Site]) -> None:
    shapes = {area.code: shape(area.geometry) for area in city.areas}

    outside = [
        s.key for s in sites if not shapely.contains_xy(shapes[s.cell or s.street], *s.point)
    ]

    assert outside == []


def test_four_places_are_drawn_into_no_cell(sites: list[Site]) -> None:
    assert [site.short for site in sites if site.cell is None] == [
        "云溪驾校训练场", "K42 临时拌和站", "老粮库电焊铺", "老粮库补胎铺",
    ]  # fmt: skip


def test_tenants_share_point_and_address_with_their_landlord(sites: list[Site]) -> None:
    by_key = {site.key: site for site in sites}
    invented = [site for site in sites if site.host and site.index > 40]

    different = [s.key for s in invented if by_key[str(s.host)].point != s.point]
    elsewhere = [s.key for s in invented if by_key[str(s.host)].address != s.address]

    assert len(invented) > 10
    assert different == []
    assert elsewhere == []


def test_names_of_sites_are_unique_at_size() -> None:
    large = build_city(sites=4_000, cases=100)

    names = Counter(site.name for site in large.sites())

    assert [name for name, count in names.items() if count > 1] == []


def test_site_has_three_lines_in_fixed_order(city: City, sites: list[Site]) -> None:
    site = next(site for site in sites if site.short == "恒泰家具")

    lines = city.firms.responsibilities(site)

    assert [(line.line, line.side) for line in lines] == [
        ("enterprise", "enterprise"), ("industry", "government"), ("territory", "government"),
    ]  # fmt: skip
    assert lines[0].answers == city.person_named("赵文博")
    assert lines[0].doer == city.person_named("王建国")
    assert _names(city, lines[1].answers, DEMO_DAY) == ["许海燕"]
    assert _names(city, lines[2].answers, DEMO_DAY) == ["陈立"]
    assert "刘桂芳" in _names(city, lines[2].doer, DEMO_DAY)


def test_responsibilities_name_known_posts_and_people(city: City, sites: list[Site]) -> None:
    posts = {post.key for post in city.posts}
    people = {entry.person.key for site in sites for entry in site.people}

    unknown = [r for r in city.responsibilities() if not {r.answers, r.doer} <= posts | people]

    assert unknown == []


def test_cell_08_lacks_an_inspector_since_14_november(city: City) -> None:
    post = "990102001008/inspector"

    assert _names(city, post, date(2026, 11, 13)) == ["刘桂芳", "邱小川"]
    assert _names(city, post, date(2026, 11, 14)) == ["邱小川"]
    assert _names(city, "990102001008/chief", DEMO_DAY) == ["程国庆"]


def test_stand_in_ends_after_25_november(city: City) -> None:
    ends = [
        a.to_on for a in city.appointments if a.stand_in and a.post == "990102101007/inspector"
    ]

    assert ends == [date(2026, 11, 26)]


def test_vacancies_today_are_the_two_of_the_picture(city: City) -> None:
    vacant = [p.key for p in city.posts if len(city.post_holder(p.key, DEMO_DAY)) < p.seats]

    assert vacant == ["990102001008/inspector", "990102201003/inspector"]


def test_posts_have_a_past(city: City) -> None:
    ended = [a for a in city.appointments if a.to_on is not None]

    assert len(ended) > 60
    assert _names(city, "990102001/station/deputy", date(2025, 6, 30)) == ["彭志强"]
    assert _names(city, "990102001/station/deputy", date(2025, 7, 1)) == ["陈立"]


def test_posts_never_hold_more_people_than_seats(city: City) -> None:
    days = [date(2024, 12, 1), date(2025, 9, 1), date(2026, 10, 20), DEMO_DAY]

    crowded = [
        p.key for p in city.posts for d in days if len(city.post_holder(p.key, d)) > p.seats
    ]

    assert crowded == []


def test_officers_carry_certificates(city: City) -> None:
    numbers = {person.name: person.certificate for person in city.officials}

    assert numbers["周敏"] == "37-0412"
    assert numbers["刘桂芳"] == ""


def test_telephone_numbers_keep_to_the_invented_range(city: City, sites: list[Site]) -> None:
    people = [*city.officials, *(e.person for s in sites for e in s.people)]

    assert {person.phone[:7] for person in people} == {"1990000"}
    assert {len(person.phone) for person in people} == {11}


def test_accounts_cover_every_audience(city: City, sites: list[Site]) -> None:
    accounts = city.accounts
    people = {p.key for p in city.officials} | {e.person.key for s in sites for e in s.people}

    assert {account.audience for account in accounts} == {"desk", "lead", "firm", "field", "admin"}
    assert {account.person for account in accounts} - people == set()
    assert len({account.login for account in accounts}) == 14
