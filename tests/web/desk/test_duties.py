"""Duties of a post: clause, cycle, this window with its evidence, a year on paper."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from anhuan.duty.models import Charge
from anhuan.kernel.access import Role
from anhuan.kernel.calendar import day_of
from anhuan.kernel.chain import Line
from anhuan.kernel.duty import Capacity
from anhuan.obligations.jobs import due, run
from tests import factories as make
from tests.modules.cases.town import Town, _person, _post, enter

CODE = "sponsor.visit"


def sponsored(town: Town, number: int = 1) -> None:
    """The head of the station sponsors the firm of the town and ``number`` - 1 others."""
    others = [make.site(f"安澜市第{n}厂", area=town.street) for n in range(number - 1)]
    for site in (town.site, *others):
        row = make.charged(site, _post(town.head))
        Charge.objects.filter(pk=row.pk).update(level=Capacity.SPONSOR)
    for code in due(make.AT):
        run(code, make.AT)


def rows(response, code: str = CODE) -> list[tuple]:
    found = [row for group in response.context["groups"] for row in group["table"].rows]
    return [row.cells for row in found if row.key.startswith(code)]


def test_duties_name_clause_cycle_and_what_is_open(town, sign_in):
    sponsored(town)
    (cells,) = rows(sign_in(town.head).get("/duties/"))
    assert (cells[0], cells[1], cells[2], cells[3], cells[4]) == (
        "包保领导：走访包保对象",
        "包保责任制通行做法，各地以本级文件为准（未核）",
        "每季度 1 次",
        "恒泰家具",
        "06-30 前",
    )


def test_duty_kept_by_the_work_links_its_evidence(town, sign_in):
    sponsored(town)
    done = enter(town, town.head)
    response = sign_in(town.head).get("/duties/")
    (cells,) = rows(response)
    assert (cells[4].text, cells[4].url) == (
        f"登记发现的问题 05-11 {done.number}",
        f"/cases/{done.number}/",
    )


@pytest.mark.parametrize("number", [1, 3])
def test_duties_ask_as_much_for_one_object_as_for_three(
    town, sign_in, number, django_assert_num_queries
):
    sponsored(town, number)
    browser = sign_in(town.head)
    with django_assert_num_queries(19):
        response = browser.get("/duties/")
    assert rows(response)[0][4] == ("06-30 前" if number == 1 else "已落实 0/3，06-30 前")


def test_my_work_shows_a_window_and_leads_to_the_duties(town, sign_in):
    sponsored(town)
    response = sign_in(town.head).get("/work/")
    jobs = [job for group in response.context["groups"] for job in group.jobs.jobs]
    assert [(job.act, job.thing, job.url) for job in jobs] == [("职责", "恒泰家具", "/duties/")]


def test_any_post_in_reach_answers_in_one_click(town, sign_in):
    sponsored(town)
    response = sign_in(town.clerk).get(f"/duties/{town.head.seats[0].post}/")
    (group,) = response.context["groups"]
    assert (group["where"], group["name"], len(rows(response))) == ("枫林安监站 站长", "郑明", 1)


def test_post_out_of_reach_is_not_found(town, sign_in):
    there = make.unit("平川县安委办", area=make.area("平川县"))
    stranger = _person(Role.OFFICE, "科长", "高远", unit=there)
    browser = sign_in(stranger)
    post = town.head.seats[0].post
    found = [
        browser.get(path).status_code for path in (f"/duties/{post}/", f"/duties/{post}/year/")
    ]
    assert found == [404, 404]


def test_firm_sees_its_own_posts_only(town, sign_in):
    browser = sign_in(town.firm)
    paths = [f"/duties/{who.seats[0].post}/" for who in (town.boss, town.officer)]
    assert [browser.get(path).status_code for path in paths] == [200, 404]


def test_year_is_printed_with_acts_and_clauses(town, sign_in):
    sponsored(town)
    done = enter(town, town.head)
    response = sign_in(town.head).get(f"/duties/{town.head.seats[0].post}/year/?year=2026")
    (row,) = response.context["table"].rows
    assert (response.context["done"], response.context["total"], row.cells[0], row.cells[4]) == (
        1,
        1,
        "04-01 ~ 06-30",
        "包保责任制通行做法，各地以本级文件为准",
    )
    assert row.cells[3].text == f"登记发现的问题 05-11 {done.number}"


@pytest.mark.parametrize("year", ["", "x", "1900", "9999", "²026", "20260"])
def test_year_that_is_none_is_this_year(town, sign_in, year):
    path = f"/duties/{town.head.seats[0].post}/year/"
    response = sign_in(town.head).get(path, {"year": year})
    assert (response.status_code, response.context["year"]) == (200, day_of(make.AT).year)


@pytest.mark.parametrize("path", ["/duties/", "/duties/{post}/", "/duties/{post}/year/"])
def test_duties_speak_english_around_the_law(town, sign_in, path):
    sponsored(town)
    browser = sign_in(town.head)
    browser.cookies["anhuan-language"] = "en"
    text = browser.get(path.format(post=town.head.seats[0].post)).content.decode()
    heads = re.findall(r"<th[^>]*>(.*?)</th>", text)
    assert [head for head in heads if re.search(r"[一-鿿]", head)] == []


def test_vacant_post_says_why_and_until_when(town, sign_in):
    from anhuan.duty.services import leave_posts
    from anhuan.duty.types import Vacancy
    from anhuan.kernel.access import Capability, Viewer

    keeper = Viewer(person=UUID(int=7), at=make.AT, capabilities=frozenset(Capability))
    today = day_of(make.AT)
    leave_posts(
        person=town.head.person,
        since=make.AT,
        fates={
            town.head.seats[0].post: Vacancy(
                because="等组织任命", fill_by=today + timedelta(days=20)
            )
        },
        by=keeper,
        at=make.AT,
    )
    response = sign_in(town.clerk).get(f"/duties/{town.head.seats[0].post}/")
    assert response.context["gap"].because == "等组织任命"


def bonds(response) -> list[tuple[str, str, str]]:
    pairs = response.context["site"].bonds.pairs
    return [(what, whom.text, whom.url) for what, whom in pairs]


def test_site_names_its_sponsors_one_click_from_their_duties(town, sign_in):
    sponsored(town)
    vacant = make.post("技术员", role=Role.FIRM_WORKER, site=town.site.id)
    row = make.charged(town.site, vacant, line=Line.ENTERPRISE, subject="1 号")
    Charge.objects.filter(pk=row.pk).update(level=Capacity.SOURCE_TECHNICAL)
    page = sign_in(town.officer).get(f"/sites/{town.site.id}/")
    assert bonds(page) == [
        ("包保领导", "郑明 枫林安监站 站长", f"/duties/{town.head.seats[0].post}/"),
        ("重大危险源技术负责人（1 号）", "技术员 空缺", f"/duties/{vacant.id}/"),
    ]


def test_site_that_nobody_sponsors_says_nothing_of_it(town, sign_in):
    page = sign_in(town.officer).get(f"/sites/{town.site.id}/")
    assert page.context["site"].bonds is None
