"""The addresses of work in the field: for an enrolled device, and for nothing else."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from anhuan.cases.models import Case
from anhuan.devices.models import Submission
from anhuan.devices.services import revoke
from anhuan.inspections.models import Visit
from anhuan.kernel.case import Action
from tests import factories as make
from tests.api.callers import BASE, caller, picture, refused
from tests.modules.cases.town import Loop
from tests.modules.devices.phone import Phone, phone_of, small_shop

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def phone(town):
    small_shop()
    found = phone_of(town.grid)
    found.at = AT - timedelta(minutes=30)
    return found


def asked(phone: Phone, method: str, path: str, body: Any = b"", **headers: str) -> Any:
    kind = "application/json" if isinstance(body, dict | list) else "image/jpeg"
    return Client().generic(
        method,
        BASE + "/field" + path,
        _bytes(body),
        content_type=kind,
        headers={"Authorization": f"Bearer {phone.secret}", **headers},
    )


def _bytes(body: Any) -> bytes:
    import json

    return body if isinstance(body, bytes) else json.dumps(body).encode()


def test_photo_of_what_was_put_right_is_for_its_finder_alone(town, phone):
    phone.visit(town.site.id)
    phone.bring(150)
    case = phone.made[1]["given"]["case"]
    photos = [phone.photo(150, stage="after")]
    phone.do("case.act", case, act="fix_on_spot", given={"measure": "清走"}, photos=photos)
    assert set(phone.said(at=AT)) == {"done"}
    early = asked(phone, "GET", f"/echoes/{case}/photo")
    Loop(town, Case.objects.get().number).do(Action.CLOSE, town.head)

    shown = asked(phone, "GET", f"/echoes/{case}/photo")
    other = asked(phone_of(town.officer), "GET", f"/echoes/{case}/photo")

    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert b"".join(shown.streaming_content)[:3] == b"\xff\xd8\xff"
    assert (early.status_code, other.status_code) == (404, 404)


def test_photo_acts_and_pack_over_http(town, phone):
    content = picture()
    digest = sha256(content).hexdigest()
    phone.visit(town.site.id, photos=[phone.photo()])

    brought = asked(phone, "PUT", f"/photos/{digest}", content)
    again = asked(phone, "PUT", f"/photos/{digest}", content)
    sent = asked(phone, "POST", "/acts", {"acts": phone.made})
    carried = asked(phone, "GET", "/pack")

    assert (brought.status_code, again.status_code) == (204, 204)
    answer = sent.json()
    assert [one["outcome"] for one in answer["results"]] == ["done"] * 3
    assert (answer["applied"], answer["head"]) == (3, None)
    assert answer["results"][0]["number"] == Visit.objects.get().number
    places = carried.json()["places"]
    assert [(one["site"], one["last"]["said"]) for one in places] == [
        (str(town.site.id), "problem")
    ]
    assert [case["may"] for case in places[0]["cases"]] == [["fix_on_spot", "note"]]


def test_pack_that_is_unchanged_is_not_sent_again(phone):
    first = asked(phone, "GET", "/pack")

    again = asked(phone, "GET", "/pack", **{"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_words_of_a_statement_come_in_the_language_asked_for(town, phone):
    phone.do("visit.open", "00000000-0000-4000-8000-000000000001", kind="patrol", site="x")

    chinese = asked(phone, "POST", "/acts", {"acts": phone.made}).json()["results"][0]
    english = asked(
        phone, "POST", "/acts", {"acts": phone.made}, **{"Accept-Language": "en"}
    ).json()["results"][0]

    assert (chinese["outcome"], chinese["why"]) == ("statement", "malformed")
    assert "Put it right" in english["words"]
    assert chinese["words"] != english["words"]


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", f"/photos/{'a' * 64}"), ("POST", "/acts"), ("GET", "/pack")]
)
def test_device_that_was_revoked_or_ran_out_is_told_so(phone, clock, method, path):
    clock.shift(timedelta(days=14))
    ended = asked(phone, method, path)
    revoke(
        device_id=phone.device,
        person=phone.viewer.person,
        why="丢失",
        by=phone.viewer.person,
        at=make.AT,
    )
    lost = asked(phone, method, path)

    assert refused(ended)[:2] == refused(lost)[:2] == (401, "device-ended")
    assert (ended.json()["facts"], lost.json()["facts"]) == (
        {"revoked": False},
        {"revoked": True},
    )


def test_keys_of_devices_and_of_accounts_open_only_their_own(town, phone):
    other = caller(town.officer)
    keyed = Client().get(BASE + "/field/pack", headers={"Authorization": f"Bearer {other.secret}"})
    cases = Client().get(BASE + "/cases", headers={"Authorization": f"Bearer {phone.secret}"})
    nobody = Client().get(BASE + "/field/pack")

    assert [refused(one)[:2] for one in (keyed, cases, nobody)] == [(401, "sign-in")] * 3


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "json"),
        ({"acts": [{}] * 101}, 422, "too-many"),
        ({"acts": "all"}, 422, "malformed"),
        ({"acts": [], "more": 1}, 422, "malformed"),
        ({}, 422, "missing"),
    ],
)
def test_sending_that_is_none_is_a_problem(phone, body, status, code):
    kind = {"Content-Type": "application/json"}
    answer = Client().generic(
        "POST",
        BASE + "/field/acts",
        _bytes(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {phone.secret}", **kind},
    )

    assert refused(answer)[:2] == (status, code)
    assert Submission.objects.count() == 0


def test_photo_that_is_none_is_a_problem(phone):
    content = picture()

    other = asked(phone, "PUT", f"/photos/{'a' * 64}", content)
    text = asked(phone, "PUT", f"/photos/{sha256(b'text').hexdigest()}", b"text")
    strange = asked(phone, "PUT", "/photos/x", content)

    assert refused(other)[:2] == (422, "wrong-digest")
    assert refused(text)[:2] == (422, "file-type")
    assert refused(strange)[:2] == (422, "malformed")
