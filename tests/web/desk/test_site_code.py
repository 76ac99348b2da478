"""The code for the door of a site: it names the place, and the field app reads it."""

import re
from pathlib import Path

import pytest

from anhuan.web.parts.qr import qr_svg
from tests.modules.cases.town import build

pytestmark = pytest.mark.django_db
SCAN = Path(__file__).parents[3] / "frontend" / "src" / "field" / "screens" / "scan.ts"


def test_code_holds_the_identifier_and_the_address_of_the_node_alone(town, browser_of, settings):
    settings.ADDRESS = "https://anhuan.example"

    html = browser_of(town.officer).get(f"/sites/{town.site.id}/code/").content.decode()

    assert html.count(qr_svg(f"https://anhuan.example/field/#/at/{town.site.id}")) == 1
    assert re.findall(r"<h1[^>]*>([^<]*)</h1>", html) == ["恒泰家具"]


def test_code_without_a_set_address_names_the_one_it_was_asked_at(town, browser_of):
    html = browser_of(town.officer).get(f"/sites/{town.site.id}/code/?as=label").content.decode()

    assert html.count(qr_svg(f"http://testserver/field/#/at/{town.site.id}")) == 1
    assert html.count("door-label") == 1


def test_what_the_code_says_is_what_the_field_app_looks_for(town):
    (known,) = re.findall(r"^const CODE = /(.+)/;$", SCAN.read_text("utf-8"), re.MULTILINE)

    found = re.search(known, f"https://anhuan.example/field/#/at/{town.site.id}")

    assert found is not None
    assert found[1] == str(town.site.id)


def test_code_of_a_site_out_of_reach_is_not_found(town, browser_of):
    other = build()

    assert browser_of(town.officer).get(f"/sites/{other.site.id}/code/").status_code == 404


def test_dossier_links_to_its_code(town, browser_of):
    html = browser_of(town.officer).get(f"/sites/{town.site.id}/").content.decode()

    assert html.count(f'href="/sites/{town.site.id}/code/"') == 1
