"""The OpenAPI document: complete, committed, and true."""

from pathlib import Path

from anhuan.api.openapi import document, text
from anhuan.api.urls import _patterns
from anhuan.kernel.case import Action
from anhuan.kernel.inputs import INPUTS
from anhuan.kernel.lifecycle import DOORS

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


def given_of(path):
    body = document()["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    return body["schema"]["properties"]["given"]


def test_committed_document_is_the_one_served():
    assert COMMITTED.read_text(encoding="utf-8") == text()


def test_every_address_is_documented():
    routes = {str(each.pattern) for each in _patterns()}

    assert len(routes) == len(document()["paths"])


def test_every_act_has_an_operation_that_names_its_inputs():
    for action in Action:
        path = "/api/v1/cases"
        if action not in DOORS:
            path += f"/{{number}}/acts/{action.value}"
        given = given_of(path)
        inputs = INPUTS[action]
        assert list(given["properties"]) == [each.name for each in inputs]
        assert given.get("required", []) == [each.name for each in inputs if each.required]
        assert [given["properties"][each.name].get("enum", []) for each in inputs] == [
            list(each.choices) for each in inputs
        ]


def test_operations_have_names_of_their_own():
    names = [
        operation["operationId"]
        for methods in document()["paths"].values()
        for operation in methods.values()
    ]

    assert len(names) == len(set(names))


def test_every_operation_needs_a_key_and_tells_of_problems():
    for path, methods in document()["paths"].items():
        key = "DeviceBearer" if "/field/" in path else "Bearer"
        for operation in methods.values():
            assert operation["security"] == [{key: []}]
            assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
