"""A site as it was: where it lay, what it did and whether it was there, as known by then."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from anhuan.kernel.access import Capability, Viewer
from anhuan.sites.models import Former, Site
from anhuan.sites.past import SitesThen, path_then
from anhuan.sites.services import add_site, change_site, set_operation
from anhuan.sites.types import Operation
from anhuan.territory.types import Level
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
KEEPER = Viewer(person=UUID(int=7), at=AT, capabilities=frozenset(Capability))


def standing(at: datetime, known_at: datetime, path: str = "") -> list[tuple[Any, str]]:
    found = SitesThen(path, at=at, known_at=known_at).standing()
    return [(site.area, site.industry) for site in found]


def operate(site: Site, operation: Operation, since: date, at: datetime) -> None:
    version = Site.objects.get(pk=site.pk).version
    set_operation(
        site_id=site.pk, seen_version=version, operation=operation, since=since, by=KEEPER, at=at
    )


@pytest.fixture
def streets(rules: int) -> tuple[Any, Any]:
    city = make.area("安澜市")
    county = make.area("云溪区", level=Level.COUNTY, parent=city)
    first, second = (
        make.area(name, level=Level.STREET, parent=county) for name in ("枫林街道", "桥东街道")
    )
    return first, second


@pytest.fixture
def site(streets: tuple[Any, Any]) -> Site:
    return make.site(area=streets[0], industry="2614", code_missing="未办")


def test_site_entered_later_was_not_there(streets: tuple[Any, Any]) -> None:
    given = {"name": "新厂", "subject": "enterprise", "address": "新路", "code_missing": "刚办"}
    add_site(given=given | {"area": streets[0].pk, "industry": "26"}, by=KEEPER, at=AT)

    before, since = AT - DAY, [(streets[0].pk, "26")]
    assert [standing(at, known) for at, known in ((AT, AT), (before, AT), (AT, before))] == [
        since, [], [],
    ]  # fmt: skip


def test_moved_site_was_elsewhere(streets: tuple[Any, Any], site: Site) -> None:
    first, second = streets
    changes = {"area": second.pk, "industry": "5212"}
    change_site(site_id=site.pk, seen_version=1, changes=changes, by=KEEPER, at=AT)
    earlier = {"at": AT - DAY, "known_at": AT + DAY}

    assert standing(AT, AT, first.path) == []
    assert standing(AT, AT, second.path) == [(second.pk, "5212")]
    assert standing(**earlier, path=first.path) == [(first.pk, "2614")]
    assert standing(**earlier, path=second.path) == []
    assert standing(AT + DAY, AT - DAY, first.path) == [(first.pk, "2614")]
    assert (path_then(site.pk, **earlier), path_then(site.pk, at=AT, known_at=AT)) == (
        first.path, second.path,
    )  # fmt: skip


def test_closing_holds_from_its_day_and_is_known_from_its_entry(site: Site) -> None:
    operate(site, Operation.CLOSED, date(2026, 5, 8), AT)
    day = datetime(2026, 5, 8, tzinfo=AT.tzinfo)

    asked = [(day - DAY, AT), (day, AT), (day, AT - DAY), (AT + DAY, AT - DAY), (AT, AT)]
    assert [len(standing(*each)) for each in asked] == [1, 0, 1, 1, 0]


def test_site_that_opened_again_was_closed_between(site: Site) -> None:
    operate(site, Operation.CLOSED, date(2026, 5, 4), AT - 6 * DAY)
    operate(site, Operation.OPERATING, date(2026, 5, 10), AT)

    known = AT + DAY
    asked = [AT - 8 * DAY, AT - 4 * DAY, AT - DAY, AT]
    assert [len(standing(at, known)) for at in asked] == [1, 0, 1, 1]
    assert len(standing(AT, AT - DAY)) == 0


def test_day_of_closing_put_right_replaces_the_first(site: Site) -> None:
    operate(site, Operation.CLOSED, date(2026, 5, 4), AT - 6 * DAY)
    operate(site, Operation.CLOSED, date(2026, 5, 8), AT)

    between = AT - 5 * DAY
    assert [len(standing(between, known)) for known in (AT, AT - DAY)] == [1, 0]


def test_change_that_decides_nothing_is_not_kept(site: Site) -> None:
    change_site(site_id=site.pk, seen_version=1, changes={"employees": 12}, by=KEEPER, at=AT)

    assert Former.objects.count() == 0


@pytest.mark.parametrize("sites", [1, 3])
def test_sites_then_are_read_in_two_queries(
    streets: tuple[Any, Any], sites: int, django_assert_num_queries: Any
) -> None:
    for number in range(sites):
        row = make.site(f"第{number}厂", area=streets[0], code_missing="未办")
        operate(row, Operation.CLOSED, date(2026, 5, 8), AT)

    with django_assert_num_queries(2):
        assert len(standing(AT - 9 * DAY, AT)) == sites
