"""How a list stands by street, industry, kind of place and risk."""

from pathlib import Path
from typing import Any

import pytest

from anhuan.cases.figures import Found
from anhuan.inspections import divisions, plans
from anhuan.inspections.models import PlannedCheck
from anhuan.inspections.types import Division
from anhuan.kernel.campaign import CampaignAct as A
from anhuan.kernel.campaign import Progress
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct
from anhuan.sites.models import Site
from anhuan.sites.types import Operation, Subject
from tests import factories as make
from tests.modules.cases.town import Town, build
from tests.modules.inspections.listing import did, running
from tests.modules.inspections.walks import Walk, certify, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    listed()
    town = build()
    certify(town.officer, "37-0411")
    certify(town.colleague, "37-0412")
    Site.objects.update(risk="general", industry="2110")
    return town


def yard(town: Town, **more: Any) -> Site:
    given = {"subject": Subject.CONSTRUCTION, "risk": "major", "industry": "47"} | more
    return make.site("东港花园工地", area=town.site.area, **given)


def found_at(town: Town, site: Site) -> str:
    """Something found on a visit that makes the check of ``site``."""
    plan = PlannedCheck.objects.get(site=site).id
    walk = Walk(town, town.officer, kind="campaign", site=site.id, plan=plan, checklist="")
    walk.do(VisitAct.JOIN, officer=town.colleague.person)
    number = walk.find("", "安全出口堆着板材")
    walk.do(VisitAct.END)
    return number


def test_each_division_adds_up_to_the_list(town: Town) -> None:
    site = yard(town)
    number = running(town)
    found_at(town, site)

    shown = {by: divisions.classes(town.officer, number, by) for by in Division}

    assert {
        by: {key: one.places for key, one in each.rows.items()} for by, each in shown.items()
    } == {
        Division.STREET: {str(town.site.street_id): 2},
        Division.INDUSTRY: {"C": 1, "E": 1},
        Division.SUBJECT: {"enterprise": 1, "construction": 1},
        Division.RISK: {"general": 1, "major": 1},
    }
    for each in shown.values():
        assert each.together.progress == Progress(frozen=2, done=1, open=1)
        assert each.together.found == Found(all=1, open=1)
    assert shown[Division.RISK].rows["major"].found == Found(all=1, open=1)
    assert shown[Division.RISK].rows["general"].found == Found()
    assert list(shown[Division.STREET].names.values()) == ["枫林街道"]


def test_remit_stands_beside_the_list_also_where_nothing_is_on_it(town: Town) -> None:
    yard(town)
    yard(town, operation=Operation.CLOSED)
    number = running(town, risk="general")

    rows = divisions.classes(town.officer, number, Division.RISK).rows

    assert {key: (one.places, one.remit) for key, one in rows.items()} == {
        "general": (1, 1),
        "major": (0, 1),
    }


def test_later_change_of_the_file_moves_no_figure(town: Town) -> None:
    number = running(town)
    Site.objects.update(risk="major", industry="47", subject=Subject.CONSTRUCTION)

    rows = divisions.classes(town.officer, number, Division.RISK).rows
    listed = plans.checks(
        town.officer, number=number, among=divisions.of_class(Division.INDUSTRY, "C")
    )

    assert {key: (one.places, one.remit) for key, one in rows.items()} == {
        "general": (1, 0),
        "major": (0, 1),
    }
    assert [line.site_name for line in listed.rows] == [town.site.name]


@pytest.mark.parametrize(
    ("industry", "section"), [("2110", "C"), ("C21", "C"), ("C", "C"), ("47", "E"), ("", "")]
)
def test_class_opens_exactly_its_places(town: Town, industry: str, section: str) -> None:
    yard(town, industry="8321")
    Site.objects.filter(pk=town.site.pk).update(industry=industry)
    number = running(town)

    rows = divisions.classes(town.officer, number, Division.INDUSTRY).rows
    opened = {
        key: [
            line.site_name
            for line in plans.checks(
                town.officer, number=number, among=divisions.of_class(Division.INDUSTRY, key)
            ).rows
        ]
        for key in rows
    }

    assert opened == {section: [town.site.name], "P": ["东港花园工地"]}


def test_sealed_list_is_told_to_nobody_but_its_author(town: Town) -> None:
    sealed = {"campaign_kind": "night", "sealed_on": "2026-05-13", "sealed_clock": "20:00"}
    number = running(town, lot="123456", **sealed)

    told = divisions.classes(town.officer, number, Division.RISK)
    kept = divisions.classes(town.head, number, Division.RISK)

    assert ({key: one.places for key, one in told.rows.items()}, dict(kept.rows)) == (
        {"general": 1},
        {},
    )


def test_firm_finds_no_campaign(town: Town) -> None:
    number = running(town)

    with pytest.raises(Refusal) as refused:
        divisions.classes(town.firm, number, Division.RISK)
    assert refused.value.why is Why.NOT_VISIBLE


def test_archive_waits_for_what_was_found(town: Town) -> None:
    number = running(town)
    found_at(town, town.site)
    did(number, A.CLOSE, town.officer)

    with pytest.raises(Refusal) as refused:
        did(number, A.ARCHIVE, town.head)

    assert refused.value == Refusal(Why.OPEN_FINDINGS, open=1)
