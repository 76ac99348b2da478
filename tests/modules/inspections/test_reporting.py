"""An inspection that was refused is reported to whoever leads the unit, without the firm."""

from pathlib import Path

import pytest

from anhuan.inspections.models import Visit
from anhuan.kernel.visit import VisitAct as A
from anhuan.notices.models import Notice
from tests.modules.cases.town import Town, build
from tests.modules.inspections.walks import Walk, certify

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    town = build()
    certify(town.officer, "37-0411")
    certify(town.colleague, "37-0412")
    return town


def refused(town: Town, why: str) -> Walk:
    walk = Walk(town, town.officer, checklist="")
    walk.do(A.JOIN, officer=town.colleague.person)
    walk.do(A.REFUSE_ENTRY, refusal=why, description="门卫不让进")
    return walk


def told() -> list[tuple[object, ...]]:
    rows = Notice.objects.filter(topic="visit.refused")
    return [(row.recipient, row.params["number"], row.urgent) for row in rows]


def test_refusal_reaches_whoever_leads_the_unit_at_once(town: Town) -> None:
    walk = refused(town, "kept-out")

    assert (town.head.person, walk.number, True) in told()
    there = {town.officer.person, town.colleague.person}
    assert there.isdisjoint(person for person, *_ in told())
    assert Visit.objects.get(number=walk.number).state == "refused"


@pytest.mark.parametrize("why", ["shut", "nobody-there", "other"])
def test_place_that_is_shut_refuses_nothing(town: Town, why: str) -> None:
    refused(town, why)

    assert told() == []
