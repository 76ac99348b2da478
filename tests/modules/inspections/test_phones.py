"""Checks of lists on telephones: what they carry, and what becomes of what they send."""

from datetime import timedelta
from pathlib import Path

import pytest

from anhuan.devices.packing import pack
from anhuan.inspections import services
from anhuan.kernel.campaign import RowState
from anhuan.kernel.visit import VisitAct
from tests import factories as make
from tests.modules.cases.town import Town, build
from tests.modules.inspections.listing import at_, checks, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    return build()


def due_at(town: Town, by) -> list[tuple[str, str, object]]:
    carried = pack(by, name=by.name, expires=make.AT + timedelta(days=1))
    here = [place.due for place in carried.places if place.site == town.site.id]
    return [(one.kind, one.visit_kind, one.plan) for one in here if one is not None]


def test_telephone_carries_the_open_checks_of_its_unit(town: Town) -> None:
    number = running(town)

    assert due_at(town, town.officer) == [("planned", "campaign", checks(number)[0].id)]


def test_telephone_of_a_colleague_carries_nothing_sealed(town: Town) -> None:
    running(
        town,
        lot="5",
        campaign_kind="night",
        sealed_on="2026-05-12",
        sealed_clock="20:00",
        to_on="2026-05-13",
    )

    assert due_at(town, town.colleague) == []


def test_round_that_was_made_after_its_window_is_not_that_round(town: Town) -> None:
    span = {"from_on": "2026-05-11", "to_on": "2026-05-24", "campaign_kind": "grid"}
    number = running(town, **span)
    late = make.AT + timedelta(days=7)
    visit = services.open_visit(
        given={"kind": "patrol", "site": town.site.id}, by=at_(town.grid, late), at=late
    ).number
    services.act(number=visit, what=VisitAct.END, given={}, by=town.grid, at=late)

    weekly = [one for one in checks(number) if one.rule == "grid.3.other"]
    assert [one.state for one in weekly] == [RowState.PLANNED, RowState.DONE]
