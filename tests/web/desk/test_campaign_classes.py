"""The list of a campaign by street, industry, kind of place and risk."""

import re

import pytest

from anhuan.sites.models import Site
from anhuan.sites.types import Subject
from tests import factories as make
from tests.modules.inspections.listing import checks, running, visited

CLASSES = 15


def shown(browser, path):
    """The rows of the table as texts, each with its address."""
    response = browser.get(path)
    assert response.status_code == 200
    found = {}
    for url, row in re.findall(
        r'<tr[^>]*data-url="([^"]*)"[^>]*>(.*?)</tr>', response.content.decode(), re.S
    ):
        cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)
        words = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]
        found[words[0]] = (words[1:], url.replace("&amp;", "&"))
    return found


@pytest.fixture
def number(town):
    Site.objects.update(risk="general", industry="2110")
    make.site(
        "东港花园工地",
        area=town.site.area,
        subject=Subject.CONSTRUCTION,
        risk="major",
        industry="47",
    )
    number = running(town)
    visited(town, next(one for one in checks(number) if one.site_id == town.site.pk))
    return number


@pytest.mark.parametrize("n", [1, 3])
def test_page_makes_as_many_queries_for_one_class_as_for_three(
    town, browser_of, django_assert_num_queries, n
):
    for risk in ("major", "larger")[: n - 1]:
        make.site(f"{risk} 厂", area=town.site.area, risk=risk)
    number = running(town)
    officer = browser_of(town.officer)
    officer.get(f"/campaigns/{number}/classes/?by=risk")

    with django_assert_num_queries(CLASSES):
        found = shown(officer, f"/campaigns/{number}/classes/?by=risk")

    assert len(found) == (n if n == 1 else n + 1)


def test_classes_stand_beside_the_remit_and_open_their_places(town, browser_of, number):
    officer = browser_of(town.officer)

    found = shown(officer, f"/campaigns/{number}/classes/?by=risk")

    assert {word: cells for word, (cells, _) in found.items()} == {
        "重大": ["1 / 1", "0/1", "0", "1", "0", "0", "—（未发现）", "0"],
        "一般": ["1 / 1", "1/1", "0", "0", "0", "0", "—（未发现）", "0"],
        "合计": ["2 / 2", "1/2", "0", "1", "0", "0", "—（未发现）", "0"],
    }
    for word, places in (("重大", 1), ("一般", 1), ("合计", 2)):
        assert len(shown(officer, found[word][1])) == places


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("street", ["枫林街道"]),
        ("industry", ["C 制造", "E 建筑", "合计"]),
        ("subject", ["企业", "工地", "合计"]),
        ("nonsense'><b>", ["枫林街道"]),
    ],
)
def test_list_is_divided_as_asked(town, browser_of, number, by, words):
    found = shown(browser_of(town.officer), f"/campaigns/{number}/classes/?by={by}")

    assert list(found) == words


@pytest.mark.parametrize(
    "asked", ["by=street&class=x", "by=industry&class=Ω", "by=risk&class=%00"]
)
def test_class_that_is_none_narrows_nothing(town, browser_of, number, asked):
    assert len(shown(browser_of(town.officer), f"/campaigns/{number}/list/?{asked}")) == 2


def test_firm_finds_no_page(town, browser_of, number):
    assert browser_of(town.firm).get(f"/campaigns/{number}/classes/").status_code == 404
