"""A case and a site lead to a lead of accountability and to an interview, for whoever may."""

import pytest

from tests.modules.cases.town import enter
from tests.web.desk.test_work import get


@pytest.fixture
def number(town):
    return enter(town, town.officer).number


def offered(browser, number):
    buttons = browser.get(f"/cases/{number}/").context["case"].more
    wanted = (f"/matters/about/{number}/", f"/proceedings/new/interview/?case={number}")
    return [one.url for one in buttons if one.url in wanted]


def test_office_goes_from_the_case_to_a_lead_and_an_interview(town, browser_of, number):
    clerk = browser_of(town.clerk)
    urls = offered(clerk, number)
    assert urls == [f"/matters/about/{number}/", f"/proceedings/new/interview/?case={number}"]
    assert [clerk.get(url).status_code for url in urls] == [200, 200]


def test_officer_is_offered_neither(town, browser_of, number):
    assert offered(browser_of(town.officer), number) == []


def test_site_leads_to_its_open_cases(town, browser_of, number):
    here = f"/sites/{town.site.id}/"
    link = f"/matters/about/{number}/"
    found = [link in get(browser_of(one), here) for one in (town.clerk, town.officer)]
    assert found == [True, False]
