"""Everything that goes wrong leaves as a problem document."""

import logging

import pytest
from django.db import OperationalError
from django.test import Client

from anhuan.api.operations import api
from tests.api.callers import BASE, refused

pytestmark = pytest.mark.django_db


def test_problem_speaks_chinese_unless_english_is_asked_for(town, of):
    officer = of(town.officer)

    chinese = officer.get("/cases/C-2026-999999")
    english = officer.get("/cases/C-2026-999999", **{"Accept-Language": "en-GB,zh;q=0.5"})

    assert refused(chinese) == (404, "not-visible", "没有找到。看看编号对不对，或者问发给你的人。")
    assert (chinese["Content-Language"], english["Content-Language"]) == ("zh-hans", "en")
    assert refused(english) == (
        404,
        "not-visible",
        "There is no such thing here for you. Check the number, or ask who sent it.",
    )


def test_problem_has_type_status_fields_and_facts(town, of):
    answer = of(town.officer).post("/cases", {"given": {"kind": "hazard"}})

    problem = answer.json()
    assert (problem["type"], problem["status"], problem["code"]) == (
        "/problems/missing",
        422,
        "missing",
    )
    assert problem["errors"] == [
        {"field": name, "problem": "missing"}
        for name in ("domain", "source", "found_on", "description")
    ]
    assert problem["facts"] == {"fields": ["domain", "source", "found_on", "description"]}


@pytest.mark.parametrize("path", ["", "/", "/cases/", "/nothing", "/cases/C-1/acts/burn", "/../x"])
def test_unknown_address_is_a_problem(town, of, path):
    answer = of(town.officer).get(path)

    assert refused(answer)[:2] == (404, "unknown-path")
    assert answer.json()["type"] == "about:blank"


def test_method_not_taken_names_those_that_are(town, of):
    answer = of(town.officer).http.delete(f"{BASE}/cases")

    assert refused(answer)[:2] == (405, "method")
    assert sorted(answer["Allow"].split(", ")) == ["GET", "POST"]


def test_body_over_a_megabyte_is_refused_unread(town, of):
    body = b'{"given":{"description":"' + b"x" * 1024 * 1024 + b'"}}'

    assert refused(of(town.officer).post("/cases", body))[:2] == (413, "too-large")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_body_of_another_type_is_refused(town, of, kind):
    officer = of(town.officer)

    answer = officer.http.generic(
        "POST",
        f"{BASE}/cases",
        b'{"given":{}}',
        content_type=kind,
        headers={"Authorization": f"Bearer {officer.secret}"},
    )

    assert refused(answer)[:2] == (415, "content-type")


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"nonsense",
        b'{"given":{"money_fen":NaN}}',
        b'{"given":{"description":"\\ud800"}}',
        b'{"given":{"description":"\xed\xa0\x80"}}',
        b'{"given":{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}}",
        b'{"given":{"a":' * 50_000,
        b"\xff\xfe{}",
    ],
)
def test_body_that_is_no_json_is_refused(town, of, body):
    status, code, _ = refused(of(town.officer).post("/cases", body))

    assert (status, code) == (400, "json")


@pytest.mark.parametrize(
    ("body", "field", "problem"),
    [
        (b"[]", "", "value"),
        (b"null", "", "value"),
        (b'{"given":[]}', "given", "value"),
        (b'{"given":{},"force":true}', "force", "unknown"),
        (b'{"given":{},"exhibits":"x"}', "exhibits", "value"),
        (b'{"given":{},"exhibits":[1]}', "exhibits[0]", "value"),
        (b'{"given":{"kind":["hazard"]}}', "kind", "choice"),
        (b'{"given":{"kind":{"a":1}}}', "kind", "choice"),
        (b'{"given":{"domain":[]}}', "domain", "choice"),
        (b'{"given":{"site":"not-an-id"}}', "site", "reference"),
        (b'{"given":{"site":7}}', "site", "reference"),
        (b'{"given":{"description":"a\\u0000b"}}', "description", "control-character"),
        (b'{"given":{"description":{}}}', "description", "text"),
        (b'{"given":{"found_on":20260511}}', "found_on", "date"),
        (b'{"given":{"found_on":"2026-13-40"}}', "found_on", "date"),
        (b'{"given":{"state":"closed"}}', "state", "unknown"),
        (b'{"given":{"a\\u0000":1}}', "a\x00", "unknown"),
    ],
)
def test_body_of_wrong_shape_names_the_field(town, of, body, field, problem):
    answer = of(town.officer).post("/cases", body)

    assert refused(answer)[:2] == (422, "malformed")
    assert answer.json()["errors"] == [{"field": field, "problem": problem}]


def test_money_beyond_reason_is_refused(town, of):
    body = b'{"given":{"money_fen":1' + b"0" * 4000 + b"}}"

    answer = of(town.officer).post("/cases/C-2026-000001/acts/submit", body)

    assert answer.status_code in (404, 422)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("query", "field", "problem"),
    [
        ({"size": 201}, "size", "value"),
        ({"size": "many"}, "size", "value"),
        ({"area": "x"}, "area", "reference"),
        ({"states": "gone"}, "states", "choice"),
        ({"sort": "random"}, "sort", "choice"),
        ({"open": "perhaps"}, "open", "flag"),
        ({"found_from": "yesterday"}, "found_from", "date"),
        ({"query": "a\x00b"}, "query", "control-character"),
        ({"query": "x" * 201}, "query", "too-long"),
        ({"after": "nonsense"}, "after", "cursor"),
        ({"due_within": 10**9}, "due_within", "value"),
        ({"overude": "true"}, "overude", "unknown"),
    ],
)
def test_query_of_wrong_shape_names_the_field(town, of, query, field, problem):
    answer = of(town.officer).get("/cases", query)

    assert refused(answer)[:2] == (422, "malformed")
    assert answer.json()["errors"] == [{"field": field, "problem": problem}]


@pytest.fixture
def mishap(monkeypatch):
    """An operation that fails as told."""
    failing = {"error": ValueError("a secret detail")}

    def fail(request):
        raise failing["error"]

    (router,) = api._get_bound_routers()
    (operation,) = router.path_operations["/me"].operations
    monkeypatch.setattr(operation, "view_func", fail)
    return failing


def test_unexpected_error_is_noted_and_tells_nothing(town, of, mishap, caplog):
    with caplog.at_level(logging.ERROR, logger="anhuan.api.handling"):
        answer = of(town.officer).get("/me")

    assert refused(answer)[:2] == (500, "broken")
    assert b"secret detail" not in answer.content
    assert [record.exc_info[1].args for record in caplog.records if record.exc_info] == [
        ("a secret detail",)
    ]


def test_busy_database_asks_to_come_again(town, of, mishap):
    mishap["error"] = OperationalError("database is locked")

    answer = of(town.officer).get("/me")

    assert refused(answer)[:2] == (503, "busy")
    assert answer["Retry-After"] == "1"


def test_every_answer_stays_out_of_shared_caches(town, of):
    answer = of(town.officer).get("/me")

    assert answer["Cache-Control"] == "no-store"
    assert answer["Vary"] == "Authorization, Accept-Language, Cookie"


def test_document_of_the_api_is_open_to_everybody(town):
    answer = Client().get(f"{BASE}/openapi.json")

    assert answer.json()["openapi"] == "3.1.0"
