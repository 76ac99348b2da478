"""The rows that other tests build on hold together."""

import pytest

from anhuan.kernel.access import Capability, Role
from anhuan.sites.models import Site
from anhuan.territory.types import Level
from tests.factories import AT, appointed, area, person, post, site, unit, viewer_for, viewer_in

pytestmark = pytest.mark.django_db


def test_viewer_of_a_post_has_its_area_and_capabilities(rules: int) -> None:
    city = area()
    street = area("东港街道", level=Level.STREET, parent=city)
    officer = person("周宁")
    appointed(officer, post(unit=unit("东港街道安监站", area=street)))

    viewer = viewer_for(officer, AT)

    assert viewer.areas == (street.path,)
    assert viewer.may(Capability.KEEP_SITES)
    assert not viewer.may(Capability.KEEP_ORGANISATION)


def test_viewer_in_a_site_has_the_site_only(rules: int) -> None:
    street = area("东港街道", level=Level.STREET)
    firm = site(area=street)

    viewer = viewer_in(Role.FIRM_HEAD, site=firm.id)

    assert (viewer.areas, viewer.sites) == ((), {firm.id})


def test_site_has_the_scope_of_its_area() -> None:
    city = area()
    street = area("东港街道", level=Level.STREET, parent=city)

    site(area=street)

    row = Site.objects.get()
    assert (row.area_path, row.city_id, row.street_id, row.cell_id) == (
        street.path,
        city.id,
        street.id,
        None,
    )
