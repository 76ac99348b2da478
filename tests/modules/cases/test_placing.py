"""Who gets a case: somebody who takes cases, wherever it was found."""

import pytest

from anhuan.cases.models import Case
from anhuan.cases.services import instruct
from anhuan.kernel.access import Role
from anhuan.territory.types import UnitKind
from tests import factories as make
from tests.modules.cases.town import DUE, build


@pytest.mark.parametrize("with_officer", [False, True])
def test_area_that_only_a_leader_is_charged_with_goes_to_whoever_takes_cases(
    rules, vault, with_officer
):
    town = build()
    hall = make.unit("云溪区人民政府", area=town.county, kind=UnitKind.GOVERNMENT)
    head = make.post("区长", role=Role.LEADER, unit=hall, rank=10)
    make.charged(town.county, head)
    clerk = make.post("科员", unit=hall) if with_officer else None

    given = {"description": "查清冬季用气安全", "domain": "safety", "area": town.county.id}
    number = instruct(
        given=given, to_unit=town.station.id, due_on=DUE, by=town.leader, at=make.AT
    ).number

    row = Case.objects.get(number=number)
    owner = (hall.id, clerk.id) if clerk else (town.office.id, town.clerk.seats[0].post)
    assert (row.unit_id, row.officer_post_id) == owner
