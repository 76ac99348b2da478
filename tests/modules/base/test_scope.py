from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.base.scope import reached
from anhuan.kernel.access import Role, Seat, Viewer
from tests.modules.base.rows import Thing

IDS = [UUID(int=number) for number in range(1, 4)]
PATHS = ["", "0001", "00010001", "00010002", "0002"]
ID = st.sampled_from([None, *IDS])
SEATS = st.builds(
    Seat,
    post=st.sampled_from(IDS),
    role=st.just(Role.GRID),
    unit=ID,
    site=ID,
    area_path=st.sampled_from(PATHS),
)
ROWS = st.lists(st.tuples(st.sampled_from(PATHS), ID, ID), max_size=8)


@pytest.mark.django_db
@given(st.lists(SEATS, max_size=3), ROWS, st.frozensets(st.sampled_from(IDS), max_size=1))
def test_reached_agrees_with_the_viewer(
    seats: list[Seat],
    rows: list[tuple[str, UUID | None, UUID | None]],
    errands: frozenset[UUID],
) -> None:
    at = datetime(2026, 5, 1, tzinfo=UTC)
    viewer = Viewer(person=IDS[0], at=at, seats=tuple(seats), errands=errands)
    Thing.objects.all().delete()
    things = [Thing(name="", path=path, unit=unit, site=site) for path, unit, site in rows]
    Thing.objects.bulk_create(things)

    found = Thing.objects.filter(reached(viewer, area="path", unit="unit", site="site"))

    assert {thing.pk for thing in found} == {
        thing.pk
        for thing in things
        if viewer.reaches(thing.path, unit=thing.unit, site=thing.site)
    }
