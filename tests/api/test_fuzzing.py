"""Whatever is sent, the API answers as its document says, and never breaks."""

from contextlib import contextmanager

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import strategies
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from anhuan.api.openapi import document
from anhuan.cases.checking import differences
from tests.api.ways import underway
from tests.modules.devices.phone import phone_of, small_shop

pytestmark = [pytest.mark.django_db, pytest.mark.long]

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
SCHEMA = schemathesis.openapi.from_dict(document())
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]
FIELD = [one for one in OPERATIONS if "/field/" in one.path]
TOGETHER = 12
"""As many operations are asked of one town: building it takes longer than asking."""
GROUPS = [OPERATIONS[n : n + TOGETHER] for n in range(0, len(OPERATIONS), TOGETHER)]


@contextmanager
def held():
    """The connection with the test's transaction is not given back after a request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("operations", GROUPS, ids=lambda group: group[0].label)
def test_any_request_is_answered_as_documented(town, of, depth, operations):
    """The caller's own case, site and photo stand in for half of the generated names."""
    firm = of(town.firm)
    number = underway(town, of)
    firm.does(number, "submit", firm.photo(), done="已清空")
    clerk = of(town.clerk)
    photo = clerk.get(f"/cases/{number}").json()["evidence"][0]["id"]
    view = clerk.post("/views", {"name": "重大", "query": "grade=major"}).json()["id"]
    own = {"number": number, "site_id": str(town.site.id), "use_id": photo, "view_id": view}

    for operation in operations:
        ask(operation, own, clerk.secret, depth)

    assert differences() == []


def test_any_request_of_a_phone_is_answered_as_documented(town, depth):
    """With the key of a phone, which alone opens these addresses."""
    small_shop()
    phone = phone_of(town.officer)
    phone.bring()
    own = {"sha256": phone.photo()["sha256"], "case": str(town.site.id)}
    phone.visit(town.site.id)
    phone.send()

    for operation in FIELD:
        ask(operation, own, phone.secret, depth)

    assert len(FIELD) == 5
    assert differences() == []


def ask(operation, own, secret, depth):
    valid, invalid = (
        operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode
    )
    app = get_wsgi_application()

    @hypothesis.settings(
        max_examples=4 * depth,
        deadline=None,
        derandomize=depth == 1,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=valid | invalid, known=strategies.booleans())
    def send(case, known):
        if known:
            case.path_parameters = {**(case.path_parameters or {}), **own}
        case.headers["Authorization"] = f"Bearer {secret}"
        with held():
            answer = case.call(app=app, buffered=True)
        case.validate_response(answer, checks=CHECKS)

    send()
