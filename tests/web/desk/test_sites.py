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


ORGANISATION = {
    "has_department": "1",
    "full_time_staff": "3",
    "has_director": "0",
    "has_committee": "",
    "registered_engineers": "1",
    "insurance_number": "安责 2026-0881",
    "insurance_until": "2027-03-31",
    "standard_level": "三级",
    "standard_until": "2028-06-30",
    "self_score": "82",
}


def facts(answer):
    html = answer.content.decode()
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", html, re.S)
    return {word: re.sub(r"<[^>]+>", "", text).strip() for word, text in pairs}


def send(browser, town, section, **given):
    version = str(Site.objects.get(pk=town.site.id).version)
    return browser.post(f"/sites/{town.site.id}/{section}/", {"version": version} | given)


def test_organisation_is_entered_and_shown(town, browser_of):
    browser = browser_of(town.officer)

    answer = send(browser, town, "organisation", **ORGANISATION)

    shown = facts(browser.get(f"/sites/{town.site.id}/"))
    words = ("专职安全员人数", "安全总监", "安责险", "标准化等级")
    assert answer.status_code == 302
    assert {word: shown.get(word) for word in words} == {
        "专职安全员人数": "3",
        "安全总监": "没有",
        "安责险": "安责 2026-0881 2027-03-31",
        "标准化等级": "三级 2028-06-30",
    }


def test_organisation_that_is_wrong_says_where_and_keeps_what_was_typed(town, browser_of):
    answer = send(
        browser_of(town.officer), town, "organisation", **ORGANISATION | {"self_score": "很好"}
    )

    html = answer.content.decode()
    assert (answer.status_code, html.count('class="field-error"')) == (422, 1)
    assert re.findall(r'name="self_score" value="([^"]*)"', html) == ["很好"]


def test_operation_is_changed_from_a_day_on(town, browser_of):
    browser = browser_of(town.officer)

    future = send(browser, town, "operation", operation="stopped", operation_since="2026-05-12")
    empty = send(browser, town, "operation", operation="stopped", operation_since="")
    done = send(browser, town, "operation", operation="stopped", operation_since="2026-05-01")

    site = Site.objects.get(pk=town.site.id)
    assert (future.status_code, empty.status_code, done.status_code) == (422, 422, 302)
    assert (site.operation, str(site.operation_since)) == ("stopped", "2026-05-01")
    assert facts(browser.get(f"/sites/{site.id}/"))["经营状况"].startswith("停产，2026-05-01 起")


def test_entry_is_vouched_for_with_source_and_day(town, browser_of):
    browser = browser_of(town.officer)

    without = send(browser, town, "vouch", field="name", source="", verified_on="2026-05-11")
    done = send(browser, town, "vouch", field="name", source="营业执照", verified_on="2026-05-11")
    other = send(browser, town, "vouch", field="search", source="x", verified_on="")

    assert (without.status_code, done.status_code, other.status_code) == (422, 302, 422)
    shown = facts(browser.get(f"/sites/{town.site.id}/"))["全称"]
    assert shown == "恒泰家具（营业执照，05-11 核验）"


@pytest.mark.parametrize("section", ["organisation", "operation", "vouch"])
def test_section_is_refused_to_other_posts_and_other_streets(town, browser_of, section):
    other = build()
    url = f"/sites/{town.site.id}/{section}/"

    assert [browser_of(one).get(url).status_code for one in (town.grid, town.leader)] == [403, 403]
    assert browser_of(other.officer).get(url).status_code == 404


def test_section_changed_meanwhile_is_not_overwritten(town, browser_of):
    browser = browser_of(town.officer)
    send(browser, town, "organisation", **ORGANISATION)

    answer = browser.post(
        f"/sites/{town.site.id}/organisation/",
        {"version": "1"} | ORGANISATION | {"self_score": "1"},
    )

    assert answer.status_code == 409


def test_days_known_already_stand_in_their_fields(town, browser_of):
    browser = browser_of(town.officer)
    send(browser, town, "organisation", **ORGANISATION)
    Site.objects.filter(pk=town.site.id).update(founded_on="2009-03-17")

    form = browser.get(f"/sites/{town.site.id}/organisation/").content.decode()
    identity = browser.get(f"/sites/{town.site.id}/edit/").content.decode()

    assert re.findall(r'type="date" name="(\w+)" value="([^"]*)"', form) == [
        ("insurance_until", "2027-03-31"),
        ("standard_until", "2028-06-30"),
    ]
    assert re.findall(r'name="founded_on" value="([^"]*)"', identity) == ["2009-03-17"]
