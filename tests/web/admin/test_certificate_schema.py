"""The schema of the signed certificate in docs/ says what really comes out, and nothing less."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from anhuan.kernel.chain import Break, Line, Side
from anhuan.territory.types import Level
from tests import factories as make

from .conftest import Town

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "docs" / "certificate.schema.json").read_text(encoding="utf-8")
)


@pytest.fixture
def validator() -> Any:
    return jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)


@pytest.fixture
def signed(keeper: Client, town: Town) -> Any:
    street = make.area("枫林街道", level=Level.STREET, parent=town.here)
    make.site("恒泰家具", area=street)
    return json.loads(keeper.get("/admin/certificate/signed.json").content)


def test_real_certificate_is_valid(validator: Any, signed: Any) -> None:
    assert len(signed["certificate"]["gaps"]) > 1
    assert [str(each) for each in validator.iter_errors(signed)] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("certificate", "whole"), "yes"),
        (("certificate", "sites"), -1),
        (("certificate", "at"), "yesterday"),
        (("certificate", "gaps", 0, "kind"), "bored"),
        (("certificate", "gaps", 0, "more"), 1),
        (("signature", "algorithm"), "none"),
    ],
)
def test_changed_certificate_is_not(validator: Any, signed: Any, path: Any, value: Any) -> None:
    changed = copy.deepcopy(signed)
    at = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert not validator.is_valid(changed)


@pytest.mark.parametrize("name", ["certificate", "signature"])
def test_every_member_is_needed(validator: Any, signed: Any, name: str) -> None:
    for member in signed[name]:
        changed = copy.deepcopy(signed)
        del changed[name][member]
        assert not validator.is_valid(changed)


def test_codes_are_those_of_the_kernel() -> None:
    known = SCHEMA["$defs"]
    assert set(known["gap"]["properties"]["kind"]["enum"]) == {one.value for one in Break}
    assert set(known["line"]["enum"]) == {one.value for one in Line}
    assert set(known["side"]["enum"]) == {one.value for one in Side}


def test_paper_comes_with_the_file(keeper: Client, town: Town) -> None:
    response = keeper.get("/admin/certificate/paper.pdf")
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    page = keeper.get("/admin/certificate/").content.decode()
    for name in ("paper.pdf", "signed.json"):
        assert f'href="/admin/certificate/{name}?area={town.here.id}"' in page


def test_paper_of_another_district_is_not_found(keeper: Client, town: Town) -> None:
    assert keeper.get(f"/admin/certificate/paper.pdf?area={town.there.id}").status_code == 404
