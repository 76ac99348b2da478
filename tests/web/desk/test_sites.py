"""Sites: list, dossier, its form."""

import re

import pytest

from anhuan.sites.models import Site
from tests import factories as make
from tests.modules.cases.town import build, enter

pytestmark = pytest.mark.django_db


def rows(html):
    return re.findall(r'<tr data-url="/sites/', html)


def change(town, **more):
    site = Site.objects.get(pk=town.site.id)
    return {
        "version": str(site.version),
        "name": "恒泰家具",
        "subject": "enterprise",
        "code_missing": "正在办理",
        "address": site.address,
    } | more


@pytest.mark.parametrize("more", [0, 2])
def test_list_makes_the_same_queries_with_one_and_three(
    town, browser_of, django_assert_num_queries, more
):
    for n in range(more):
        make.site(f"第{n}家具厂", area=town.site.area)
    browser = browser_of(town.officer)
    browser.get("/sites/")
    with django_assert_num_queries(11):
        html = browser.get("/sites/").content.decode()
    assert len(rows(html)) == 1 + more


def test_list_finds_by_name_and_says_when_nothing_is_there(town, browser_of):
    other = build()
    browser = browser_of(town.officer)
    found = browser.get("/sites/?q=恒泰").content.decode()
    none = browser.get("/sites/?q=查无此家&risk=x&operation=x&after=x&name=y").content.decode()
    assert len(rows(found)) == 1
    assert str(other.site.id) not in found
    assert "这些条件下没有单位。" in none


def test_dossier_shows_gaps_persons_and_cases(town, browser_of):
    number = enter(town, town.officer).number
    make.site("隔壁五金", area=town.site.area)
    browser = browser_of(town.officer)

    html = browser.get(f"/sites/{town.site.id}/").content.decode()

    plain = re.sub(r"<[^>]+>", " ", html)
    assert "恒泰家具：未结 1 件，已了结 0 件" in plain
    assert (number in plain, "隔壁五金" in plain, "赵文博" in plain) == (True, True, True)
    assert re.findall(r'<ul class="site-gaps"><li>(.*?)</li>', html)[0].endswith("没填")


def test_dossier_of_another_street_is_not_found(town, browser_of):
    other = build()
    browser = browser_of(town.officer)
    assert browser.get(f"/sites/{other.site.id}/").status_code == 404
    assert browser.get(f"/sites/{other.site.id}/edit/").status_code == 404
    assert browser.post(f"/sites/{other.site.id}/edit/", change(other)).status_code == 404


def test_keeper_changes_a_dossier(town, browser_of):
    browser = browser_of(town.officer)
    url = f"/sites/{town.site.id}/edit/"

    answer = browser.post(url, change(town, employees="46", tags="木工、喷漆"))

    site = Site.objects.get(pk=town.site.id)
    assert (answer.status_code, site.employees, site.tags) == (302, 46, ["木工", "喷漆"])


def test_refused_change_keeps_what_was_typed(town, browser_of):
    browser = browser_of(town.officer)
    url = f"/sites/{town.site.id}/edit/"

    wrong = browser.post(url, change(town, code="91990102", employees="许多"))
    stale = browser.post(url, change(town, version="77"))

    assert (wrong.status_code, stale.status_code) == (422, 422)
    assert 'value="91990102"' in wrong.content.decode()
    assert Site.objects.get(pk=town.site.id).code == ""


def test_firms_own_people_do_not_edit(town, browser_of):
    answer = browser_of(town.firm).post(f"/sites/{town.site.id}/edit/", change(town))
    assert answer.status_code == 422
    assert Site.objects.get(pk=town.site.id).code_missing == ""
